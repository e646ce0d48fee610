"""The reader's folder: their copy of the port, its precision, and the results of their runs."""

import argparse
import datetime
import hashlib
import importlib.util
import json
import os
import pathlib
import platform
import sys

from model import Config, load_weights

GROUPS = ("FF1_FF3", "FF2", "WQKV", "WO")  # the groups of weights that a decoder config names
FORMATS = ("BFP8", "BFP4")


class Workspace:
    """A folder that start.py has prepared."""

    def __init__(self, description, add_arguments=None):
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("--folder", type=pathlib.Path, required=True, help="the folder that start.py has prepared")
        if add_arguments is not None:
            add_arguments(parser)
        self.arguments = parser.parse_args()
        self.folder = self.arguments.folder
        self.config = Config()
        self.weights = load_weights(self.config)

    def full_precision(self):
        """BFP8 throughout: tests of the code run in it, whatever the reader's precision is."""
        return [dict.fromkeys(GROUPS, "BFP8") for _ in range(self.config.layers)]

    def layer_precision(self):
        """For each layer the format of each group, from decoder_config.json; what it doesn't name is BFP8."""
        path = self.folder / "decoder_config.json"
        try:
            decoders = json.loads(path.read_text(encoding="utf-8"))["decoders"]
        except (OSError, ValueError, KeyError) as problem:
            sys.exit(f"{path} can't be read ({problem!r}). Run start.py, or mend the file.")
        precision = self.full_precision()
        for layer, entry in decoders.items():
            if layer not in map(str, range(self.config.layers)):
                sys.exit(f"{path} names decoder {layer!r}; there are 0 to {self.config.layers - 1}.")
            for group, kind in entry.get("precision_cfg", {}).items():
                if group not in GROUPS or kind not in FORMATS:
                    sys.exit(f"{path}, decoder {layer}: {group}: {kind} is unknown. Groups: {', '.join(GROUPS)}; formats: {', '.join(FORMATS)}.")
                precision[int(layer)][group] = kind
        return precision

    def port(self, precision=None):
        """A port with empty caches, made by the reader's port.py."""
        path = self.folder / "port.py"
        if not path.exists():
            sys.exit(f"There is no {path}. Run start.py first.")
        # No __pycache__ beside the reader's file; a cache could also outlive an edit within the same second.
        sys.dont_write_bytecode = True
        spec = importlib.util.spec_from_file_location("port", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.module = module
        return module.Port(self.config, self.weights, precision or self.layer_precision())

    def stamp(self):
        """What a result depends on: digests of the reader's files."""
        digests = {}
        for name in ("port.py", "decoder_config.json"):
            path = self.folder / name
            digests[name] = hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else None
        return digests

    def keep(self, name, values):
        """Writes results/NAME.json in one move: the values, the time, the machine, and what they depend on."""
        folder = self.folder / "results"
        folder.mkdir(parents=True, exist_ok=True)
        result = {
            "measured": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "program": pathlib.Path(sys.argv[0]).name,
            "values": values,
            "of": self.stamp(),
            "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
        }
        path, part = folder / f"{name}.json", folder / f"{name}.json.part"
        part.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        os.replace(part, path)

    def result(self, name):
        """A kept result, or None."""
        try:
            return json.loads((self.folder / "results" / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
