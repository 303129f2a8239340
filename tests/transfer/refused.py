"""What is said of a file, in both languages: where it is refused, and where it is doubtful."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import translation

from wagtail_ita.transfer.errors import SourceError

_ENGLISH = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")


def refused(read: Callable[[], object]) -> SourceError:
    """Return the refusal in English, after a look at the same one in Thai."""
    thai, english = (_refusal(read, language) for language in ("th", "en"))
    assert thai.code == english.code
    assert_thai(str(thai))
    assert str(english).endswith((".", '"'))
    assert "None" not in str(english)
    return english


def assert_thai(sentence: str) -> None:
    """Check that a sentence is a whole one in Thai, whatever names it has in it."""
    assert re.search("[ก-ฮ]", sentence)
    assert not _ENGLISH.search(sentence), "a sentence that nobody translated"
    assert "None" not in sentence


def _refusal(read: Callable[[], object], language: str) -> SourceError:
    with translation.override(language), pytest.raises(SourceError) as caught:
        read()
    return caught.value
