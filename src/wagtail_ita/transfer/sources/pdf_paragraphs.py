"""Paragraphs of a PDF made whole from its lines, which end where the paper does."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wagtail_ita.transfer.sources.pdf_lines import PageLine
from wagtail_ita.transfer.text.markers import MarkerStyle, has_bullet, read_marker

_NUMBER = "[0-9๐-๙]{1,3}"
_PAGE_NUMBER = re.compile(
    f"[-–( ]*(?:หน้า(?:ที่)? ?)?{_NUMBER}(?: ?(?:/|จาก|of) ?{_NUMBER})?[-–) ]*", re.IGNORECASE
)
_THAI_LETTER = re.compile("[ก-\u0e3a\u0e40-\u0e4e]")
# A line that ends this near to the margin, in parts of the width, ends there for want of room:
# Thai words are long, and Word breaks a line before one.
_FULL = 0.8
_NARROWEST = 0.5
# A gap so much wider than that between most lines parts two paragraphs.
_NEXT = 1.35
# No list has so many entries; a line that begins with 99.80 goes on with a sentence.
_MOST_ENTRIES = 30
_INDENT = 1.5
_LARGEST_FALL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The lines of a page.

    Attributes:
        width: Width of the paper, by which pages of one layout are told.
    """

    lines: Sequence[PageLine]
    width: float


@dataclass(slots=True)
class _Margins:
    left: float
    right: float
    leading: float

    def is_full(self, line: PageLine) -> bool:
        return line.right - self.left >= _FULL * (self.right - self.left)


def paragraphs_of(pages: Sequence[Page]) -> Iterator[str]:
    """The paragraphs of all pages; an empty one where a page ends between two.

    A page number stays a paragraph of its own, behind the one that it stood in.
    """
    margins = _margins(pages)
    text = ""
    before: PageLine | None = None
    numbers: list[str] = []
    for page in pages:
        numbers_here = [line.text.strip() for line in page.lines if is_page_number(line.text)]
        lines = [line for line in page.lines if not is_page_number(line.text)]
        for at, line in enumerate(lines):
            margin = margins[round(page.width)]
            if before is not None and _goes_on(before, line, margin, same_page=at > 0):
                text = _joined(text, line.text)
            else:
                if before is not None:
                    yield text.strip()
                yield from numbers
                numbers = []
                if at == 0 and before is not None:
                    yield ""
                text = line.text
            before = line
        numbers += numbers_here
    if before is not None:
        yield text.strip()
    yield from numbers


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but the number of its page."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def _goes_on(before: PageLine, line: PageLine, margin: _Margins, *, same_page: bool) -> bool:
    if not margin.is_full(before) or _begins_entry(line.text.strip(), before.text):
        return False
    size = max(before.size, line.size)
    # An indent begins a paragraph, but behind a number it is how a list hangs.
    hangs = _begins_entry(before.text.strip(), "")
    if line.left > before.left + _INDENT * size and not hangs:
        return False
    return not same_page or 0 < before.baseline - line.baseline <= _NEXT * margin.leading


def _begins_entry(text: str, before: str) -> bool:
    """Whether a line begins with the number of an entry, and not with one of a sentence."""
    if has_bullet(text):
        return True
    marker = read_marker(text)
    if marker is None or max(marker.major, marker.number) > _MOST_ENTRIES:
        return False
    in_brackets = before.count("(") > before.count(")")
    return not (marker.style is MarkerStyle.BRACKET and in_brackets)


def _joined(before: str, after: str) -> str:
    if before.endswith(" ") or after.startswith(" "):
        return f"{before.rstrip()} {after.lstrip()}"
    # Thai has no spaces between words, so a wrapped word must not get one.
    if _THAI_LETTER.match(before[-1:]) and _THAI_LETTER.match(after[:1]):
        return before + after
    return before + after if before.endswith("-") else f"{before} {after}"


def _margins(pages: Sequence[Page]) -> dict[int, _Margins]:
    """The margins of each layout; a stamp or a number that stands outside them is passed over."""
    lines: defaultdict[int, list[PageLine]] = defaultdict(list)
    for page in pages:
        lines[round(page.width)].extend(page.lines)
    return {width: _margins_of(found, width) for width, found in lines.items() if found}


def _margins_of(lines: Sequence[PageLine], width: int) -> _Margins:
    lefts = sorted(line.left for line in lines)
    rights = sorted(line.right for line in lines)
    falls = sorted(
        fall
        for above, below in itertools.pairwise(lines)
        if 0 < (fall := above.baseline - below.baseline) < _LARGEST_FALL * above.size
    )
    left = lefts[len(lefts) // 20]
    return _Margins(
        left=left,
        # On a page of short lines none of them ends for want of room.
        right=max(rights[len(rights) * 19 // 20], left + _NARROWEST * width),
        leading=falls[len(falls) // 4] if falls else 0,
    )
