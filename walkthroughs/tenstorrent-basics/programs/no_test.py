"""Imitates pytest on the cases of a demo, with the words behind -k that the reader's file gives.

Exit codes as pytest has them: 0 all passed, 4 the words can't be read, 5 no test was selected. Needs Python 3.8 and no package.
"""

import exercise

FILE = "models/exercise/demo/text_demo.py"
CASES = tuple(f"{setting}-{case}" for setting in ("performance", "accuracy") for case in ("batch-1", "batch-32", "long-context-32k"))
OPERATORS = {"and", "or", "not", "(", ")"}


def words_of(expression):
    """The words of a -k expression; parentheses stand alone."""
    return expression.replace("(", " ( ").replace(")", " ) ").split()


def matches(words, name):
    """Whether a test's name has the words, as pytest's -k reads them: and, or, not and parentheses over parts of the name.

    Raises exercise.Malformed where the words are no such expression.
    """
    rest = list(words)

    def fail(why):
        raise exercise.Malformed(f"ERROR: Wrong expression passed to '-k': {' '.join(words)}: {why}")

    def factor():
        if not rest:
            fail("something is missing at its end")
        word = rest.pop(0)
        if word == "not":
            return not factor()
        if word == "(":
            value = either()
            if not rest or rest.pop(0) != ")":
                fail("a parenthesis isn't closed")
            return value
        if word in OPERATORS:
            fail(f"\"{word}\" stands where a name is expected")
        return word.lower() in name.lower()

    def both():
        value = factor()
        while rest[:1] == ["and"]:
            rest.pop(0)
            right = factor()
            value = value and right
        return value

    def either():
        value = both()
        while rest[:1] == ["or"]:
            rest.pop(0)
            right = both()
            value = value or right
        return value

    value = either()
    if rest:
        fail(f"\"{rest[0]}\" stands where \"and\" or \"or\" is expected")
    return value


def main():
    arguments = exercise.parser_for(__doc__).parse_args()
    place = exercise.prepare(arguments.folder, "no_test")
    settings = exercise.read_settings(place / "selection.txt")
    expression = settings.get("k", ("", 1))[0].strip("\"'")
    exercise.say_what_is_imitated("pytest")
    print(f"pytest {FILE} -k \"{expression}\"     (the words stand in {place / 'selection.txt'})")
    print("=" * 29 + " test session starts " + "=" * 30)
    words = words_of(expression)
    try:
        chosen = [case for case in CASES if not words or matches(words, f"text_demo.py::test_demo_text[{case}]")]
    except exercise.Malformed as wrong:
        print(wrong)
        return 4
    away = len(CASES) - len(chosen)
    print(f"collecting ... collected {len(CASES)} items" + (f" / {away} deselected / {len(chosen)} selected" if away else ""))
    print()
    if not chosen:
        print("=" * 26 + f" {len(CASES)} deselected in 0.21s " + "=" * 27)
        print("The cases that there are:")
        for case in CASES:
            print(f"  {FILE}::test_demo_text[{case}]")
        return 5
    for case in chosen:
        print(f"{FILE}::test_demo_text[{case}]")
        print("PASSED")
    print("=" * 25 + f" {len(chosen)} passed, {away} deselected in 4.10s " + "=" * 25)
    if any(case != "performance-batch-1" for case in chosen):
        print(f"{place / 'selection.txt'}:1:1: error: The case that is wanted is performance-batch-1 and no other.")
        return 1
    return 0


if __name__ == "__main__":
    exercise.run(main)
