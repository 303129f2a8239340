"""The measures themselves: all six elements there, none twice, and an answer to each indicator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.completeness import sources
from wagtail_ita.domain.completeness.passages import Numbered, plain_text
from wagtail_ita.domain.completeness.words import says_something
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.samples import normalise

NO_MEASURES: Final = register(
    FindingType(
        code="no-measures",
        severity=Severity.ERROR,
        title=_("Report without measures"),
        explanation=_("The measures are what the report is about."),
        statement=_("The report has no measure."),
        remedy=_("Add at least one measure with its six elements."),
        source=sources.SIX_ELEMENTS,
        certainty=Certainty.C,
    )
)
ELEMENT_MISSING: Final = register(
    FindingType(
        code="element-missing",
        severity=Severity.ERROR,
        title=_("Empty element"),
        explanation=_(
            "An assessor looks for all six elements in each measure. A dash counts as empty."
        ),
        statement=_("Element (%(number)s) “%(element)s” is empty."),
        remedy=_("Fill it in. %(hint)s"),
        source=sources.SIX_ELEMENTS,
        certainty=Certainty.C,
    )
)
MEASURE_REPEATED: Final = register(
    FindingType(
        code="measure-repeated",
        severity=Severity.WARNING,
        title=_("Two measures with the same title"),
        explanation=_("One of the two was probably pasted twice."),
        statement=_("Measure %(other)s has the same title."),
        remedy=_("Delete one of the two, or give them titles that tell them apart."),
    )
)
INDICATOR_WITHOUT_MEASURE: Final = register(
    FindingType(
        code="indicator-without-measure",
        severity=Severity.NOTE,
        title=_("Indicator without a measure"),
        explanation=_(
            "Many agencies report a measure for each of the ten indicators. It is not a rule."
        ),
        statement=_("No measure answers to indicator %(indicator)s."),
        remedy=_("Add one, or choose the indicator of the measure that answers to it."),
        source=sources.TEN_AREAS,
        certainty=Certainty.D,
    )
)


def missing_elements(numbered: Numbered) -> tuple[Element, ...]:
    """Return the elements of a measure that a reader would find empty."""
    measure = numbered.measure
    period = measure.period
    present = {
        Element.MEASURE: says_something(measure.title),
        Element.STEPS: any(map(says_something, measure.steps)),
        Element.PERIOD: bool(period.start or period.end or says_something(period.note)),
        Element.RESPONSIBLE: any(map(says_something, measure.responsible)),
        Element.OUTPUT: says_something(plain_text(measure.output)),
        Element.OUTCOME: says_something(plain_text(measure.outcome)),
    }
    return tuple(element for element in Element if not present[element])


def check_elements(numbered: Numbered) -> Iterator[Finding]:
    """Yield a finding for each empty element of a measure."""
    for element in missing_elements(numbered):
        yield ELEMENT_MISSING.at(
            numbered.place(element),
            number=element.number,
            element=element.label,
            hint=element.hint,
        )


def check_titles(measures: tuple[Numbered, ...]) -> Iterator[Finding]:
    """Yield a finding for each measure whose title an earlier one has already."""
    first: dict[str, int] = {}
    for numbered in measures:
        title = normalise(numbered.measure.title)
        other = first.setdefault(title, numbered.number) if title else numbered.number
        if other != numbered.number:
            yield MEASURE_REPEATED.at(numbered.place(Element.MEASURE), other=other)


def check_indicators(measures: tuple[Numbered, ...]) -> Iterator[Finding]:
    """Yield a note for each indicator without a measure, if measures name indicators at all."""
    answered = {numbered.measure.indicator for numbered in measures} - {None}
    if not answered:
        return
    for indicator in INDICATORS:
        if indicator.number not in answered:
            yield INDICATOR_WITHOUT_MEASURE.at(Place(field="measures"), indicator=indicator.number)
