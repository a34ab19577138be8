"""Writes distributions.json beside itself: distribution functions to 50 digits (25 kept).

The tails come from positive power series and, above the mean of the gamma law, from the continued
fraction, at 60 digits; where the shapes are small they are held against mpmath's own gammainc and
betainc. Quantiles are the roots of these tails. Run: python3 distributions.py
"""
import json
import pathlib
import platform
import random

import mpmath
from mpmath import beta, betainc, erfc, erfinv, exp, gammainc, log, loggamma, mp, mpf, npdf, pi, sqrt

mp.dps = 60
random.seed(20240229)
LEAST = mpf(10) ** -300


def text(x):
    return mpmath.nstr(x, 25)


def gamma_tails(a, x):
    """P(a, x) and Q(a, x)."""
    a, x = mpf(a), mpf(x)
    weight = exp(a * log(x) - x - loggamma(a + 1))
    if x < a + 1 or x < 2:
        total = term = mpf(1)
        n = a
        while term > total * mpf(10) ** -62:
            n += 1
            term *= x / n
            total += term
        return weight * total, 1 - weight * total
    tiny = mpf(10) ** -500
    b = x + 1 - a or tiny
    c, d, i = 1 / tiny, 1 / b, 0
    value = d
    while True:
        i += 1
        numerator = i * (a - i)
        b += 2
        d = 1 / (numerator * d + b or tiny)
        c = b + numerator / c or tiny
        value *= c * d
        if abs(c * d - 1) < mpf(10) ** -58:
            break
    upper = weight * a * value
    return 1 - upper, upper


def beta_series(a, b, x, y, limit=80000):
    weight = exp(a * log(x) + b * log(y) - log(a) + loggamma(a + b) - loggamma(a) - loggamma(b))
    total = term = mpf(1)
    for n in range(limit):
        ratio = (a + b + n) / (a + 1 + n) * x
        term *= ratio
        total += term
        if ratio < 1 and term / (1 - ratio) < total * mpf(10) ** -62:
            return weight * total
    return None


def beta_tails(a, b, x, y):
    """I_x(a, b) and I_y(b, a), y = 1 - x; None where the series takes too long."""
    a, b = mpf(a), mpf(b)
    if x * (a + b) <= a:
        lower = beta_series(a, b, x, y)
        return lower is not None and (lower, 1 - lower) or None
    upper = beta_series(b, a, y, x)
    if upper is not None:
        return 1 - upper, upper
    lower = beta_series(a, b, x, y)
    return lower is not None and 1 - lower > mpf(10) ** -30 and (lower, 1 - lower) or None


def t_tails(nu, t):
    nu, t = mpf(nu), mpf(t)
    whole = nu + t * t
    tails = beta_tails(nu / 2, mpf(1) / 2, nu / whole, t * t / whole)
    return tails and (1 - tails[0] / 2, tails[0] / 2)


def f_tails(m, n, f):
    m, n, f = mpf(m), mpf(n), mpf(f)
    whole = m * f + n
    return beta_tails(m / 2, n / 2, m * f / whole, n / whole)


def check():
    for a, x in [(0.5, 0.3), (3.0, 7.5), (20.0, 12.0), (1e-3, 0.2)]:
        lower, upper = gamma_tails(a, x)
        assert abs(upper / gammainc(a, x, mpmath.inf, regularized=True) - 1) < mpf(10) ** -40
        assert abs(lower / gammainc(a, 0, x, regularized=True) - 1) < mpf(10) ** -40
    for a, b, x in [(0.5, 2.0, 0.3), (30.0, 7.0, 0.75), (2.5, 40.0, 0.125), (0.25, 0.5, 0.875)]:
        lower, _ = beta_tails(a, b, mpf(x), 1 - mpf(x))
        assert abs(lower / betainc(a, b, 0, x, regularized=True) - 1) < mpf(10) ** -40


def shape():
    kind = random.random()
    if kind < 0.45:
        return 10 ** random.uniform(-3, 6)
    return 10 ** random.uniform(-1, 2) if kind < 0.9 else random.choice([0.5, 1.0, 12.0, 1e6])


def degrees():
    choice = random.choice([1.0, 2.0, 3.0, 4.0, 7.0, 10.0, 24.0, 60.0, 300.0, 1e4, 1e5, 0.0])
    return choice or 10 ** random.uniform(0, 5)


def probability():
    kind = random.random()
    return 10 ** random.uniform(-300, -3) if kind < 0.4 else random.uniform(0.001, 0.999)


def rows(count, draw, tails):
    """[arguments..., lower, upper] for arguments whose tails are both above 1e-300."""
    table = []
    while len(table) < count:
        arguments = draw()
        if arguments is None:
            continue
        both = tails(*arguments)
        if both and min(both) > LEAST:
            table.append([*arguments, text(both[0]), text(both[1])])
    return table


def draw_gamma():
    a = shape()
    x = random.choice([
        a + random.gauss(0, 12) * a**0.5, a * 10 ** random.uniform(-1, 1),
        10 ** random.uniform(-9, 2.8)])
    reasonable = x > 0 and a * mpmath.log(x / a) - x + a > -710
    return (a, x) if reasonable else None


def draw_chi_square():
    nu = degrees()
    x = random.choice([
        nu + random.gauss(0, 12) * (2 * nu) ** 0.5, 10 ** random.uniform(-6, 3.14)])
    half, z = nu / 2, x / 2
    return (nu, x) if x > 0 and half * mpmath.log(z / half) - z + half > -710 else None


def draw_beta():
    a, b = shape(), shape()
    mean = a / (a + b)
    deviation = (mean * (1 - mean) / (a + b + 1)) ** 0.5
    x = random.choice([
        mean + random.gauss(0, 12) * deviation, random.random(), 10 ** random.uniform(-12, 0)])
    if not 0 < x < 1:
        return None
    distance = a * mpmath.log(x / mean) + b * mpmath.log((1 - mpf(x)) / (1 - mpf(mean)))
    return (a, b, x) if distance > -700 else None


def draw_t():
    return degrees(), random.choice([
        10 ** random.uniform(-10, 0), random.uniform(0, 37), 10 ** random.uniform(0, 30)])


def draw_f():
    m, n = degrees(), degrees()
    spread = (2 / m + 2 / n) ** 0.5
    return m, n, float(mpmath.exp(random.gauss(0, 6 if min(m, n) > 5 else 12) * spread))


def root(p, side, start, tails, slope):
    """log x with tail p, by Newton's method on log tail in log x; `slope` is x f(x)."""
    t = log(mpf(start))
    for _ in range(60):
        x = exp(t)
        both = tails(x)
        if not both:
            return None
        tail = both[side]
        step = log(tail / p) * tail / slope(x) * (1 if side else -1)
        step = max(min(step, mpf(2)), mpf(-2))
        t += step
        if abs(step) < mpf(10) ** -30:
            return exp(t)
    return None


def quantiles(count, draw, tails, slope, start):
    """[parameters..., p, side (0 lower, 1 upper), x]."""
    table = []
    while len(table) < count:
        parameters, p, side = draw(), probability(), random.randrange(2)
        x = root(mpf(p), side, start(*parameters), lambda x: tails(*parameters, x),
                 lambda x: slope(*parameters, x))
        if x is not None and mpf(10) ** -290 < x < mpf(10) ** 290:
            table.append([*parameters, p, side, text(x)])
    return table


def normal_rows():
    zs = [random.uniform(-37, 37) for _ in range(120)]
    zs += [random.choice([-1, 1]) * 10 ** random.uniform(-12, 0) for _ in range(40)]
    zs += [-37.0, 37.0, 38.4, 0.0, 1.959963984540054]
    return [[z, text(erfc(mpf(z) / sqrt(2)) / 2), text(npdf(z))] for z in zs]


def normal_logs():
    table = []
    for z in [random.uniform(-10, 60) for _ in range(40)] + [30.0, 100.0, 1e5, 1e100]:
        z_ = mpf(z)
        if z < 0:
            value = mpmath.log1p(-erfc(-z_ / sqrt(2)) / 2)
        elif z < 1000:
            value = log(erfc(z_ / sqrt(2)) / 2)
        else:
            w = 1 / z_**2
            value = -z_**2 / 2 - log(z_) - log(2 * pi) / 2 + mpmath.log1p(-w + 3 * w**2 - 15 * w**3)
        table.append([z, text(value)])
    return table


def normal_quantiles():
    ps = [10 ** random.uniform(-323, -1) for _ in range(60)]
    ps += [random.random() for _ in range(60)]
    ps += [1 - 2.0 ** -k for k in range(2, 54, 3)]
    ps += [0.5 + s * 2.0 ** -k for k in range(3, 54, 5) for s in (-1, 1)]
    ps += [5e-324, 1e-300, 0.025, 0.975, 0.075, 0.925]
    table = []
    for p in ps:
        q = mpf(p)
        z = -sqrt(-2 * log(min(q, 1 - q))) * mpf(0.9) if min(q, 1 - q) < 0.1 else mpf(0)
        target = min(q, 1 - q)
        for _ in range(200):
            tail = erfc(-z / sqrt(2)) / 2
            step = log(tail / target) * tail / npdf(z)
            z -= step
            if abs(step) < mpf(10) ** -40:
                break
        table.append([p, text(z if q <= 0.5 else -z)])
    return table


def gamma_logs():
    """[a, x, log Q(a, x)] where Q underflows, a x moderate."""
    table = []
    for a, x in [(0.5, 800.0), (0.5, 1e5), (2.0, 1000.0), (50.0, 1200.0), (50.0, 900.0),
                 (1e3, 4e3), (1e4, 14500.0), (1e5, 113000.0), (1e5, 3e5), (30.0, 5e4)]:
        _, upper = gamma_tails(a, x)
        table.append([a, x, text(log(upper))])
    return table


def t_logs():
    table = []
    for nu, t in [(1.0, 1e20), (30.0, 1e15), (100.0, 1e5), (1e3, 60.0), (1e4, 45.0), (1e4, 1e3),
                  (5.0, 2.5), (7.0, 1e100)]:
        _, upper = t_tails(nu, t)
        table.append([nu, t, text(log(upper))])
    return table


def beta_log_slope(a, b, x, y):
    return exp(a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b))


def f_slope(m, n, f):
    m, n = mpf(m), mpf(n)
    return beta_log_slope(m / 2, n / 2, m * f / (m * f + n), n / (m * f + n))


check()
points = [10 ** random.uniform(-8, 7) for _ in range(60)]
points += [1 + random.choice([-1, 1]) * 10 ** random.uniform(-12, -0.3) for _ in range(30)]
points += [2 + random.choice([-1, 1]) * 10 ** random.uniform(-12, 0) for _ in range(30)]
points += [random.uniform(0.4, 15) for _ in range(40)]
result = {
    "versions": {"python": platform.python_version(), "mpmath": mpmath.__version__},
    "columns": "arguments, then lower and upper tail unless named",
    "normal": normal_rows(),
    "normalLogUpperTail": normal_logs(),
    "normalQuantile": normal_quantiles(),
    "logGamma": [[x, text(loggamma(mpf(x)))] for x in points],
    "gamma": rows(400, draw_gamma, gamma_tails),
    "gammaLogUpperTail": gamma_logs(),
    "gammaQuantile": quantiles(
        80, lambda: (10 ** random.uniform(-1, 3),), gamma_tails,
        lambda a, x: exp(mpf(a) * log(x) - x - loggamma(mpf(a))), lambda a: a),
    "chiSquare": rows(200, draw_chi_square, lambda nu, x: gamma_tails(mpf(nu) / 2, mpf(x) / 2)),
    "beta": rows(300, draw_beta, lambda a, b, x: beta_tails(a, b, mpf(x), 1 - mpf(x))),
    "studentT": rows(200, draw_t, t_tails),
    "studentTLogUpperTail": t_logs(),
    "f": rows(200, draw_f, f_tails),
    "fQuantile": quantiles(
        80, lambda: (random.choice([1.0, 2.0, 5.0, 13.0, 40.0, 300.0]),
                     random.choice([1.0, 3.0, 10.0, 60.0, 500.0])),
        f_tails, f_slope, lambda m, n: 1.0),
}
lines = []
for name, table in result.items():
    if isinstance(table, list):
        # Numbers as text: not every JSON reader rounds seventeen digits correctly.
        body = ",\n".join("    " + json.dumps([str(entry) for entry in row]) for row in table)
        lines.append(f'  "{name}": [\n{body}\n  ]')
    else:
        lines.append(f'  "{name}": {json.dumps(table)}')
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
