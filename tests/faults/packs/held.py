"""Ends at once with code 7 while a grandchild keeps the terminal open."""

import os
import signal
import sys
import time

how, folder = sys.argv[1], sys.argv[2]
if os.fork() == 0:
    if how != "same-group":
        os.setsid()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if how == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if how == "chatty":
        while True:
            os.write(1, b".")
            time.sleep(0.01)
    time.sleep(600)
    os._exit(0)
print("leaves", flush=True)
with open(os.path.join(folder, "ended"), "w") as file:
    file.write(str(time.time()))
os._exit(7)
