"""Writes firth-logistic.json beside itself: Firth's penalised logistic likelihood at 40 digits.

A level of one row, continuous covariates and weights below 1, where Fisher's scoring goes to and fro. The
likelihood and its information are summed as they are defined, derivatives of the penalised likelihood are
central differences with a step of 10^-13, the maximum and the ends of the profile are found by Newton's
method.
Run: python3 firth-logistic.py
"""
import csv
import json
import pathlib
import platform

import mpmath
from mpmath import exp, log, matrix, mp, mpf, sqrt

mp.dps = 40
STEP = mpf(10) ** -13


def penalised(data, b):
    p = len(b)
    value, information = mpf(0), matrix(p, p)
    for x, y, w in data:
        eta = mpmath.fdot(x, b)
        value += w * (y * eta - log(1 + exp(eta)))
        v = w * exp(eta) / (1 + exp(eta)) ** 2
        for a in range(p):
            for c in range(p):
                information[a, c] += v * x[a] * x[c]
    return value + log(mpmath.det(information)) / 2


def derivatives(function, b):
    p = len(b)

    def moved(*shifts):
        point = list(b)
        for a, s in shifts:
            point[a] += s * STEP
        return function(point)

    middle = function(b)
    plus = [moved((a, 1)) for a in range(p)]
    minus = [moved((a, -1)) for a in range(p)]
    gradient = [(plus[a] - minus[a]) / (2 * STEP) for a in range(p)]
    hessian = matrix(p, p)
    for a in range(p):
        hessian[a, a] = (plus[a] - 2 * middle + minus[a]) / STEP ** 2
        for c in range(a):
            corners = moved((a, 1), (c, 1)) - moved((a, 1), (c, -1)) \
                - moved((a, -1), (c, 1)) + moved((a, -1), (c, -1))
            hessian[a, c] = hessian[c, a] = corners / (4 * STEP ** 2)
    return middle, gradient, hessian


def maximise(function, b):
    for _ in range(100):
        value, gradient, hessian = derivatives(function, b)
        step = mpmath.lu_solve(-hessian, matrix(gradient))
        length = mpf(1)
        while length * max(abs(s) for s in step) > 3 or \
                function([b[a] + length * step[a] for a in range(len(b))]) < value - mpf(10) ** -20:
            length /= 2
        b = [b[a] + length * step[a] for a in range(len(b))]
        if max(abs(s) for s in step) < mpf(10) ** -11:
            return b, function(b)
    raise SystemExit("not converged")


def fit(data, start):
    p = len(data[0][0])
    whole = lambda b: penalised(data, b)
    b, top = maximise(whole, start)
    chi = mpmath.findroot(lambda c: mpmath.erf(sqrt(c / 2)) - mpf("0.95"), 3.84)

    def profile(a, at, start):
        others = [i for i in range(p) if i != a]

        def held(free):
            point = [mpf(0)] * p
            point[a] = at
            for i, v in zip(others, free):
                point[i] = v
            return whole(point)
        return maximise(held, start)

    tests, lower, upper = [], [], []
    _, _, hessian = derivatives(whole, b)
    covariance = (-hessian) ** -1
    for a in range(p):
        start = [b[i] for i in range(p) if i != a]
        tests.append(2 * (top - profile(a, mpf(0), start)[1]))
        for sign, ends in ((-1, lower), (1, upper)):
            error = sqrt(covariance[a, a])
            free = start

            def root(at):
                nonlocal free
                free, best = profile(a, at, free)
                return sqrt(2 * (top - best)) - sqrt(chi)
            u = b[a] + sign * 2 * error
            v = u + sign * error / 10
            fu, fv = root(u), root(v)
            while abs(v - u) > mpf(10) ** -11:
                u, v, fu = v, v - fv * (v - u) / (fv - fu), fv
                fv = root(v)
            ends.append(v)
    return {"coefficients": texts(b), "likelihoodRatio": texts(tests), "lower": texts(lower),
            "upper": texts(upper)}


def texts(values):
    return [mpmath.nstr(value, 15) for value in values]


def case(what, formula, rows):
    """Rows of y, x, z, w; z is 1 in the rare rows."""
    data = [([mpf(1), mpf(x), mpf(z)], y, mpf(w)) for y, x, z, w in rows]
    return {"what": what, "formula": formula,
            "table": "y,x,z,w\n" + "".join(f"{y},{x},{z},{w}\n" for y, x, z, w in rows),
            "fit": fit(data, [mpf(0)] * 3)}


common = [(1 if i * 29 % 31 % 5 < 2 else 0, (i * 37 % 41) / 8, 0, 1) for i in range(24)]
cases = [
    case("one rare row, no event", "y ~ x + z", common + [(0, 2.5, 1, 1)]),
    case("one rare row, an event", "y ~ x + z", common + [(1, 2.5, 1, 1)]),
    case("two rare rows, no event", "y ~ x + z", common + [(0, 2.5, 1, 1), (0, 1.25, 1, 1)]),
    case("one rare row of weight 1/8", "y ~ x + z", common + [(0, 2.5, 1, 0.125)]),
]
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(
    {"versions": [platform.python_version(), mpmath.__version__], "cases": cases}, indent=1) + "\n")
