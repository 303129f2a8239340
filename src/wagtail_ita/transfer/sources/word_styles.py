"""What the styles of a Word document say of a paragraph: heading, list, contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from wagtail_ita.transfer.sources.word_lists import VAL

_HEADING = re.compile("heading ([1-9])")
_CONTENTS = re.compile("toc [1-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a paragraph or style says itself; ``None`` and empty where it says nothing.

    Attributes:
        style: The style that it follows.
        number: Its list; "0" for none in spite of its style.
        level: Its level in the list.
        outline: Its level as a heading, from 0; 9 for none.
        name: Name of the style, in small letters.
    """

    style: str = ""
    number: str = ""
    level: int | None = None
    outline: int | None = None
    name: str = ""


class Styles:
    """The paragraph styles of a document."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Properties] = {}
        self.default = ""
        for item in [] if root is None else root.findall(qn("w:style")):
            identity = item.get(qn("w:styleId")) or ""
            name = item.find(qn("w:name"))
            based = item.find(qn("w:basedOn"))
            found = read_properties(item.find(qn("w:pPr")))
            self._styles[identity] = Properties(
                style="" if based is None else based.get(VAL) or "",
                number=found.number,
                level=found.level,
                outline=found.outline,
                name="" if name is None else (name.get(VAL) or "").lower(),
            )
            is_default = item.get(qn("w:default")) in ("1", "true", "on")
            if is_default and item.get(qn("w:type")) == "paragraph":
                self.default = identity

    def list_of(self, style: str) -> str:
        """The list of a style; empty when it has none."""
        return next((each.number for _id, each in self._line(style) if each.number), "")

    def numbering_of(self, style: str) -> tuple[str, str, int]:
        """The list of a style, the style that it comes from, and the level there."""
        for identity, each in self._line(style):
            if each.number:
                return each.number, identity, each.level or 0
        return "", "", 0

    def heading(self, own: Properties) -> int:
        """Level of a heading, 1 to 9; 0 for body text."""
        if own.outline is not None:
            return own.outline + 1 if own.outline < 9 else 0
        for _identity, each in self._line(own.style or self.default):
            if found := _HEADING.fullmatch(each.name):
                return int(found[1])
            if each.outline is not None:
                return each.outline + 1 if each.outline < 9 else 0
            if each.name == "title":
                return 1
        return 0

    def is_contents(self, style: str) -> bool:
        """Whether a style is that of a line in a table of contents."""
        return any(_CONTENTS.fullmatch(each.name) for _identity, each in self._line(style))

    def _line(self, style: str) -> Iterator[tuple[str, Properties]]:
        """A style and those that it is based on; a damaged file may lead round in a circle."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield style, self._styles[style]
            style = self._styles[style].style


def read_properties(item: Any | None) -> Properties:
    """What a ``w:pPr`` element says."""
    if item is None:
        return Properties()
    style = item.find(qn("w:pStyle"))
    numbers = item.find(qn("w:numPr"))
    outline = item.find(qn("w:outlineLvl"))
    number = level = None
    if numbers is not None:
        number, level = numbers.find(qn("w:numId")), numbers.find(qn("w:ilvl"))
    return Properties(
        style="" if style is None else style.get(VAL) or "",
        number="" if number is None else number.get(VAL) or "",
        level=_digit(level),
        outline=_digit(outline),
    )


def _digit(item: Any | None) -> int | None:
    text = "" if item is None else item.get(VAL) or ""
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() else None
