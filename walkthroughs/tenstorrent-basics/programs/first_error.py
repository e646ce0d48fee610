"""Imitates the log of a model that fails at the end for a reason that stands far above, and asks the reader for that line.

The exit code is 1, as it would be in earnest, until the answers are right. It needs Python 3.8 and no package.
"""

import exercise

LAYERS = 32
BROKEN_LAYER = 19
LOADER = "models.exercise.load_weights:load_layer:88"
MODEL = "models.exercise.model:forward:141"

# What the log says, as (writer, arguments); the places of the three lines that count are found while it is printed.
CAUSE = f"Shard 3 of 4 ends after 1207959552 of 1610612736 bytes: the weights of layer {BROKEN_LAYER} are read as zeros"


def lines():
    """The log, as functions that print one line each, with a name for the lines that the questions are about."""
    yield None, lambda: exercise.metal("Opening user mode device driver", place="tt_cluster.cpp:188")
    yield None, lambda: exercise.metal("KMD version: 2.10.0", category="SiliconDriver", place="cluster.cpp:176")
    yield None, lambda: exercise.metal("AI CLK for device 0 is 1000 MHz", place="tt_cluster.cpp:402")
    for layer in range(LAYERS):
        if layer == 7:
            yield None, lambda: exercise.log("rope_scaling isn't given, no scaling is used", "WARNING", LOADER)
        if layer == BROKEN_LAYER:
            yield "cause", lambda: exercise.log(CAUSE, "ERROR", LOADER)
        yield None, lambda layer=layer: exercise.log(f"Loaded layers.{layer}.attention and layers.{layer}.feed_forward", place=LOADER)
    yield None, lambda: exercise.log("Starting prefill warmup...", place=MODEL)
    yield None, lambda: exercise.log("Finished prefill warmup", place=MODEL)
    for layer in range(LAYERS):
        if layer == BROKEN_LAYER + 1:
            yield None, lambda: exercise.log("layers.20.attention: 4096 of 4096 inputs are equal", "WARNING", MODEL)
        yield None, lambda layer=layer: exercise.log(f"layers.{layer}. done", place=MODEL)
    yield None, lambda: exercise.log("Softmax over 32064 logits: all are nan", "ERROR", "models.exercise.sampling:sample:52")
    yield None, lambda: exercise.log("No token was chosen for users 0 to 31", "ERROR", "models.exercise.sampling:sample:60")
    yield None, lambda: print("Traceback (most recent call last):")
    yield None, lambda: print('  File "models/exercise/demo.py", line 214, in main')
    yield None, lambda: print("    text = tokenizer.decode(chosen[user])")
    yield "last", lambda: print("IndexError: list index out of range")


def show():
    """Prints the log and returns the line numbers of the named lines, from 1."""
    exercise.say_what_is_imitated("the log of a model")
    places = {}
    for number, (name, write) in enumerate(lines(), 2):
        write()
        if name:
            places[name] = number
    return places


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    place = exercise.prepare(arguments.folder, "first_error")
    places = show()
    print()
    return exercise.judge(place / "answers.txt", {
        "cause_line": (exercise.same_number(places["cause"]), "Which is the first line that says ERROR? Go there with Next Error in the Log."),
        "cause_layer": (exercise.same_number(BROKEN_LAYER), "The first error names it."),
        "last_line": (exercise.same_number(places["last"]), "Which line holds the exception that ended the program?"),
    })  # fmt: skip


if __name__ == "__main__":
    exercise.run(main)
