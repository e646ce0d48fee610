"""Imitates an operation on a card: two kernels of the reader's file pipeline.py, with the buffer between them.

Where the second waits for a tile that the first never sends, it hangs: without a word and without an end, as a card does. With
TT_METAL_OPERATION_TIMEOUT_SECONDS in environment.txt the wait ends in an error. It needs Python 3.8 and no package.
"""

import importlib.util
import queue
import threading
import time

import exercise

CAPACITY = 16  # tiles
GIVE_UP_SECONDS = 1800  # a job that somebody forgot ends after all
STOPPED = 130  # as a shell has it for SIGINT


class NeverCame(Exception):
    """The buffer stayed empty for as long as it may."""


def load(path):
    """The reader's file as a module."""
    spec = importlib.util.spec_from_file_location("pipeline", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def timeout_of(path):
    """The seconds of environment.txt; GIVE_UP_SECONDS where it names none. Malformed where it is no number from 1."""
    text, number = exercise.read_settings(path).get("TT_METAL_OPERATION_TIMEOUT_SECONDS", ("", 1))
    if not text:
        return GIVE_UP_SECONDS
    seconds = exercise.as_number(text)
    if seconds is None or seconds < 1:
        raise exercise.Malformed(f"{path}:{number}:1: error: It has to be a number of seconds from 1.")
    return min(seconds, GIVE_UP_SECONDS)


class Buffer:
    """The circular buffer between the kernels. Counts what went in and out, for the words about a hang."""

    def __init__(self, timeout):
        self._tiles = queue.Queue(CAPACITY)
        self._timeout = timeout
        self.pushed = self.taken = 0

    def push(self, tile):
        self._tiles.put(tile)
        self.pushed += 1

    def wait(self):
        # In short waits, so that Ctrl+C is heard between them.
        end = time.monotonic() + self._timeout
        while time.monotonic() < end:
            try:
                tile = self._tiles.get(timeout=0.2)
            except queue.Empty:
                continue
            self.taken += 1
            return tile
        raise NeverCame

    def left(self):
        return self._tiles.qsize()


def state(buffer, reader):
    doing = "still at work" if reader.is_alive() else "at its end"
    return f"compute waits for tile {buffer.taken + 1}, reader is {doing} after {buffer.pushed} tiles"


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    place = exercise.prepare(arguments.folder, "hang")
    exercise.say_what_is_imitated("an operation on a card")
    timeout = timeout_of(place / "environment.txt")
    kernels = load(place / "pipeline.py")
    exercise.metal("Opening user mode device driver", place="tt_cluster.cpp:188")
    for layer in range(3):
        exercise.log(f"layers.{layer}. done", place="models.exercise.model:forward:141")
    buffer = Buffer(timeout)
    # A daemon thread: a kernel that waits for ever doesn't keep the program.
    reader = threading.Thread(target=kernels.reader, args=(buffer.push,), daemon=True)
    try:
        reader.start()
        exercise.log("layers.3.feed_forward: matmul", place="models.exercise.mlp:forward:77")
        total = kernels.compute(buffer.wait)
    except KeyboardInterrupt:
        exercise.metal(f"Stopped: {state(buffer, reader)}", "warning", "Exercise", "hang.cpp:1")
        return STOPPED
    except NeverCame:
        exercise.metal("TT_THROW: TIMEOUT: device timeout, potential hang detected, the device is unrecoverable", "critical", "Always", "assert.hpp:104")
        exercise.metal(f"After {timeout:.0f} s: {state(buffer, reader)}", "error", "Exercise", "hang.cpp:1")
        return 1
    reader.join(timeout=1)
    if buffer.left() or reader.is_alive():
        print(f"{place / 'pipeline.py'}:1:1: error: compute is done and {buffer.left()} tiles are left in the buffer: the next operation would take them.")
        return 1
    expected = sum(range(kernels.TILES))
    if kernels.TILES != 96 or total != expected:
        print(f"{place / 'pipeline.py'}:1:1: error: The sum of 96 tiles has to be {sum(range(96))}; it is {total}.")
        return 1
    exercise.log(f"layers.3.feed_forward: matmul of {buffer.taken} tiles is done", place="models.exercise.mlp:forward:79")
    return 0


if __name__ == "__main__":
    exercise.run(main)
