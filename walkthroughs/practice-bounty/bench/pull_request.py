"""Writes the pull request's text out of the results that earlier runs kept. What was not measured is named so."""

import sys

from workspace import Workspace

# What the text needs: title, result file, and how its values are put; a result has to be of the present files.
ROWS = [("Reference, mean loss", "reference", "{loss:.3f} nats over {tokens} characters")]
for _layer in (0, 1):
    for _module in ("rmsnorm", "rope", "attention", "mlp", "decoder"):
        ROWS.append((f"PCC of {_module}, layer {_layer}", f"pcc-{_module}-{_layer}", "{pcc:.5f}"))
ROWS += [
    ("PCC of prefill and decode", "prefill", "{pcc:.5f}"),
    ("Teacher forcing", "teacher-forcing", "top-1 {top1:.2f} %, top-5 {top5:.2f} % of {tokens} tokens"),
    ("Speed", "performance", "{speed:.1f} t/s/u, TTFT {ttft_ms:.2f} ms"),
    ("Share of the estimated maximum", "performance", "{share:.1f} % of {maximum:.1f} t/s/u, tier {tier}"),
    ("Test suite", "suite", "{tests} tests, {failed} failed"),
    ("Reference logits", "logits", "{bytes} bytes, sha256 {sha256:.12}"),
]
# These must be there; a module's layer 1 and the like may be left out, and are then named as not measured.
NEEDED = ("reference", "pcc-attention-0", "pcc-decoder-0", "prefill", "teacher-forcing", "performance", "suite", "logits")
OF_REFERENCE = ("reference", "logits")  # these don't depend on the reader's files
OF_PRECISION = ("teacher-forcing", "performance", "suite")  # the others run in BFP8 and depend on port.py alone


def cell(space, name, form):
    """(text, source) of one row; text says so where there is no result, or only one of files that were changed since."""
    result = space.result(name)
    if result is None:
        return "not measured", ""
    source = f"results/{name}.json, {result['measured']}"
    files = [] if name in OF_REFERENCE else ["port.py", "decoder_config.json"] if name in OF_PRECISION else ["port.py"]
    now = space.stamp()
    changed = [file for file in files if result["of"][file] != now[file]]
    if changed:
        return f"not measured since {' and '.join(changed)} was changed", source
    try:
        return form.format(**result["values"]), source
    except (KeyError, ValueError) as problem:
        return f"not readable ({problem!r})", source


def main():
    space = Workspace(__doc__)
    lines = ["# Bring up the practice model", "", "| What | Measured | Run |", "|---|---|---|"]
    missing = []
    for title, name, form in ROWS:
        text, source = cell(space, name, form)
        lines.append(f"| {title} | {text} | {source} |")
        if text.startswith("not ") and name in NEEDED and name not in missing:
            missing.append(name)
    lines += ["", "Precision of the decoders:", ""]
    for layer, groups in enumerate(space.layer_precision()):
        lines.append(f"- decoder {layer}: " + ", ".join(f"{group} {kind}" for group, kind in groups.items()))
    performance = space.result("performance")
    if performance is not None:
        lines += ["", f"Machine: {performance['machine']}. The maximum is an estimate: {performance['values']['peak']:.4g} multiply-adds",
                  f"per second, measured, over {performance['values']['needed']:.0f} for one token."]
    text = "\n".join(lines) + "\n"
    path = space.folder / "pull_request.md"
    path.write_text(text, encoding="utf-8")
    print(text)
    print(f"written to {path}")
    if missing:
        sys.exit("Not ready to submit. Missing or out of date: " + ", ".join(missing))


if __name__ == "__main__":
    main()
