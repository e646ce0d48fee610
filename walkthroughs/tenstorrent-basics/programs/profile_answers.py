"""Prints the report of a made-up profile and checks what the reader found in it.

It needs Python 3.8 and no package.
"""

import exercise
import ops_report

BANDWIDTH = 288.0  # GB/s: an n150
LAYERS = 32
REST_MS = 3.1  # head and sampling, as the answers file says
TABLE = exercise.TEMPLATES / "profile" / "ops_perf_results_made_up.csv"


def speed(layer_ns):
    """Tokens per second for each user, where each of the layers takes `layer_ns` and what follows takes REST_MS."""
    return 1e9 / (LAYERS * layer_ns + REST_MS * 1e6)


def checks(calls):
    """The answers, worked out from the table."""
    slowest = max(calls, key=lambda call: call.kernel_ns)
    after_gap = max(calls, key=lambda call: call.gap_ns)
    matmuls = [call for call in calls if call.weight_bytes]
    farthest = min(matmuls, key=lambda call: ops_report.share_of_bandwidth(call, BANDWIDTH))
    kind = ops_report.by_operation(calls)[0][0]
    layer = sum(call.kernel_ns + call.gap_ns for call in calls)
    now, then = speed(layer), speed(layer - after_gap.gap_ns)
    return {
        "slowest_operation": (exercise.same_text(kind, kind.replace("DeviceOperation", "")), "The first table, summed over its calls."),
        "slowest_call": (exercise.same_number(slowest.number), "The second table: the call with the most microseconds of its own."),
        "farthest_matmul": (exercise.same_number(farthest.number), "The second table, column \"of DRAM\": the smallest share."),
        "gap_before": (exercise.same_number(after_gap.number), "The second table, column \"gap us\": the gap stands at the call that follows it."),
        "culprit": (exercise.same_text("torch.Tensor.mean", "mean"), "What stands in the table right before that call?"),
        "speed_now": (exercise.same_number(now, now / 100), "1000 / (32 layers x (kernels + gaps) in ms + 3.1 ms)."),
        "speed_then": (exercise.same_number(then, then / 100), "The same without the largest gap."),
    }  # fmt: skip


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    exercise.say_what_is_imitated("the profile of one decoder layer on an n150")
    place = exercise.prepare(arguments.folder, "profile")
    # The pack's own table: what the reader does to the copy changes no answer.
    profile = ops_report.read_profile(TABLE)
    ops_report.show(profile, BANDWIDTH)
    print()
    return exercise.judge(place / "answers.txt", checks(profile.calls))


if __name__ == "__main__":
    exercise.run(main)
