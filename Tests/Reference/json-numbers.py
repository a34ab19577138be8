"""Hard numbers in JSON's spelling with the bits of the nearest double, and how ECMAScript writes it.

Usage: python3 json-numbers.py [count]     writes json-numbers.json beside this file; needs node

The bits are those of Python's float(), which rounds correctly; the canonical spelling is that of
node's JSON.stringify, on which RFC 8785 rests. Ties between neighbouring doubles written out, ties
moved in a late digit, both sides of every bound of a fast way (19 digits, 2^53, 10^22), the ends of
the range, and shortest spellings of random doubles.
"""
import json
import math
import os
import random
import struct
import subprocess
import sys
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 1200
random.seed(8259)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def double(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def written(value):
    """An exact decimal of a dyadic fraction."""
    return str(Decimal(value.numerator) / Decimal(value.denominator))


def tie(low, high):
    b = random.randrange(bits(low), bits(high))
    return (Fraction(double(b)) + Fraction(double(b + 1))) / 2


def mixed():
    kind = random.randrange(8)
    if kind == 0:
        return written(tie(1e-5, 1e25))
    if kind == 1:
        value = tie(5e-324, 1.7e308)
        digits = random.randint(17, 21)
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.{digits - 1}e}"
    if kind == 2:
        text = written(tie(1e-3, 1e15))
        return (text if "." in text else text + ".") + random.choice(["0000001", "000", "9", "1"])
    if kind == 3:
        return f"{random.getrandbits(random.randint(50, 64))}e{random.randint(-345, 288)}"
    if kind == 4:
        return f"{2 ** 53 + random.randint(-3, 3)}e{random.randint(-25, 25)}"
    if kind == 5:
        return repr(double(random.getrandbits(63) % bits(1.7976931348623157e308)))
    if kind == 6:
        return f"{random.randrange(10 ** 17)}e{random.randint(-341, -322)}"
    return f"{random.randrange(10 ** random.randint(1, 6))}.{random.randrange(10 ** 16):016d}"


def fixed():
    least, largest = Fraction(5e-324), Fraction(1.7976931348623157e308)
    normal = Fraction(2.2250738585072014e-308)
    yield from (written(least / 2), written(least / 2) + "1", written(least * 3 / 2))
    yield written(normal - least / 2)
    yield str(largest.numerator)
    yield str(largest.numerator + 2 ** 970)[:-1] + "1"  # just below the tie with 2^1024
    yield from ("1.7976931348623157e308", "1.7976931348623158e308", "179769313486231580793e288")
    yield from ("2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400", "0e999", "-0.0")
    yield from ("0", "-0", "-1", "1E5", "1e+05", "0.1", "0.10", "1e00000000005", "-0e-0", "1.0")
    yield "0." + "0" * 400 + "1e401"
    yield "1" + "0" * 400 + "e-400"
    yield "0." + "0" * 30 + "1234567890123456789"
    yield "1e-99999999999999999999"
    yield "0." + "9" * 30
    yield from ("9007199254740992", "9007199254740993", "9007199254740992.99999999999999999")
    yield from ("9223372036854775807", "9223372036854775808", "-9223372036854775808")
    yield from ("-9223372036854775809", "18446744073709551615", "18446744073709551616")
    yield from ("99999999999999999999", "100000000000000000000", "999999999999999999999")
    yield from ("1e20", "1e21", "1e22", "1e23", "1e-5", "1e-6", "1e-7", "0.000001", "0.0000001")
    yield "8.4444218515250481"
    # The samples of RFC 8785, appendix B
    for sample in (
        "0000000000000001 8000000000000001 7fefffffffffffff ffefffffffffffff 4340000000000000 "
        "c340000000000000 4430000000000000 44b52d02c7e14af5 44b52d02c7e14af6 44b52d02c7e14af7 "
        "444b1ae4d6e2ef4e 444b1ae4d6e2ef4f 444b1ae4d6e2ef50 3eb0c6f7a0b5ed8c 3eb0c6f7a0b5ed8d "
        "41b3de4355555553 41b3de4355555554 41b3de4355555555 41b3de4355555556 41b3de4355555557 "
        "becbf647612f3696 43143ff3c1cb0959"
    ).split():
        yield repr(double(int(sample, 16)))


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    texts = list(fixed())
    while len(texts) < count:
        text = mixed()
        if math.isfinite(float(text)):
            texts.append(text)
    canonical = json.loads(subprocess.run(
        ["node", "-e", "process.stdout.write(JSON.stringify("
         "JSON.parse(require('fs').readFileSync(0)).map(t => JSON.stringify(JSON.parse(t)))))"],
        input=json.dumps(texts).encode(), stdout=subprocess.PIPE, check=True).stdout)
    node = subprocess.run(["node", "--version"], stdout=subprocess.PIPE, check=True).stdout
    tool = f"Python {sys.version.split()[0]}, node {node.decode().strip()}"
    lines = ",\n".join(
        f'["{text}","{bits(float(text)):x}","{spelling}"]'
        for text, spelling in zip(texts, canonical))
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "json-numbers.json")
    with open(path, "w") as file:
        file.write('{"tool":' + json.dumps(tool) + ',\n"cases":[\n' + lines + "\n]}\n")


main()
