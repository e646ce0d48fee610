"""Answers the five questions about config.json, and works out the bytes of weights and KV cache in each format."""

import sys

from formats import BYTES_PER_VALUE
from model import shapes
from workspace import Workspace


def main():
    space = Workspace(__doc__)
    config = space.config
    matrices = sum(rows * columns for name, (rows, columns) in shapes(config) if rows > 1)
    per_token = 2 * config.layers * config.kv_heads * config.head
    print(f"hidden {config.hidden}, inner {config.inner}, vocabulary {config.vocab}, head size {config.head}")
    print(f"heads {config.heads}, for K and V {config.kv_heads}: {config.heads // config.kv_heads} query heads share one")
    print(f"layers {config.layers}, RoPE theta {config.theta:g}, no scaling, no sliding window, no biases")
    odd = [name for name in ("hidden", "inner", "vocab") if getattr(config, name) % 32]
    print("multiples of 32: " + ("hidden, inner and vocab are" if not odd else f"NOT {', '.join(odd)}"))
    if config.heads % config.kv_heads or odd:
        sys.exit("The port can't carry this model.")
    print(f"{matrices} values in matrices, {per_token} in the KV cache for each token")
    for kind, size in BYTES_PER_VALUE.items():
        kv = config.context * per_token * size
        print(f"  {kind}: {matrices * size / 1e3:6.1f} kB of weights, {kv / 1e3:5.1f} kB of KV cache at {config.context} tokens")


if __name__ == "__main__":
    main()
