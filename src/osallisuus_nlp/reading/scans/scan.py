"""Pictures of pages made ready for recognition: grey, straight, evenly lit, without ruling lines and specks.

Everything here works on arrays of grey (uint8, 0 is black) or of ink (bool, True is dark).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL.Image import Image

Grey = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.bool_]

_STEEPEST = 5.0  # degrees of skew looked for
_LEAST_SKEW = 0.1  # degrees; less does recognition no harm, and turning costs sharpness
_PIECES = 300  # that are looked at again
_LONG = 0.5  # inches: what is straight for so long is a ruling line, not a letter
_THIN = 0.03  # inches: and no thicker than this, or it is a coloured field
_PAPER = 250.0  # grey of evenly lit paper
_ROUND = 0.65  # the share of its box that a bullet fills; lone digits fill less, a disc 0.79
_WHITE = 242.0  # grey from which it is made white
_SOFT = 0.7  # pixels of smoothing
_FAINT = 228  # grey on white paper that is still a line
_DARKER = 22  # levels of grey by which a line is darker than its ground
_SIGHT = 0.07  # inches along which a line is averaged
_WHOLE = 0.8  # the share of a line's length that is dark in one row; letters have gaps between them
_BARE = 0.25  # the share of ink beside a line that is not the foot of a word


class Rule(NamedTuple):
    """A straight line on a page, in pixels or in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


def grey(image: Image) -> Grey:
    """Return the picture in grey on white, whatever its mode."""
    from PIL import Image as Pictures

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        white = Pictures.new("RGBA", image.size, "white")
        image = Pictures.alpha_composite(white, image.convert("RGBA"))
    if image.mode.startswith("I") or image.mode == "F":
        levels = np.asarray(image, dtype=np.float64)
        low, high = float(levels.min()), float(levels.max())
        return np.asarray((levels - low) * (255.0 / max(high - low, 1.0)), dtype=np.uint8)
    return np.array(image.convert("L"))


def lit_evenly(page: Grey) -> Grey:
    """Return the page with its paper white all over: the paper's shade around each spot is divided out."""
    from scipy import ndimage

    step = max(1, min(page.shape) // 200)
    small = page[::step, ::step].astype(np.float32)
    paper = ndimage.percentile_filter(small, 80, size=15)
    paper = ndimage.gaussian_filter(paper, 5)
    paper = np.maximum(paper, 60.0)  # a dark field stays dark: text on it is told by the engine
    rows = np.minimum(np.arange(page.shape[0]) // step, small.shape[0] - 1)
    columns = np.minimum(np.arange(page.shape[1]) // step, small.shape[1] - 1)
    whole = paper[rows[:, None], columns[None, :]]
    return np.asarray(np.clip(page * (_PAPER / whole), 0, 255), dtype=np.uint8)


def ink(page: Grey) -> Ink:
    """Return which pixels are dark, by Otsu's threshold."""
    counts = np.bincount(page.ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    sums = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    threshold = int(np.nanargmax(between)) if np.isfinite(between).any() else 127
    return np.asarray(page <= min(threshold, 200))


def skew(dark: Ink) -> float:
    """Return by how many degrees the lines of text fall to the right, between -5 and 5; 0 where none is told.

    Lines are straight where the number of dark pixels changes most sharply from row to row.
    """
    step = max(1, max(dark.shape) // 1200)
    height, width = (size // step * step for size in dark.shape)
    blocks = dark[:height, :width].reshape(height // step, step, width // step, step)
    y, x = np.nonzero(blocks.any(axis=(1, 3)))
    if y.size < 200 or y.size > 0.4 * height * width / step**2:
        return 0.0
    if y.size > 60_000:
        chosen = np.linspace(0, y.size - 1, 60_000).astype(np.intp)
        y, x = y[chosen], x[chosen]
    x = x - x.mean()

    def sharpness(degrees: float) -> float:
        rows = np.rint(y - x * np.tan(np.radians(degrees))).astype(np.intp)
        profile = np.bincount(rows - rows.min())
        return float(np.square(np.diff(profile)).sum())

    flat = sharpness(0.0)
    best = 0.0
    for span, grain in ((_STEEPEST, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = best + np.arange(-span, span + grain / 2, grain)
        best = float(max(angles, key=lambda degrees: sharpness(float(degrees))))
    sure = sharpness(best) > 1.05 * flat
    return best if sure and abs(best) <= _STEEPEST else 0.0


def turned(page: Grey, degrees: float) -> Grey:
    """Return the page turned about its centre, counter-clockwise, in a picture of the same size on its own paper."""
    from PIL import Image as Pictures

    if abs(degrees) < _LEAST_SKEW:
        return page
    paper = int(np.percentile(page, 90))
    picture = Pictures.fromarray(page).rotate(degrees, resample=Pictures.Resampling.BICUBIC, fillcolor=paper)
    return np.asarray(picture)


def rules(page: Grey, dpi: float) -> tuple[Ink, list[Rule]]:
    """Return the pixels of long straight lines of an evenly lit page, and the lines, in pixels."""
    dark = ink(page)
    across, found = _level(page, dark, dpi)
    upright, standing = _level(np.ascontiguousarray(page.T), np.ascontiguousarray(dark.T), dpi)
    found += [Rule(rule.top, rule.x0, rule.bottom, rule.x1) for rule in standing]
    return across | upright.T, found


def _level(page: Grey, dark: Ink, dpi: float) -> tuple[Ink, list[Rule]]:
    """Return the pixels of level lines, and the lines.

    A line may be faint, so it is looked for in the mean of some pixels side by side, and darker than what lies above
    and below: it may bound a coloured field. What is beside a line is bare, which tells it from the foot of a word.
    """
    from scipy import ndimage

    long, thin = max(3, round(_LONG * dpi)) | 1, max(2, round(_THIN * dpi)) + 2
    grained = ndimage.uniform_filter1d(page, max(5, round(_SIGHT * dpi)), axis=1)
    reach = 4 * thin + 1  # more than a line of text is high
    ground = ndimage.minimum_filter1d(ndimage.maximum_filter1d(grained, reach, axis=0), reach, axis=0)
    faint = np.minimum(ground - np.minimum(ground, np.uint8(_DARKER)), np.uint8(_FAINT))
    runs = ndimage.minimum_filter1d((grained < faint).astype(np.uint8), long, axis=1, mode="constant")
    kept = ndimage.maximum_filter1d(runs, long, axis=1, mode="constant")
    labels, count = ndimage.label(ndimage.maximum_filter1d(kept, 3, axis=0))
    found: list[Rule] = []
    chosen = np.zeros(count + 1, dtype=np.bool_)
    for number, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1):
        thick = int(kept[rows, columns].sum(axis=0).max(initial=0))
        short = columns.stop - columns.start < 2 * long
        if thick > (thin // 2 + 1 if short else thin):  # as high as a word's small letters
            continue
        beside = (rows.start - 2, rows.stop + 1)
        inked = [dark[row, columns].mean() for row in beside if 0 <= row < dark.shape[0]]
        filled = ndimage.uniform_filter1d(
            (page[rows, columns] < faint[rows, columns]).astype(np.float32), long // 2, axis=1
        )
        if filled.max(axis=0).mean() > _WHOLE and max(inked, default=0.0) < _BARE:
            chosen[number] = True
            found.append(Rule(columns.start, rows.start, columns.stop, rows.stop))
    lines = chosen[labels]
    rest = (dark & ~lines).astype(np.uint8)  # a stroke that crosses the line stays
    reach = thin | 1
    above = ndimage.maximum_filter1d(rest, reach, axis=0, origin=reach // 2)
    below = ndimage.maximum_filter1d(rest, reach, axis=0, origin=-(reach // 2))
    return np.asarray(lines & ~(dark & (above > 0) & (below > 0))), found


def cleared(page: Grey, lines: Ink) -> Grey:
    """Return an evenly lit page without the pixels of its ruling lines, and with the grain of its paper made white."""
    from scipy import ndimage

    smooth = ndimage.gaussian_filter(page.astype(np.float32), _SOFT)
    white = np.clip(smooth * (255.0 / _WHITE), 0, 255).astype(np.uint8)
    white[ndimage.maximum_filter(lines, 3)] = 255
    return np.asarray(white)


class LeftOver(NamedTuple):
    """Ink outside the words, as boxes in pixels: left, top, right, bottom."""

    dashes: list[tuple[int, int, int, int]]
    dots: list[tuple[int, int, int, int]]
    pieces: list[tuple[int, int, int, int]]


def left_over(page: Grey, dpi: float, words: Sequence[tuple[float, float, float, float]]) -> LeftOver:
    """Return what looks like a dash, a bullet or a piece of text in a cleared page but is in none of `words`."""
    from scipy import ndimage

    dark = ink(page)
    for x0, top, x1, bottom in words:
        dark[max(0, int(top) - 2) : int(bottom) + 3, max(0, int(x0) - 2) : int(x1) + 3] = False
    across, down = max(1, round(0.09 * dpi)), max(1, round(0.025 * dpi))
    spread = ndimage.maximum_filter(dark.astype(np.uint8), size=(down, across))
    labels, _ = ndimage.label(spread)
    found = LeftOver([], [], [])
    for number, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1):
        inside = dark[rows, columns] & (labels[rows, columns] == number)
        y, x = np.nonzero(inside)
        if y.size < 0.0002 * dpi**2:
            continue
        box = (columns.start + x.min(), rows.start + y.min(), columns.start + x.max() + 1, rows.start + y.max() + 1)
        width, height = (box[2] - box[0]) / dpi, (box[3] - box[1]) / dpi
        full = y.size / ((box[2] - box[0]) * (box[3] - box[1]))
        place = tuple(int(value) for value in box)
        left, top, right, bottom = place
        if height <= 0.035 and 0.03 <= width <= 0.2 and width >= 2.2 * height and full > 0.5:
            found.dashes.append((left, top, right, bottom))
        elif 0.02 <= height <= 0.12 and 0.7 < width / height < 1.45 and full > _ROUND:
            found.dots.append((left, top, right, bottom))
        elif 0.04 <= height <= 0.6 and width >= 0.04 and full < 0.7 and len(found.pieces) < _PIECES:
            found.pieces.append((left, top, right, bottom))
    return found


def tight(dark: Ink, box: tuple[float, float, float, float]) -> tuple[float, float]:
    """Return the top and bottom of the ink in a box, or the box's where it has hardly any."""
    x0, top, x1, bottom = box
    inside = dark[max(0, int(top)) : int(bottom) + 1, max(0, int(x0)) : int(x1) + 1]
    inked = np.flatnonzero(inside.sum(axis=1) >= 2)
    if inked.size < 2:
        return top, bottom
    return int(top) + int(inked[0]), int(top) + int(inked[-1]) + 1


class Place(NamedTuple):
    """Where a piece stands in a sheet, and how far from there it is in the page."""

    top: float
    bottom: float
    right: float
    down: float


def stacked(page: Grey, dpi: float, pieces: Sequence[tuple[int, int, int, int]]) -> tuple[Grey, list[Place]]:
    """Return the pieces of a page under each other in one white sheet, and their places."""
    edge, gap = round(0.15 * dpi), round(0.12 * dpi)
    width = max(right - left for left, _, right, _ in pieces) + 2 * edge
    height = sum(bottom - top + gap for _, top, _, bottom in pieces) + 2 * edge
    sheet = np.full((height, width), 255, dtype=np.uint8)
    places = []
    y = edge
    for left, top, right, bottom in pieces:
        sheet[y : y + bottom - top, edge : edge + right - left] = page[top:bottom, left:right]
        places.append(Place(y - gap / 2, y + bottom - top + gap / 2, left - edge, top - y))
        y += bottom - top + gap
    return sheet, places
