"""Holds a card for a while: two at once on one card see each other, and the second says so by its exit code."""

import fcntl
import os
import signal
import sys
import time

folder, seconds = sys.argv[1], float(sys.argv[2])
# A hang-up must not end it: then it is the supervisor alone that stands for the card.
signal.signal(signal.SIGHUP, signal.SIG_IGN)
card = os.environ.get("TT_VISIBLE_DEVICES") or "any"
note = os.open(os.path.join(folder, "held"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
holder = os.open(os.path.join(folder, "holder-" + card.replace("/", "_")), os.O_WRONLY | os.O_CREAT, 0o600)
try:
    fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    os.write(note, f"second {os.getpid()} {card}\n".encode())
    sys.exit(9)
os.write(note, f"first {os.getpid()} {card}\n".encode())
os.write(1, b"holds\n")
time.sleep(seconds)
