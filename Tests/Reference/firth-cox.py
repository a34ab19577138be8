"""Writes firth-cox.json beside itself: Firth's penalised partial likelihood at 50 digits.

coxphf has Breslow's ties without strata; here are Efron's too, strata, (start, stop] rows and weights that
are counts. The likelihood and its information are summed as they are defined, derivatives of the penalised
likelihood are central differences with a step of 10^-16, the maximum and the ends of the profile are found
by Newton's method.
Run: python3 firth-cox.py
"""
import csv
import json
import pathlib
import platform

import mpmath
from mpmath import exp, log, matrix, mp, mpf, sqrt

mp.dps = 50
STEP = mpf(10) ** -16


def penalised(data, b):
    x, w, p = data["x"], data["weights"], len(data["x"][0])
    n = len(x)
    risk = [w[i] * exp(mpmath.fdot(x[i], b)) for i in range(n)]
    value, information = mpf(0), matrix(p, p)
    for members, dying in data["sets"]:
        total = sum(w[i] for i in dying)
        value += mpmath.fsum(w[i] * mpmath.fdot(x[i], b) for i in dying)
        deaths = set(dying)
        for k in range(len(dying)):
            f = mpf(k) / len(dying) if data["ties"] == "efron" else mpf(0)
            part = {i: risk[i] * (1 - f if i in deaths else 1) for i in members}
            s0 = mpmath.fsum(part.values())
            share = mpf(total) / len(dying)
            value -= share * log(s0)
            m = [mpmath.fsum(part[i] * x[i][a] for i in members) / s0 for a in range(p)]
            for a in range(p):
                for c in range(a + 1):
                    product = mpmath.fsum(part[i] * x[i][a] * x[i][c] for i in members) / s0
                    information[a, c] += share * (product - m[a] * m[c])
    for a in range(p):
        for c in range(a):
            information[c, a] = information[a, c]
    return value, value + log(mpmath.det(information)) / 2, information


def derivatives(function, b):
    """Value, gradient and Hessian by central differences; the error is of order 10^-18."""
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
    for _ in range(60):
        value, gradient, hessian = derivatives(function, b)
        step = mpmath.lu_solve(-hessian, matrix(gradient))
        length = mpf(1)
        while function([b[a] + length * step[a] for a in range(len(b))]) < value - mpf(10) ** -25:
            length /= 2
        b = [b[a] + length * step[a] for a in range(len(b))]
        if max(abs(step[a]) for a in range(len(b))) < mpf(10) ** -12:
            return b, function(b)
    raise SystemExit("not converged")


def fit(data):
    p = len(data["x"][0])
    n = len(data["x"])
    whole = lambda b: penalised(data, b)[1]
    b, top = maximise(whole, [mpf(0)] * p)
    value, _, information = penalised(data, b)
    covariance = information ** -1
    scale = mpf(0)
    for a in range(p):
        mean = mpmath.fsum(row[a] for row in data["x"]) / n
        scale -= log(mpmath.fsum((row[a] - mean) ** 2 for row in data["x"]) / (n - 1)) / 2
    chi = mpmath.findroot(lambda c: mpmath.erf(sqrt(c / 2)) - mpf("0.95"), 3.84)

    def profile(a, at, start):
        others = [i for i in range(p) if i != a]
        def held(free):
            point = [mpf(0)] * p
            point[a] = at
            for i, v in zip(others, free):
                point[i] = v
            return whole(point)
        if not others:
            return [], whole([at])
        return maximise(held, start)

    tests, lower, upper = [], [], []
    for a in range(p):
        start = [b[i] for i in range(p) if i != a]
        tests.append(2 * (top - profile(a, mpf(0), start)[1]))
        for sign, ends in ((-1, lower), (1, upper)):
            error = sqrt(covariance[a, a])
            loss = lambda at: 2 * (top - profile(a, at, start)[1]) - chi
            u = b[a] + sign * 2 * error
            v = u + sign * error / 10
            fu, fv = loss(u), loss(v)
            while abs(v - u) > mpf(10) ** -12:
                u, v, fu = v, v - fv * (v - u) / (fv - fu), fv
                fv = loss(v)
            ends.append(v)
    null = penalised(data, [mpf(0)] * p)
    return {"coefficients": texts(b),
            "covariance": [texts([covariance[a, c] for c in range(p)]) for a in range(p)],
            "partialLogLikelihood": texts([null[0], value]),
            "logLikelihood": texts([null[1] + scale, top + scale]),
            "likelihoodRatio": texts(tests), "lower": texts(lower), "upper": texts(upper)}


def texts(values):
    return [mpmath.nstr(value, 16) for value in values]


def read(name, formula, ties, time, event, columns, start=None, strata=None, weights=None, rows=None):
    with open(pathlib.Path(__file__).parent / "data" / (name + ".csv")) as file:
        table = list(csv.DictReader(file))[:rows]
    entry = [mpf(r[start]) if start else mpf("-inf") for r in table]
    exits = [mpf(r[time]) for r in table]
    dies = [r[event] == "1" for r in table]
    group = [r[strata] if strata else "" for r in table]
    sets = []
    for g, t in sorted({(group[i], exits[i]) for i in range(len(table)) if dies[i]}):
        members = [i for i in range(len(table)) if group[i] == g and entry[i] < t <= exits[i]]
        sets.append((members, [i for i in members if dies[i] and exits[i] == t]))
    data = {"x": [[mpf(r[c]) for c in columns] for r in table], "ties": ties, "sets": sets,
            "weights": [int(r[weights]) if weights else 1 for r in table]}
    return {"data": name, "rows": rows, "formula": formula, "ties": ties, "weights": weights,
            "fit": fit(data)}


cases = [
    read("lung_w", "Surv(time, event) ~ age + sex", "efron", "time", "event", ["age", "sex"], rows=60),
    read("veteran", "Surv(time, status) ~ karno + age + strata(trt)", "efron", "time", "status",
         ["karno", "age"], strata="trt", rows=100),
    read("heart", "Surv(start, stop, event) ~ age + surgery", "efron", "stop", "event",
         ["age", "surgery"], start="start", rows=60),
    read("lung_w", "Surv(time, event) ~ age + sex", "breslow", "time", "event", ["age", "sex"],
         weights="wi", rows=40),
    read("lung_w", "Surv(time, event) ~ age", "efron", "time", "event", ["age"], rows=30),
]
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(
    {"versions": [platform.python_version(), mpmath.__version__], "cases": cases}, indent=1) + "\n")
