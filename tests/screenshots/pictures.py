"""From what a browser shows to a small file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pypdfium2
from PIL import Image

GROUND = "#dfe3ea"
GAP = 20
WIDEST = 1600
LARGEST = 250 * 1024  # bytes: a README is read on a phone too


def beside(*pictures: Image.Image, height: int = 0) -> Image.Image:
    """Lay pictures side by side on a grey ground, each cut to one height."""
    height = height or max(picture.height for picture in pictures)
    cut = [picture.crop((0, 0, picture.width, min(height, picture.height))) for picture in pictures]
    width = sum(picture.width for picture in cut) + GAP * (len(cut) + 1)
    ground = Image.new("RGB", (width, height + 2 * GAP), GROUND)
    left = GAP
    for picture in cut:
        ground.paste(picture, (left, GAP))
        left += picture.width + GAP
    return ground


def below(*pictures: Image.Image) -> Image.Image:
    """Lay pictures one below the other on a grey ground."""
    width = max(picture.width for picture in pictures) + 2 * GAP
    ground = Image.new("RGB", (width, GAP + sum(each.height + GAP for each in pictures)), GROUND)
    top = GAP
    for picture in pictures:
        ground.paste(picture, (GAP, top))
        top += picture.height + GAP
    return ground


def paper(data: bytes, *, pages: Iterable[int]) -> list[Image.Image]:
    """Draw pages of a PDF, counted from 1."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[number - 1].render(scale=1.15).to_pil().convert("RGB") for number in pages]
    finally:
        document.close()


def write_small(picture: Image.Image, path: Path, *, largest: int = LARGEST) -> int:
    """Write a picture with 256 colours; return its size in bytes.

    The colours are chosen so that the rare ones stay, such as the green of an emblem.

    Raises:
        ValueError: If the file is larger than a picture of ours may be.
    """
    if picture.width > WIDEST:
        height = round(picture.height * WIDEST / picture.width)
        picture = picture.resize((WIDEST, height), Image.Resampling.LANCZOS)
    few = picture.quantize(
        256, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
    few.save(path, optimize=True)
    size = path.stat().st_size
    if size > largest:
        raise ValueError(f"{path.name} has {size:,} bytes, more than {largest:,}.")
    return size
