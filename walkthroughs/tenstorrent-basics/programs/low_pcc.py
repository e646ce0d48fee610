"""Compares the reader's port of one attention head, port.py, with a reference, part by part, by PCC.

Nothing is imitated here: both sides are computed, the reference in float64 and the port with bfloat16 wherever a card's kernel
would store a value. It needs Python 3.8 and no package.
"""

import importlib.util
import math
import random

import exercise

GATE = 0.99
HIDDEN, HEAD, POSITIONS = 96, 32, 24
EPSILON = 1e-5
THETA = 10000.0
PLACE = "exercise.low_pcc:compare:1"


def norm(rows):
    out = []
    for row in rows:
        scale = 1 / math.sqrt(sum(v * v for v in row) / len(row) + EPSILON)
        out.append([v * scale for v in row])
    return out


def project(rows, matrix):
    columns = list(zip(*matrix))
    return [[sum(v * w for v, w in zip(row, column)) for column in columns] for row in rows]


def rope(rows):
    """Turns value i and value i + half together, as Hugging Face orders them."""
    half = HEAD // 2
    out = []
    for position, row in enumerate(rows):
        turned = list(row)
        for i in range(half):
            angle = position / THETA ** (2 * i / HEAD)
            cosine, sine = math.cos(angle), math.sin(angle)
            turned[i] = row[i] * cosine - row[i + half] * sine
            turned[i + half] = row[i + half] * cosine + row[i] * sine
        out.append(turned)
    return out


def attend(queries, keys, values):
    out = []
    for position, query in enumerate(queries):
        scores = [sum(q * k for q, k in zip(query, key)) / math.sqrt(HEAD) for key in keys[: position + 1]]
        highest = max(scores)
        weights = [math.exp(score - highest) for score in scores]
        total = sum(weights)
        out.append([sum(w * value[i] for w, value in zip(weights, values)) / total for i in range(HEAD)])
    return out


def pearson(a, b):
    """Pearson's correlation of two tables of one shape; NaN where the shapes differ, a side is constant, or a value is no number."""
    p, q = [v for row in a for v in row], [v for row in b for v in row]
    if len(p) != len(q):
        return math.nan
    mean_p, mean_q = sum(p) / len(p), sum(q) / len(q)
    spread = sum((v - mean_p) ** 2 for v in p) * sum((v - mean_q) ** 2 for v in q)
    if not spread > 0:
        return math.nan
    return sum((v - mean_p) * (w - mean_q) for v, w in zip(p, q)) / math.sqrt(spread)


def head(parts, rows, wq, wk, wv):
    """The head's parts in order, each with its output. Each works on what the one before made, as in a model."""
    normed = parts.norm(rows)
    yield "norm", normed
    queries, keys, values = (parts.project(normed, matrix) for matrix in (wq, wk, wv))
    yield "project", queries + keys + values
    queries, keys = parts.rope(queries), parts.rope(keys)
    yield "rope", queries + keys
    yield "attend", parts.attend(queries, keys, values)


class Reference:
    """The functions above under the names of the port's."""

    norm, project, rope, attend = map(staticmethod, (norm, project, rope, attend))


def load(path):
    """The reader's file as a module."""
    spec = importlib.util.spec_from_file_location("port", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    path = exercise.prepare(arguments.folder, "low_pcc") / "port.py"
    port = load(path)
    source = random.Random(7)

    def table(rows, columns, spread=1.0):
        return [[port.to_bfloat16(source.gauss(0, spread)) for _ in range(columns)] for _ in range(rows)]

    rows = table(POSITIONS, HIDDEN)
    weights = [table(HIDDEN, HEAD, spread=HIDDEN**-0.5) for _ in range(3)]
    exercise.log(f"One head of {HEAD} over {POSITIONS} positions: {path} against float64", place=PLACE)
    low = []
    for (name, expected), (_, actual) in zip(head(Reference, rows, *weights), head(port, rows, *weights)):
        value = pearson(expected, actual)
        exercise.log(f"{name} PCC: {value:.6f}", place=PLACE)
        if not value >= GATE:
            low.append(name)
    if low:
        exercise.log(f"Below {GATE}: {', '.join(low)}", "ERROR", PLACE)
        return 1
    return 0


if __name__ == "__main__":
    exercise.run(main)
