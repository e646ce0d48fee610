"""Log lines in the form that tt-metal's Python models use, and the correlation that they report."""

import datetime
import math
import pathlib
import sys


def log(message):
    """One line with time, module, function and line number of who says it."""
    frame = sys._getframe(1)
    now = datetime.datetime.now()
    stamp = now.strftime("%Y-%m-%d %H:%M:%S.") + f"{now.microsecond // 1000:03d}"
    place = f"practice.{pathlib.Path(frame.f_code.co_filename).stem}:{frame.f_code.co_name}:{frame.f_lineno}"
    print(f"{stamp} | INFO     | {place} - {message}", file=sys.stderr, flush=True)


def pearson(a, b):
    """Pearson's correlation of two lists; NaN where one is constant, because then nothing can be said."""
    if len(a) != len(b):
        raise ValueError(f"{len(a)} values against {len(b)}")
    mean_a, mean_b = math.fsum(a) / len(a), math.fsum(b) / len(b)
    covariance = math.fsum((p - mean_a) * (q - mean_b) for p, q in zip(a, b))
    variance_a = math.fsum((p - mean_a) ** 2 for p in a)
    variance_b = math.fsum((q - mean_b) ** 2 for q in b)
    if variance_a == 0 or variance_b == 0:
        return math.nan
    return covariance / math.sqrt(variance_a * variance_b)


def worst(a, b):
    """The largest absolute difference."""
    return max(abs(p - q) for p, q in zip(a, b))
