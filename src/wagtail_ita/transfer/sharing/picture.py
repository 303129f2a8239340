"""The picture that LINE, Facebook and others show of a page: 1200 by 630 pixels.

It is looked at small, between other things, on a phone: few words, large, dark on white. The
colours are those of the public pages.
"""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

from wagtail_ita.transfer.emblems import raster_emblem
from wagtail_ita.transfer.formats.characters import visible
from wagtail_ita.transfer.sharing.card import Card
from wagtail_ita.transfer.sharing.layout import Setting, fitted, font

PICTURE_NAME: Final = "share.png"
PICTURE_TYPE: Final = "image/png"
PICTURE_VERSION: Final = 1
"""Raised when the same card gives another picture."""

WIDTH: Final = 1200
HEIGHT: Final = 630

_MARGIN: Final = 72
_RIGHT: Final = WIDTH - _MARGIN
_PAPER: Final = "#ffffff"
_INK: Final = "#1b2138"
_MUTED: Final = "#414960"
_ACCENT: Final = "#1d2d5f"
_GOLD: Final = "#b5913c"
_PALE_GOLD: Final = "#f4dc9c"
_PALE: Final = "#dbe2f4"

# Over a line of Thai stand a vowel and a tone, and another vowel below it.
_LINE: Final = 1.42
_CAPITAL: Final = 0.66
"""How high a letter is, in parts of the size of the font."""


def draw(card: Card, emblem: bytes = b"") -> bytes:
    """Return the picture as PNG; the same bytes for the same card and emblem."""
    return _Drawing(card, emblem).png()


class _Drawing:
    """Draws from the top and from the foot; the title has the room in between."""

    def __init__(self, card: Card, emblem: bytes) -> None:
        self._card = card
        self._image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
        self._pen = ImageDraw.Draw(self._image)
        top = self._masthead(emblem)
        foot = self._foot()
        self._middle(top, foot)

    def png(self) -> bytes:
        target = io.BytesIO()
        self._image.save(target, format="PNG")
        return target.getvalue()

    # ------------------------------------------------------------------------------ the parts

    def _masthead(self, stored: bytes) -> int:
        """Draw the emblem and the name of the agency; return where they end."""
        emblem = raster_emblem(stored, (200, 104)) if stored else None
        self._pen.rectangle((0, 0, WIDTH, 13), fill=_ACCENT)
        if not self._card.agency and emblem is None:
            return 34
        left, middle = _MARGIN, 80
        if emblem is not None:
            self._image.paste(emblem, (left, middle - emblem.height // 2), emblem)
            left += emblem.width + 28
        name = self._set(
            self._card.agency, _RIGHT - left, (46, 42, 38, 35, 32), max_lines=2, bold=True
        )
        step = round(name.size * 1.36)
        first = middle + name.size * _CAPITAL / 2 - step * (len(name.lines) - 1) / 2
        self._write(name, left, round(first), step, _ACCENT, bold=True)
        self._pen.rectangle((_MARGIN, 146, _RIGHT - 1, 148), fill=_GOLD)
        return 150

    def _foot(self) -> int:
        """Draw the band with score, level and website; return where it begins."""
        has_result = bool(self._card.score or self._card.level)
        top = HEIGHT - (156 if has_result else 80)
        self._pen.rectangle((0, top, WIDTH, HEIGHT), fill=_ACCENT)
        self._pen.rectangle((0, top, WIDTH, top + 4), fill=_GOLD)
        left = _MARGIN
        if self._card.score:
            left = self._result(self._card.score_label, self._card.score, left, top, (78,))
        if self._card.level:
            sizes = (56, 50, 44, 38, 32)
            left = self._result(self._card.level_label, self._card.level, left, top, sizes)
        host = self._set(self._card.host, _RIGHT - left, (30, 26), max_lines=1)
        if host.is_whole:
            width = self._width(host)
            base = top + (124 if has_result else 54)
            self._write(host, _RIGHT - width if has_result else left, base, 0, _PALE)
        return top

    def _result(self, label: str, value: str, left: int, top: int, sizes: tuple[int, ...]) -> int:
        """Draw a figure under what it is; return where the next one may begin."""
        heading = self._set(label, _RIGHT - left, (28,), max_lines=1)
        figure = self._set(value, _RIGHT - left, sizes, max_lines=1, bold=True)
        self._write(heading, left, top + 45, 0, _PALE)
        self._write(figure, left, top + 124, 0, _PALE_GOLD, bold=True)
        return left + max(self._width(heading), self._width(figure, bold=True)) + 72

    def _middle(self, top: int, foot: int) -> None:
        """Draw code, assessment and title, in the middle of what room there is."""
        room = foot - top
        occasion_step = 68 if self._card.code or self._card.occasion else 0
        subtitle = self._set(self._card.subtitle, _RIGHT - _MARGIN, (36, 32, 28), max_lines=1)
        subtitle_step = 50 if subtitle.lines else 0
        free = room - occasion_step - subtitle_step - 40
        title = self._title(free)
        step = round(title.size * _LINE)
        height = occasion_step + step * len(title.lines) + subtitle_step
        base = top + (room - height) // 2
        if occasion_step:
            self._occasion(base + 6)
            base += occasion_step
        base += round(step * 0.78)
        self._write(title, _MARGIN, base, step, _INK, bold=True)
        if subtitle.lines:
            self._write(subtitle, _MARGIN, base + step * (len(title.lines) - 1) + 56, 0, _MUTED)

    def _title(self, height: int) -> Setting:
        """Return the title in as many lines as are large enough to read and fit in height."""
        tried = [
            self._set(
                self._card.title,
                _RIGHT - _MARGIN,
                [size for size in range(92, 39, -4) if round(size * _LINE) * count <= height],
                max_lines=count,
                bold=True,
            )
            for count in range(1, 5)
            if round(40 * _LINE) * count <= height
        ]
        # Cut, as much of it as there is room for.
        return max(
            tried,
            key=lambda each: (each.is_whole, each.size if each.is_whole else len(each.lines)),
        )

    def _occasion(self, top: int) -> None:
        left = _MARGIN
        if self._card.code:
            code = self._set(self._card.code, 400, (34,), max_lines=1, bold=True)
            width = self._width(code, bold=True) + 36
            self._pen.rounded_rectangle((left, top, left + width, top + 50), 6, fill=_ACCENT)
            self._write(code, left + 18, top + 37, 0, _PAPER, bold=True)
            left += width + 22
        occasion = self._set(self._card.occasion, _RIGHT - left, (32, 30, 28, 26), max_lines=1)
        self._write(occasion, left, top + 36, 0, _MUTED)

    # --------------------------------------------------------------------------------- the text

    def _set(
        self,
        text: str,
        width: int,
        sizes: tuple[int, ...] | list[int],
        *,
        max_lines: int,
        bold: bool = False,
    ) -> Setting:
        return fitted(
            " ".join(visible(text).split(" ")).strip(),
            width=width,
            sizes=sizes,
            max_lines=max_lines,
            bold=bold,
            language=self._card.language,
        )

    def _write(
        self, text: Setting, left: int, base: int, step: int, fill: str, *, bold: bool = False
    ) -> None:
        face = font(text.size, bold=bold)
        for number, line in enumerate(text.lines):
            self._pen.text(
                (left, base + number * step),
                line,
                fill,
                face,
                anchor="ls",
                language=self._card.language,
            )

    def _width(self, text: Setting, *, bold: bool = False) -> int:
        face = font(text.size, bold=bold)
        widths = [face.getlength(line, language=self._card.language) for line in text.lines]
        return round(max(widths, default=0))
