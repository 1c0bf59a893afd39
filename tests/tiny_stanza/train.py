"""Train a tiny Finnish stanza on the sentences beside: ``python tests/tiny_stanza/train.py DIR`` (some seconds).

It knows these sentences by heart and little else; what it shows is that stanza itself reads the folder, and what its
answers become. The layout is the one that ``stanza.download`` makes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

SENTENCES = Path(__file__).parent / "sentences_fi.conllu"
_SMALL = "--hidden_dim 24 --char_hidden_dim 24 --deep_biaff_hidden_dim 24 --word_emb_dim 24 --char_emb_dim 16".split()
_SMALL += "--tag_emb_dim 8 --transformed_dim 16 --num_layers 1 --no_pretrain --word_dropout 0 --dropout 0.1".split()


def train(folder: Path) -> Path:
    """Write resources.json and fi/{tokenize,pos,lemma,depparse}/tiny.pt into `folder`, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    import stanza.models.lemmatizer
    import stanza.models.parser
    import stanza.models.tagger
    import stanza.models.tokenizer

    text, labels = tokens(SENTENCES.read_text(encoding="utf-8"))
    (folder / "text.txt").write_text(text, encoding="utf-8")
    (folder / "labels.txt").write_text(labels, encoding="utf-8")
    (folder / "parts.json").write_text("[]", encoding="utf-8")  # words that are written as one: none
    steps = {
        "tokenize": (
            stanza.models.tokenizer,
            [*named(folder, "txt_file", "text.txt"), *named(folder, "label_file", "labels.txt")]
            + ["--mwt_json_file", str(folder / "parts.json")]
            + "--hidden_dim 24 --emb_dim 16 --steps 150 --lr0 0.01 --dropout 0.1 --unit_dropout 0 --eval_steps 150".split(),
        ),
        "pos": (stanza.models.tagger, [*both(SENTENCES), *_SMALL, *"--max_steps 150 --lr 0.01".split()]),
        "lemma": (stanza.models.lemmatizer, [*both(SENTENCES), "--dict_only"]),
        "depparse": (
            stanza.models.parser,
            [*both(SENTENCES), *_SMALL, *"--max_steps 150 --no_second_optim --no_checkpoint".split()],
        ),
    }
    for processor, (module, given) in steps.items():
        where = ["--save_dir", str(folder / "fi" / processor), "--save_name", "tiny.pt", "--shorthand", "fi_tiny"]
        module.main([*where, "--cpu", *(["--lang", "fi"] if processor != "lemma" else []), *given])
    packages = {processor: "tiny" for processor in steps}
    known = {processor: {"tiny": {}} for processor in steps}
    content = {"fi": {"lang_name": "Finnish", "packages": {"default": packages}, **known}}
    (folder / "resources.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def named(folder: Path, option: str, name: str) -> list[str]:
    return [f"--{option}", str(folder / name), f"--dev_{option}", str(folder / name)]


def both(path: Path) -> list[str]:
    return ["--train_file", str(path), "--eval_file", str(path)]


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
