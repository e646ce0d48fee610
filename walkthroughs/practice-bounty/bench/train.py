"""Trains the model's weights anew from a fixed seed, on one core: one to two minutes. The pack's weights.bf16 came from it.

The same Python gives the same file. Every sum is written out, gradients too, since there is no package to do it.
"""

import argparse
import math
import operator
import pathlib
import random
import struct
import time

from formats import bfloat16_bits
from model import CORPUS, Config, shapes, softmax

mul = operator.mul


def matmul(x, matrix):
    """Each row of x against each row of the matrix."""
    return [[sum(map(mul, row, v)) for row in matrix] for v in x]


def transpose(rows):
    return [list(column) for column in zip(*rows)]


def outer(dy, x):
    """The gradient of a matrix that took x to what dy is the gradient of."""
    return matmul(transpose(dy), transpose(x))


def add(a, b):
    return [list(map(operator.add, p, q)) for p, q in zip(a, b)]


def norm_forward(x, weight, eps):
    scales = [1.0 / math.sqrt(sum(map(mul, v, v)) / len(v) + eps) for v in x]
    return [[a * s * w for a, w in zip(v, weight)] for v, s in zip(x, scales)], scales


def norm_backward(dy, x, scales, weight):
    dx, dw = [], [0.0] * len(weight)
    for d, v, s in zip(dy, x, scales):
        dw = [total + g * a * s for total, g, a in zip(dw, d, v)]
        scaled = list(map(mul, d, weight))
        shared = sum(map(mul, scaled, v)) * s * s * s / len(v)
        dx.append([g * s - a * shared for g, a in zip(scaled, v)])
    return dx, [dw]


def rotate(rows, config, sign):
    """RoPE over positions 0, 1, ...; with sign -1 its inverse, which is also its gradient."""
    half, out = config.head // 2, []
    for position, row in enumerate(rows):
        new = list(row)
        for i in range(half):
            angle = sign * position * config.theta ** (-2.0 * i / config.head)
            c, s = math.cos(angle), math.sin(angle)
            for start in range(0, len(row), config.head):
                a, b = row[start + i], row[start + half + i]
                new[start + i], new[start + half + i] = a * c - b * s, b * c + a * s
        out.append(new)
    return out


def attention_forward(q, k, v, config):
    """Per head: shares of each position, and the mixed values."""
    size, group, root = config.head, config.heads // config.kv_heads, math.sqrt(config.head)
    out, shares = [[] for _ in q], []
    for h in range(config.heads):
        a, b = h * size, h // group * size
        keys, values = [r[b : b + size] for r in k], transpose([r[b : b + size] for r in v])
        rows = []
        for t, r in enumerate(q):
            mine = r[a : a + size]
            p = softmax([sum(map(mul, mine, key)) / root for key in keys[: t + 1]])
            rows.append(p)
            out[t] += [sum(map(mul, p, column)) for column in values]
        shares.append(rows)
    return out, shares


def attention_backward(dout, q, k, v, shares, config):
    size, group, root = config.head, config.heads // config.kv_heads, math.sqrt(config.head)
    dq = [[0.0] * len(q[0]) for _ in q]
    dk, dv = [[0.0] * len(k[0]) for _ in k], [[0.0] * len(v[0]) for _ in v]
    for h in range(config.heads):
        a, b = h * size, h // group * size
        for t in range(len(q)):
            d, p = dout[t][a : a + size], shares[h][t]
            dp = [sum(map(mul, d, r[b : b + size])) for r in v[: t + 1]]
            mean = sum(map(mul, p, dp))
            ds = [share * (g - mean) / root for share, g in zip(p, dp)]
            mine = q[t][a : a + size]
            for s in range(t + 1):
                gs, ps, row, key = ds[s], p[s], dv[s], dk[s]
                row[b : b + size] = [x + ps * g for x, g in zip(row[b : b + size], d)]
                key[b : b + size] = [x + gs * g for x, g in zip(key[b : b + size], mine)]
            dq[t][a : a + size] = [sum(map(mul, ds, (r[b + i] for r in k[: t + 1]))) for i in range(size)]
    return dq, dk, dv


def loss_and_gradients(config, w, tokens, targets):
    """Mean cross-entropy of the targets, in nats, and each tensor's gradient."""
    q_size, kv_size = config.heads * config.head, config.kv_heads * config.head
    x, kept = [w["embedding"][t] for t in tokens], []
    for n in range(config.layers):
        normed, s1 = norm_forward(x, w[f"{n}.attention_norm"][0], config.eps)
        qkv = matmul(normed, w[f"{n}.wqkv"])
        q = rotate([r[:q_size] for r in qkv], config, 1)
        k = rotate([r[q_size : q_size + kv_size] for r in qkv], config, 1)
        v = [r[q_size + kv_size :] for r in qkv]
        mixed, shares = attention_forward(q, k, v, config)
        middle = add(x, matmul(mixed, w[f"{n}.wo"]))
        normed2, s2 = norm_forward(middle, w[f"{n}.mlp_norm"][0], config.eps)
        gate, up = matmul(normed2, w[f"{n}.w1"]), matmul(normed2, w[f"{n}.w3"])
        inner = [[g / (1.0 + math.exp(-g)) * u for g, u in zip(*rows)] for rows in zip(gate, up)]
        kept.append((x, normed, s1, q, k, v, mixed, shares, middle, normed2, s2, gate, up, inner))
        x = add(middle, matmul(inner, w[f"{n}.w2"]))
    last, s = norm_forward(x, w["norm"][0], config.eps)
    loss, dlogits = 0.0, []
    for row, target in zip(matmul(last, w["head"]), targets):
        p = softmax(row)
        loss -= math.log(max(p[target], 1e-30)) / len(tokens)
        p[target] -= 1.0
        dlogits.append([g / len(tokens) for g in p])
    g = {"head": outer(dlogits, last)}
    dx, g["norm"] = norm_backward(matmul(dlogits, transpose(w["head"])), x, s, w["norm"][0])
    for n in reversed(range(config.layers)):
        x, normed, s1, q, k, v, mixed, shares, middle, normed2, s2, gate, up, inner = kept[n]
        g[f"{n}.w2"] = outer(dx, inner)
        dgate, dup = [], []
        for d, gates, ups in zip(matmul(dx, transpose(w[f"{n}.w2"])), gate, up):
            half = [1.0 / (1.0 + math.exp(-a)) for a in gates]
            dup.append([e * a * h for e, a, h in zip(d, gates, half)])
            dgate.append([e * u * h * (1.0 + a * (1.0 - h)) for e, u, a, h in zip(d, ups, gates, half)])
        g[f"{n}.w1"], g[f"{n}.w3"] = outer(dgate, normed2), outer(dup, normed2)
        d2 = add(matmul(dgate, transpose(w[f"{n}.w1"])), matmul(dup, transpose(w[f"{n}.w3"])))
        through, g[f"{n}.mlp_norm"] = norm_backward(d2, middle, s2, w[f"{n}.mlp_norm"][0])
        dx = add(dx, through)
        g[f"{n}.wo"] = outer(dx, mixed)
        dq, dk, dv = attention_backward(matmul(dx, transpose(w[f"{n}.wo"])), q, k, v, shares, config)
        dqkv = [a + b + c for a, b, c in zip(rotate(dq, config, -1), rotate(dk, config, -1), dv)]
        g[f"{n}.wqkv"] = outer(dqkv, normed)
        through, g[f"{n}.attention_norm"] = norm_backward(
            matmul(dqkv, transpose(w[f"{n}.wqkv"])), x, s1, w[f"{n}.attention_norm"][0]
        )
        dx = add(dx, through)
    g["embedding"] = [[0.0] * config.hidden for _ in range(config.vocab)]
    for token, d in zip(tokens, dx):
        g["embedding"][token] = list(map(operator.add, g["embedding"][token], d))
    return loss, g


def adam(row, grad, m, v, rate, step):
    """One row's update; m and v are changed in place."""
    m[:] = [0.9 * a + 0.1 * g for a, g in zip(m, grad)]
    v[:] = [0.98 * a + 0.02 * g * g for a, g in zip(v, grad)]
    fix1, fix2 = 1.0 - 0.9**step, 1.0 - 0.98**step
    row[:] = [p - rate * (a / fix1) / (math.sqrt(b / fix2) + 1e-9) for p, a, b in zip(row, m, v)]


def save(config, weights, path):
    """The checkpoint, as model.load_weights() reads it."""
    values = [v for name, _ in shapes(config) for row in weights[name] for v in row]
    path.write_bytes(struct.pack(f"<{len(values)}H", *map(bfloat16_bits, values)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path, required=True, help="where the weights are written")
    parser.add_argument("--steps", type=int, default=240)
    parser.add_argument("--window", type=int, default=64, help="tokens in a step")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    config, source = Config(), random.Random(arguments.seed)
    text = [config.alphabet.index(c) for c in CORPUS.read_text(encoding="utf-8")]
    weights = {}
    for name, (rows, columns) in shapes(config):
        weights[name] = [[1.0] * columns if rows == 1 else [source.gauss(0, columns**-0.5) for _ in range(columns)] for _ in range(rows)]
    moments = {n: [([0.0] * len(r), [0.0] * len(r)) for r in rows] for n, rows in weights.items()}
    started = time.monotonic()
    for step in range(1, arguments.steps + 1):
        at = source.randrange(len(text) - arguments.window)
        cut = text[at : at + arguments.window + 1]
        loss, gradients = loss_and_gradients(config, weights, cut[:-1], cut[1:])
        rate = 6e-3 * min(1.0, step / 20) * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * step / arguments.steps)))
        for name, rows in weights.items():
            for row, grad, (m, v) in zip(rows, gradients[name], moments[name]):
                adam(row, grad, m, v, rate, step)
        if step % 10 == 0 or step == 1:
            print(f"step {step} of {arguments.steps}: loss {loss:.3f} nats, {time.monotonic() - started:.0f} s", flush=True)
        if step % 40 == 0 or step == arguments.steps:
            save(config, weights, arguments.output)


if __name__ == "__main__":
    main()
