"""The model and its reference: a Llama-shaped decoder for characters, in plain Python, every module's output in float32."""

import array
import json
import math
import operator
import pathlib

from formats import from_bfloat16_bits

MODEL = pathlib.Path(__file__).resolve().parent.parent / "model"
CORPUS = pathlib.Path(__file__).resolve().parent / "corpus.txt"


class Config:
    """config.json, under the names that the code uses."""

    def __init__(self, path=MODEL / "config.json"):
        raw = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        self.hidden, self.inner = raw["hidden_size"], raw["intermediate_size"]
        self.layers, self.vocab = raw["num_hidden_layers"], raw["vocab_size"]
        self.heads, self.kv_heads, self.head = raw["num_attention_heads"], raw["num_key_value_heads"], raw["head_dim"]
        self.eps, self.theta, self.context = raw["rms_norm_eps"], raw["rope_theta"], raw["max_position_embeddings"]
        self.alphabet = raw["alphabet"]


def shapes(config):
    """Each tensor's name with (rows, columns), in the order of the weights' file. A matrix has a row for each output."""
    q, kv = config.heads * config.head, config.kv_heads * config.head
    listed = [("embedding", (config.vocab, config.hidden))]
    for n in range(config.layers):
        listed += [
            (f"{n}.attention_norm", (1, config.hidden)),
            (f"{n}.wqkv", (q + 2 * kv, config.hidden)),
            (f"{n}.wo", (config.hidden, q)),
            (f"{n}.mlp_norm", (1, config.hidden)),
            (f"{n}.w1", (config.inner, config.hidden)),
            (f"{n}.w3", (config.inner, config.hidden)),
            (f"{n}.w2", (config.hidden, config.inner)),
        ]
    return listed + [("norm", (1, config.hidden)), ("head", (config.vocab, config.hidden))]


def load_weights(config, path=MODEL / "weights.bf16"):
    """The checkpoint (little-endian bfloat16): name to a list of rows. ValueError where its size isn't the configuration's."""
    data = pathlib.Path(path).read_bytes()
    if len(data) != 2 * sum(rows * columns for _, (rows, columns) in shapes(config)):
        raise ValueError(f"{path} does not fit config.json")
    weights, at = {}, 0
    for name, (rows, columns) in shapes(config):
        weights[name] = []
        for _ in range(rows):
            row = [from_bfloat16_bits(data[i] | data[i + 1] << 8) for i in range(at, at + 2 * columns, 2)]
            weights[name].append(row)
            at += 2 * columns
    return weights


def float32(values):
    """Rounded to float32."""
    return array.array("f", values).tolist()


def linear(matrix, x):
    """One output for each row of the matrix."""
    return float32([sum(map(operator.mul, row, x)) for row in matrix])


def rmsnorm(x, weight, eps):
    """x / sqrt(mean(x^2) + eps) * weight."""
    scale = 1.0 / math.sqrt(sum(v * v for v in x) / len(x) + eps)
    return float32([v * scale * w for v, w in zip(x, weight)])


def rope(x, position, head, theta):
    """Rotates the pairs (i, i + head/2) of each head by position / theta**(2i/head)."""
    half, out = head // 2, list(x)
    for start in range(0, len(x), head):
        for i in range(half):
            angle = position * theta ** (-2.0 * i / head)
            c, s = math.cos(angle), math.sin(angle)
            a, b = x[start + i], x[start + half + i]
            out[start + i], out[start + half + i] = a * c - b * s, b * c + a * s
    return float32(out)


def softmax(scores):
    """Weights that add up to 1."""
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


def attention(config, weights, layer, x, position, cache, trace=None):
    """Attention of one token. `cache` is this layer's [keys, values] and grows by one; `trace` receives intermediates."""
    q_size, kv_size = config.heads * config.head, config.kv_heads * config.head
    qkv = linear(weights[f"{layer}.wqkv"], x)
    q, k, v = qkv[:q_size], qkv[q_size : q_size + kv_size], qkv[q_size + kv_size :]
    q, k = rope(q, position, config.head, config.theta), rope(k, position, config.head, config.theta)
    cache[0].append(k)
    cache[1].append(v)
    group, out = config.heads // config.kv_heads, []
    all_scores = []
    for h in range(config.heads):
        mine = q[h * config.head : (h + 1) * config.head]
        at = h // group * config.head
        scores = [sum(map(operator.mul, mine, key[at : at + config.head])) / math.sqrt(config.head) for key in cache[0]]
        all_scores += scores
        shares = softmax(scores)
        out += [sum(p * value[at + d] for p, value in zip(shares, cache[1])) for d in range(config.head)]
    result = linear(weights[f"{layer}.wo"], float32(out))
    if trace is not None:
        trace.update(qkv=qkv, rope_q=q, rope_k=k, scores=all_scores, heads=out, wo=result)
    return result


def mlp(weights, layer, x):
    """SwiGLU: w2 @ (silu(w1 @ x) * (w3 @ x))."""
    gate, up = linear(weights[f"{layer}.w1"], x), linear(weights[f"{layer}.w3"], x)
    return linear(weights[f"{layer}.w2"], float32([g / (1.0 + math.exp(-g)) * u for g, u in zip(gate, up)]))


class Reference:
    """The whole model with a cache for each layer."""

    def __init__(self, config, weights):
        self.config, self.weights = config, weights
        self.caches = [[[], []] for _ in range(config.layers)]

    def decoder(self, layer, x, position, cache):
        """One decoder layer: attention and MLP, each behind a norm and beside a residual."""
        w, eps = self.weights, self.config.eps
        normed = rmsnorm(x, w[f"{layer}.attention_norm"][0], eps)
        x = float32(map(operator.add, x, attention(self.config, w, layer, normed, position, cache)))
        return float32(map(operator.add, x, mlp(w, layer, rmsnorm(x, w[f"{layer}.mlp_norm"][0], eps))))

    def step(self, token):
        """Takes one token, returns the logits of the next."""
        x, position = self.weights["embedding"][token], len(self.caches[0][0])
        for layer, cache in enumerate(self.caches):
            x = self.decoder(layer, x, position, cache)
        return linear(self.weights["head"], rmsnorm(x, self.weights["norm"][0], self.config.eps))
