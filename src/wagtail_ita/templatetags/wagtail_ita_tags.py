"""Filters of the public templates: digits, dates, years, scores and names.

Each takes what it needs as an argument, so that a template shows the same in every thread
and language.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from wagtail_ita.domain.dates import format_date, period_text
from wagtail_ita.domain.digits import to_thai
from wagtail_ita.domain.records import PeriodRecord
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.transfer.links import Downloads, downloads_of

register = template.Library()

THAI = "thai"


def _language() -> str:
    return get_language() or "th"


@register.filter
def ita_digits(value: object, digits: str = "arabic") -> str:
    """Show a value in Thai or Arabic digits: ``{{ forloop.counter|ita_digits:digits }}``."""
    text = "" if value is None else str(value)
    return to_thai(text) if digits == THAI else text


@register.filter
def ita_date(value: dt.date | dt.datetime | None, digits: str = "arabic") -> str:
    """Show a date in the era of the language: B.E. in Thai, C.E. in others."""
    if not value:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return format_date(value, language=_language(), thai_digits=digits == THAI)


@register.filter
def ita_period(value: PeriodRecord | None, digits: str = "arabic") -> str:
    """Show a period: its dates, its words, or both when the words do not name the dates."""
    if not value:
        return ""
    return period_text(value, language=_language(), thai_digits=digits == THAI)


@register.filter
def ita_year(value: FiscalYear | int | None, digits: str = "arabic") -> str:
    """Show a fiscal year: B.E. in every language, as it is part of the item's name."""
    return ita_digits(int(value), digits) if value else ""


@register.filter
def ita_score(value: Decimal | None, digits: str = "arabic") -> str:
    """Show a score with two decimals, as it was entered."""
    return "" if value is None else ita_digits(f"{value:.2f}", digits)


@register.filter
def ita_name(value: Any) -> str:
    """Show the name of an indicator in the language of the page."""
    return value.name(_language()) if value else ""


@register.filter
def ita_title(value: Any) -> str:
    """Show the title of a row of the catalogue in the language of the page."""
    return value.title(_language()) if value else ""


@register.filter
def ita_note(value: Any) -> str:
    """Show the note of a catalogue in the language of the page."""
    return value.note(_language()) if value else ""


@register.filter
def ita_label(value: Any) -> str:
    """Show the label of a rating level in the language of the page."""
    return value.label(_language()) if value else ""


@register.simple_tag(takes_context=True)
def ita_downloads(context: template.Context, page: Any) -> Downloads:
    """Return the files that a page can be had as: ``{% ita_downloads page as downloads %}``."""
    return downloads_of(page, context.get("request"))


@register.filter
def ita_allowed(pieces: Any, visibility: Any) -> list[Any]:
    """Keep the pieces of evidence that an anonymous visitor may open."""
    return [piece for piece in pieces or () if visibility and visibility.allows(piece.value)]
