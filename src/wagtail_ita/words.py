"""How this site cuts Thai into the words of its search index: in pairs of letters, or as ICU does.

The index and the question have to be cut alike, so it is a setting, and not whatever happens to
be installed.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from wagtail_ita.conf import SETTING_NAME, get_settings
from wagtail_ita.domain.searching import Term, bigrams, index_words, written
from wagtail_ita.domain.searching.words import Split

ICU = "icu"
NEEDS_ICU = (
    f'{SETTING_NAME}["SEARCH_WORDS"] is "icu", and icu4py is not installed. Install '
    'wagtail-ita[search], or set it to "bigrams" and run update_index.'
)


def is_icu_missing() -> bool:
    """Tell whether the site chose the words of ICU and does not have it."""
    return get_settings().SEARCH_WORDS == ICU and find_spec("icu4py") is None


def term_words(term: Term) -> str:
    """Return the words that this site's index has where a term of a question stands.

    Raises:
        ImproperlyConfigured: The site chose the words of ICU and does not have it.
    """
    return written(term.runs, _site_split())


def site_text(parts: Iterable[str]) -> str:
    """Return the words of the parts of a page, line by line, for its place in the index.

    Raises:
        ImproperlyConfigured: The site chose the words of ICU and does not have it.
    """
    return index_words("\n".join(parts), _site_split())


def _site_split() -> Split:
    if get_settings().SEARCH_WORDS != ICU:
        return bigrams
    try:
        import icu4py.breakers  # noqa: F401
    except ImportError as error:
        raise ImproperlyConfigured(NEEDS_ICU) from error
    return _icu_words


def _icu_words(run: str) -> list[str]:
    from icu4py.breakers import WordBreaker

    return [run[start:end] for start, end in WordBreaker(run, "th").segments()]
