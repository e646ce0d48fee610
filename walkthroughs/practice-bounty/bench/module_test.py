"""Tests one module of the port against the reference and reports the PCC. The step's gate asks for 0.99."""

import random
import sys

from log import log, pearson, worst
from model import Reference, attention, mlp, rmsnorm, rope
from workspace import Workspace

MODULES = ("rmsnorm", "rope", "attention", "mlp", "decoder")
TOKENS = 12  # positions that a module with a cache is tried at
COMPARED = ("qkv", "rope_q", "rope_k", "scores", "heads", "wo")


def inputs(space, seed=0):
    """Random vectors of the hidden size, of the spread that a norm gives out."""
    source = random.Random(seed)
    return [[source.gauss(0, 1) for _ in range(space.config.hidden)] for _ in range(TOKENS)]


def run(space, module, layer):
    """Yields (expected, actual, traces) for each position. Both sides get the same input."""
    config, weights, port = space.config, space.weights, space.port(space.full_precision())
    reference, cache = Reference(config, weights), [[], []]
    mine = space.module.Cache(config)
    norm = weights[f"{layer}.attention_norm"][0]
    for position, x in enumerate(inputs(space)):
        seen, got = {}, {}
        if module == "rmsnorm":
            yield rmsnorm(x, norm, config.eps), space.module.rmsnorm(x, norm, config.eps), None
        elif module == "rope":
            yield rope(x, position, config.head, config.theta), space.module.rope(x, position, config.head, port.table), None
        elif module == "mlp":
            yield mlp(weights, layer, x), port.mlp(layer, x), None
        elif module == "attention":
            expected = attention(config, weights, layer, x, position, cache, seen)
            yield expected, port.attention(layer, x, position, mine, got), (seen, got)
        else:
            yield reference.decoder(layer, x, position, cache), port.decoder(layer, x, position, mine), None


def compare(space, layer):
    """Intermediates of attention, in the order in which they arise: the first that is wrong is nearest the mistake."""
    expected, actual = {name: [] for name in COMPARED}, {name: [] for name in COMPARED}
    by_head = [([], []) for _ in range(space.config.heads)]
    for _, _, (seen, got) in run(space, "attention", layer):
        for name in COMPARED:
            expected[name] += seen[name]
            actual[name] += got[name]
        each = len(seen["scores"]) // space.config.heads
        for h, (a, b) in enumerate(by_head):
            a += seen["scores"][h * each : (h + 1) * each]
            b += got["scores"][h * each : (h + 1) * each]
    for name in COMPARED:
        # Not a line that a gate reads: these are parts, and the module's own PCC decides.
        log(f"{name:7} agrees to {pearson(expected[name], actual[name]):.5f}")
    for h, (a, b) in enumerate(by_head):
        log(f"scores of head {h} agree to {pearson(a, b):.5f}")


def main():
    def add_arguments(parser):
        parser.add_argument("module", choices=MODULES)
        parser.add_argument("--layer", type=int, default=0)
        parser.add_argument("--compare", action="store_true", help="attention only: compare the intermediates")

    space = Workspace(__doc__, add_arguments)
    module, layer = space.arguments.module, space.arguments.layer
    if layer not in range(space.config.layers):
        sys.exit(f"There are layers 0 to {space.config.layers - 1}.")
    if space.arguments.compare:
        if module != "attention":
            sys.exit("Intermediates are compared in attention only.")
        return compare(space, layer)
    log(f"{module} of layer {layer}, {TOKENS} positions, the port in BFP8 against float32")
    expected, actual = [], []
    for a, b, _ in run(space, module, layer):
        expected += a
        actual += b
    pcc = pearson(expected, actual)
    space.keep(f"pcc-{module}-{layer}", {"pcc": pcc, "atol": worst(expected, actual), "layer": layer})
    log(f"Max ATOL Delta: {worst(expected, actual)}")
    log(f"PCC: {pcc}")


if __name__ == "__main__":
    main()
