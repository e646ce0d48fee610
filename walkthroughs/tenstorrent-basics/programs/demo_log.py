"""Imitates the log of tt-metal's text demo with a batch of users, and checks what the reader makes of it.

It needs Python 3.8 and no package.
"""

import exercise

USERS = 8
BROKEN_USER = 5
MS_PER_TOKEN = 40.0  # so that a second divides evenly
FIRST_TOKEN_MS = 118.4
PREFILL_COMPILE_S, DECODE_COMPILE_S = 14.2, 9.3
PLACE = "models.exercise.demo:demo_text:{}"

ANSWERS = (
    "A tile holds 32 rows of 32 values, and an operation works on whole tiles.",
    "Paris is the capital of France; it lies on the Seine.",
    "To boil an egg, give it seven minutes in boiling water.",
    "The three primary colours of light are red, green and blue.",
    "A haiku has three lines, of five, seven and five syllables.",
    "the the of of of of of of of of of of of of of of of of of",
    "The square root of 144 is 12, because 12 times 12 is 144.",
    "Rain falls when drops in a cloud have grown too heavy for it.",
)


def show():
    speed = 1000 / MS_PER_TOKEN
    steps = (
        (210, "Reading inputs..."),
        (260, "Starting prefill warmup..."),
        (271, "Finished prefill warmup"),
        (280, "Starting prefill..."),
        (297, "Prefill finished"),
        (310, "Starting decode loop..."),
    )
    for line, text in steps:
        exercise.log(text, place=PLACE.format(line))
    first = 1000 * DECODE_COMPILE_S
    exercise.log(f"Iteration 0: {first:.0f}ms @ {1000 / first:.1f} tok/s/user ({USERS * 1000 / first:.1f} tok/s throughput)", place=PLACE.format(341))
    for iteration in range(1, 6):
        # The steps of a run are never quite alike.
        took = MS_PER_TOKEN + (1.6, -0.7, 0.4, -1.1, -0.2)[iteration - 1]
        exercise.log(f"Iteration {iteration}: {took:.0f}ms @ {1000 / took:.1f} tok/s/user ({USERS * 1000 / took:.1f} tok/s throughput)", place=PLACE.format(341))
    exercise.log("Finished decoding, printing the final outputs...", place=PLACE.format(360))
    for user, answer in enumerate(ANSWERS):
        exercise.log(f"==USER {user} - OUTPUT", place=PLACE.format(371))
        print(answer)
    exercise.log("=== Performance metrics ===", place=PLACE.format(402))
    for text in (
        f"Prefill compile time: {PREFILL_COMPILE_S}s",
        f"Decode compile time: {DECODE_COMPILE_S}s",
        f"Average Time to First Token (TTFT): {FIRST_TOKEN_MS}ms",
        f"Average speed: {MS_PER_TOKEN:.2f}ms @ {speed:.2f} tok/s/user ({USERS * speed:.2f} tok/s throughput)",
    ):
        exercise.log(text, place=PLACE.format(410))


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    place = exercise.prepare(arguments.folder, "demo_log")
    exercise.say_what_is_imitated("the log of tt-metal's text demo")
    show()
    print()
    speed = 1000 / MS_PER_TOKEN
    return exercise.judge(place / "answers.txt", {
        "speed": (exercise.same_number(speed, 0.05), "It is the average after the first steps, for one user."),
        "throughput": (exercise.same_number(speed * USERS, 0.5), "It stands beside the speed, in parentheses."),
        "users": (exercise.same_number(USERS), "Divide the throughput by the speed."),
        "first_token": (exercise.same_number(FIRST_TOKEN_MS, 0.05), "TTFT, in milliseconds."),
        "compile": (exercise.same_number(PREFILL_COMPILE_S + DECODE_COMPILE_S, 0.05), "Two lines say how long kernels were compiled."),
        "broken_user": (exercise.same_number(BROKEN_USER), "Read the answers, all of them."),
        "hundred_tokens": (exercise.same_number((FIRST_TOKEN_MS + 99 * MS_PER_TOKEN) / 1000, 0.06), "The first token takes TTFT, each of the 99 others 1000 / speed ms."),
    })  # fmt: skip


if __name__ == "__main__":
    exercise.run(main)
