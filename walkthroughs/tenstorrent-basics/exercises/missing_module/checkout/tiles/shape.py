"""Sizes rounded up to whole tiles."""

TILE = 32


def padded(shape):
    """`shape` with its last two sizes rounded up to a multiple of 32."""
    *outer, rows, columns = shape
    return (*outer, -(-rows // TILE) * TILE, -(-columns // TILE) * TILE)
