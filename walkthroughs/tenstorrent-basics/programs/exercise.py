"""What the exercises of this pack share: the reader's folder, the answers file, and lines in the shapes of real logs.

It needs Python 3.8 and no package.
"""

import argparse
import datetime
import pathlib
import shutil
import sys

TEMPLATES = pathlib.Path(__file__).resolve().parent.parent / "exercises"
MADE_UP = "This program imitates {}: the values below are made up for the exercise, and no card is used."


class Malformed(Exception):
    """A file of the reader's that can't be read as meant; the text begins with its place."""


def parser_for(program_text):
    """An argument parser that knows --folder, the folder that holds the reader's exercises."""
    parser = argparse.ArgumentParser(description=program_text.splitlines()[0])
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="where the reader's copies of the exercises are")
    return parser


def prepare(folder, name):
    """Copies the exercise `name` into `folder` and returns its place there. A file that is there already is the reader's: it stays."""
    place = folder / name
    for source in sorted((TEMPLATES / name).rglob("*")):
        target = place / source.relative_to(TEMPLATES / name)
        if source.is_dir() or "__pycache__" in source.parts or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        # Without the mode: an installed pack may be read-only, and this copy is there to be edited.
        shutil.copyfile(source, target)
    return place


def say_what_is_imitated(what):
    print(MADE_UP.format(what), flush=True)


def stamp():
    """The time as both of tt-metal's logs write it, to the millisecond."""
    now = datetime.datetime.now()
    return now.strftime("%Y-%m-%d %H:%M:%S.") + f"{now.microsecond // 1000:03d}"


def log(message, level="INFO", place="exercise:main:1"):
    """A line in the form of tt-metal's Python models; `place` is module:function:line."""
    print(f"{stamp()} | {level:<8} | {place} - {message}", flush=True)


def metal(message, level="info", category="Device", place="device.cpp:1"):
    """A line in the form of tt-metal's C++ log; `place` is file:line."""
    print(f"{stamp()} | {level:<8} | {category:>15} | {message} ({place})", flush=True)


def read_settings(path):
    """The `key = value` lines of a file as {key: (value, line number)}; '#' begins a comment. Malformed where a line is neither."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.split("#", 1)[0].strip()
        if not text:
            continue
        key, equals, value = text.partition("=")
        key = key.strip()
        if not equals or not key:
            raise Malformed(f"{path}:{number}:1: error: This line has to be of the form: name = value")
        if key in found:
            raise Malformed(f"{path}:{number}:1: error: \"{key}\" stands twice; line {found[key][1]} has it, too.")
        found[key] = (value.strip(), number)
    return found


def as_number(text):
    """The number that `text` begins with, such as 36.5 of "36.5 ms"; None where it is none."""
    try:
        return float(text.split()[0].rstrip("%").replace(",", ""))
    except (IndexError, ValueError):
        return None


def same_number(expected, tolerance=0.0):
    """Whether an answer is the number `expected`, within `tolerance` of its own unit."""
    return lambda text: as_number(text) is not None and abs(as_number(text) - expected) <= tolerance


def same_text(*accepted):
    """Whether an answer is one of these, whatever the case and the blanks."""
    squeezed = {"".join(text.lower().split()) for text in accepted}
    return lambda text: "".join(text.lower().split()) in squeezed


def judge(path, checks):
    """Reads the answers in `path` and says which are right; the exit code: 0 where all are.

    `checks` maps each question to (is_right, where to look). The message has the form of a compiler's, so that an editor shows it
    in the answers file. What is right is never printed.
    """
    try:
        answers = read_settings(path)
    except Malformed as wrong:
        print(wrong)
        return 1
    right = 0
    for key, (is_right, where) in checks.items():
        value, number = answers.get(key, ("", 1))
        if not value:
            print(f"{path}:{number}:1: error: \"{key}\" has no answer yet. {where}")
        elif is_right(value):
            right += 1
            print(f"right: {key} = {value}")
        else:
            print(f"{path}:{number}:1: error: \"{key}\" isn't {value}. {where}")
    for key in sorted(set(answers) - set(checks)):
        print(f"{path}:{answers[key][1]}:1: warning: Nobody asks for \"{key}\".")
    print(f"{right} of {len(checks)} answers are right. They stand in {path}")
    return 0 if right == len(checks) else 1


def run(main):
    """Runs `main` and ends with its exit code; a file that isn't as meant is said in one line instead of a traceback."""
    try:
        sys.exit(main())
    except Malformed as wrong:
        sys.exit(str(wrong))
