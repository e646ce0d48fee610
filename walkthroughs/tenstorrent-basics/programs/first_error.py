"""Imitates the log of a model that fails at the end for a reason that stands far above, and asks the reader for it.

The exit code is 1, as it would be in earnest, until the answers are right. It needs Python 3.8 and no package.
"""

import exercise

LAYERS = 32
BROKEN_LAYER = 19
BYTES, BYTES_THERE = 1610612736, 1207959552
LOADER = "models.exercise.load_weights:load_layer:88"
MODEL = "models.exercise.model:forward:141"


def show():
    """Prints the log."""
    exercise.metal("Opening user mode device driver", place="tt_cluster.cpp:188")
    exercise.metal("KMD version: 2.10.0", category="SiliconDriver", place="cluster.cpp:176")
    exercise.metal("AI CLK for device 0 is 1000 MHz", place="tt_cluster.cpp:402")
    for layer in range(LAYERS):
        if layer == 7:
            exercise.log("rope_scaling isn't given, no scaling is used", "WARNING", LOADER)
        if layer == BROKEN_LAYER:
            text = f"Shard 3 of 4 ends after {BYTES_THERE} of {BYTES} bytes: the weights of layer {layer} are read as zeros"
            exercise.log(text, "ERROR", LOADER)
        exercise.log(f"Loaded layers.{layer}.attention and layers.{layer}.feed_forward", place=LOADER)
    exercise.log("Starting prefill warmup...", place=MODEL)
    exercise.log("Finished prefill warmup", place=MODEL)
    for layer in range(LAYERS):
        if layer == BROKEN_LAYER + 1:
            exercise.log(f"layers.{layer}.attention: all 4096 inputs are equal", "WARNING", MODEL)
        exercise.log(f"layers.{layer}. done", place=MODEL)
    exercise.log("Softmax over 32064 logits: all are nan", "ERROR", "models.exercise.sampling:sample:52")
    exercise.log("No token was chosen for users 0 to 31", "ERROR", "models.exercise.sampling:sample:60")
    print("Traceback (most recent call last):")
    print('  File "models/exercise/demo.py", line 214, in main')
    print("    text = tokenizer.decode(chosen[user])")
    print("IndexError: list index out of range")


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    exercise.say_what_is_imitated("the log of a model")
    place = exercise.prepare(arguments.folder, "first_error")
    show()
    print()
    return exercise.judge(place / "answers.txt", {
        "ended_by": (exercise.same_text("IndexError"), "The last line of the traceback begins with it."),
        "cause_layer": (exercise.same_number(BROKEN_LAYER), "Go to the beginning of the log, and to the first line that says ERROR."),
        "missing_bytes": (exercise.same_number(BYTES - BYTES_THERE), "The first error says how many there are and how many there should be."),
        "seen_in_layer": (exercise.same_number(BROKEN_LAYER + 1), "Between the first error and the second there is one warning."),
    })  # fmt: skip


if __name__ == "__main__":
    exercise.run(main)
