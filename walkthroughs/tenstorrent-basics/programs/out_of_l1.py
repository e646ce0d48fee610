"""Imitates the placing of a matrix multiplication's circular buffers in L1, with the block size of the reader's file.

The sizes are worked out, not made up: 64 cores share [1024 x 3072] x [3072 x 8192], in tiles of 32 x 32 values. A real operation
keeps some more things in L1. It needs Python 3.8 and no package.
"""

import json

import exercise

MAX_L1 = 1499136  # bytes for a core's buffers on Wormhole, as tt-metal's own message names them
BFLOAT16, BFP8 = 2048, 1088  # bytes of a tile
K_TILES = 3072 // 32
PER_CORE_M = 1024 // 32 // 8  # tiles in rows: 8 rows of cores
PER_CORE_N = 8192 // 32 // 8  # tiles in columns: 8 columns of cores


def buffers(block):
    """The circular buffers of one core in bytes; `block` is in0_block_w, the tiles of K that are worked on at once."""
    return {
        "in0, activations, two blocks": 2 * PER_CORE_M * block * BFLOAT16,
        "in1, weights, two blocks": 2 * block * PER_CORE_N * BFP8,
        "partial sums": PER_CORE_M * PER_CORE_N * BFLOAT16,
        "output": PER_CORE_M * PER_CORE_N * BFLOAT16,
    }


def read_block(path):
    """in0_block_w of the reader's file; Malformed where the file is no such thing."""
    try:
        block = json.loads(path.read_text(encoding="utf-8"))["in0_block_w"]
    except json.JSONDecodeError as wrong:
        raise exercise.Malformed(f"{path}:{wrong.lineno}:{wrong.colno}: error: {wrong.msg}") from None
    except (KeyError, TypeError):
        raise exercise.Malformed(f"{path}:1:1: error: The file has to name in0_block_w.") from None
    if not isinstance(block, int) or isinstance(block, bool) or block < 1:
        raise exercise.Malformed(f"{path}:2:1: error: in0_block_w has to be a whole number from 1.")
    return block


def fatal(place, text):
    """A failed check, in the form in which tt-metal's exceptions arrive in Python."""
    print(f"RuntimeError: TT_FATAL @ {place}: false")
    print("info:")
    print(text)
    print("backtrace:")
    print(" --- made up, like everything here")
    return 1


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    path = exercise.prepare(arguments.folder, "out_of_l1") / "program_config.json"
    exercise.say_what_is_imitated("tt-metal placing buffers")
    block = read_block(path)
    exercise.metal("Opening user mode device driver", place="tt_cluster.cpp:188")
    exercise.log(f"in0_block_w = {block}, from {path}", place="models.exercise.mlp:forward:77")
    if K_TILES % block:
        return fatal("/home/user/tt-metal/ttnn/matmul_exercise.cpp:212",
                     f"K is {K_TILES} tiles, which has to be a multiple of in0_block_w, and that is {block}")  # fmt: skip
    sizes = buffers(block)
    for name, size in sizes.items():
        exercise.log(f"circular buffer for {name}: {size} B", "DEBUG", "models.exercise.mlp:forward:81")
    total = sum(sizes.values())
    if total > MAX_L1:
        print("RuntimeError: TT_THROW @ /home/user/tt-metal/tt_metal/impl/program_exercise.cpp:912: tt::exception")
        print("info:")
        print(f"Statically allocated circular buffers on core range [(x=0,y=0) - (x=7,y=7)] grow to {total} B "
              f"which is beyond max L1 size of {MAX_L1} B")  # fmt: skip
        return 1
    exercise.log(f"The buffers of a core take {total} of {MAX_L1} B; {K_TILES // block} blocks of K", place="models.exercise.mlp:forward:90")
    best = max(n for n in range(1, K_TILES + 1) if K_TILES % n == 0 and sum(buffers(n).values()) <= MAX_L1)
    if block < best:
        # Small blocks fit anywhere; most of L1 is idle then, and the cores wait for data.
        print(f"{path}:2:1: error: It fits, in {K_TILES // block} blocks. A larger block fits as well, and needs fewer of them.")
        return 1
    return 0


if __name__ == "__main__":
    exercise.run(main)
