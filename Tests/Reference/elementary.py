"""Writes elementary.json beside itself: exp, log and their kin at hard arguments, to 60 digits.

A case is its arguments, the double nearest to the result, and what the result exceeds it by in units
of the last place (of the subnormal grid where the result is subnormal): enough for an error in ulp.
WORST holds the arguments of the greatest errors that 5 10^8 random ones each showed.
Run: python3 elementary.py
"""
import json
import math
import pathlib
import platform
import random
import struct

import mpmath
from mpmath import mp, mpf

mp.dps = 60
random.seed(20240611)
WORST = {
    "exp": [
        "0x1.667fa1f7a73a8p-2", "0x1.69782d7958666p-2", "-0x1.625bcd26eb488p+9",
        "-0x1.6236a18b30af7p+9", "-0x1.9a4fb8356d2dfp+3", "0x1.63c877abc473cp-2",
        "0x1.64b1b99734071p-2", "-0x1.61a48ce66dda1p-2", "0x1.80cb9007f6f96p-2",
    ],
    "log": [
        "0x1.66f1ef3144df5p-1", "0x1.6d28aa0259841p-1", "0x1.66f50e170fe55p-1",
        "0x1.6a225752545b1p+0", "0x1.cd17ead89c40fp-1", "0x1.6ab621e3eadcdp-1",
        "0x1.730ee18eb96f6p+4", "0x1.1a09ae0f3a2d5p+0",
    ],
}


def case(value, *arguments):
    mantissa, exponent = mpmath.frexp(value)
    last = max(int(exponent) - 53, -1074)
    scaled = mpmath.ldexp(value, -last)
    whole = int(mpmath.nint(scaled))
    try:
        nearest = math.ldexp(whole, last)
    except OverflowError:
        nearest = math.copysign(math.inf, whole)
    excess = float(scaled - whole) if math.isfinite(nearest) else 0.0
    return [*(text(x) for x in arguments), text(nearest), round(excess, 6)]


def text(x):
    return x.hex() if math.isfinite(x) else ("Inf" if x > 0 else "-Inf")


def any_positive():
    bits = random.randrange(1, 0x7FF0000000000000)
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def sign():
    return random.choice([-1.0, 1.0])


def neighbours(x, count=2):
    result = [x]
    up = down = x
    for _ in range(count):
        up, down = math.nextafter(up, math.inf), math.nextafter(down, -math.inf)
        result += [up, down]
    return result


half = math.log(2) / 2
exponents = list(map(float.fromhex, WORST["exp"]))
exponents += [random.uniform(-745.2, 709.78) for _ in range(150)]
exponents += [random.uniform(-20, 20) for _ in range(150)]
exponents += [sign() * 2.0 ** random.uniform(-60, 0) for _ in range(100)]
exponents += [random.uniform(-745.14, -708) for _ in range(80)]
exponents += [random.uniform(709.7, 709.783) for _ in range(40)]
exponents += [x for k in range(-12, 13) for x in neighbours((2 * k + 1) * half, 1)]
exponents += neighbours(709.782712893384, 3) + neighbours(-745.1332191019411, 3)
exponents += neighbours(-708.3964185322641, 3) + [1.0, -1.0, 5e-324, -5e-324, 1e-300]

positive = list(map(float.fromhex, WORST["log"]))
positive += [any_positive() for _ in range(200)]
positive += [1 + sign() * 2.0 ** random.uniform(-52, -2) for _ in range(200)]
positive += [random.uniform(0.5, 2) for _ in range(150)]
positive += [random.uniform(0, 1) * 2.0**-1022 for _ in range(50)]
positive += neighbours(1.0, 8) + neighbours(math.sqrt(0.5), 3) + neighbours(math.sqrt(2), 3)
positive += [2.0**k for k in range(-1074, 1024, 131)] + neighbours(2.0**-1022, 3)
positive += [10.0, 2.718281828459045, 5e-324, 1.7976931348623157e308]

above_minus_one = [sign() * 2.0 ** random.uniform(-1074, -40) for _ in range(60)]
above_minus_one += [sign() * 2.0 ** random.uniform(-60, -0.01) for _ in range(250)]
above_minus_one += [2.0 ** random.uniform(0, 1023) for _ in range(60)]
above_minus_one += neighbours(-1 + 2.0**-53, 0) + neighbours(2.0**-53, 4) + neighbours(2.0**53, 4)


def powers():
    fractional = [-2.0, -1.0, -0.5, 0.5, 1.0, 2.0, 3.0]
    for _ in range(300):
        yield 2.0 ** random.uniform(-20, 20), random.choice(fractional)
    for _ in range(120):
        yield sign() * 2.0 ** random.uniform(-20, 20), float(random.randrange(-40, 41))
    for _ in range(200):
        x = any_positive()
        yield x, random.uniform(-740, 709) / float(mpmath.log(x))
    for _ in range(100):
        x = 1 + sign() * 2.0 ** random.uniform(-52, -10)
        yield x, random.uniform(-744, 709) / float(mpmath.log(x))
    for _ in range(80):
        x = 2.0 ** random.uniform(-8, 8)
        yield x, random.uniform(-744.5, -708.5) / float(mpmath.log(x))
    for _ in range(100):
        yield random.uniform(0.01, 100), random.uniform(-6, 6)
    for x in (3.0, 5.0, 7.0, 10.0, 1.5, -3.0):
        for y in (4.0, 5.0, 10.0, 15.0, 20.0):
            yield x, y
    yield from [(4.0, 1.5), (9.0, 2.5), (8.0, 10.5), (2.0, -1074.0), (2.0, 1023.0)]
    yield from [(1e-160, -2.0), (1e160, -2.0), (1e-103, 3.0), (-1e160, -2.0)]


def power(x, y):
    x, y = mpf(x), mpf(y)
    return mpmath.power(x, int(y)) if y == int(y) else mpmath.exp(y * mpmath.log(x))


log2, log10 = mpmath.log(2), mpmath.log(10)
bases = [2.0, 10.0, 3.0, 1.5, 0.1, 1.0001, 7.25]
result = {
    "versions": {"python": platform.python_version(), "mpmath": mpmath.__version__},
    "exp": [case(mpmath.exp(mpf(x)), x) for x in exponents],
    "log": [case(mpmath.log(mpf(x)), x) for x in positive],
    "log2": [case(mpmath.log(mpf(x)) / log2, x) for x in positive[:500] + positive[-60:]],
    "log10": [
        case(mpmath.log(mpf(x)) / log10, x)
        for x in positive[:400] + [10.0**k for k in range(23)]],
    "log1p": [case(mpmath.log1p(mpf(x)), x) for x in above_minus_one],
    "logBase": [
        case(mpmath.log(mpf(x)) / mpmath.log(mpf(b)), x, b)
        for i, x in enumerate(positive[:300]) for b in [bases[i % len(bases)]]],
    "power": [case(power(x, y), x, y) for x, y in powers()],
}
path = pathlib.Path(__file__).with_suffix(".json")
lines = ",\n".join(
    f' "{key}": ' + (json.dumps(value) if key == "versions" else
                     "[\n" + ",\n".join("  " + json.dumps(c) for c in value) + "\n ]")
    for key, value in result.items())
path.write_text("{\n" + lines + "\n}\n")
