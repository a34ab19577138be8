#!/usr/bin/env python3
"""Minimum sample sizes by search, and R2 from a C statistic by quadrature, in 40 digits.

Needs mpmath. Run in this folder: python3 sample-size.py. Writes sample-size.json beside itself.

Nothing here is a closed form of the library's. (i) and (ii): the expected shrinkage of n patients is
the S with S = 1 + p / (n log(1 - R2 / S)) (Riley et al. 2019, doi:10.1002/sim.7992, from van
Houwelingen and Le Cessie); the least n is searched at which S, or the optimism (R2 / S - R2) / max
R2, is as wanted. (iii): the least n at which both limits of the overall risk lie within the margin.
"""

import json
import platform

import mpmath as mp

mp.mp.dps = 40


def shrinkage(n, p, r2):
    """The root S of S = 1 + p / (n log(1 - R2 / S)) between R2 and 1, by bisection; 0 without one."""
    excess = lambda s: s - 1 - p / (n * mp.log(1 - r2 / s))
    low, high = r2 * (1 + mp.mpf(10) ** -30), mp.mpf(1)
    if excess(low) > 0:
        return mp.mpf(0)
    for _ in range(110):
        middle = (low + high) / 2
        if excess(middle) > 0:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def least(holds):
    """The least n >= 1 at which a condition that stays true holds."""
    high = 1
    while not holds(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def maximum(plan):
    if "prevalence" in plan:
        e = mp.mpf(plan["prevalence"])
        return 1 - mp.exp(2 * (e * mp.log(e) + (1 - e) * mp.log(1 - e)))
    # An exponential model whose unit of time is the mean follow-up: log likelihood of the mean.
    e = mp.mpf(plan["rate"]) * mp.mpf(plan["meanFollowUp"])
    return 1 - mp.exp(2 * (e * mp.log(e) - e))


def risk_is_exact(plan, n, margin):
    z = mp.mpf("1.96")
    if "prevalence" in plan:
        e = mp.mpf(plan["prevalence"])
        return z * mp.sqrt(e * (1 - e) / n) <= margin
    rate, t = mp.mpf(plan["rate"]), mp.mpf(plan["horizon"])
    half = z * mp.sqrt(rate / (n * mp.mpf(plan["meanFollowUp"])))
    risk = lambda r: 1 - mp.exp(-r * t)
    return max(risk(rate + half) - risk(rate), risk(rate) - risk(rate - half)) <= margin


def r2_of_c(c, prevalence):
    """Two normal groups of equal variance, their logistic model, its Cox-Snell R2."""
    c, e = mp.mpf(c), mp.mpf(prevalence)
    mu = mp.sqrt(2) * mp.sqrt(2) * mp.erfinv(2 * c - 1)
    alpha = mp.log(e / (1 - e)) - mu ** 2 / 2
    density = lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
    log_p = lambda eta: -mp.log(1 + mp.exp(-eta))
    points = [-14, -7, -3, 0, 3, 7, 14]
    cases = mp.quad(lambda x: density(x) * log_p(alpha + mu * (x + mu)), points)
    others = mp.quad(lambda x: density(x) * log_p(-alpha - mu * x), points)
    none = e * mp.log(e) + (1 - e) * mp.log(1 - e)
    return 1 - mp.exp(2 * (none - e * cases - (1 - e) * others))


def r2_of_c_of_times(c, plan):
    """Jinks et al. 2015: D, Royston's R2, O'Quigley's R2, the likelihood ratio of n patients."""
    c = mp.mpf(c)
    d = mp.mpf("5.50") * (c - mp.mpf("0.5")) + mp.mpf("10.26") * (c - mp.mpf("0.5")) ** 3
    r2_d = (mp.pi / 8 * d ** 2) / (mp.pi ** 2 / 6 + mp.pi / 8 * d ** 2)
    r2_oq = (-(mp.pi ** 2) / 6 * r2_d) / ((1 - mp.pi ** 2 / 6) * r2_d - 1)
    e = mp.mpf(plan["rate"]) * mp.mpf(plan["meanFollowUp"])
    n = 100000
    return 1 - mp.exp(-(-(e * n) * mp.log(1 - r2_oq)) / n)


PLANS = [
    dict(prevalence="0.174", parameters=24, r2="0.288"),
    dict(prevalence="0.05", parameters=30, r2="0.05"),
    dict(prevalence="0.5", parameters=4, r2="0.4"),
    dict(prevalence="0.3", parameters=1, r2="0.3"),
    dict(prevalence="0.9", parameters=12, nagelkerke="0.15"),
    dict(prevalence="0.174", parameters=24, concordance="0.89"),
    dict(prevalence="0.02", parameters=15, concordance="0.65"),
    dict(rate="0.065", meanFollowUp="2.07", horizon="2", parameters=30, r2="0.051"),
    dict(rate="0.2", meanFollowUp="3", horizon="5", parameters=2, r2="0.5"),
    dict(rate="0.01", meanFollowUp="4", horizon="10", parameters=10, nagelkerke="0.15"),
    dict(rate="0.065", meanFollowUp="2.07", horizon="2", parameters=30, concordance="0.69"),
    dict(rate="0.05", meanFollowUp="5", horizon="3", parameters=8, r2="0.12", shrinkage="0.95",
         optimism="0.02", margin="0.03"),
]


def solve(plan):
    p = plan["parameters"]
    top = maximum(plan)
    if "r2" in plan:
        r2 = mp.mpf(plan["r2"])
    elif "nagelkerke" in plan:
        r2 = mp.mpf(plan["nagelkerke"]) * top
    elif "prevalence" in plan:
        r2 = r2_of_c(plan["concordance"], plan["prevalence"])
    else:
        r2 = r2_of_c_of_times(plan["concordance"], plan)
    s = mp.mpf(plan.get("shrinkage", "0.9"))
    optimism = mp.mpf(plan.get("optimism", "0.05"))
    margin = mp.mpf(plan.get("margin", "0.05"))
    tiny = mp.mpf(10) ** -25

    def is_small(n):
        found = shrinkage(n, p, r2)
        return found > 0 and (r2 / found - r2) / top <= optimism + tiny

    patients = [
        least(lambda n: shrinkage(n, p, r2) >= s - tiny), least(is_small),
        least(lambda n: risk_is_exact(plan, n, margin)),
    ]
    return {**{k: float(v) for k, v in plan.items()}, "coxSnellR2": float(r2),
            "maximalR2": float(top), "patients": patients}


result = {
    "made by": "sample-size.py", "python": platform.python_version(), "mpmath": mp.__version__,
    "plans": [solve(plan) for plan in PLANS],
}
with open("sample-size.json", "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
for plan in result["plans"]:
    print(plan)
