"""Writes numbered lines until a file called stop is there, and then ends in the way that its seed says."""

import os
import signal
import sys
import time

seed, pause, folder, deaf = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4] == "true"


def put(text):
    data = text.encode()
    while data:
        try:
            data = data[os.write(1, data) :]
        except OSError:
            if not deaf:
                raise
            time.sleep(600)  # nobody reads any more, and it stays all the same


if deaf:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
number = 0
while not os.path.exists(os.path.join(folder, "stop")):
    put(f"{seed} {number} grüße 你好 🙂 {'x' * ((number * 7919 + seed * 31) % 160)}\n")
    number += 1
    if pause > 0:
        time.sleep(pause)
put(f"end {number}\n")
if seed % 4 == 0:
    sys.exit(0)
if seed % 4 == 1:
    sys.exit(seed % 200 + 1)
os.kill(os.getpid(), signal.SIGKILL if seed % 4 == 2 else signal.SIGTERM)
