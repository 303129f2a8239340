"""Draw the pictures of the sample site: ``python -m townsite.sample.build_pictures``.

The emblem is an original: a leaf over a stream, in a ring. It stands where a municipality's own
emblem would be, and no garuda is in it.
"""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).resolve().parents[1] / "static" / "townsite"
DOCUMENTS = Path(__file__).resolve().parent / "documents"
SCALE = 4  # drawn large and reduced, which smooths the edges

DEEP, STREAM, LIGHT, LEAF, SUN, PAPER = (
    "#083c45",
    "#0c7584",
    "#8fc7cc",
    "#3f7a34",
    "#f6d684",
    "#ffffff",
)
Point = tuple[float, float]


def wave(left: float, right: float, base: float, height: float, turns: float) -> list[Point]:
    """Points of a sine line from left to right."""
    steps = 120
    return [
        (
            left + (right - left) * i / steps,
            base + height * math.sin(2 * math.pi * turns * i / steps),
        )
        for i in range(steps + 1)
    ]


def leaf(tip: Point, stem: Point, width: float) -> list[Point]:
    """Outline of a leaf between two points."""
    (x0, y0), (x1, y1) = stem, tip
    length = math.hypot(x1 - x0, y1 - y0)
    across = (-(y1 - y0) / length, (x1 - x0) / length)
    steps = 60
    sides: list[list[Point]] = [[], []]
    for i in range(steps + 1):
        t = i / steps
        bulge = width * math.sin(math.pi * t**0.8)
        for side, sign in zip(sides, (1, -1), strict=True):
            x = x0 + (x1 - x0) * t + sign * bulge * across[0]
            side.append((x, y0 + (y1 - y0) * t + sign * bulge * across[1]))
    return sides[0] + sides[1][::-1]


def draw_emblem(size: int = 256) -> Image.Image:
    """The emblem on a transparent ground."""
    n = size * SCALE
    u = n / 100
    image = Image.new("RGBA", (n, n), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((1 * u, 1 * u, 99 * u, 99 * u), fill=SUN)
    draw.ellipse((4 * u, 4 * u, 96 * u, 96 * u), fill=DEEP)
    draw.ellipse((11 * u, 11 * u, 89 * u, 89 * u), fill=PAPER)

    water = Image.new("RGBA", (n, n), (0, 0, 0, 0))
    brush = ImageDraw.Draw(water)
    for base, colour in ((62, LIGHT), (70, STREAM), (79, DEEP)):
        line = wave(0, n, base * u, 2.6 * u, 2.0)
        brush.polygon([*line, (n, n), (0, n)], fill=colour)
    disc = Image.new("L", (n, n), 0)
    ImageDraw.Draw(disc).ellipse((12.5 * u, 12.5 * u, 87.5 * u, 87.5 * u), fill=255)
    image.paste(water, (0, 0), Image.composite(water.getchannel("A"), Image.new("L", (n, n)), disc))

    for tip, width, colour in (
        ((28, 33), 7.5, LEAF),
        ((72, 33), 7.5, LEAF),
        ((50, 19), 9, "#5c9a45"),
    ):
        stem = (50 * u, 58 * u)
        draw.polygon(leaf((tip[0] * u, tip[1] * u), stem, width * u), fill=colour)
        draw.line((*stem, tip[0] * u, tip[1] * u), fill=PAPER, width=round(0.9 * u))
    return image.resize((size, size), Image.Resampling.LANCZOS)


def draw_service_day(width: int = 960, height: int = 540) -> Image.Image:
    """A picture of a service tent in a village, where a site would show its photograph."""
    w, h = width * 2, height * 2
    image = Image.new("RGB", (w, h), "#dcebe6")
    draw = ImageDraw.Draw(image)
    draw.ellipse((w * 0.78, h * 0.08, w * 0.88, h * 0.08 + w * 0.1), fill=SUN)
    draw.polygon([*wave(0, w, h * 0.5, h * 0.06, 1.2), (w, h), (0, h)], fill="#a9cf9b")
    draw.polygon([*wave(0, w, h * 0.6, h * 0.04, 1.7), (w, h), (0, h)], fill="#7fb06f")
    draw.rectangle((0, h * 0.78, w, h), fill="#e6d9b8")
    for left in (0.16, 0.5):
        right = left + 0.3
        for post in (left + 0.01, right - 0.02):
            draw.rectangle((w * post, h * 0.42, w * (post + 0.01), h * 0.84), fill="#47575c")
        draw.polygon(
            [(w * left, h * 0.45), (w * (left + right) / 2, h * 0.24), (w * right, h * 0.45)],
            fill=STREAM if left < 0.3 else LEAF,
        )
        draw.rectangle((w * left, h * 0.45, w * right, h * 0.49), fill=PAPER)
        draw.rectangle((w * (left + 0.05), h * 0.68, w * (right - 0.05), h * 0.72), fill="#8a5a2b")
        draw.rectangle((w * (left + 0.05), h * 0.72, w * (right - 0.05), h * 0.83), fill="#b98149")
        for seat in (0.1, 0.2):
            x, y = w * (left + seat), h * 0.58
            draw.ellipse((x - 26, y - 26, x + 26, y + 26), fill="#6b4a35")
            draw.rounded_rectangle((x - 40, y + 30, x + 40, h * 0.68), 24, fill=DEEP)
    for x, colour in ((0.31, "#b3430c"), (0.425, "#3f5fa0"), (0.84, "#8a3b74"), (0.9, "#47575c")):
        draw.ellipse((w * x - 28, h * 0.62 - 28, w * x + 28, h * 0.62 + 28), fill="#6b4a35")
        draw.rounded_rectangle((w * x - 44, h * 0.62 + 32, w * x + 44, h * 0.9), 30, fill=colour)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def main() -> None:
    """Write both pictures where the site keeps them."""
    emblem = draw_emblem().quantize(colors=64, method=Image.Quantize.FASTOCTREE)
    emblem.save(STATIC / "emblem.png", optimize=True)
    picture = draw_service_day().quantize(colors=64)
    picture.save(DOCUMENTS / "service-day.png", optimize=True)


if __name__ == "__main__":
    main()
