"""Two kernels: `reader` brings tiles into a buffer, `compute` adds them up. One of them is wrong."""

TILES = 96
BLOCK = 10  # tiles that the reader brings at once


def reader(push):
    """Brings all tiles, block by block."""
    for block in range(TILES // BLOCK):
        for tile in range(block * BLOCK, (block + 1) * BLOCK):
            push(tile)


def compute(wait):
    """Adds up all tiles; `wait` returns the next one as soon as it is there."""
    total = 0
    for _ in range(TILES):
        total += wait()
    return total
