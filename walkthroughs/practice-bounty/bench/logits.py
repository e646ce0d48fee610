"""Writes the reference's logits for the first window of the text, then reads them back and compares them with a second run."""

import array
import hashlib
import sys

from log import log
from reference import WINDOW
from model import CORPUS, Reference
from workspace import Workspace


def run(space, tokens):
    model, logits = Reference(space.config, space.weights), array.array("f")
    for token in tokens:
        logits.extend(model.step(token))
    if sys.byteorder == "big":
        logits.byteswap()
    return logits.tobytes()


def main():
    space = Workspace(__doc__)
    tokens = [space.config.alphabet.index(c) for c in CORPUS.read_text(encoding="utf-8")[:WINDOW]]
    path = space.folder / "reference_logits.f32"
    path.write_bytes(run(space, tokens))
    if path.read_bytes() != run(space, tokens):
        sys.exit("A second run of the reference gave other logits: they can't serve as a reference.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    space.keep("logits", {"tokens": len(tokens), "bytes": path.stat().st_size, "sha256": digest})
    log(f"{len(tokens)} x {space.config.vocab} logits, float32, little-endian: {path}")
    log(f"sha256 {digest}")


if __name__ == "__main__":
    main()
