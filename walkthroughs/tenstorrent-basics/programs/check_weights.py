"""Checks whether all of a model's files are on this machine, whole, and says what the model is. It only reads, and uses no network.

Exit code 0: all is there. 1: something is missing or cut short. It needs Python 3.8 and no package.
"""

import argparse
import json
import os
import pathlib
import sys

BFP8 = 1088 / 1024  # bytes for a value: 1024 mantissas and 64 shared exponents in a tile
LARGEST_HEADER = 100_000_000  # bytes; the format's own limit


class Incomplete(Exception):
    """What is missing, and what to do about it."""


def cache(environment):
    """The folder in which Hugging Face's library keeps models, found as it finds it."""
    if environment.get("HF_HUB_CACHE"):
        return pathlib.Path(environment["HF_HUB_CACHE"]).expanduser()
    home = environment.get("HF_HOME") or os.path.join(environment.get("XDG_CACHE_HOME") or "~/.cache", "huggingface")
    return pathlib.Path(home).expanduser() / "hub"


def folder_of(model, environment):
    """The folder with the model's files; Incomplete where there is none."""
    given = pathlib.Path(model).expanduser()
    if given.is_dir():
        return given
    kept = cache(environment) / ("models--" + model.replace("/", "--"))
    try:
        snapshot = kept / "snapshots" / (kept / "refs" / "main").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise Incomplete(f"{model} isn't in {cache(environment)}: download it first, or give the folder that holds it.") from None
    if not snapshot.is_dir():
        raise Incomplete(f"The download of {model} was begun and is not there: {snapshot} is missing. Download it again.")
    return snapshot


def read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise Incomplete(f"{path.name} is missing in {path.parent}. Download the model again.") from None
    except ValueError:
        raise Incomplete(f"{path} is no JSON: it is cut short, or a page in its place. Remove it and download again.") from None


def shards_of(folder):
    """The files with the weights."""
    index = folder / "model.safetensors.index.json"
    if not index.exists():
        return [folder / "model.safetensors"]
    names = set(read_json(index).get("weight_map", {}).values())
    if not names:
        raise Incomplete(f"{index} names no weights. Download the model again.")
    return [folder / name for name in sorted(names)]


def values_in(path):
    """How many values a safetensors file holds; Incomplete where it is shorter than its header says."""
    try:
        size = path.stat().st_size
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if length > min(size, LARGEST_HEADER):
                raise ValueError
            header = json.loads(file.read(length))
    except OSError:
        raise Incomplete(f"{path.name} is missing in {path.parent}. Download the model again.") from None
    except ValueError:
        raise Incomplete(f"{path} is no safetensors file. Remove it and download again.") from None
    tensors = [tensor for name, tensor in header.items() if name != "__metadata__"]
    end = 8 + length + max((tensor["data_offsets"][1] for tensor in tensors), default=0)
    if size < end:
        raise Incomplete(f"{path} has {size} of {end} bytes: the download was cut short. Remove it and download again.")
    count = 0
    for tensor in tensors:
        values = 1
        for side in tensor["shape"]:
            values *= side
        count += values
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="a name on Hugging Face, or a folder that holds the model")
    model = parser.parse_args().model
    try:
        folder = folder_of(model, os.environ)
        print(f"{model} is at {folder}")
        config = read_json(folder / "config.json")
        if not any((folder / name).exists() for name in ("tokenizer.json", "tokenizer.model", "vocab.json")):
            raise Incomplete(f"There is no tokenizer in {folder}. Download the model again.")
        shards = shards_of(folder)
        count = sum(values_in(shard) for shard in shards)
    except Incomplete as missing:
        print(missing)
        return 1
    print(f"architecture: {', '.join(config.get('architectures') or ['not named'])}")
    for key in ("num_hidden_layers", "hidden_size", "num_attention_heads", "num_key_value_heads", "vocab_size", "max_position_embeddings"):
        if key in config:
            print(f"{key}: {config[key]}")
    print(f"weights: {count / 1e9:.2f} billion values in {len(shards)} files, {count * BFP8 / 1e9:.1f} GB on a card in BFP8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
