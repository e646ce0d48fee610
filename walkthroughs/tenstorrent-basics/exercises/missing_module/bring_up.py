"""Pads a few shapes to whole tiles, with a module that lies in the folder `checkout`. There is nothing to mend in this file."""

from tiles.shape import padded

for shape in ((32, 3072), (1, 96), (33, 32064)):
    print(f"{shape} takes {padded(shape)} on the card")
