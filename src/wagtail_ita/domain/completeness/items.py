"""What every item must be: known to the list, and not empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.completeness import sources
from wagtail_ita.domain.completeness.context import CheckContext
from wagtail_ita.domain.completeness.evidence import leads_somewhere
from wagtail_ita.domain.completeness.words import quote, says_something
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.records import ItemRecord

CODE_MISSING: Final = register(
    FindingType(
        code="code-missing",
        severity=Severity.WARNING,
        title=_("Page without an item code"),
        explanation=_("Without its code the page is not shown at its place in the year's list."),
        statement=_("The item code is missing."),
        remedy=_("Enter the code from the year's list, for example O26."),
        source=sources.LIST,
        certainty=Certainty.C,
    )
)
CODE_UNKNOWN: Final = register(
    FindingType(
        code="code-unknown",
        severity=Severity.WARNING,
        title=_("Item code that the list does not have"),
        explanation=_(
            "The numbers change every year. A page with a code of another year is not shown at "
            "its place in the list."
        ),
        statement=_("The year's list has no item “%(code)s”."),
        remedy=_("Look the code up in the year's list."),
        source=sources.LIST,
        certainty=Certainty.C,
    )
)
ITEM_EMPTY: Final = register(
    FindingType(
        code="item-empty",
        severity=Severity.ERROR,
        title=_("Item with nothing to show"),
        explanation=_("An empty item counts as missing. Where there is nothing, it must be said."),
        statement=_("The item has no evidence, no text, and no statement that there is nothing."),
        remedy=_("Add evidence or text, or say under “nothing to report” that there is nothing."),
        source=sources.NOTHING_TO_REPORT,
        certainty=Certainty.D,
    )
)


def check_code(code: str, context: CheckContext) -> Iterator[Finding]:
    """Yield a finding where the code is missing, or not one of the list."""
    place = Place(field="code")
    if not code.strip():
        yield CODE_MISSING.at(place)
    elif context.known_codes is not None and _normal(code) not in context.known_codes:
        yield CODE_UNKNOWN.at(place, code=quote(code))


def check_content(record: ItemRecord) -> Iterator[Finding]:
    """Yield a finding where an item shows nothing at all."""
    shown = says_something(record.text) or says_something(record.nothing_to_report)
    if not shown and not any(map(leads_somewhere, record.evidence)):
        yield ITEM_EMPTY.at(Place(field="evidence"))


def _normal(code: str) -> str:
    try:
        return normalise_code(code)
    except CodeError:
        return code.strip()
