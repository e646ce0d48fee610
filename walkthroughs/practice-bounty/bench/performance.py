"""Measures the port's tokens per second and this machine's rate of multiply-adds, and sets one against the other.

Both are timed in turn and by this process's own CPU time, so that other programs on the machine count for neither.
"""

import random
import statistics
import sys
import time
from operator import mul

from log import log
from model import shapes
from workspace import Workspace

PROMPT, DECODED, ROUNDS = 4, 24, 15
TIERS = (("hard", 70), ("medium", 50), ("easy", 25))  # share of the maximum, percent


def needed(config):
    """Multiply-adds of one token, each weight taken once, attention at the middle of what is decoded."""
    matrices = sum(rows * columns for name, (rows, columns) in shapes(config) if rows > 1 and name != "embedding")
    position = PROMPT + (DECODED + 1) / 2
    return matrices + config.layers * 2 * config.heads * config.head * position


def peak_slice(rows, x, repeats):
    """Multiply-adds per second of the bare kernel: row times vector, nothing around it."""
    started = time.process_time()
    for _ in range(repeats):
        [sum(map(mul, row, x)) for row in rows]
    return repeats * len(rows) * len(x) / (time.process_time() - started)


def tier(share):
    """The tier that a share in percent reaches."""
    return next((name for name, least in TIERS if share >= least), "none")


def main():
    def add_arguments(parser):
        parser.add_argument("--require", choices=[name for name, _ in TIERS], help="fail below this tier")

    space = Workspace(__doc__.splitlines()[0], add_arguments)
    config, precision = space.config, space.layer_precision()
    source = random.Random(0)
    x = [source.gauss(0, 1) for _ in range(config.hidden)]
    # As many rows as the model has, of its usual length: short rows are slower than long ones.
    rows = [[source.gauss(0, 1) for _ in x] for _ in range(int(needed(config)) // config.hidden)]
    log("Starting prefill warmup...")
    space.port(precision).prefill([1] * PROMPT)
    peak_slice(rows, x, 3)
    log("Finished prefill warmup")
    prompt = [config.alphabet.index(c) for c in "test"][:PROMPT]
    ports = [space.port(precision) for _ in range(ROUNDS)]
    first, speeds, peaks, shares = [], [], [], []
    for number, port in enumerate(ports, 1):
        before = peak_slice(rows, x, 10)
        started = time.process_time()
        logits = port.prefill(prompt)
        first.append(time.process_time() - started)
        started = time.process_time()
        for _ in range(DECODED):
            logits = port.step(max(range(len(config.alphabet)), key=logits.__getitem__))
        speeds.append(DECODED / (time.process_time() - started))
        peaks.append((before + peak_slice(rows, x, 10)) / 2)
        shares.append(100.0 * speeds[-1] * needed(config) / peaks[-1])
        log(f"Iteration {number}: {1000 / speeds[-1]:.3f}ms @ {speeds[-1]:.2f} tok/s/user ({speeds[-1]:.2f} tok/s throughput)")
    speed, peak, share = map(statistics.median, (speeds, peaks, shares))
    maximum = peak / needed(config)
    log("=== Performance metrics ===")
    log(f"Average Time to First Token (TTFT): {1000 * statistics.median(first):.3f}ms")
    log(f"an estimate of the maximum: {peak:.4g} multiply-adds per second / {needed(config):.0f} for one token = {maximum:.1f} t/s/u")
    for name, least in reversed(TIERS):
        log(f"  {name:6} from {least} %: {maximum * least / 100:.1f} t/s/u")
    log(f"precision {precision}")
    # The median of each round's share: the machine's pace may change between rounds, but hardly within one.
    log(f"share of the maximum: {share:.1f} % (rounds {min(shares):.1f} to {max(shares):.1f}), tier: {tier(share)}")
    log(f"Average speed: {1000 / speed:.3f}ms @ {speed:.2f} tok/s/user ({speed:.2f} tok/s throughput)")
    space.keep("performance", {
        "speed": speed, "ttft_ms": 1000 * statistics.median(first), "peak": peak, "needed": needed(config),
        "maximum": maximum, "share": share, "tier": tier(share), "precision": precision,
    })
    if space.arguments.require and share < dict(TIERS)[space.arguments.require]:
        sys.exit(f"{share:.1f} % of the maximum is below the tier {space.arguments.require} ({dict(TIERS)[space.arguments.require]} %).")


if __name__ == "__main__":
    main()
