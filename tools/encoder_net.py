"""The encoder as a torch module: multilingual-e5-small with one linear head over the mean of its vectors."""

from __future__ import annotations

import numpy as np
import torch
from encoder_weights import Weights
from torch import Tensor, nn
from torch.nn import functional

_MASKED = -1e4


class Layer(nn.Module):
    """One layer of a BERT-like encoder: attention and two dense layers, each with its residual and norm."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the layer's vectors; `mask` is added to what attention weighs."""
        batch, length, width = x.shape
        q, k, v = (dense(x).view(batch, length, self.heads, -1).transpose(1, 2) for dense in (self.q, self.k, self.v))
        seen = torch.softmax(q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5 + mask, -1) @ v
        x = self.aln(x + self.dropout(self.ao(seen.transpose(1, 2).reshape(batch, length, width))))
        return self.oln(x + self.dropout(self.fo(functional.gelu(self.fi(x)))))


class Encoder(nn.Module):
    """Token ids and their mask to one score a label.

    Parameters
    ----------
    rows : sequence of int
        Which rows of the embedding are kept; a token's id is its place among them.
    frozen : int
        How many of the lower layers are left as they are, like the embedding.
    """

    def __init__(self, weights: Weights, rows: list[int], labels: int, *, dropout: float, frozen: int) -> None:
        super().__init__()
        width = weights.width
        tensor = lambda name, *shape: torch.from_numpy(weights.tensors[name].reshape(*shape).copy())  # noqa: E731
        words = weights.tensors["emb.word"].reshape(-1, width)[rows]
        self.word = nn.Embedding.from_pretrained(torch.from_numpy(words.copy()), freeze=True)
        places = tensor("emb.pos", -1, width) + tensor("emb.type", -1, width)[0]
        self.place = nn.Embedding.from_pretrained(places, freeze=True)
        self.norm = nn.LayerNorm(width, weights.epsilon)
        self.layers = nn.ModuleList(
            Layer(width, weights.heads, weights.inner, weights.epsilon, dropout) for _ in range(weights.layers)
        )
        self.frozen, self.dropout = frozen, nn.Dropout(dropout)
        self.head = nn.Linear(width, labels)
        state = {"norm.weight": tensor("emb.ln.w", width), "norm.bias": tensor("emb.ln.b", width)}
        for number, layer in enumerate(self.layers):
            for name, module in layer.named_children():
                if name == "dropout":
                    continue
                for part, short in (("weight", "w"), ("bias", "b")):
                    shape = getattr(module, part).shape
                    state[f"layers.{number}.{name}.{part}"] = tensor(f"l{number}.{name}.{short}", *shape)
        self.load_state_dict(state, strict=False)
        for part in (self.norm, *self.layers[:frozen]):
            part.requires_grad_(False)

    def pooled(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the mean vector of each row's tokens."""
        weight = mask.to(self.head.weight.dtype)
        hidden = (1.0 - weight)[:, None, None, :] * _MASKED
        places = torch.arange(ids.shape[1])[None]
        with torch.no_grad():
            x = self.norm(self.word(ids) + self.place(places))
            for layer in self.layers[: self.frozen]:
                x = layer.eval()(x, hidden)
        for layer in self.layers[self.frozen :]:
            x = layer(x, hidden)
        return (x * weight[..., None]).sum(1) / weight.sum(1, keepdim=True)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return one score a label for each row."""
        return self.head(self.dropout(self.pooled(ids, mask)))

    def start_head(self, coefficients: np.ndarray, bias: np.ndarray) -> None:
        """Set the head to a linear model of the pooled vectors."""
        with torch.no_grad():
            self.head.weight.copy_(torch.from_numpy(coefficients.astype(np.float32)))
            self.head.bias.copy_(torch.from_numpy(bias.astype(np.float32)))
