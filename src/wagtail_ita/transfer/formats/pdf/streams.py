"""The text operators in the page streams of Typst: found, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

Glyph = int

_PLAIN_STRING: Final = rb"(?:[^()\\]|\\.)*"


def _nested(depth: int) -> bytes:
    """Return the pattern of a string with brackets in it, which are balanced where not escaped."""
    inner = _nested(depth - 1) if depth else _PLAIN_STRING
    return rb"(?:[^()\\]|\\.|\(" + inner + rb"\))*"


_STRING: Final = rb"(?:\(" + _nested(3) + rb"\)|<[0-9A-Fa-f]*>)"
_NUMBER: Final = rb"-?[0-9.]+"
# Within a string a new line is written as an escape.
_END: Final = b"\nET\n"
_ELEMENT: Final = re.compile(rb"(" + _STRING + rb")|(" + _NUMBER + rb")", re.DOTALL)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_HEAD: Final = re.compile(
    rb"q 1 0 0 -1 (?P<x>" + _NUMBER + rb") (?P<y>" + _NUMBER + rb") cm[^()<>\[\]]{0,80}?BT"
)
_SHOW: Final = re.compile(
    rb"\s*(?:/Span<</ActualText<(?P<actual>[0-9A-F]*)>>>BDC)?"
    rb"\s*(?P<state>[0-7] Tr/(?P<font>\w+) (?P<size>" + _NUMBER + rb") Tf"
    rb" 1 0 0 -1 )(?P<x>" + _NUMBER + rb") (?P<y>" + _NUMBER + rb") Tm"
    rb"\s*(?P<shown>\[(?:" + _STRING + rb"|[-0-9. ])*\]TJ|" + _STRING + rb"\s*Tj)"
    rb"\s*(?P<end>EMC)?\s*",
    re.DOTALL,
)
HIDDEN: Final = str.maketrans({"\u00a0": " ", "\u200b": None, "\u2060": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Glyphs that are shown by one operator; ``actual`` is what Typst says that they mean."""

    actual: str | None
    state: bytes
    font: bytes
    size: bytes
    x: bytes
    y: bytes
    shown: bytes
    glyphs: tuple[Glyph, ...]


Shows = tuple[Show, ...]


@dataclass(slots=True, kw_only=True)
class Piece:
    """A stretch of text at one height, between ``BT`` and ``ET``.

    Attributes:
        marks: What belongs to the last cluster, but was drawn apart.
        meant: What the last cluster then means.
    """

    x: float
    y: float
    start: int
    end: int
    shows: Shows
    marks: Shows = ()
    meant: str = ""


# -------------------------------------------------------------------------------------- reading


def pieces_of(stream: bytes) -> Iterator[Piece]:
    """Yield the stretches of text that are built as expected."""
    for head in _HEAD.finditer(stream):
        start, end = head.end(), stream.find(_END, head.end())
        shows = _shows(stream[start:end]) if end > 0 else ()
        if shows:
            x, y = float(head["x"]), float(head["y"])
            yield Piece(x=x, y=y, start=start, end=end, shows=shows)


# A word has the same operators wherever it stands, so that most are read and written once.
@lru_cache(maxsize=20_000)
def _shows(body: bytes) -> Shows:
    """Return what is shown; nothing when the text is not built as expected."""
    shows: list[Show] = []
    position = 0
    while position < len(body):
        found = _SHOW.match(body, position)
        if found is None or (found["actual"] is None) != (found["end"] is None):
            return ()
        shows.append(_show(found))
        position = found.end()
    return tuple(shows)


def _show(found: re.Match[bytes]) -> Show:
    actual, state, font, size, x, y, shown, _end = found.groups()
    return Show(
        actual=None if actual is None else text_of(actual),
        state=state,
        font=font,
        size=size,
        x=x,
        y=y,
        shown=shown,
        glyphs=tuple(each for each in _elements(shown) if isinstance(each, int)),
    )


def _elements(shown: bytes) -> tuple[Glyph | float, ...]:
    """Return the glyphs that an operator shows, as whole numbers, with the moves between them."""
    elements: list[Glyph | float] = []
    for text, number in _ELEMENT.findall(shown):
        if number:
            elements.append(float(number))
            continue
        raw = _unquoted(text)
        elements += [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    return tuple(elements)


def _unquoted(text: bytes) -> bytes:
    if text.startswith(b"<"):
        return bytes.fromhex(text[1:-1].decode())
    return _ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else _ESCAPES.get(code, code)


def text_of(encoded: bytes) -> str:
    """Return what hexadecimal UTF-16 says, without what nobody sees."""
    raw = bytes.fromhex(encoded.decode()).removeprefix(b"\xfe\xff")
    return raw.decode("utf-16-be", "replace").translate(HIDDEN)


# -------------------------------------------------------------------------------------- writing


def drawing(show: Show) -> bytes:
    """Return the operators that draw it, without what they mean."""
    return _operators(show, show.shown)


def parted(show: Show) -> tuple[bytes, bytes]:
    """Return the operators of all glyphs but the last, and those of the last."""
    elements = _elements(show.shown)
    last = max(place for place, each in enumerate(elements) if isinstance(each, int))
    return _operators(show, _array(elements[:last])), _array(elements[last:])


def meaning(text: str, operators: bytes) -> bytes:
    """Return the operators with what they mean."""
    encoded = ("\ufeff" + text).encode("utf-16-be").hex().upper()
    return f"/Span<</ActualText<{encoded}>>>BDC".encode() + operators + b"EMC\n"


def moved(show: Show, x: float, y: float) -> Show:
    """Return the same at another place, counted from its own."""
    return replace(show, x=_number(float(show.x) + x), y=_number(float(show.y) + y))


def _array(elements: tuple[Glyph | float, ...]) -> bytes:
    written = (f"<{each:04X}>" if isinstance(each, int) else f"{each:g}" for each in elements)
    return f"[{' '.join(written)}]TJ\n".encode()


def _operators(show: Show, shown: bytes) -> bytes:
    return b"".join((b" ", show.state, show.x, b" ", show.y, b" Tm", shown, b"\n"))


def _number(value: float) -> bytes:
    return f"{value:.5f}".rstrip("0").rstrip(".").encode()
