"""Scores, total and level: figures that fit each other, as far as the rules are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.completeness import sources
from wagtail_ita.domain.completeness.context import CheckContext
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.indicators import INDICATORS, Instrument
from wagtail_ita.domain.ratings import (
    MAX_SCORE,
    RatingLevel,
    RatingScale,
    get_level,
    mean,
    scale_for,
)
from wagtail_ita.domain.records import ReportRecord

SCORE_RANGE: Final = register(
    FindingType(
        code="score-out-of-range",
        severity=Severity.ERROR,
        title=_("Score below 0 or above 100"),
        explanation=_("There is no such score; a decimal point was probably lost."),
        statement=_("The score %(score)s is not between 0 and 100."),
        remedy=_("Enter the score as it was announced."),
        source=sources.SCORES,
        certainty=Certainty.B,
    )
)
TOTAL_DIFFERS: Final = register(
    FindingType(
        code="total-not-mean",
        severity=Severity.WARNING,
        title=_("Total that does not follow from the ten scores"),
        explanation=_("One of the eleven figures was probably mistyped."),
        statement=_("The total is %(total)s, but the mean of the ten scores is %(mean)s."),
        remedy=_("Compare the eleven figures with the announced result."),
        source=sources.TOTAL,
        certainty=Certainty.D,
    )
)
LEVEL_UNKNOWN: Final = register(
    FindingType(
        code="level-unknown",
        severity=Severity.WARNING,
        title=_("Level that the year's scale does not have"),
        explanation=_("The letters AA to F ended with 2565; since 2566 there are five levels."),
        statement=_("The scale of %(year)s has no level “%(level)s”."),
        remedy=_("Choose the level as it was announced."),
        source=sources.SCALE,
        certainty=Certainty.C,
    )
)
LEVEL_CONTRADICTS: Final = register(
    FindingType(
        code="level-contradicts",
        severity=Severity.WARNING,
        title=_("Level that contradicts the scores"),
        explanation=_("Level or scores were probably mistyped or left over from another year."),
        statement=_("The level “%(level)s” does not fit the total %(total)s and the scores."),
        remedy=_("Compare level, total and scores with the announced result."),
        source=sources.SCALE,
        certainty=Certainty.C,
    )
)

# By the same names as the form shows; the official names are Thai.
LEVEL_NAMES: Final[Mapping[str, str]] = {
    "excellent": _("Excellent pass"),
    "good": _("Good pass"),
    "passed": _("Pass"),
    "improve": _("Needs improvement"),
    "improve_urgently": _("Needs urgent improvement"),
}
_WEIGHTS: Final = {Instrument.IIT: 30, Instrument.EIT: 30, Instrument.OIT: 40}
# Ten printed scores are each rounded, and so is the total.
_ROUNDING: Final = Decimal("0.01")


def check_scores(record: ReportRecord, context: CheckContext) -> Iterator[Finding]:
    """Yield what is wrong with the figures that a report quotes."""
    total, scores = record.overall_score, record.scores
    right = {number: score for number, score in scores.items() if _in_range(score)}
    for number in sorted(set(scores) - set(right)):
        yield SCORE_RANGE.at(Place(field=f"score_{number}"), score=_printed(scores[number]))
    if total is not None and not _in_range(total):
        yield SCORE_RANGE.at(Place(field="overall_score"), score=_printed(total))
        total = None
    if total is not None:
        yield from _check_total(total, right)
    if record.level:
        yield from _check_level(record, total, instrument_scores(right), context)


def instrument_scores(scores: Mapping[int, Decimal]) -> dict[Instrument, Decimal]:
    """Return the mean of the indicators of each instrument all of whose scores are known."""
    found: dict[Instrument, Decimal] = {}
    for instrument in Instrument:
        numbers = [each.number for each in INDICATORS if each.instrument is instrument]
        if all(number in scores for number in numbers):
            found[instrument] = mean(scores[number] for number in numbers)
    return found


def possible_levels(
    scale: RatingScale, total: Decimal, instruments: Mapping[Instrument, Decimal]
) -> tuple[RatingLevel, ...]:
    """Return the levels that a total and the known instruments leave open, best first."""
    complete = all(instrument in instruments for instrument in Instrument)
    levels: list[RatingLevel] = []
    for level in scale.levels:
        needed = level.each_minimum
        short = needed is not None and any(score < needed for score in instruments.values())
        if total < level.minimum or short:
            continue
        levels.append(level)
        if needed is None or complete:
            break
    return tuple(levels)


def _in_range(score: Decimal) -> bool:
    return 0 <= score <= MAX_SCORE


def _printed(score: Decimal) -> str:
    return str(score)


def _check_total(total: Decimal, scores: Mapping[int, Decimal]) -> Iterator[Finding]:
    if len(scores) < len(INDICATORS):
        return
    plain = sum(scores.values(), Decimal(0)) / len(scores)
    instruments = _exact_instruments(scores)
    weighted = sum(
        (instruments[each] * weight for each, weight in _WEIGHTS.items()), Decimal(0)
    ) / sum(_WEIGHTS.values())
    if all(abs(total - expected) > _ROUNDING for expected in (plain, weighted)):
        yield TOTAL_DIFFERS.at(
            Place(field="overall_score"),
            total=_printed(total),
            mean=_printed(mean(scores.values())),
        )


def _exact_instruments(scores: Mapping[int, Decimal]) -> dict[Instrument, Decimal]:
    grouped = {
        instrument: [scores[each.number] for each in INDICATORS if each.instrument is instrument]
        for instrument in Instrument
    }
    return {
        instrument: sum(values, Decimal(0)) / len(values) for instrument, values in grouped.items()
    }


def _check_level(
    record: ReportRecord,
    total: Decimal | None,
    instruments: Mapping[Instrument, Decimal],
    context: CheckContext,
) -> Iterator[Finding]:
    place = Place(field="level")
    years = [year for year in (record.reported_year, context.assessment_year) if year]
    # The report of a year may quote the result of that year, or of its own assessment.
    scales = [(year, scale) for year in years if (scale := scale_for(year))]
    if not scales:
        return
    year, _scale = scales[0]
    name = _level_name(record.level)
    level = get_level(record.level)
    fitting = [scale for _year, scale in scales if level in scale.levels]
    if level is None or not fitting:
        yield LEVEL_UNKNOWN.at(place, year=year, level=name)
    elif total is not None and not _fits(level, fitting, total, instruments):
        yield LEVEL_CONTRADICTS.at(place, level=name, total=_printed(total))


def _fits(
    level: RatingLevel,
    scales: Iterable[RatingScale],
    total: Decimal,
    instruments: Mapping[Instrument, Decimal],
) -> bool:
    return any(level in possible_levels(scale, total, instruments) for scale in scales)


def _level_name(code: str) -> str:
    known = get_level(code)
    return LEVEL_NAMES.get(code) or (known.label_th if known else code)
