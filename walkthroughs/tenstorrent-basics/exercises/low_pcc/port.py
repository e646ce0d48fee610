"""A port of one attention head, in bfloat16 as on a card. One of its functions does something else than the reference."""

import math
import struct

EPSILON = 1e-5
THETA = 10000.0


def to_bfloat16(value):
    """The nearest bfloat16: the upper 16 bits of a float32, rounded to even. There is nothing to mend in here."""
    bits = struct.unpack("<I", struct.pack("<f", value))[0]
    bits += 0x7FFF + ((bits >> 16) & 1)
    return struct.unpack("<f", struct.pack("<I", bits & 0xFFFF0000))[0]


def norm(rows):
    """RMSNorm: each row divided by the root of the mean of its squares."""
    out = []
    for row in rows:
        mean = to_bfloat16(sum(v * v for v in row) / len(row))
        scale = to_bfloat16(1 / math.sqrt(mean + EPSILON))
        out.append([to_bfloat16(v * scale) for v in row])
    return out


def project(rows, matrix):
    """Rows times a matrix."""
    columns = list(zip(*matrix))
    return [[to_bfloat16(sum(v * w for v, w in zip(row, column))) for column in columns] for row in rows]


def rope(rows):
    """Turns pairs of values by an angle that grows with the position and differs from pair to pair."""
    out = []
    for position, row in enumerate(rows):
        turned = list(row)
        for i in range(len(row) // 2):
            angle = position / THETA ** (2 * i / len(row))
            cosine, sine = to_bfloat16(math.cos(angle)), to_bfloat16(math.sin(angle))
            first, second = 2 * i, 2 * i + 1
            turned[first] = to_bfloat16(row[first] * cosine - row[second] * sine)
            turned[second] = to_bfloat16(row[second] * cosine + row[first] * sine)
        out.append(turned)
    return out


def attend(queries, keys, values):
    """Softmax of the scores over all positions up to its own, times the values."""
    out = []
    for position, query in enumerate(queries):
        scores = [to_bfloat16(sum(q * k for q, k in zip(query, key)) / math.sqrt(len(query))) for key in keys[: position + 1]]
        highest = max(scores)
        weights = [to_bfloat16(math.exp(score - highest)) for score in scores]
        total = sum(weights)
        out.append([to_bfloat16(sum(w * value[i] for w, value in zip(weights, values)) / total) for i in range(len(query))])
    return out
