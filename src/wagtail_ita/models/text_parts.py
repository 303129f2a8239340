"""The text of a page part by part, and which of the parts are not translated yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.scripts import is_in_english, is_in_thai

# What a stored block holds beside text.
_NO_TEXT: Final = frozenset(
    {"id", "type", "url", "indicator", "period_start", "period_end", "date"}
)

_FIELDS_BEFORE: Final = ("introduction", "nothing_to_report", "body")
_MEMO_FIELDS: Final = (
    "memo_unit",
    "memo_subject",
    "memo_addressee",
    "memo_background",
    "memo_facts",
    "memo_proposal",
    "memo_approvals",
)
_NAMES: Final = {
    "introduction": gettext_lazy("Introduction"),
    "nothing_to_report": gettext_lazy("Nothing to report"),
    "body": gettext_lazy("Details"),
    "measures": gettext_lazy("Measures and results"),
    "conclusion": gettext_lazy("Conclusion"),
    "memo": gettext_lazy("Memorandum"),
    "evidence": gettext_lazy("Documents and evidence"),
    "attachments": gettext_lazy("Attachments"),
}


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a page as a reader would name it, with its texts.

    Attributes:
        is_main: Whether the page is no translation as long as the part is in another language.
        number: Of a measure, which has its number for a name.
    """

    name: str | Promise
    texts: tuple[str, ...]
    is_main: bool = True
    number: int | None = None

    @property
    def is_in_thai(self) -> bool:
        return any(is_in_thai(text) for text in self.texts)


def text_parts(page: Any) -> Iterator[TextPart]:
    """Return the parts of a page that hold text, as stored: no block is made for it."""
    yield TextPart(pgettext_lazy("item", "Title"), (page.title,))
    for name in _FIELDS_BEFORE:
        yield TextPart(_NAMES[name], tuple(_texts(getattr(page, name, ""))))
    pieces: list[Any] = [getattr(page, "evidence", ())]
    for number, child in enumerate(_raw(getattr(page, "measures", ())), 1):
        value = dict(child.get("value") or {})
        pieces.append(value.pop("evidence", ()))
        yield TextPart(_NAMES["measures"], tuple(_texts(value)), number=number)
    yield TextPart(_NAMES["conclusion"], tuple(_texts(getattr(page, "conclusion", ""))))
    memo = tuple(text for name in _MEMO_FIELDS for text in _texts(getattr(page, name, "")))
    yield TextPart(_NAMES["memo"], memo, is_main=False)
    yield TextPart(_NAMES["evidence"], tuple(_texts(pieces)), is_main=False)
    attachments = tuple(_texts(getattr(page, "attachments", ())))
    yield TextPart(_NAMES["attachments"], attachments, is_main=False)


def is_translated(page: Any, language: str) -> bool:
    """Tell whether the main parts of a page are in its language, as far as letters tell.

    An alias is a mirror of a page in another language; a copy is one until somebody translates
    it, whoever may have published it.
    """
    if page.alias_of_id:
        return False
    parts = [part for part in text_parts(page) if part.is_main]
    has_thai = any(part.is_in_thai for part in parts)
    if not is_thai(language):
        return not has_thai
    return has_thai or not any(is_in_english(text) for part in parts for text in part.texts)


def _raw(stream: Any) -> list[Any]:
    return list(getattr(stream, "raw_data", None) or ())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in _NO_TEXT:
                yield from _texts(each)
    elif hasattr(value, "raw_data") or isinstance(value, list | tuple):
        for each in value if isinstance(value, list | tuple) else _raw(value):
            yield from _texts(each)
