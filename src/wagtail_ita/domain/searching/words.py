"""The words that a search index is given, and asked for.

A run of Thai is cut into pairs of neighbouring letters: "กองคลัง" is found in "ของกองคลังนี้"
because its pairs stand there one after the other. Each pair is written in ASCII (กอ is ``t012d``).
What SQLite, PostgreSQL, MariaDB and Lucene take for a letter differs for the vowels and tone
marks of Thai, and MariaDB keeps no word of two letters; of letters and digits of ASCII none of
them makes anything but one word (``docs/decisions/0011-...``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from wagtail_ita.domain.searching.folding import fold

Split = Callable[[str], Iterable[str]]
"""Cuts a run of Thai letters into what stands in the index."""

THAI: Final = "\u0e01-\u0e3a\u0e40-\u0e4e"
"""Letters, vowels and marks of Thai, as inside of a pattern's brackets."""

OTHER: Final = rf"[^\W_{THAI}]"
"""A letter or digit that is not Thai, as a pattern."""

PART_BREAK: Final = "zzz"
"""Stands between two lines of a page: no question has it, so none is answered across it."""

_RUN: Final = re.compile(rf"[{THAI}]+|{OTHER}+")
_SOUND: Final = re.compile("[ก-ฮ\u0e30\u0e32\u0e33\u0e40-\u0e46ฯ]")
_IN_HEX: Final = {0xE00 + number: f"{number:02x}" for number in range(0x80)}
# MariaDB keeps no word longer than 84 letters.
_LONGEST: Final = 80


def runs(folded: str) -> list[str]:
    """Return the runs of Thai letters, and of other letters and digits, in a folded text.

    Marks without a letter are none.
    """
    return [run for run in _RUN.findall(folded) if not is_thai_run(run) or _SOUND.search(run)]


def is_thai_run(run: str) -> bool:
    """Tell whether a run is one of Thai letters."""
    return "\u0e01" <= run[0] <= "\u0e4e"


def bigrams(run: str) -> list[str]:
    """Return each pair of neighbouring letters; of a letter alone, the letter."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def index_words(text: str, split: Split = bigrams) -> str:
    """Return the words of a text in the form that stands in the index, in their order.

    Between two lines stands a ``PART_BREAK``.
    """
    # Folded as one text, which takes a third of the time: nothing folds across the end of a line.
    lines = fold("\n".join(text.splitlines())).text.split("\n")
    words = (written(runs(line), split) for line in lines)
    return f" {PART_BREAK} ".join(filter(None, words))


def written(found: Iterable[str], split: Split = bigrams) -> str:
    """Return runs in the form that stands in the index."""
    return " ".join(_words(found, split))


def _words(found: Iterable[str], split: Split) -> Iterator[str]:
    for run in found:
        if is_thai_run(run):
            yield _thai_words(run, split)
        else:
            # A word of one or two letters would be too short for MariaDB, "the" a stop word.
            yield "ww" + run[:_LONGEST]


# A page is put into the index twice for each time that it is published.
@lru_cache(maxsize=2_000)
def _thai_words(run: str, split: Split) -> str:
    return " ".join(map(_in_ascii, split(run)))


# There are some 2,000 pairs, and thousands of them on a page.
@lru_cache(maxsize=10_000)
def _in_ascii(word: str) -> str:
    return "t" + word.translate(_IN_HEX)[:_LONGEST]
