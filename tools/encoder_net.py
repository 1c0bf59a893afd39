"""The encoder as a torch module: multilingual-e5-small with two linear heads.

One gives the scores of a passage from the mean of its vectors, the other the marks of each piece from its own.
"""

from __future__ import annotations

import numpy as np
import torch
from encoder_weights import Weights
from torch import Tensor, nn
from torch.nn import functional

_MASKED = -1e4
START, RARE = 0.02, -2.0  # of the marks: spread of their weights at first, and log-odds: most words have none


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
    """Token ids and their mask to one score a label, and one a mark for each token.

    Parameters
    ----------
    labels, marks : int
        How many scores a row and a token get.
    rows : sequence of int
        Which rows of the embedding are kept; a token's id is its place among them.
    """

    def __init__(self, weights: Weights, rows: list[int], labels: int, marks: int, *, dropout: float) -> None:
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
        self.dropout = nn.Dropout(dropout)
        self.head, self.marks = nn.Linear(width, labels), nn.Linear(width, marks)
        nn.init.normal_(self.marks.weight, std=START)
        nn.init.constant_(self.marks.bias, RARE)
        state = {"norm.weight": tensor("emb.ln.w", width), "norm.bias": tensor("emb.ln.b", width)}
        for number, layer in enumerate(self.layers):
            for name, module in layer.named_children():
                if name == "dropout":
                    continue
                for part, short in (("weight", "w"), ("bias", "b")):
                    shape = getattr(module, part).shape
                    state[f"layers.{number}.{name}.{part}"] = tensor(f"l{number}.{name}.{short}", *shape)
        self.load_state_dict(state, strict=False)
        self.norm.requires_grad_(False)

    def vectors(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return each token's vector, and the mean of each row's own tokens: those that the mask has as 1."""
        dtype = self.head.weight.dtype
        own = (mask == 1).to(dtype)
        hidden = (mask == 0).to(dtype)[:, None, None, :] * _MASKED
        with torch.no_grad():
            x = self.norm(self.word(ids) + self.place(torch.arange(ids.shape[1])[None]))
        for layer in self.layers:
            x = layer(x, hidden)
        return x, (x * own[..., None]).sum(1) / own.sum(1, keepdim=True)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores of shape (rows, labels) and marks of shape (rows, tokens, marks)."""
        tokens, mean = self.vectors(ids, mask)
        return self.head(self.dropout(mean)), self.marks(self.dropout(tokens))

    def start_head(self, coefficients: np.ndarray, bias: np.ndarray) -> None:
        """Set the head to a linear model of the pooled vectors."""
        with torch.no_grad():
            self.head.weight.copy_(torch.from_numpy(coefficients.astype(np.float32)))
            self.head.bias.copy_(torch.from_numpy(bias.astype(np.float32)))
