"""Starts processes that don't want to go, says `ready`, and waits to be stopped."""

import os
import signal
import sys
import time

how = sys.argv[1]
# Without the traceback that each of a hundred processes would print.
signal.signal(signal.SIGINT, signal.SIG_DFL)


def ignore(*signals):
    for number in signals:
        signal.signal(number, signal.SIG_IGN)


def stay():
    while True:
        time.sleep(600)


def fork(body):
    if os.fork() == 0:
        body()
        os._exit(0)


def double_fork(body):
    def middle():
        os.setsid()
        fork(body)

    fork(middle)
    os.wait()


def deaf_and_apart():
    ignore(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    stay()


def respawn(*_):
    """Whoever is told to end leaves a copy behind."""
    if os.fork() == 0:
        os.setsid()
        return
    os._exit(1)


if how == "obeys":
    pass
elif how == "ignores-int":
    ignore(signal.SIGINT)
elif how == "ignores-int-and-term":
    ignore(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
elif how == "hundred-children":
    for _ in range(100):
        fork(stay)
elif how == "hundred-deaf-children":
    ignore(signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for _ in range(100):
        fork(stay)
elif how == "double-forks":
    for _ in range(5):
        double_fork(stay)
elif how == "deaf-double-forks":
    for _ in range(5):
        double_fork(deaf_and_apart)
elif how == "stopped":
    fork(lambda: (os.setsid(), os.kill(os.getpid(), signal.SIGSTOP), stay()))
elif how == "respawns":
    for _ in range(3):
        fork(lambda: (signal.signal(signal.SIGTERM, respawn), ignore(signal.SIGINT, signal.SIGHUP), stay()))
else:
    sys.exit(f"no way to resist is called {how}")
print("ready", flush=True)
stay()
