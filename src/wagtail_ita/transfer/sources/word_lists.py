"""The numbers that Word puts in front of paragraphs: they are nowhere in the text of a .docx."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn

VAL = qn("w:val")
_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_DASHES = "-–—"
_BULLET = "•"
# Beyond it letters and Roman numerals only grow long; no list of a report is that long.
_MOST = 32_767
_LONGEST_MARKER = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    glued: bool = False
    restarts: bool = True
    plain: bool = False
    style: str = ""


@dataclass(slots=True, kw_only=True)
class _List:
    """A list as paragraphs refer to it.

    Attributes:
        counter: What it shares its numbers with.
        levels: By their depth.
        restarts: Levels at which it begins anew, until it has.
    """

    counter: str
    levels: dict[int, _Level]
    restarts: set[int] = field(default_factory=set)


class Numbering:
    """Counts the numbered paragraphs of one document, in their order."""

    def __init__(self, root: Any | None, *, style_list: Callable[[str], str]) -> None:
        """Read the lists of a document.

        Args:
            root: The ``w:numbering`` element; ``None`` when it has no lists.
            style_list: Tells which list a style of numbering has.
        """
        self._counters: dict[str, dict[int, int]] = {}
        self._lists: dict[str, _List] = {}
        if root is not None:
            self._read(root, style_list)

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level that a list gives to paragraphs of a style."""
        found = self._lists.get(number)
        levels = found.levels if found else {}
        return next((depth for depth, level in levels.items() if level.style == style), None)

    def marker(self, number: str, depth: int) -> str:
        """Count a paragraph, and return what Word shows in front of it, with the space."""
        found = self._lists.get(number)
        if found is None or not 0 <= depth < _LEVELS:
            return ""
        counts = self._counters.setdefault(found.counter, {})
        level = found.levels.get(depth, _Level())
        if depth in found.restarts:
            found.restarts.discard(depth)
            counts.pop(depth, None)
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            if found.levels.get(deeper, level).restarts:
                del counts[deeper]
        return self._show(found, depth, counts)

    def _show(self, found: _List, depth: int, counts: dict[int, int]) -> str:
        level = found.levels.get(depth, _Level())
        if level.format == "bullet":
            shown = level.text if level.text and level.text in _DASHES else _BULLET
            return f"{shown} "
        if level.format == "none" and not _PLACE.sub("", level.text).strip():
            return ""

        def number(place: re.Match[str]) -> str:
            other = int(place[1]) - 1
            its = found.levels.get(other, _Level())
            count = counts.get(other, its.start)
            return format_number(count, "decimal" if level.plain else its.format)

        shown = _PLACE.sub(number, level.text[:_LONGEST_MARKER]).strip()
        return shown + ("" if level.glued or not shown else " ")

    def _read(self, root: Any, style_list: Callable[[str], str]) -> None:
        abstract = {item.get(qn("w:abstractNumId")): item for item in _all(root, "w:abstractNum")}
        for item in _all(root, "w:num"):
            base = _value(item, "w:abstractNumId")
            levels = _levels(abstract.get(base))
            linked = _value(abstract[base], "w:numStyleLink") if base in abstract else ""
            if linked and not levels:
                base, levels = _follow(root, abstract, style_list(linked), base)
            restarts = set()
            for override in _all(item, "w:lvlOverride"):
                depth = _int(override.get(qn("w:ilvl")), 0)
                for changed in _all(override, "w:lvl"):
                    levels[depth] = _level(changed)
                start = _value(override, "w:startOverride")
                if start:
                    level = levels.get(depth, _Level())
                    levels[depth] = replace(level, start=_int(start, 1))
                    restarts.add(depth)
            self._lists[item.get(qn("w:numId"))] = _List(
                counter=base, levels=levels, restarts=restarts
            )


def format_number(number: int, style: str) -> str:
    """A number as Word writes it in a list; in Arabic digits where the style is not known."""
    if not 0 <= number <= _MOST:
        return str(number)
    match style:
        case "none":
            return ""
        case "thaiNumbers" | "thaiCounting":
            return str(number).translate(_THAI_DIGITS)
        case "thaiLetters":
            return _letters(number, _THAI_LETTERS)
        case "lowerLetter":
            return _letters(number, _LATIN_LETTERS)
        case "upperLetter":
            return _letters(number, _LATIN_LETTERS).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
    return str(number)


def _letters(number: int, letters: str) -> str:
    """After the last letter of the alphabet Word writes each twice, then three times."""
    if number < 1:
        return ""
    times, place = divmod(number - 1, len(letters))
    return letters[place] * min(times + 1, _LONGEST_MARKER)


def _roman(number: int) -> str:
    written = []
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written.append(letters * times)
    return "".join(written)


def _follow(
    root: Any, abstract: dict[str, Any], number: str, base: str
) -> tuple[str, dict[int, _Level]]:
    """The list that a style of numbering stands for."""
    for item in _all(root, "w:num"):
        if item.get(qn("w:numId")) == number:
            target = _value(item, "w:abstractNumId")
            return target, _levels(abstract.get(target))
    return base, {}


def _levels(item: Any | None) -> dict[int, _Level]:
    if item is None:
        return {}
    return {_int(level.get(qn("w:ilvl")), 0): _level(level) for level in _all(item, "w:lvl")}


def _level(item: Any) -> _Level:
    # Newer formats stand beside one that every Word knows.
    formats = list(item.iter(qn("w:numFmt")))
    return _Level(
        start=_int(_value(item, "w:start"), 1),
        format=(formats[-1].get(VAL) or "decimal") if formats else "decimal",
        text=_value(item, "w:lvlText"),
        glued=_value(item, "w:suff") == "nothing",
        restarts=_value(item, "w:lvlRestart") != "0",
        plain=is_on(item.find(qn("w:isLgl"))),
        style=_value(item, "w:pStyle"),
    )


def is_on(switch: Any | None) -> bool:
    """Whether a switch of Word is there and not turned off."""
    return switch is not None and switch.get(VAL) not in ("0", "false", "off", "none")


def _all(item: Any, tag: str) -> Iterator[Any]:
    return iter(item.findall(qn(tag)))


def _value(item: Any, tag: str) -> str:
    found = item.find(qn(tag))
    return "" if found is None else found.get(VAL) or ""


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
