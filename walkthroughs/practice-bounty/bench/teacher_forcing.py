"""Teacher forcing: both models are fed the same text, and at each place the port's choice is held to the reference's."""

from log import log
from reference import record
from workspace import Workspace


def main():
    space = Workspace(__doc__)
    windows = record(space)  # made anew where the kept record is missing or of other weights
    port_precision, first, fifth, total = space.layer_precision(), 0, 0, 0
    for number, window in enumerate(windows):
        port = space.port(port_precision)
        for token, best in zip(window["tokens"], window["top5"]):
            logits = port.step(token)
            mine = max(range(len(logits)), key=logits.__getitem__)
            first += mine == best[0]
            fifth += mine in best
            total += 1
        log(f"{number + 1} of {len(windows)} windows")
    if total == 0:
        raise SystemExit("There was no token to compare.")
    top1, top5 = 100.0 * first / total, 100.0 * fifth / total
    space.keep("teacher-forcing", {"top1": top1, "top5": top5, "tokens": total, "precision": port_precision})
    log("=== Top1 and Top5 Token Accuracy ===")
    log(f" Top1 Accuracy: {top1:.2f}%, Top5 Accuracy: {top5:.2f}%")


if __name__ == "__main__":
    main()
