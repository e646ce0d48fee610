"""Shapes in tiles of 32 x 32 values. There is nothing to mend in this folder."""
