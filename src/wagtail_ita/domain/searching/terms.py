"""What a visitor typed into the search box, as terms that all have to be on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wagtail_ita.domain.searching.folding import Folded, fold
from wagtail_ita.domain.searching.words import OTHER, THAI, is_thai_run, runs

LONGEST_QUERY: Final = 200
"""Characters of a question; what is beyond is not looked for."""

_MOST_TERMS: Final = 8
# Words in quotation marks are one term, spaces and all.
_TERM: Final = re.compile(r'["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+)')
# "ต่าง ๆ" is one word.
_SIGN_APART: Final = re.compile(r"\s+(?=[ๆฯ])")
_NO_LETTER: Final = rf"(?:_|[^\w{THAI}])"


@dataclass(frozen=True, slots=True)
class Term:
    """One word or quoted phrase of a question.

    Attributes:
        text: As it was typed.
        runs: What an index is asked for: what may have the term, has these one after the other.
        pattern: Finds the term in a folded text.
    """

    text: str
    runs: tuple[str, ...]
    pattern: re.Pattern[str]

    def spans(self, folded: Folded) -> list[tuple[int, int]]:
        """Return where the term stands in a text as it was written."""
        return [folded.span(*match.span()) for match in self.pattern.finditer(folded.text)]


def parse_query(text: str) -> tuple[Term, ...]:
    """Return the terms of a question; none where it has neither letter nor digit."""
    terms: dict[str, Term] = {}
    for quoted, plain in _TERM.findall(_SIGN_APART.sub("", text[:LONGEST_QUERY])):
        typed = (quoted or plain).strip()
        found = runs(fold(typed).text)
        if found:
            pattern = _pattern(found)
            asked = tuple(found[1:] if _is_open(found) else found)
            terms.setdefault(pattern, Term(typed, asked, re.compile(pattern)))
    return tuple(terms.values())[:_MOST_TERMS]


def _is_open(found: list[str]) -> bool:
    """Tell whether a term begins with a letter that may be the end of a run.

    Of "ตามพ.ศ. ๒๕๖๘" an index has no พ alone.
    """
    return len(found) > 1 and len(found[0]) == 1 and is_thai_run(found[0])


def _pattern(found: list[str]) -> str:
    """Return a pattern for runs that follow each other.

    Thai is found anywhere inside of a run, but for a letter alone, which would be on every page;
    other words and numbers are found whole.
    """
    pieces: list[str] = []
    for number, run in enumerate(found):
        if number:
            both_thai = is_thai_run(run) and is_thai_run(found[number - 1])
            pieces.append(_NO_LETTER + ("+" if both_thai else "*"))
        if not is_thai_run(run):
            pieces.append(rf"(?<!{OTHER}){re.escape(run)}(?!{OTHER})")
        elif len(run) == 1 and not number and _is_open(found):
            pieces.append(run)
        elif len(run) == 1:
            pieces.append(rf"(?<![{THAI}]){run}(?![{THAI}])")
        else:
            pieces.append(re.escape(run))
    return "".join(pieces)
