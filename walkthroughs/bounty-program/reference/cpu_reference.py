"""Runs a Hugging Face model on the CPU and keeps what it answered, as the reference that a port is compared with.

It needs torch and transformers, which tt-metal's own Python environment has.
"""

import argparse
import pathlib

PROMPT = "What is the capital of France?"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="a model id on Hugging Face, or a folder")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="folder for reference.pt")
    parser.add_argument("--tokens", type=int, default=50, help="how many tokens to generate")
    arguments = parser.parse_args()

    # Imported late, so that --help works without them.
    import torch
    import transformers

    torch.manual_seed(0)
    tokenizer = transformers.AutoTokenizer.from_pretrained(arguments.model)
    model = transformers.AutoModelForCausalLM.from_pretrained(arguments.model, torch_dtype=torch.bfloat16)
    model.eval()
    inputs = tokenizer(PROMPT, return_tensors="pt")
    with torch.no_grad():
        # Greedy: a reference has to come out the same twice.
        generated = model.generate(
            **inputs, max_new_tokens=arguments.tokens, do_sample=False, output_logits=True, return_dict_in_generate=True
        )
    answer = tokenizer.decode(generated.sequences[0][inputs["input_ids"].shape[1]:], skip_special_tokens=True)
    print(f"Prompt: {PROMPT}\nAnswer: {answer}")

    arguments.output.mkdir(parents=True, exist_ok=True)
    file = arguments.output / "reference.pt"
    torch.save({"model": arguments.model, "tokens": generated.sequences, "logits": torch.stack(generated.logits)}, file)
    print(f"The tokens and logits are in {file}")


if __name__ == "__main__":
    main()
