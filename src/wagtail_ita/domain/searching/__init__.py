"""Search in Thai: the words that an index is given, what a visitor asks for, and where it stands.

Thai has no spaces between words, and each search engine cuts it elsewhere, or nowhere. So we
cut it, the same way for the index and for the question, and hand the engine words of plain ASCII
that none of them can cut once more.
"""

from __future__ import annotations

from wagtail_ita.domain.searching.folding import Folded, fold
from wagtail_ita.domain.searching.passages import FoundText, look, marked_title, passage
from wagtail_ita.domain.searching.terms import LONGEST_QUERY, Term, parse_query
from wagtail_ita.domain.searching.words import bigrams, index_words, written

__all__ = [
    "LONGEST_QUERY",
    "Folded",
    "FoundText",
    "Term",
    "bigrams",
    "fold",
    "index_words",
    "look",
    "marked_title",
    "parse_query",
    "passage",
    "written",
]
