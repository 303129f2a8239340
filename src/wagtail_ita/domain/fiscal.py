"""A fiscal year in words that a foreign reader understands."""

from __future__ import annotations

from wagtail_ita.domain.dates import format_date
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.years import FiscalYear


def explained_year(year: FiscalYear, *, language: str) -> str:
    """Return "2568 (1 October 2024 to 30 September 2025)"; in Thai the number alone.

    The number is part of the name of what is assessed and stays Buddhist era; no foreign
    reader knows what it means.
    """
    if is_thai(language):
        return str(year)
    start, end = (format_date(day, language=language) for day in (year.start, year.end))
    return f"{year} ({start} to {end})"
