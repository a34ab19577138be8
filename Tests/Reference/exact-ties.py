"""Writes exact-ties.json beside itself: the exact (discrete) partial likelihood at 60 digits.

1. A time at which 200 of 1,000 die, one at which 15 more of 700 do, and single deaths: log e_d and its
   derivatives by Gail's recursion in 60 digits, the maximum by Newton's method. e_200 is near 10^222
   there, and 10^548 at the second point, whose risks span e^38.
2. heart's (start, stop] rows, for which coxph(ties = "exact") of survival returns a bare list.
3. Small (start, stop] rows, weighing all subsets one by one: nothing is shared with the recursion.
Run: python3 exact-ties.py
"""
import csv
import itertools
import json
import pathlib
import platform
import random

import mpmath
from mpmath import exp, log, matrix, mp, mpf

mp.dps = 60


def recursion(rows, x, eta, d):
    """log e_d over rows, its gradient and Hessian."""
    p = len(x[0])
    e = [mpf(1)] + [mpf(0)] * d
    g = [[mpf(0)] * p for _ in range(d + 1)]
    h = [[[mpf(0)] * p for _ in range(p)] for _ in range(d + 1)]
    for m, row in enumerate(rows):
        r, z = exp(eta[row]), x[row]
        for k in range(min(d, m + 1), 0, -1):
            for a in range(p):
                for b in range(a + 1):
                    h[k][a][b] += r * (
                        h[k - 1][a][b] + z[a] * g[k - 1][b] + z[b] * g[k - 1][a] + z[a] * z[b] * e[k - 1])
            for a in range(p):
                g[k][a] += r * (g[k - 1][a] + z[a] * e[k - 1])
            e[k] += r * e[k - 1]
    mean = [g[d][a] / e[d] for a in range(p)]
    hessian = matrix(p, p)
    for a in range(p):
        for b in range(a + 1):
            hessian[a, b] = hessian[b, a] = h[d][a][b] / e[d] - mean[a] * mean[b]
    return log(e[d]), mean, hessian


def subsets(rows, x, eta, d):
    """The same, set by set."""
    p = len(x[0])
    total, first, second = mpf(0), [mpf(0)] * p, matrix(p, p)
    for chosen in itertools.combinations(rows, d):
        weight = exp(mpmath.fsum(eta[i] for i in chosen))
        z = [mpmath.fsum(x[i][a] for i in chosen) for a in range(p)]
        total += weight
        for a in range(p):
            first[a] += weight * z[a]
            for b in range(p):
                second[a, b] += weight * z[a] * z[b]
    mean = [value / total for value in first]
    for a in range(p):
        for b in range(p):
            second[a, b] = second[a, b] / total - mean[a] * mean[b]
    return log(total), mean, second


def likelihood(data, b, sums):
    x, p = data["x"], len(data["x"][0])
    eta = [mpmath.fdot(row, b) for row in x]
    value, gradient, information = mpf(0), [mpf(0)] * p, matrix(p, p)
    n = len(eta)
    times = sorted({(data["strata"][i], data["exit"][i]) for i in range(n) if data["event"][i]})
    for stratum, t in times:
        at_risk = [i for i in range(n) if data["strata"][i] == stratum
                   and data["entry"][i] < t <= data["exit"][i]]
        dying = [i for i in at_risk if data["event"][i] and data["exit"][i] == t]
        denominator, mean, hessian = sums(at_risk, x, eta, len(dying))
        value += mpmath.fsum(eta[i] for i in dying) - denominator
        for a in range(p):
            gradient[a] += mpmath.fsum(x[i][a] for i in dying) - mean[a]
        information += hessian
    return value, gradient, information


def fit(data, sums):
    p = len(data["x"][0])
    b = [mpf(0)] * p
    null = likelihood(data, b, sums)
    score = mpmath.fdot(null[1], mpmath.lu_solve(null[2], matrix(null[1])))
    value, gradient, information = null
    for _ in range(40):
        step = mpmath.lu_solve(information, matrix(gradient))
        b = [b[a] + step[a] for a in range(p)]
        value, gradient, information = likelihood(data, b, sums)
        if max(abs(step[a]) for a in range(p)) < mpf(10) ** -25:
            break
    return {"coefficients": texts(b), "covariance": rows(information ** -1),
            "logLikelihood": texts([null[0], value]), "score": texts([score])[0]}


def at(data, b, sums):
    value, gradient, information = likelihood(data, [mpf(v) for v in b], sums)
    return {"at": b, "value": texts([value])[0], "gradient": texts(gradient),
            "information": rows(information)}


def texts(values):
    return [mpmath.nstr(value, 25) for value in values]


def rows(m):
    return [texts([m[a, b] for b in range(m.cols)]) for a in range(m.rows)]


def tied(seed, n):
    """Times 1 (200 deaths), 2 (15 deaths), and later ones of one death each; x0 of a few values."""
    stream = random.Random(seed)
    x = [[round(stream.gauss(0, 1), 2), float(stream.random() < 0.4)] for _ in range(n)]
    exits = [1.0] * 300 + [2.0] * 100 + [3.0 + i for i in range(n - 400)]
    event = [i < 200 or 300 <= i < 315 or (i >= 400 and i % 7 == 0) for i in range(n)]
    return {"entry": [-1.0] * n, "exit": exits, "event": event, "strata": [0] * n, "x": x}


def small(seed):
    stream = random.Random(seed)
    n = 26
    entry = [float(stream.randrange(0, 4)) for _ in range(n)]
    exits = [entry[i] + stream.randrange(1, 5) for i in range(n)]
    return {"entry": entry, "exit": exits, "event": [stream.random() < 0.7 for _ in range(n)],
            "strata": [i % 2 for i in range(n)],
            "x": [[round(stream.gauss(0, 1), 2), float(stream.randrange(0, 3))] for _ in range(n)]}


def heart():
    here = pathlib.Path(__file__).parent
    with open(here / "data" / "heart.csv") as file:
        table = list(csv.DictReader(file))
    return {"entry": [float(r["start"]) for r in table], "exit": [float(r["stop"]) for r in table],
            "event": [r["event"] == "1" for r in table],
            "strata": [int(r["transplant"]) for r in table],
            "x": [[mpf(r["age"]), mpf(r["year"])] for r in table]}


def columns(data):
    return {"entry": data["entry"], "exit": data["exit"],
            "event": [int(v) for v in data["event"]], "strata": data["strata"],
            "columns": [[row[a] for row in data["x"]] for a in range(len(data["x"][0]))]}


heavy = tied(20, 1000)
few = [small(seed) for seed in range(4)]
for data in few:  # the recursion against the subsets themselves
    one, other = (likelihood(data, [mpf("0.4"), mpf("-0.3")], s) for s in (recursion, subsets))
    assert abs(one[0] - other[0]) < mpf(10) ** -50
result = {
    "versions": [platform.python_version(), mpmath.__version__],
    "heavy": {"data": columns(heavy), "fit": fit(heavy, recursion),
              "point": at(heavy, [5.0, -4.0], recursion)},
    "heart": {"fit": fit(heart(), recursion)},
    "small": [{"data": columns(data), "fit": fit(data, subsets)} for data in few],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
