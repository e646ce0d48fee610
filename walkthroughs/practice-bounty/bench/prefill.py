"""Holds prefill, which leaves logits out, to decoding the same prompt token by token: logits and what comes after."""

import sys

from log import log, pearson
from model import Reference
from workspace import Workspace

PROMPT = "keep the log. a number without a "
AFTER = 8  # tokens that are decoded on top of the prefilled cache


def main():
    space = Workspace(__doc__)
    prompt = [space.config.alphabet.index(c) for c in PROMPT]
    filled, stepped = (space.port(space.full_precision()) for _ in range(2))
    reference = Reference(space.config, space.weights)
    a = filled.prefill(prompt)
    for token in prompt:
        b, c = stepped.step(token), reference.step(token)
    if a != b:
        sys.exit("The logits after prefill differ from those of decoding the prompt: the caches were filled differently.")
    expected, actual, text = list(c), list(a), ""
    for _ in range(AFTER):
        token = max(range(len(space.config.alphabet)), key=c.__getitem__)
        text += space.config.alphabet[token]
        a, b, c = filled.step(token), stepped.step(token), reference.step(token)
        if a != b:
            sys.exit("Decoding on the prefilled cache differs from decoding throughout.")
        expected += c
        actual += a
    pcc = pearson(expected, actual)
    log(f"prompt {PROMPT!r}, the reference goes on {text!r}")
    space.keep("prefill", {"pcc": pcc, "prompt_tokens": len(prompt), "decoded": AFTER})
    log(f"PCC: {pcc}")


if __name__ == "__main__":
    main()
