"""The question as it stands in the address, and the form that it is asked with.

Whatever somebody puts into an address is a question: what cannot be read is said to be unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.searching import LONGEST_QUERY, parse_query

ALL_YEARS: Final = "all"

_LONGEST_CHOICE: Final = 40
_YEAR: Final = re.compile(r"2[0-9]{3}")
_NUMBER: Final = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked.

    Attributes:
        text: The words as they were typed.
        item: Code of the item to look in; empty for all of them.
        unknown_item, unknown_year: As typed, where it is no code, or no year.
        year: The year to look in; ``None`` for the one that is asked.
        all_years: Whether to look in all of them.
    """

    text: str = ""
    item: str = ""
    unknown_item: str = ""
    year: int | None = None
    unknown_year: str = ""
    all_years: bool = False

    @property
    def has_words(self) -> bool:
        return bool(parse_query(self.text))

    @property
    def is_unreadable(self) -> bool:
        return bool(self.unknown_item or self.unknown_year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a list of the form.

    Attributes:
        row: Of the catalogue, where there is one; it has the title.
    """

    value: str
    row: Any = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm:
    """What the form shows.

    Attributes:
        years: Newest first; empty where there is only one.
        all_years: Whether all of them are chosen.
    """

    action: str
    text: str
    longest: int
    items: tuple[Choice, ...]
    years: tuple[Choice, ...]
    all_years: bool


def read_question(data: Mapping[str, Any]) -> Question:
    """Return what the parameters of an address ask."""
    item = _typed(data, "item", _LONGEST_CHOICE)
    year = to_arabic(_typed(data, "year", _LONGEST_CHOICE))
    code = _code(item)
    is_year = _YEAR.fullmatch(year) is not None
    return Question(
        text=_typed(data, "q", LONGEST_QUERY),
        item=code,
        unknown_item="" if code else item,
        year=int(year) if is_year else None,
        unknown_year="" if is_year or year == ALL_YEARS else year,
        all_years=year == ALL_YEARS,
    )


def search_form(
    index: Any,
    action: str,
    years: Iterable[int],
    question: Question | None = None,
    listed: Any = None,
) -> SearchForm:
    """Return the form of an index page.

    Args:
        index: The page that is asked.
        action: Its address.
        years: Those that may be chosen.
        question: What is asked now.
        listed: The index page whose items may be chosen, if it is another one.
    """
    question = question or Question()
    catalogue = (listed or index).catalogue
    known = list(dict.fromkeys(years))
    chosen = question.year or index.assessment_year
    return SearchForm(
        action=action,
        text=question.text,
        longest=LONGEST_QUERY,
        items=tuple(_item_choices(catalogue.items if catalogue else (), question.item)),
        years=tuple(
            Choice(value=str(year), is_chosen=not question.all_years and year == chosen)
            for year in (known if len(known) > 1 else ())
        ),
        all_years=question.all_years,
    )


def _item_choices(rows: Sequence[Any], code: str) -> Iterable[Choice]:
    if code and all(row.code != code for row in rows):
        yield Choice(value=code, is_chosen=True)
    for row in rows:
        yield Choice(value=row.code, row=row, is_chosen=row.code == code)


def _typed(data: Mapping[str, Any], name: str, longest: int) -> str:
    text = str(data.get(name) or "")
    # What nobody sees has no business in a heading; a database may refuse it.
    plain = "".join(char if char.isprintable() else " " for char in text[: 2 * longest])
    return " ".join(plain.split())[:longest]


def _code(text: str) -> str:
    # In a box that asks for an item, a number alone is one.
    plain = to_arabic(text)
    number = f"O{plain}" if _NUMBER.fullmatch(plain) else plain
    with suppress(CodeError):
        return normalise_code(number)
    return ""
