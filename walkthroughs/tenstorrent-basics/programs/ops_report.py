"""Prints what a profile's table (ops_perf_results_*.csv) says of one device: time by operation, and each call with its gap.

It needs Python 3.8 and no package.
"""

import argparse
import collections
import csv
import pathlib
import sys

KERNEL = "DEVICE KERNEL DURATION [ns]"
GAP = "OP TO OP LATENCY [ns]"
NEEDED = ("OP CODE", "OP TYPE", "GLOBAL CALL COUNT", "DEVICE ID", KERNEL)
# Bytes for a value; the block formats share an exponent among 16 values.
BYTES = {"BFLOAT16": 2.0, "BFLOAT8_B": 1088 / 1024, "BFLOAT4_B": 576 / 1024, "FLOAT32": 4.0}

Call = collections.namedtuple("Call", "number operation cores kernel_ns gap_ns weight_bytes")
Profile = collections.namedtuple("Profile", "device calls fallbacks compiled runs")


class Unreadable(Exception):
    """The file isn't a table of operations."""


def whole(text):
    """The whole number of a cell; 0 where it is empty or a dash, as for what doesn't apply."""
    try:
        return int(float(text))
    except (TypeError, ValueError):
        return 0


def side(row, name):
    """The padded size of a side: "4096[4000]" says padded and real; older tables have the plain number."""
    return whole((row.get(f"{name}_PAD[LOGICAL]") or row.get(name) or "").partition("[")[0])


def weight_bytes(row):
    """What a matrix multiplication reads of its second input where that lies in DRAM; 0 for anything else."""
    if "matmul" not in row["OP CODE"].lower() or "DRAM" not in (row.get("INPUT_1_MEMORY") or "").upper():
        return 0
    return side(row, "INPUT_1_Y") * side(row, "INPUT_1_X") * BYTES.get(row.get("INPUT_1_DATATYPE"), 0)


def read_profile(path):
    """The last run of the device with the lowest number, of calls from the program cache alone.

    A call that isn't in the cache was compiled: its gap is the compiler's time and says nothing of a later run. Where no call is
    marked, all count. Unreadable where columns are missing or no call is left.
    """
    try:
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise Unreadable(f"{path} can't be read: {wrong}") from None
    missing = [column for column in NEEDED if not rows or column not in rows[0]]
    if missing:
        raise Unreadable(f"{path} is no table of operations: it lacks {', '.join(missing)}.")
    on_device = [row for row in rows if row["OP TYPE"] == "tt_dnn_device"]
    if not on_device:
        raise Unreadable(f"{path} has no operation that ran on a device.")
    device = min(whole(row["DEVICE ID"]) for row in on_device)
    on_device = [row for row in on_device if whole(row["DEVICE ID"]) == device]
    cached = [row for row in on_device if (row.get("PROGRAM CACHE HIT") or "").strip().lower() == "true"]
    counted = cached or on_device
    calls = [Call(whole(row["GLOBAL CALL COUNT"]), row["OP CODE"], whole(row.get("CORE COUNT")), whole(row[KERNEL]),
                  whole(row.get(GAP)), weight_bytes(row)) for row in counted]  # fmt: skip
    run = length_of_run([call.operation for call in calls])
    shown = calls[-run:]
    fallbacks = [(whole(row["GLOBAL CALL COUNT"]), row["OP CODE"]) for row in rows if row["OP TYPE"] in ("python_fallback", "tt_dnn_cpu")]
    fallbacks = [(number, name) for number, name in fallbacks if shown[0].number < number < shown[-1].number]
    return Profile(device, shown, fallbacks, len(on_device) - len(counted), len(calls) // run)


def length_of_run(names):
    """The length of the part whose repetition `names` is; all of it where nothing repeats from beginning to end."""
    for length in range(1, len(names) // 2 + 1):
        if len(names) % length == 0 and names == names[:length] * (len(names) // length):
            return length
    return len(names)


def by_operation(calls):
    """[(operation, calls, nanoseconds)], the longest time first."""
    counts, times = collections.Counter(), collections.Counter()
    for call in calls:
        counts[call.operation] += 1
        times[call.operation] += call.kernel_ns
    return [(operation, counts[operation], time) for operation, time in times.most_common()]


def share_of_bandwidth(call, bandwidth):
    """Of `bandwidth` in GB/s, what the weights that a call reads need, from 0 to 1 and rarely above; None for other calls."""
    if not call.weight_bytes or not call.kernel_ns:
        return None
    return call.weight_bytes / call.kernel_ns / bandwidth


def show(profile, bandwidth):
    kernel = sum(call.kernel_ns for call in profile.calls)
    gaps = sum(call.gap_ns for call in profile.calls)
    weights = sum(call.weight_bytes for call in profile.calls)
    print(f"Device {profile.device}: {len(profile.calls)} calls, the last of {profile.runs} runs; {profile.compiled} calls that were compiled aren't counted.")
    print()
    print(f"{'operation':<48} {'calls':>5} {'us':>9} {'share':>6}")
    for operation, count, time in by_operation(profile.calls):
        print(f"{operation:<48} {count:>5} {time / 1e3:>9.1f} {100 * time / max(kernel, 1):>5.1f}%")
    print()
    print(f"{'call':>6} {'operation':<48} {'cores':>5} {'us':>9} {'gap us':>9} {'of DRAM':>8}")
    on_host = dict(profile.fallbacks)
    for call in profile.calls:
        for number in sorted(number for number in on_host if number < call.number):
            print(f"{number:>6} {on_host.pop(number):<48} on the host")
        share = share_of_bandwidth(call, bandwidth)
        print(f"{call.number:>6} {call.operation:<48} {call.cores:>5} {call.kernel_ns / 1e3:>9.1f} {call.gap_ns / 1e3:>9.1f} "
              f"{'' if share is None else f'{100 * share:.0f}%':>8}")  # fmt: skip
    print()
    print(f"kernels: {kernel / 1e3:.1f} us")
    print(f"gaps between them: {gaps / 1e3:.1f} us")
    if weights:
        print(f"weights read from DRAM: {weights / 1e6:.1f} MB, which take {weights / bandwidth / 1e3:.1f} us at {bandwidth:g} GB/s")


def newest(folder):
    """The table that was written last below `folder`; Unreadable where there is none."""
    found = sorted(folder.rglob("ops_perf_results*.csv"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise Unreadable(f"There is no ops_perf_results_*.csv below {folder}: profile something first.")
    return found[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", type=pathlib.Path, help="the table, or a folder: the newest table below it")
    parser.add_argument("--bandwidth", type=float, default=288.0, help="of one chip's DRAM, in GB/s")
    arguments = parser.parse_args()
    if not arguments.bandwidth > 0:
        parser.error("--bandwidth has to be more than 0")
    try:
        table = newest(arguments.table) if arguments.table.is_dir() else arguments.table
        profile = read_profile(table)
    except Unreadable as wrong:
        print(wrong)
        return 1
    print(f"{table}")
    show(profile, arguments.bandwidth)
    return 0


if __name__ == "__main__":
    sys.exit(main())
