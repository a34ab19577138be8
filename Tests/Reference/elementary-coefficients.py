"""Writes elementary-coefficients.json beside itself: the constants of exp and log.

exp(r) = 1 + r + r^2/2 + r^3 P(r) on |r| <= 0.3467, a little more than log(2)/2, and
2 artanh(s) = 2 s + s z R(z), z = s^2, on z <= 0.02944 = ((sqrt(2) - 1) / (sqrt(2) + 1))^2.
Both are minimax by Remez's exchange, in relative error of the function, then rounded to doubles.
Run: python3 elementary-coefficients.py
"""
import json
import pathlib
import platform

import mpmath
from mpmath import atanh, exp, lu_solve, matrix, mp, mpf, sqrt

mp.dps = 60
GRID = 1200


def minimax(function, weight, low, high, count):
    """Coefficients of 1, x, ..., x^(count-1) with the least greatest |weight * error|."""
    middle, half = (high + low) / 2, (high - low) / 2
    grid = [middle - half * mpmath.cos(mpmath.pi * i / GRID) for i in range(GRID + 1)]
    values = [(x, function(x), weight(x)) for x in grid]
    values = [v for v in values if v[2] > weight(high) * mpf("1e-4")]
    picked = [values[i * (len(values) - 1) // count] for i in range(count + 1)]
    for _ in range(40):
        rows = [[x**j for j in range(count)] + [(-1) ** i / w] for i, (x, _, w) in enumerate(picked)]
        solution = lu_solve(matrix(rows), matrix([f for _, f, _ in picked]))
        coefficients, level = list(solution)[:count], abs(solution[count])
        errors = [w * (f - mpmath.polyval(coefficients[::-1], x)) for x, f, w in values]
        # The greatest error of each run of one sign is a point of the next system.
        runs = []
        for value, error in zip(values, errors):
            if runs and (error > 0) == (runs[-1][1] > 0):
                if abs(error) > abs(runs[-1][1]):
                    runs[-1] = (value, error)
            else:
                runs.append((value, error))
        while len(runs) > count + 1:
            runs.pop(0 if abs(runs[0][1]) < abs(runs[-1][1]) else -1)
        assert len(runs) == count + 1
        picked = [value for value, _ in runs]
        if max(abs(error) for error in errors) < level * mpf("1.0001"):
            return coefficients
    raise ArithmeticError("the exchange did not settle")


def rounded(function, weight, low, high, count):
    """The minimax coefficients as doubles, and the greatest error with them."""
    doubles = [float(c) for c in minimax(function, weight, low, high, count)]
    grid = [low + (high - low) * i / 4000 for i in range(4001)]
    worst = max(
        abs(weight(x) * (function(x) - mpmath.polyval([mpf(c) for c in doubles[::-1]], x)))
        for x in grid)
    return doubles, worst


def exponential_rest(r):
    if abs(r) < mpf("1e-6"):
        return sum(r**j / mpmath.factorial(j + 3) for j in range(8))
    return (exp(r) - 1 - r - r * r / 2) / r**3


def logarithm_rest(z):
    if z < mpf("1e-9"):
        return sum(2 * z**j / (2 * j + 3) for j in range(6))
    s = sqrt(z)
    return (2 * atanh(s) / s - 2) / z


def pair(x):
    return [float(x).hex(), float(x - mpf(float(x))).hex()]


bound = mpf("0.3467")
exponential, exponential_error = rounded(
    exponential_rest, lambda r: abs(r) ** 3 / exp(r), -bound, bound, 10)
logarithm, logarithm_error = rounded(
    logarithm_rest, lambda z: z / 2, mpf(0), mpf("0.02944"), 8)

log2 = mpmath.log(2)
short = mpmath.nint(log2 * 2**42) / 2**42
result = {
    "versions": {"python": platform.python_version(), "mpmath": mpmath.__version__},
    "exponential": [c.hex() for c in exponential],
    "exponentialRelativeError": mpmath.nstr(exponential_error, 5),
    "logarithm": [c.hex() for c in logarithm],
    "logarithmRelativeError": mpmath.nstr(logarithm_error, 5),
    "inverseOfLogarithmOfTwo": pair(1 / log2),
    "inverseOfLogarithmOfTen": pair(1 / mpmath.log(10)),
    "logarithmOfTwo42Bits": float(short).hex(),
    "logarithmOfTwoRest": float(log2 - short).hex(),
    "twoThirds": pair(mpf(2) / 3),
    "twoFifths": pair(mpf(2) / 5),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, indent=1) + "\n")
