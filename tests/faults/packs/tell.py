"""Writes the pieces of a plan as they stand there: each line is a pause in milliseconds and a piece in base64."""

import binascii
import os
import sys
import time

for line in open(sys.argv[1]):
    pause, piece = line.split()
    if pause != "0":
        time.sleep(int(pause) / 1000)
    data = binascii.a2b_base64(piece)
    while data:
        data = data[os.write(1, data) :]
