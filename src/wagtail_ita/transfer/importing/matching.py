"""Which measure of a file is which measure of the page."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.records import MeasureRecord

# Measured on titles of one measure as agencies reworded it from year to year, and on titles of
# different measures of one indicator.
_ALIKE: Final = 0.5
_ALIKE_WITHOUT_INDICATOR: Final = 0.85


class Match(enum.Enum):
    """How a measure of the file was found on the page."""

    ID = "id"
    TITLE = "title"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A measure of the file and the one of the page that it updates, both by position."""

    found: int
    present: int
    match: Match


def match_measures(
    found: Sequence[MeasureRecord], present: Sequence[MeasureRecord]
) -> dict[int, Pair]:
    """Pair measures, the surest first; no measure is in two pairs.

    Args:
        found: Measures of the file.
        present: Measures of the page.

    Returns:
        The pairs by the position in the file.
    """
    table = _Table(found, present)
    table.join(Match.ID, lambda one, two: bool(one.id) and one.id == two.id)
    table.join(Match.TITLE, lambda one, two: bool(_key(one)) and _key(one) == _key(two))
    table.join_alike()
    table.join_only_ones()
    return table.pairs


class _Table:
    def __init__(self, found: Sequence[MeasureRecord], present: Sequence[MeasureRecord]) -> None:
        self.found = dict(enumerate(found))
        self.present = dict(enumerate(present))
        self.pairs: dict[int, Pair] = {}

    def _pair(self, here: int, there: int, match: Match) -> None:
        self.pairs[here] = Pair(found=here, present=there, match=match)
        del self.found[here], self.present[there]

    def join(self, match: Match, agree: Callable[[MeasureRecord, MeasureRecord], bool]) -> None:
        for here, measure in list(self.found.items()):
            there = next((n for n, each in self.present.items() if agree(measure, each)), None)
            if there is not None:
                self._pair(here, there, match)

    def join_alike(self) -> None:
        for _likeness, here, there in sorted(self._alike(), key=lambda each: -each[0]):
            if here in self.found and there in self.present:
                self._pair(here, there, Match.LIKELY)

    def _alike(self) -> Iterator[tuple[float, int, int]]:
        for here, measure in self.found.items():
            for there, other in self.present.items():
                indicators = {measure.indicator, other.indicator}
                if len(indicators) > 1 and None not in indicators:
                    continue
                least = _ALIKE_WITHOUT_INDICATOR if None in indicators else _ALIKE
                likeness = _likeness(_key(measure), _key(other), least)
                if likeness >= least:
                    yield likeness, here, there

    def join_only_ones(self) -> None:
        # An agency has mostly one measure for an indicator, and may give it a new name.
        for here, measure in list(self.found.items()):
            mine = [n for n, each in self.found.items() if each.indicator == measure.indicator]
            theirs = [n for n, each in self.present.items() if each.indicator == measure.indicator]
            if measure.indicator is not None and len(mine) == len(theirs) == 1:
                self._pair(here, theirs[0], Match.LIKELY)


def _key(measure: MeasureRecord) -> str:
    return "".join(to_arabic(measure.title).casefold().split())


def _likeness(one: str, other: str, least: float) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The quick looks are upper bounds; a hundred measures make ten thousand pairs.
    if not one or matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
