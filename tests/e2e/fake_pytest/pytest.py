"""A stand-in for pytest on machines that lack it: collects and runs plain test functions, and prints what pytest prints."""
import ast
import pathlib
import sys
import time
import traceback


def files_of(path):
    return [path] if path.is_file() else sorted(path.rglob("test_*.py"))


def tests_of(path):
    tree = ast.parse(path.read_text())
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]


def is_wanted(test, wanted):
    return not wanted or any(test == one or test.startswith((one + "::", one + "[")) for one in wanted)


def run(root, test):
    file, _, name = test.partition("::")
    space = {"__file__": str(root / file)}
    try:
        exec(compile((root / file).read_text(), file, "exec"), space)
        space[name]()
    except Exception as error:
        line = traceback.extract_tb(error.__traceback__)[-1].lineno
        return [f"E   {type(error).__name__}: {error}", "", f"{file}:{line}: {type(error).__name__}"]
    return []


def main(arguments):
    root = pathlib.Path(next((one.partition("=")[2] for one in arguments if one.startswith("--rootdir=")), "."))
    root = root.resolve()
    targets = [one.removeprefix(f"{root}/") if "::" in one else one for one in arguments if not one.startswith("-")]
    wanted = [one for one in targets if "::" in one or not pathlib.Path(one).is_absolute()]
    paths = [root / one.partition("::")[0] for one in wanted] or [pathlib.Path(one) for one in targets]
    tests = []
    for path in dict.fromkeys(paths):
        for file in files_of(path):
            tests += [f"{file.relative_to(root)}::{name}" for name in tests_of(file)]
    tests = [test for test in tests if is_wanted(test, wanted)]
    if "--collect-only" in arguments:
        print("\n".join([*tests, "", f"{len(tests)} tests collected in 0.01s"]))
        return 0 if tests else 5
    print("============================= test session starts ==============================")
    reports, durations = {}, {}
    for test in tests:
        print(f"{test} ", end="", flush=True)
        started = time.monotonic()
        report = run(root, test)
        durations[test] = time.monotonic() - started
        print("FAILED" if report else "PASSED", flush=True)
        if report:
            reports[test] = report
    if reports:
        print("=================================== FAILURES ===================================")
    for test, report in reports.items():
        print("\n".join([f"____________ {test.partition('::')[2]} ____________", *report]))
    print("============================= slowest durations ================================")
    for test, seconds in durations.items():
        print(f"{seconds:.2f}s call     {test}")
    print("=========================== short test summary info ============================")
    for test, report in reports.items():
        print(f"FAILED {test} - {report[0][4:]}")
    print(f"========= {len(reports)} failed, {len(tests) - len(reports)} passed in 0.10s =========")
    return 1 if reports else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
