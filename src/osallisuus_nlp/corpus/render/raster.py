"""A PDF as a scanner makes it: pictures of pages, clean or damaged."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Damage", "rasterise"]

_CLEAN_JPEG = 92
_WHITE, _BLACK = 255, 0


@dataclass(frozen=True, slots=True)
class Damage:
    """What copying and scanning did to the pages.

    Attributes
    ----------
    skew : float
        Degrees that a page is turned clockwise; every other page the other way.
    noise : float
        Standard deviation of the grey levels, of 255.
    jpeg : int
        Quality of the pictures' compression, 1 to 95.
    blur : float
        Radius in picture dots.
    contrast : float
        Share of the contrast that is left: ink becomes grey and paper darker.
    speckle : float
        Share of the dots that are turned black.
    """

    skew: float = 1.0
    noise: float = 12.0
    jpeg: int = 35
    blur: float = 0.8
    contrast: float = 1.0
    speckle: float = 0.0


def rasterise(pdf: Path, target: Path, *, dpi: int = 200, damage: Damage | None = None, seed: int = 0) -> None:
    """Write the pages of `pdf` to `target` as a PDF of grey pictures, with no text in it.

    Parameters
    ----------
    damage : Damage, optional
        By default the pages are as clean as the scanner can make them.
    seed : int
        Of the noise and speckle: the same seed gives the same file.
    """
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(pdf) as document:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    if damage:
        pages = [_damaged(page, damage, seed, number) for number, page in enumerate(pages)]
    epoch = time.gmtime(0)
    pages[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=dpi,
        quality=damage.jpeg if damage else _CLEAN_JPEG,
        title="",  # else the file's name
        creationDate=epoch,
        modDate=epoch,
    )


def _damaged(page: Image, damage: Damage, seed: int, number: int) -> Image:
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageFilter

    angle = -damage.skew if number % 2 == 0 else damage.skew
    if angle:
        page = page.rotate(angle, resample=Pictures.Resampling.BICUBIC, fillcolor=_WHITE)
    if damage.blur:
        page = page.filter(ImageFilter.GaussianBlur(damage.blur))
    random = np.random.default_rng([seed, number])
    dots = np.asarray(page, dtype=np.float32)
    middle = (_WHITE + _BLACK) / 2
    dots = middle + damage.contrast * (dots - middle)
    if damage.noise:
        dots = dots + random.normal(0.0, damage.noise, dots.shape).astype(np.float32)
    if damage.speckle:
        dots = np.where(random.random(dots.shape) < damage.speckle, _BLACK, dots)
    return Pictures.fromarray(dots.clip(_BLACK, _WHITE).astype(np.uint8))
