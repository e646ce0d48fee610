"""Writes so many bytes as fast as the terminal takes them: lines, one endless line, or noise."""

import os
import sys

kind, left, code = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if kind == "lines":
    block = b"".join(b"%08d the quick brown fox jumps over the lazy dog, again and again\n" % i for i in range(1000))
elif kind == "unbroken":
    block = b"abcdefghijklmnopqrstuvwxyz012345" * 2048
else:
    block = b""
while left > 0:
    data = (block or os.urandom(65536))[:left]
    left -= len(data)
    while data:
        data = data[os.write(1, data) :]
sys.exit(code)
