"""Search in what the public reads of a year: the question, the looking, and what was found."""

from __future__ import annotations

from wagtail_ita.searching.asking import ALL_YEARS, Question, SearchForm, read_question, search_form
from wagtail_ita.searching.looking import (
    MOST_PAGES,
    Found,
    Hit,
    Passage,
    live_pages,
    pages_of,
    search_year,
    site_query,
)

__all__ = [
    "ALL_YEARS",
    "MOST_PAGES",
    "Found",
    "Hit",
    "Passage",
    "Question",
    "SearchForm",
    "live_pages",
    "pages_of",
    "read_question",
    "search_form",
    "search_year",
    "site_query",
]
