"""Runs the reference over the text and keeps, for each place, its five best tokens: what the port is held to later."""

import hashlib
import json
import math

from log import log
from model import CORPUS, MODEL, Reference, softmax
from workspace import Workspace

WINDOW = 65  # tokens that one run of the model sees


def digest():
    """Of everything that the record rests on."""
    data = (MODEL / "weights.bf16").read_bytes() + (MODEL / "config.json").read_bytes() + CORPUS.read_bytes()
    return hashlib.sha256(data).hexdigest()[:16]


def record(space, always=False):
    """The windows, each with `tokens` and for each of them the `top5` of the next, from the kept file where it is current."""
    path = space.folder / "reference.json"
    if not always and path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept.get("of") == digest():
            return kept["windows"]
    text = [space.config.alphabet.index(c) for c in CORPUS.read_text(encoding="utf-8")]
    windows, loss, count = [], 0.0, 0
    for start in range(0, len(text), WINDOW):
        cut = text[start : start + WINDOW]
        model, top5 = Reference(space.config, space.weights), []
        for place, token in enumerate(cut):
            logits = model.step(token)
            top5.append(sorted(range(len(logits)), key=logits.__getitem__, reverse=True)[:5])
            if place + 1 < len(cut):
                loss -= math.log(softmax(logits)[cut[place + 1]])
                count += 1
        windows.append({"tokens": cut, "top5": top5})
        log(f"{min(start + WINDOW, len(text))} of {len(text)} tokens")
    kept = {"of": digest(), "windows": windows, "loss": loss / count}
    path.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    space.keep("reference", {"loss": loss / count, "tokens": len(text), "digest": digest()})
    log(f"mean loss of the next character: {loss / count:.3f} nats; chance would be {math.log(space.config.vocab):.3f}")
    return windows


def generate(space, prompt, tokens):
    """The prompt, continued by the likeliest token each time."""
    model, text = Reference(space.config, space.weights), prompt
    for c in prompt:
        logits = model.step(space.config.alphabet.index(c))
    for _ in range(tokens):
        # The head has a few rows more than the alphabet has letters, because sizes are multiples of 32.
        token = max(range(len(space.config.alphabet)), key=logits.__getitem__)
        text += space.config.alphabet[token]
        logits = model.step(token)
    return text


def main():
    space = Workspace(__doc__)
    record(space, always=True)
    log(f"it continues: {generate(space, 'test the ', 50)!r}")


if __name__ == "__main__":
    main()
