"""The agency's emblem as a picture that can be drawn."""

from __future__ import annotations

import io
import warnings

from PIL import Image


def raster_emblem(stored: bytes, size: tuple[int, int]) -> Image.Image | None:
    """Return an emblem no larger than a size; ``None`` when it is no ordinary picture.

    A drawing (SVG), a broken file or one that would fill the memory is none.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(stored)) as image:
                image.thumbnail(size)
                return image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None
