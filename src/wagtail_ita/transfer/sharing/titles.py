"""The title of a page where it stands alone: in a tab, in a list of results, in a chat."""

from __future__ import annotations

from wagtail_ita.domain.digits import in_digits, to_arabic
from wagtail_ita.domain.years import FiscalYear


def names_year(text: str, year: FiscalYear | None) -> bool:
    """Tell whether a text has a year in it already, in whichever digits."""
    return year is not None and str(year) in to_arabic(text)


def title_alone(title: str, *, code: str, year: FiscalYear | None, digits: str) -> str:
    """Return a title with its code and year: O1 of two years have the same title else."""
    coded = f"{code} {title}" if code else title
    if year is None or names_year(title, year):
        return coded
    return f"{coded} – ITA {in_digits(year, digits)}"
