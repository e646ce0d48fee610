"""Leaves a token in a file, at once and in one write."""

import os
import sys

file = os.open(os.path.join(sys.argv[2], "ran"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
os.write(file, (sys.argv[1] + "\n").encode())
print(sys.argv[1], flush=True)
