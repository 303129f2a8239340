"""Text of a PDF made whole again: what writers and fonts of PDF do to Thai marks, undone."""

from __future__ import annotations

import re

_MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
# Older fonts have a glyph of its own for a mark that is moved, at a private place in Unicode.
_PRIVATE = str.maketrans(
    {
        0xF700: "ฐ",
        0xF701: "\u0e34",
        0xF702: "\u0e35",
        0xF703: "\u0e36",
        0xF704: "\u0e37",
        0xF705: "\u0e48",
        0xF706: "\u0e49",
        0xF707: "\u0e4a",
        0xF708: "\u0e4b",
        0xF709: "\u0e4c",
        0xF70A: "\u0e48",
        0xF70B: "\u0e49",
        0xF70C: "\u0e4a",
        0xF70D: "\u0e4b",
        0xF70E: "\u0e4c",
        0xF70F: "ญ",
        0xF710: "\u0e31",
        0xF711: "\u0e4d",
        0xF712: "\u0e47",
        0xF713: "\u0e48",
        0xF714: "\u0e49",
        0xF715: "\u0e4a",
        0xF716: "\u0e4b",
        0xF717: "\u0e4c",
        0xF718: "\u0e38",
        0xF719: "\u0e39",
        0xF71A: "\u0e3a",
    }
)
# Each writer of PDF breaks Thai in its own way; the order of these rules matters.
_RULES = (
    (re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32"), "\\1\u0e33"),
    (re.compile("\u0e33\u0e32"), "\u0e33"),
    (re.compile("\u02f8([\u0e48-\u0e4b]?)\u0e32"), "\\1\u0e33"),
    (re.compile(f"(?<=[ก-ฮ{_MARK}]) (?=[{_MARK}])"), ""),
    (re.compile(f"([{_MARK}])\\1+"), "\\1"),
)
_THAI = re.compile("[ก-\u0e3a\u0e40-\u0e4e]")
_LATIN_HIGH = re.compile("[\u00a1-\u00da\u00df-\u00fb]")
_LETTER = re.compile(r"[^\W\d_]")


def normalise(text: str) -> str:
    """Put the marks of Thai where they belong."""
    text = text.translate(_PRIVATE)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def from_latin(text: str) -> str | None:
    """Thai from a font that calls its letters Latin ones; ``None`` when this is no such text."""
    high = len(_LATIN_HIGH.findall(text))
    if high < 20 or high * 2 < count_letters(text) or _THAI.search(text):
        return None
    return "".join(
        letter.encode("latin-1").decode("cp874", "replace") if "\xa0" < letter <= "\xff" else letter
        for letter in text
    )


def count_letters(text: str) -> int:
    """How many letters of any language a text has."""
    return len(_LETTER.findall(text))
