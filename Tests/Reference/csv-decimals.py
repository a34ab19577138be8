"""Hard decimals and the bits of the nearest double, by Python's float() (correctly rounded).

Usage: python3 csv-decimals.py [count [file]]     default: 4500 csv-decimals.json

Ties between neighbouring doubles written out in full, ties cut or moved in a late digit, decimals of
at most 19 digits closer to a tie than any of their size (convergents of the continued fraction of
10^q / 2^e), the ends of the range, and shortest spellings of random doubles.
"""
import json
import math
import os
import random
import struct
import sys
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 1200
random.seed(20240611)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def double(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def written(value):
    """An exact decimal of a dyadic fraction."""
    return str(Decimal(value.numerator) / Decimal(value.denominator))


def tie(low, high):
    """A tie between two neighbours, from the binades between low and high."""
    b = random.randrange(bits(low), bits(high))
    return (Fraction(double(b)) + Fraction(double(b + 1))) / 2


def near_ties():
    """Decimals w * 10^q, w < 2^64, closest to a tie n * 2^e, n odd of 54 bits."""
    for q in range(-340, 309):
        ratio = Fraction(10) ** q
        top = math.floor(math.log2(10) * q)
        for shift in range(8, 12):
            x = ratio / Fraction(2) ** (top + shift)  # n / w
            a, b, c, d = 0, 1, 1, 0
            rest = x
            while True:
                k = rest.numerator // rest.denominator
                a, b, c, d = c, d, a + k * c, b + k * d
                if d >= 2**64 or c >= 2**54:
                    break
                if c % 2 == 1 and c >= 2**53:
                    yield f"{d}e{q}"
                if rest == k:
                    break
                rest = 1 / (rest - k)


def mixed():
    kind = random.randrange(8)
    if kind == 0:  # a tie in full, of not too many digits
        return written(tie(1e-5, 1e25))
    if kind == 1:  # a tie to 17 ... 21 digits
        value = tie(5e-324, 1.7e308)
        digits = random.randint(17, 21)
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.{digits - 1}e}"
    if kind == 2:  # a tie and a little more
        return written(tie(1e-3, 1e16)) + random.choice(["0000001", "000", "9", "1"])
    if kind == 3:
        return f"{random.getrandbits(64)}e{random.randint(-345, 288)}"
    if kind == 4:
        return f"{random.randrange(10 ** random.randint(14, 19))}e{random.randint(-40, 40)}"
    if kind == 5:
        return repr(double(random.getrandbits(63) % bits(1.7976931348623157e308)))
    if kind == 6:  # subnormal
        return f"{random.randrange(10 ** 17)}e{random.randint(-341, -322)}"
    whole, part = random.randrange(10 ** random.randint(1, 6)), random.randrange(10 ** 16)
    return f"{whole}.{part:016d}"


def fixed():
    least, largest = Fraction(5e-324), Fraction(1.7976931348623157e308)
    normal = Fraction(2.2250738585072014e-308)
    yield from (written(least / 2), written(least / 2) + "1", written(least * 3 / 2))
    yield written(normal - least / 2)
    yield str(largest.numerator)
    yield str(largest.numerator + 2 ** 970)[:-1] + "1"  # just below the tie with 2^1024
    yield from ("1.7976931348623157e308", "1.7976931348623158e308", "179769313486231580793e288")
    yield from ("2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400", "0e999", "-0.0")
    yield from (".5", "5.", "+3", "-.5e-3", "1E5", "1e+05", "007", "0.1", "00.10", "1e00000000005")
    yield "0." + "0" * 400 + "1e401"
    yield "1" + "0" * 400 + "e-400"
    yield "0." + "0" * 30 + "1234567890123456789"
    yield "1e-99999999999999999999"
    yield "0." + "9" * 30
    yield "9007199254740993"
    yield "9007199254740992.99999999999999999"
    yield "8.4444218515250481"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4500
    name = sys.argv[2] if len(sys.argv) > 2 else os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "csv-decimals.json")
    close = sorted(set(near_ties()))
    random.shuffle(close)
    texts = list(fixed()) + close[: count // 4]
    while len(texts) < count:
        texts.append(mixed())
    texts = [text for text in texts if math.isfinite(float(text))]
    lines = ",\n".join(f'["{text}","{bits(float(text)):x}"]' for text in texts)
    with open(name, "w") as file:
        file.write('{"tool":' + json.dumps("Python " + sys.version.split()[0]) +
                   ',\n"cases":[\n' + lines + "\n]}\n")
    print(len(close), "decimals closest to ties;", len(texts), "cases")


main()
