"""The port: the model as it would run on a card, its weights in block floating point, its activations in bfloat16.

This is your copy. The tests of the lesson run it; change it as you like. Starting over never overwrites it.
"""

import math
from operator import add, mul

from formats import bfloat16, split_row


def linear(passes, x):
    """One output for each row of a matrix that split_row() has cut into passes; the sum of a row stays wide."""
    y = [sum(map(mul, row, x)) for row in passes[0]]
    for rows in passes[1:]:
        y = [so_far + sum(map(mul, row, x)) for so_far, row in zip(y, rows)]
    return bfloat16(y)


def rmsnorm(x, weight, eps):
    """x / sqrt(mean(x^2) + eps) * weight."""
    scale = 1.0 / math.sqrt(sum(map(mul, x, x)) / len(x) + eps)
    return bfloat16([v * scale * w for v, w in zip(x, weight)])


def rope_table(config):
    """For each position the cosines and sines of a head's angles, worked out once."""
    half = config.head // 2
    table = []
    for position in range(config.context):
        angles = [position * config.theta ** (-2.0 * i / config.head) for i in range(half)]
        table.append(([math.cos(a) for a in angles], [math.sin(a) for a in angles]))
    return table


def rope(x, position, head, table):
    """Rotates the two halves of each head against one another."""
    cosines, sines = table[position]
    half, out = head // 2, []
    for start in range(0, len(x), head):
        a, b = x[start : start + half], x[start + half : start + head]
        out += [p * c - q * s for p, q, c, s in zip(a, b, cosines, sines)]
        out += [q * c + p * s for p, q, c, s in zip(a, b, cosines, sines)]
    return bfloat16(out)


def softmax(scores):
    """Weights that add up to 1."""
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


class Cache:
    """A layer's keys and values so far. A list for each KV head: of keys, and of the columns of the values."""

    def __init__(self, config):
        self.keys = [[] for _ in range(config.kv_heads)]
        self.columns = [[[] for _ in range(config.head)] for _ in range(config.kv_heads)]

    def append(self, k, v, head):
        """Takes one token's key and value, all KV heads behind one another."""
        for h, (keys, columns) in enumerate(zip(self.keys, self.columns)):
            keys.append(k[h * head : (h + 1) * head])
            for column, value in zip(columns, v[h * head : (h + 1) * head]):
                column.append(value)

    def length(self):
        """How many tokens it holds."""
        return len(self.keys[0])


class Port:
    """The whole model. `precision` says for each layer in which format its groups of weights are (see layer_precision)."""

    def __init__(self, config, weights, precision):
        self.config, self.table, self.root = config, rope_table(config), math.sqrt(config.head)
        self.embedding, self.norm = weights["embedding"], weights["norm"][0]
        self.head = self.passes(weights["head"], "BFP8")
        self.layers = []
        for n in range(config.layers):
            kind = precision[n]
            self.layers.append({
                "attention_norm": weights[f"{n}.attention_norm"][0],
                "mlp_norm": weights[f"{n}.mlp_norm"][0],
                "wqkv": self.passes(weights[f"{n}.wqkv"], kind["WQKV"]),
                "wo": self.passes(weights[f"{n}.wo"], kind["WO"]),
                "w1": self.passes(weights[f"{n}.w1"], kind["FF1_FF3"]),
                "w3": self.passes(weights[f"{n}.w3"], kind["FF1_FF3"]),
                "w2": self.passes(weights[f"{n}.w2"], kind["FF2"]),
            })
        self.caches = [Cache(config) for _ in range(config.layers)]

    @staticmethod
    def passes(matrix, kind):
        """The matrix once for each pass of the multiplier."""
        return list(zip(*[split_row(row, kind) for row in matrix]))

    def attention(self, layer, x, position, cache, trace=None):
        """Attention of one token, whose key and value go into the cache; `trace` receives intermediates."""
        config = self.config
        q_size, kv_size = config.heads * config.head, config.kv_heads * config.head
        qkv = linear(self.layers[layer]["wqkv"], x)
        # Queries and keys turn alike, so one call does for both.
        turned = rope(qkv[: q_size + kv_size], position, config.head, self.table)
        q, k = turned[:q_size], turned[q_size:]
        cache.append(k, qkv[q_size + kv_size :], config.head)
        group, out, all_scores = config.heads // config.kv_heads, [], []
        for h in range(config.heads):
            mine = q[h * config.head : (h + 1) * config.head]
            kv = h % config.kv_heads
            scores = [sum(map(mul, mine, key)) / self.root for key in cache.keys[kv]]
            shares = softmax(scores)
            out += [sum(map(mul, shares, column)) for column in cache.columns[kv]]
            all_scores += scores
        out = bfloat16(out)
        result = linear(self.layers[layer]["wo"], out)
        if trace is not None:
            trace.update(qkv=qkv, rope_q=q, rope_k=k, scores=all_scores, heads=out, wo=result)
        return result

    def mlp(self, layer, x):
        """SwiGLU: w2 @ (silu(w1 @ x) * (w3 @ x))."""
        gate, up = linear(self.layers[layer]["w1"], x), linear(self.layers[layer]["w3"], x)
        inner = bfloat16([g / (1.0 + math.exp(-g)) * u for g, u in zip(gate, up)])
        return linear(self.layers[layer]["w2"], inner)

    def decoder(self, layer, x, position, cache):
        """One decoder layer: attention and MLP, each behind a norm and beside a residual."""
        part, eps = self.layers[layer], self.config.eps
        x = bfloat16(map(add, x, self.attention(layer, rmsnorm(x, part["attention_norm"], eps), position, cache)))
        return bfloat16(map(add, x, self.mlp(layer, rmsnorm(x, part["mlp_norm"], eps))))

    def step(self, token, logits=True):
        """Takes one token; returns the logits of the next, or None where they aren't asked for."""
        x, position = self.embedding[token], self.caches[0].length()
        for layer, cache in enumerate(self.caches):
            x = self.decoder(layer, x, position, cache)
        return linear(self.head, rmsnorm(x, self.norm, self.config.eps)) if logits else None

    def prefill(self, tokens):
        """Fills the caches with a prompt; only the last token's logits are worked out, as only they are needed."""
        for token in tokens[:-1]:
            self.step(token, logits=False)
        return self.step(tokens[-1])
