"""Starts the reader's program bring_up.py in the environment that the reader's file environment.txt gives it.

Nothing is imitated here: the program, its module and Python's complaint are real. It needs Python 3.8 and no package.
"""

import os
import subprocess
import sys

import exercise


def environment(place):
    """This process's environment with the variables of environment.txt; a relative PYTHONPATH counts from the file's folder."""
    variables = dict(os.environ)
    # Otherwise a variable of the reader's own shell could do what the exercise asks for.
    variables.pop("PYTHONPATH", None)
    for name, (value, _) in exercise.read_settings(place / "environment.txt").items():
        variables[name] = value
    return variables


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    place = exercise.prepare(arguments.folder, "missing_module")
    print(f"In {place}: python3 bring_up.py, with the variables of {place / 'environment.txt'}", flush=True)
    # Not -I: PYTHONPATH is the point.
    return subprocess.run([sys.executable, "bring_up.py"], cwd=place, env=environment(place), check=False).returncode


if __name__ == "__main__":
    exercise.run(main)
