"""Train a tiny Finnish stanza on the sentences beside: ``python tests/tiny_stanza/train.py DIR`` (ten seconds).

It knows these sentences by heart and little else; what it shows is that stanza itself reads the folder, and what its
answers become. The layout is the one that ``stanza.download`` makes.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

SENTENCES = Path(__file__).parent / "sentences_fi.conllu"
TREES = {"train_file": SENTENCES, "eval_file": SENTENCES, "lang": "fi"}
SMALL = {
    "hidden_dim": 24, "char_hidden_dim": 24, "deep_biaff_hidden_dim": 24, "word_emb_dim": 24, "char_emb_dim": 16,
    "tag_emb_dim": 8, "transformed_dim": 16, "num_layers": 1, "word_dropout": 0, "dropout": 0.1, "max_steps": 150,
}  # fmt: skip
STEPS = {
    "hidden_dim": 24,
    "emb_dim": 16,
    "steps": 150,
    "eval_steps": 150,
    "lr0": 0.01,
    "dropout": 0.1,
    "unit_dropout": 0,
}


def train(folder: Path) -> None:
    """Write resources.json and fi/{tokenize,pos,lemma,depparse}/tiny.pt into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    text, labels, parts = (folder / name for name in ("text.txt", "labels.txt", "parts.json"))
    for path, content in zip((text, labels), tokens(SENTENCES.read_text(encoding="utf-8")), strict=True):
        path.write_text(content, encoding="utf-8")
    parts.write_text("[]", encoding="utf-8")  # words that are written as one: none
    files = {"txt_file": text, "label_file": labels, "mwt_json_file": parts, "lang": "fi"}
    run(folder, "tokenize", "tokenizer", **STEPS, **files, dev_txt_file=text, dev_label_file=labels)
    run(folder, "pos", "tagger", "no_pretrain", **TREES, **SMALL, lr=0.01)
    run(folder, "lemma", "lemmatizer", "dict_only", train_file=SENTENCES, eval_file=SENTENCES)
    run(folder, "depparse", "parser", "no_pretrain", "no_second_optim", "no_checkpoint", **TREES, **SMALL)
    processors = ("tokenize", "pos", "lemma", "depparse")
    known = {"packages": {"default": dict.fromkeys(processors, "tiny")}, **{key: {"tiny": {}} for key in processors}}
    (folder / "resources.json").write_text(json.dumps({"fi": {"lang_name": "Finnish", **known}}), encoding="utf-8")


def run(folder: Path, processor: str, program: str, *switches: str, **options: object) -> None:
    """Run one of stanza's programs for training."""
    options |= {"save_dir": folder / "fi" / processor, "save_name": "tiny.pt", "shorthand": "fi_tiny"}
    given = [f"--{name}={value}" for name, value in options.items()]
    import_module(f"stanza.models.{program}").main([*given, "--cpu", *(f"--{name}" for name in switches)])


def tokens(conllu: str) -> tuple[str, str]:
    """Return the sentences as running text, and for each character 1 at the end of a word, 2 of a sentence, else 0."""
    text = labels = ""
    for block in conllu.strip().split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line[:1].isdigit()]
        for place, row in enumerate(rows, 1):
            tight = "SpaceAfter=No" in row[9]
            text += row[1] + ("" if tight else " ")
            labels += "0" * (len(row[1]) - 1) + ("2" if place == len(rows) else "1") + ("" if tight else "0")
    return text.strip() + "\n\n", labels.removesuffix("0") + "\n\n"


if __name__ == "__main__":
    train(Path(sys.argv[1]))
