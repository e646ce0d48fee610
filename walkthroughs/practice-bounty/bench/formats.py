"""The number formats of the port: bfloat16, and block floating point in which 16 neighbours share one exponent."""

import math
import struct

GROUP = 16  # values that share an exponent
# Bits of a value's magnitude, with its leading one; the sign is one bit more.
MANTISSA_BITS = {"BFP8": 7, "BFP4": 3}
# A tile of 32 x 32 values holds 1024 signs with mantissas, and 64 exponents of one byte.
BYTES_PER_VALUE = {"BFP8": 1088 / 1024, "BFP4": 576 / 1024, "BF16": 2.0}

_SPLIT = 2.0**45 + 1.0  # leaves 8 of a double's 53 significant bits: as many as a bfloat16 has


def bfloat16(values):
    """Rounds a list to the nearest bfloat16s (Veltkamp's splitting: fast, and exact for magnitudes of 1e-30 to 1e30)."""
    return [(t := v * _SPLIT) - (t - v) for v in values]


def bfloat16_bits(value):
    """The 16 bits of the nearest bfloat16, ties to even."""
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    return (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16


def from_bfloat16_bits(bits):
    """The value of 16 bits of bfloat16."""
    return struct.unpack("<f", struct.pack("<I", bits << 16))[0]


def pack_group(values, kind):
    """A group as (exponent, mantissas): each value is mantissa * 2**exponent.

    The largest magnitude sets the exponent. Mantissas are signed, rounded to nearest with ties to even, and saturate:
    a carry out of the largest one would need another exponent.
    """
    bits = MANTISSA_BITS[kind]
    largest = max(map(abs, values))
    if largest == 0.0:
        return 0, [0] * len(values)
    exponent = math.frexp(largest)[1] - bits
    most = (1 << bits) - 1
    return exponent, [max(-most, min(most, round(math.ldexp(v, -exponent)))) for v in values]


def unpack_group(exponent, mantissas):
    """The values of a group."""
    return [math.ldexp(m, exponent) for m in mantissas]


def round_row(row, kind):
    """A row rounded to the format and back. Its length has to be a multiple of 16."""
    if len(row) % GROUP:
        raise ValueError(f"a row of {len(row)} values can't be cut into groups of {GROUP}")
    out = []
    for start in range(0, len(row), GROUP):
        out += unpack_group(*pack_group(row[start : start + GROUP], kind))
    return out


def split_row(row, kind):
    """A row as the passes of a narrow multiplier: one list for each pass, which add up to the rounded row.

    The multiplier takes up to four bits of a magnitude at once, so a BFP4 value goes through in one pass. A BFP8 value needs
    two: its three upper bits, then its four lower ones.
    """
    high, low = [], []
    for start in range(0, len(row), GROUP):
        exponent, mantissas = pack_group(row[start : start + GROUP], kind)
        for m in mantissas:
            top = m if kind == "BFP4" else int(math.copysign(abs(m) >> 4 << 4, m))
            high.append(math.ldexp(top, exponent))
            low.append(math.ldexp(m - top, exponent))
    return [high] if kind == "BFP4" else [high, low]
