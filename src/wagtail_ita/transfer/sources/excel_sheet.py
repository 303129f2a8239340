"""What openpyxl does not tell of a sheet that it reads row by row: merged cells, empty formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from openpyxl.utils.cell import range_boundaries

from wagtail_ita.transfer.sources.archive import SafeXML

_CHUNK = 1 << 16
# A row of a real sheet is far shorter; what has no end of a row in so much is looked at as it is.
_LONGEST = 1 << 22
_END_OF_ROW = b"row>"
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']([A-Z0-9:]{2,40})["']""")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
# A cell behind column GR, the two hundredth.
_FAR = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["'](?:[A-Z]{3}|[H-Z][A-Z]|G[S-Z])\d+["'][^<>]*>"""
)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z0-9]{2,12})["']""")
_MOST_AREAS = 20_000
_MOST_NAMED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A merged cell, its rows and columns counted from 1."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(slots=True, kw_only=True)
class SheetFacts:
    """What was found in one sheet.

    Attributes:
        rows: How many rows it has, blank ones too.
        longest: Tags and attributes in the longest of them.
        is_wide: Whether it has cells, be they empty, in a column that is not read.
        is_cut: Whether one of them holds something.
        merged: Its merged cells.
        without_value: Addresses of formulas whose result is not saved.
    """

    rows: int = 0
    longest: int = 0
    is_wide: bool = False
    is_cut: bool = False
    merged: list[Area] = field(default_factory=list)
    without_value: list[str] = field(default_factory=list)


def read_facts(source: SafeXML) -> SheetFacts:
    """Look through the XML of a sheet."""
    facts = SheetFacts()
    rest = b""
    nodes = 0
    while chunk := source.read(_CHUNK):
        rest += chunk
        # Longer than a piece only where a row is, and then what is in one piece hardly counts.
        nodes = 0 if _END_OF_ROW in chunk else nodes + chunk.count(b"<") + chunk.count(b"=")
        facts.longest = max(facts.longest, nodes)
        cut = rest.rfind(_END_OF_ROW)
        if cut >= 0 or len(rest) > _LONGEST:
            cut = len(rest) if cut < 0 else cut + len(_END_OF_ROW)
            _look(rest[:cut], facts)
            rest = rest[cut:]
    _look(rest, facts)
    return facts


def _look(xml: bytes, facts: SheetFacts) -> None:
    facts.rows += len(_ROW.findall(xml))
    for far in _FAR.finditer(xml):
        facts.is_wide = True
        facts.is_cut = facts.is_cut or not far[0].endswith(b"/>")
    for found in _FORMULA.finditer(xml):
        address = _REFERENCE.search(found[1])
        if address and len(facts.without_value) < _MOST_NAMED:
            facts.without_value.append(address[1].decode("ascii"))
    for found in _MERGED.finditer(xml):
        if len(facts.merged) < _MOST_AREAS:
            left, top, right, bottom = range_boundaries(found[1].decode("ascii"))
            if None not in (left, top, right, bottom):
                facts.merged.append(Area(left=left, top=top, right=right, bottom=bottom))
