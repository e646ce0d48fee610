"""Brings up one module, RMSNorm, on a plain CPU: the port in bfloat16 against the reference in float64.

It works as a module test on a card does. Both sides get the same random input, the reference computes in full precision, the
port rounds to bfloat16 wherever a card's kernel would store a value, and the Pearson correlation of the two outputs (PCC)
tells whether the port is right. It needs Python 3.8 and no package.
"""

import argparse
import datetime
import math
import random
import struct
import sys

EPSILON = 1e-5


def to_bfloat16(value):
    """Rounds to the nearest bfloat16, ties to even: the upper 16 bits of a float32."""
    if math.isnan(value):
        return value
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    bits += 0x7FFF + ((bits >> 16) & 1)
    return struct.unpack("<f", struct.pack("<I", bits & 0xFFFF0000))[0]


def reference_rmsnorm(x, weight):
    """x / sqrt(mean(x^2) + epsilon) * weight, in float64."""
    scale = 1.0 / math.sqrt(math.fsum(v * v for v in x) / len(x) + EPSILON)
    return [v * scale * w for v, w in zip(x, weight)]


def ported_rmsnorm(x, weight):
    """The same, with every value that a kernel would write rounded to bfloat16. Sums stay wide, as in a card's accumulator."""
    squares = [to_bfloat16(v * v) for v in x]
    mean = to_bfloat16(sum(squares) / len(x))
    scale = to_bfloat16(1.0 / math.sqrt(mean + EPSILON))
    return [to_bfloat16(to_bfloat16(v * scale) * w) for v, w in zip(x, weight)]


def pearson(a, b):
    """Pearson correlation coefficient; NaN where one side is constant, because then nothing can be said."""
    mean_a, mean_b = math.fsum(a) / len(a), math.fsum(b) / len(b)
    covariance = math.fsum((p - mean_a) * (q - mean_b) for p, q in zip(a, b))
    variance_a = math.fsum((p - mean_a) ** 2 for p in a)
    variance_b = math.fsum((q - mean_b) ** 2 for q in b)
    if variance_a == 0 or variance_b == 0:
        return math.nan
    return covariance / math.sqrt(variance_a * variance_b)


def log(message):
    """A line in the form that tt-metal's Python models use."""
    frame = sys._getframe(1)
    now = datetime.datetime.now()
    stamp = now.strftime("%Y-%m-%d %H:%M:%S.") + f"{now.microsecond // 1000:03d}"
    print(f"{stamp} | INFO     | practice.rmsnorm:{frame.f_code.co_name}:{frame.f_lineno} - {message}", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hidden", type=int, default=3072, help="length of the vector that is normalised")
    parser.add_argument("--rows", type=int, default=32, help="how many vectors, as many users decode at once")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.hidden < 2 or arguments.rows < 1:
        parser.error("--hidden has to be 2 or more, --rows 1 or more")

    log(f"RMSNorm over {arguments.rows} x {arguments.hidden} values, bfloat16 against float64")
    source = random.Random(arguments.seed)
    weight = [to_bfloat16(1.0 + 0.1 * source.gauss(0, 1)) for _ in range(arguments.hidden)]
    expected, actual = [], []
    for row in range(arguments.rows):
        # The input is rounded for both: a module test measures the module, not its input.
        x = [to_bfloat16(source.gauss(0, 1)) for _ in range(arguments.hidden)]
        expected += reference_rmsnorm(x, weight)
        actual += ported_rmsnorm(x, weight)
        if (row + 1) % 8 == 0 or row + 1 == arguments.rows:
            log(f"{row + 1} of {arguments.rows} rows")

    worst = max(abs(p - q) for p, q in zip(expected, actual))
    log(f"Max ATOL Delta: {worst}")
    log(f"PCC: {pearson(expected, actual)}")


if __name__ == "__main__":
    main()
