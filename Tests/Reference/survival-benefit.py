"""Quantiles of survival with a treatment and of its benefit, both uncertain.

The integral is taken over the log ratio, the probability given a ratio from the two baselines at which
the benefit is b: the other order than the code's. Run in Tests/Reference: python3 survival-benefit.py
"""

import json
import math
import sys

import scipy
from scipy.integrate import quad
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import norm


def survival(g):
    return math.exp(-math.exp(min(g, 50)))


def death(g):
    return -math.expm1(-math.exp(min(g, 50)))


def benefit(measure, g, y):
    """S1 - S0 at the log cumulative hazard g and the log ratio y, without cancellation."""
    s, d = survival(g), death(g)
    if measure == "hazardRatio":
        hazard = math.exp(min(g, 50))
        if hazard > 1:
            return math.exp(-hazard * math.exp(y)) - s
        return s * math.expm1(-hazard * math.expm1(y))
    return s * d * -math.expm1(y) / (s + math.exp(y) * d)


def treated(measure, g, y):
    return survival(g) + benefit(measure, g, y)


def inside(measure, b, y, u, sigma):
    """P(|benefit| > |b|) given y, for a b of the sign of -y."""
    sign = 1 if b > 0 else -1
    lo, hi = -60.0, 7.0
    peak = minimize_scalar(
        lambda g: -sign * benefit(measure, g, y), bounds=(lo, 4), method="bounded",
        options={"xatol": 1e-13}).x
    if sign * benefit(measure, peak, y) <= abs(b):
        return 0.0
    f = lambda g: sign * benefit(measure, g, y) - abs(b)
    left = brentq(f, lo, peak, xtol=1e-14, rtol=1e-14)
    right = brentq(f, peak, hi, xtol=1e-14, rtol=1e-14)
    return norm.cdf((right - u) / sigma) - norm.cdf((left - u) / sigma)


def greatest(measure, y):
    sign = 1 if y < 0 else -1
    return -minimize_scalar(
        lambda g: -sign * benefit(measure, g, y), bounds=(-60, 4), method="bounded",
        options={"xatol": 1e-13}).fun


def probability(measure, b, u, sigma, m, tau):
    """P(benefit <= b)."""
    if b == 0:
        return norm.sf((0 - m) / tau)
    # From the y at which the greatest benefit is |b| on.
    edge = brentq(lambda y: greatest(measure, y) - abs(b), -40 if b > 0 else 1e-12,
                  -1e-12 if b > 0 else 40, xtol=1e-13)
    lo, hi = (m - 9 * tau, min(edge, m + 9 * tau)) if b > 0 else (max(edge, m - 9 * tau), m + 9 * tau)
    if lo >= hi:
        part = 0.0
    else:
        # Square root at the edge: y = edge -+ w^2.
        def integrand(w):
            y = edge - w * w if b > 0 else edge + w * w
            return norm.pdf(y, m, tau) * inside(measure, b, y, u, sigma) * 2 * w
        a, z = ((edge - hi), (edge - lo)) if b > 0 else ((lo - edge), (hi - edge))
        a, z = math.sqrt(max(a, 0)), math.sqrt(z)
        points = [a + (z - a) * k / 24 for k in range(25)]
        part = sum(quad(integrand, p, q, epsabs=1e-13, epsrel=1e-11, limit=200)[0]
                   for p, q in zip(points, points[1:]))
    return 1 - part if b > 0 else part


def quantile(measure, p, u, sigma, m, tau):
    lo, hi = -0.8, 0.8
    return brentq(lambda b: probability(measure, b, u, sigma, m, tau) - p, lo, hi, xtol=1e-10)


def treated_quantile(measure, p, u, sigma, m, tau):
    """Given y, S1 <= q where the baseline's g is at least that which y takes to q."""
    def cdf(q):
        def given(y):
            if measure == "hazardRatio":
                g = math.log(-math.log(q)) - y
            else:
                g = math.log(math.log1p((1 - q) / (math.exp(y) * q)))
            return norm.sf((g - u) / sigma)
        return sum(quad(lambda x: norm.pdf(x) * given(m + tau * x), k, k + 1, epsabs=1e-14)[0]
                   for k in range(-9, 9))
    return brentq(lambda q: cdf(q) - p, 1e-9, 1 - 1e-9, xtol=1e-12)


cases = []
for measure, estimate, lower, upper, s, slo, shi in [
    ("hazardRatio", 0.94, 0.68, 1.31, 0.48, 0.38, 0.57),
    ("hazardRatio", 0.46, 0.23, 0.94, 0.48, 0.30, 0.64),
    ("hazardRatio", 0.46, 0.44, 0.48, 0.37, 0.10, 0.67),
    ("hazardRatio", 0.80, 0.60, 1.07, 0.96, 0.90, 0.985),
    ("oddsRatio", 0.56, 0.36, 0.85, 0.48, 0.38, 0.57),
    ("oddsRatio", 1.40, 0.70, 2.80, 0.70, 0.40, 0.87),
]:
    z = norm.ppf(0.975)
    g = lambda s: math.log(-math.log(s))
    u, sigma = g(s), (g(slo) - g(shi)) / (2 * z)
    m, tau = math.log(estimate), (math.log(upper) - math.log(lower)) / (2 * z)
    cases.append({
        "measure": measure, "ratio": [estimate, lower, upper], "survival": [s, slo, shi],
        "benefit": [quantile(measure, p, u, sigma, m, tau) for p in (0.025, 0.975)],
        "survivalWith": [treated_quantile(measure, p, u, sigma, m, tau) for p in (0.025, 0.975)],
    })
    print(cases[-1], flush=True)

tools = f"Python {sys.version.split()[0]}, scipy {scipy.__version__}"
with open("survival-benefit.json", "w") as file:
    json.dump({"tools": tools, "cases": cases}, file, indent=1)
    file.write("\n")
