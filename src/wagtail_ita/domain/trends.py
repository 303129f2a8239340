"""Scores over the years: what was announced, and where it goes on a chart.

A score is shown as it was entered. Where there is none there is a gap: no line crosses it, and
nothing is worked out in between. The total and all indicators stand on one scale, so that none
looks steeper than another.

Places are text as SVG takes it, in percent of the width and in em of the height: so a chart is as
wide as its place allows, while its letters stay as large as those around it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from wagtail_ita.domain.indicators import INDICATORS, Indicator
from wagtail_ita.domain.ratings import MAX_SCORE, RatingLevel, get_level, scale_for

# Where a scale may start. It never covers less than 20 points, or a tenth of a point would look
# like a leap.
FLOORS: Final = (80, 70, 60, 50, 0)
MOST_TICKS: Final = 6
_NO_SCORES: Final[Mapping[int, Decimal]] = {}


class Direction(enum.Enum):
    """How the last score stands to the first one."""

    ROSE = "rose"
    FELL = "fell"
    SAME = "same"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearScores:
    """What a report says of the assessment of one fiscal year (B.E.).

    Attributes:
        level: Code of the level as it was announced; empty when it is not known.
    """

    year: int
    total: Decimal | None = None
    scores: Mapping[int, Decimal] = field(default_factory=lambda: _NO_SCORES)
    level: str = ""

    @property
    def has_scores(self) -> bool:
        return self.total is not None or bool(self.scores)

    @property
    def rating_level(self) -> RatingLevel | None:
        return get_level(self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One score on a chart.

    Attributes:
        is_key: Whether its figure is shown where there is room for a few only.
    """

    year: int
    score: Decimal
    x: str
    y: str
    is_key: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A line from the score of one year to that of the very next one."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of the table."""

    year: int
    score: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line of a chart; without an indicator it is the total."""

    indicator: Indicator | None
    cells: tuple[Cell, ...]
    points: tuple[Point, ...]
    segments: tuple[Segment, ...]

    @property
    def first(self) -> Point | None:
        return self.points[0] if self.points else None

    @property
    def last(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def direction(self) -> str:
        """The value of ``Direction``; empty where there is no score."""
        return str(_direction(self.points).value) if self.points else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A year below the chart."""

    year: int
    x: str
    is_key: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A round score across the chart."""

    score: int
    y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """The charts of the total and of the ten indicators, and what stands in their table.

    Attributes:
        years: Those that have scores, the oldest first.
        floor: Score at which every chart starts.
        new_levels_since: First year of other levels than those of the first year shown.
    """

    years: tuple[YearScores, ...]
    floor: int
    total: Series
    indicators: tuple[Series, ...]
    grid: tuple[GridLine, ...]
    ticks: tuple[Tick, ...]
    new_levels_since: int | None

    @property
    def is_cut(self) -> bool:
        return self.floor > 0

    @property
    def has_levels(self) -> bool:
        return any(each.rating_level for each in self.years)

    @property
    def rows(self) -> tuple[Series, ...]:
        """The lines of the table: the total, then the indicators, as far as they have a score."""
        return tuple(each for each in (self.total, *self.indicators) if each.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where the plot lies: its sides in percent, its upper and lower end in em."""

    left: float
    right: float
    top: float
    bottom: float


_LARGE: Final = _Frame(left=14, right=91, top=2, bottom=11)
_SMALL: Final = _Frame(left=4, right=96, top=0.5, bottom=2.75)


def trends_of(years: Iterable[YearScores]) -> Trends | None:
    """Return the charts of years; ``None`` unless two of them at least have scores.

    Args:
        years: In any order. Of two for the same year the first one counts.
    """
    by_year: dict[int, YearScores] = {}
    for each in years:
        if each.has_scores:
            by_year.setdefault(each.year, each)
    shown = tuple(by_year[year] for year in sorted(by_year))
    if len(shown) < 2:
        return None
    floor = _floor(shown)
    large, small = (_Scale(frame, shown, floor) for frame in (_LARGE, _SMALL))
    return Trends(
        years=shown,
        floor=floor,
        total=large.series(None, lambda each: each.total),
        indicators=tuple(
            small.series(indicator, _score_of(indicator.number)) for indicator in INDICATORS
        ),
        grid=tuple(
            GridLine(score=score, y=large.y(Decimal(score)))
            for score in range(floor, int(MAX_SCORE) + 1, 10 if floor else 25)
        ),
        ticks=large.ticks(),
        new_levels_since=_new_levels_since(shown),
    )


def _score_of(number: int) -> Callable[[YearScores], Decimal | None]:
    return lambda each: each.scores.get(number)


def _floor(years: Sequence[YearScores]) -> int:
    scores = [score for each in years for score in (each.total, *each.scores.values())]
    lowest = min(score for score in scores if score is not None)
    return next((floor for floor in FLOORS if floor <= lowest), 0)


def _new_levels_since(years: Sequence[YearScores]) -> int | None:
    scales = [scale_for(each.year) for each in years]
    first, last = scales[0], scales[-1]
    return last.first_year if first and last and first is not last else None


class _Scale:
    """Finds the places of years and scores in a frame."""

    def __init__(self, frame: _Frame, years: Sequence[YearScores], floor: int) -> None:
        self.frame = frame
        self.years = years
        self.floor = floor
        self.first, self.last = years[0].year, years[-1].year

    def x(self, year: int) -> str:
        """Return the place of a year. A year that is missing leaves its room empty."""
        share = (year - self.first) / (self.last - self.first)
        return f"{self.frame.left + (self.frame.right - self.frame.left) * share:.2f}%"

    def y(self, score: Decimal) -> str:
        within = min(max(score, Decimal(self.floor)), MAX_SCORE)
        share = float((within - self.floor) / (MAX_SCORE - self.floor))
        return f"{self.frame.bottom - (self.frame.bottom - self.frame.top) * share:.3f}em"

    def series(
        self, indicator: Indicator | None, score_of: Callable[[YearScores], Decimal | None]
    ) -> Series:
        cells = tuple(Cell(year=each.year, score=score_of(each)) for each in self.years)
        known = [(cell.year, cell.score) for cell in cells if cell.score is not None]
        key_scores = _key_scores(known)
        points = tuple(
            Point(
                year=year,
                score=score,
                x=self.x(year),
                y=self.y(score),
                is_key=len(known) <= MOST_TICKS or year in key_scores,
            )
            for year, score in known
        )
        segments = tuple(
            Segment(x1=before.x, y1=before.y, x2=after.x, y2=after.y)
            for before, after in pairwise(points)
            if after.year == before.year + 1
        )
        return Series(indicator=indicator, cells=cells, points=points, segments=segments)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the years; every one that has scores, and of many each second or third is key."""
        step = -(-len(self.years) // MOST_TICKS)
        last = len(self.years) - 1
        return tuple(
            Tick(year=each.year, x=self.x(each.year), is_key=(last - position) % step == 0)
            for position, each in enumerate(self.years)
        )


def _direction(points: Sequence[Point]) -> Direction:
    if len(points) == 1:
        return Direction.ALONE
    first, last = points[0].score, points[-1].score
    if first == last:
        return Direction.SAME
    return Direction.ROSE if first < last else Direction.FELL


def _key_scores(known: Sequence[tuple[int, Decimal]]) -> set[int]:
    """Return the years of the first, the last, the lowest and the highest score."""
    if not known:
        return set()
    lowest = min(known, key=lambda each: each[1])
    highest = max(known, key=lambda each: each[1])
    return {each[0] for each in (known[0], known[-1], lowest, highest)}
