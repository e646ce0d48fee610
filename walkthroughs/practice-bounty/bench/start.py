"""Puts the reader's own port.py and decoder_config.json into a folder. A file that is there is left as it is."""

import argparse
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    nothing = {"decoders": {"0": {"precision_cfg": {}}, "1": {"precision_cfg": {}}}}
    files = {
        "port.py": (HERE / "port_template.py").read_text(encoding="utf-8"),
        "decoder_config.json": json.dumps(nothing, indent=2) + "\n",
    }
    for name, text in files.items():
        path = folder / name
        try:
            # "x" fails where the file exists, so nothing of the reader's can be lost.
            with open(path, "x", encoding="utf-8") as file:
                file.write(text)
            print(f"made {path}")
        except FileExistsError:
            same = path.read_text(encoding="utf-8") == text
            print(f"{path} is there already{'' if same else ', changed by you'}: left as it is")


if __name__ == "__main__":
    main()
