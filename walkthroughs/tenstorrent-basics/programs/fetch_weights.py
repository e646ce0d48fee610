"""Downloads a model's configuration, tokenizer and weights from Hugging Face into the cache that tt-metal's models read.

It runs in tt-metal's Python environment, which has huggingface_hub. Its exceptions are left as they are: they say why.
"""

import argparse
import os

# Weights in other formats (pickled, ONNX, GGUF) would double the download and aren't read.
WANTED = ["*.json", "*.safetensors", "tokenizer.model", "*.txt", "*.jinja"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="a name on Hugging Face, or a folder that holds the model")
    model = os.path.expanduser(parser.parse_args().model)
    if os.path.isdir(model):
        print(f"{model} is a folder: there is nothing to download.")
        return
    import huggingface_hub

    print(f"Downloading {model} with huggingface_hub {huggingface_hub.__version__}", flush=True)
    print(f"It is at {huggingface_hub.snapshot_download(model, allow_patterns=WANTED)}")


if __name__ == "__main__":
    main()
