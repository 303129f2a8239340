"""The item lists of the assessment: one catalogue for each scheme and assessment year.

The lists are data, since their numbers change every year and are known with different
certainty. A site can add its own file; ``data/catalogue.schema.json`` describes one.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.catalogue_fields import CatalogueError, Fields
from wagtail_ita.domain.catalogue_items import (
    CatalogueItem,
    Column,
    ItemKind,
    ItemLink,
    ItemReference,
    LinkKind,
    YearRule,
)
from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.languages import in_language
from wagtail_ita.domain.years import FIRST_BE, LAST_BE

__all__ = [
    "Catalogue",
    "CatalogueError",
    "CatalogueItem",
    "Certainty",
    "Column",
    "ItemKind",
    "ItemLink",
    "ItemReference",
    "LinkKind",
    "YearRule",
    "other_names",
    "read_catalogue",
    "reported_year_for",
    "shipped_catalogues",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All items of one scheme in one assessment year (B.E.), in official order.

    Attributes:
        certainty: How sure it is that these items, and no others, make up the list.
    """

    scheme: str
    year: int
    scheme_title_th: str
    scheme_title_en: str
    source: str
    collected: dt.date
    certainty: Certainty
    note_th: str
    note_en: str
    items: tuple[CatalogueItem, ...]

    def title(self, language: str) -> str:
        """Return the name of the scheme."""
        return in_language(language, thai=self.scheme_title_th, english=self.scheme_title_en)

    def note(self, language: str) -> str:
        """Return what a webmaster should know about the list as a whole."""
        return in_language(language, thai=self.note_th, english=self.note_en)

    def get(self, code: str) -> CatalogueItem | None:
        """Return the item with this code, however the code is written."""
        position = self.position(code)
        return None if position is None else self.items[position]

    def position(self, code: str) -> int | None:
        """Return the place of an item in the list, from 0."""
        try:
            wanted = normalise_code(code)
        except CodeError:
            return None
        return next((at for at, item in enumerate(self.items) if item.code == wanted), None)

    @property
    def report_item(self) -> CatalogueItem | None:
        """The measures report, if the list has one."""
        return next((item for item in self.items if item.kind is ItemKind.MEASURES_REPORT), None)

    def reference(self, code: str) -> ItemReference:
        """Return the full name of an item of this list."""
        return ItemReference(scheme=self.scheme, year=self.year, code=normalise_code(code))


def other_names(reference: ItemReference, catalogues: Iterable[Catalogue]) -> tuple[ItemLink, ...]:
    """Return the direct links of an item in both directions, oldest year first.

    A file states a link once, in the later list, because a list can only know those
    before it; the way forward is worked out here.
    """
    links: list[ItemLink] = []
    for catalogue in catalogues:
        for item in catalogue.items:
            here = catalogue.reference(item.code)
            if here == reference:
                links.extend(item.also_known_as)
                continue
            links.extend(
                ItemLink(
                    scheme=here.scheme,
                    year=here.year,
                    code=here.code,
                    kind=link.kind,
                    certainty=link.certainty,
                )
                for link in item.also_known_as
                if link.reference == reference
            )
    return tuple(sorted(links, key=lambda link: (link.year, link.scheme, link.code)))


def reported_year_for(item: CatalogueItem, assessment_year: int) -> int | None:
    """Return the fiscal year (B.E.) that an item reports, where its row says so."""
    if item.year_rule is None or item.year_rule.offset is None:
        return None
    return assessment_year + item.year_rule.offset


def shipped_catalogues() -> tuple[Traversable, ...]:
    """Return the catalogue files of this package, by name."""
    folder = files("wagtail_ita.domain").joinpath("data")
    found = [path for path in folder.iterdir() if _SHIPPED_NAME.fullmatch(path.name)]
    return tuple(sorted(found, key=lambda path: path.name))


CatalogueSource = str | os.PathLike[str] | Traversable | bytes | Mapping[str, Any]

_SHIPPED_NAME: Final = re.compile(r"[a-z]+-[0-9]{4}\.json")
_SCHEME: Final = re.compile(r"[a-z][a-z0-9-]{0,19}")
_SUB_INDICATOR: Final = re.compile(r"(?:[1-9]|10)\.[1-9][0-9]?")
_NOTE_FIELDS: Final = frozenset({"th", "en"})
_SUB_FIELDS: Final = frozenset({"number", "title_th", "title_en"})
_LINK_FIELDS: Final = frozenset({"scheme", "year", "code", "kind", "certainty"})
_LIST_FIELDS: Final = frozenset(
    {"$schema", "scheme", "year", "scheme_title_th", "scheme_title_en", "source", "collected"}
    | {"certainty", "note", "sub_indicators", "items"}
)
_ITEM_FIELDS: Final = frozenset(
    {"code", "sub_indicator", "group_th", "group_en", "title_th", "title_en", "components"}
    | {"examples", "year_rule", "kind", "source", "certainty", "weaker", "note", "also_known_as"}
)


def read_catalogue(source: CatalogueSource, *, name: str = "") -> Catalogue:
    """Read a catalogue from a file, from bytes of JSON, or from the data itself.

    Args:
        source: Path of a file, its content, or a mapping.
        name: What to call the source in an error; by default its file name.

    Raises:
        CatalogueError: It is not a catalogue; the sentence names file, row and field.
    """
    if isinstance(source, Mapping):
        values, file = source, name or "catalogue"
    else:
        content, file = _content(source, name)
        values = _parse(content, file)
    return _read_list(Fields(file=file, row="", values=values))


def _content(source: str | os.PathLike[str] | Traversable | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "catalogue"
    path = Path(source) if isinstance(source, str | os.PathLike) else source
    try:
        return path.read_bytes(), name or str(path)
    except OSError as error:
        message = _("the file cannot be read: %(reason)s.") % {"reason": error.strerror or error}
        raise _file_error(name or str(path), message, code="unreadable") from error


def _parse(content: bytes, file: str) -> Mapping[str, Any]:
    try:
        values = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        message = _("the file is not in UTF-8. Save it again with the encoding UTF-8.") % {}
        raise _file_error(file, message, code="not-utf8") from error
    except _RepeatedFieldError as error:
        message = _("the field %(field)s stands twice in one object.") % {"field": error}
        raise _file_error(file, message, code="repeated-field") from error
    except (ValueError, RecursionError) as error:
        message = _("the file is not JSON: %(reason)s.") % {"reason": error}
        raise _file_error(file, message, code="not-json") from error
    if isinstance(values, dict):
        return values
    message = _("the file must hold one object in curly brackets.") % {}
    raise _file_error(file, message, code="not-an-object")


class _RepeatedFieldError(Exception):
    """A field that stands twice: JSON allows it, and the first one would be lost silently."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _value in pairs]
        raise _RepeatedFieldError(next(key for key in names if names.count(key) > 1))
    return found


def _file_error(file: str, message: str, *, code: str) -> CatalogueError:
    return CatalogueError(message, file=file, row="", field="", code=code)


def _read_list(fields: Fields) -> Catalogue:
    fields.only(_LIST_FIELDS)
    titles = {
        sub.matching("number", _SUB_INDICATOR, example="9.1"): sub
        for sub in _sub_indicators(fields)
    }
    items = tuple(_read_item(row, titles) for row in fields.objects("items", label="code", least=1))
    _refuse_doubles(fields, items)
    note_th, note_en = _note(fields)
    return Catalogue(
        scheme=fields.matching("scheme", _SCHEME, example="nacc"),
        year=fields.integer("year", first=FIRST_BE, last=LAST_BE),
        scheme_title_th=fields.text("scheme_title_th"),
        scheme_title_en=fields.text("scheme_title_en"),
        source=fields.text("source"),
        collected=fields.date("collected"),
        certainty=_certainty(fields, "certainty"),
        note_th=note_th,
        note_en=note_en,
        items=items,
    )


def _sub_indicators(fields: Fields) -> Iterator[Fields]:
    seen: set[str] = set()
    for sub in fields.objects("sub_indicators", label="number", least=1):
        sub.only(_SUB_FIELDS)
        number = sub.text("number")
        if number in seen:
            raise sub.error("number", str(_("this number stands twice.")), code="double")
        seen.add(number)
        yield sub


def _read_item(row: Fields, titles: Mapping[str, Fields]) -> CatalogueItem:
    row.only(_ITEM_FIELDS)
    number = row.text("sub_indicator")
    if number not in titles:
        message = _("“%(number)s” is not among the sub_indicators of the file.")
        raise row.error("sub_indicator", message % {"number": number}, code="unknown")
    note_th, note_en = _note(row)
    return CatalogueItem(
        code=_code(row),
        indicator=int(number.split(".")[0]),
        sub_indicator=number,
        sub_indicator_title_th=titles[number].text("title_th"),
        sub_indicator_title_en=titles[number].optional_text("title_en"),
        group_th=row.text("group_th"),
        group_en=row.optional_text("group_en"),
        title_th=row.text("title_th"),
        title_en=row.optional_text("title_en"),
        components=row.texts("components"),
        examples=row.texts("examples"),
        year_rule=row.choice("year_rule", YearRule) if "year_rule" in row.values else None,
        kind=row.choice("kind", ItemKind) if "kind" in row.values else ItemKind.ITEM,
        source=row.text("source"),
        certainty=_certainty(row, "certainty"),
        weaker=_weaker(row.object("weaker")),
        note_th=note_th,
        note_en=note_en,
        also_known_as=tuple(_read_link(link) for link in row.objects("also_known_as")),
    )


def _read_link(link: Fields) -> ItemLink:
    link.only(_LINK_FIELDS)
    return ItemLink(
        scheme=link.matching("scheme", _SCHEME, example="nacc"),
        year=link.integer("year", first=FIRST_BE, last=LAST_BE),
        code=_code(link),
        kind=link.choice("kind", LinkKind),
        certainty=_certainty(link, "certainty"),
    )


def _code(fields: Fields) -> str:
    """Return a code that is in its stored form already, so that files stay searchable."""
    text = fields.text("code")
    try:
        code = normalise_code(text)
    except CodeError as error:
        raise fields.error("code", str(error), code="form") from error
    if code != text:
        message = _("write “%(code)s” instead of “%(text)s”.")
        raise fields.error("code", message % {"code": code, "text": text}, code="form")
    return code


def _certainty(fields: Fields, name: str) -> Certainty:
    certainty = fields.choice(name, Certainty)
    if certainty is Certainty.E:
        message = _(
            "certainty E means that nothing backs it. Find a source, or leave it out of the file."
        )
        raise fields.error(name, str(message), code="certainty-e")
    return certainty


def _weaker(fields: Fields) -> Mapping[Column, Certainty]:
    fields.only(frozenset(column.value for column in Column))
    found = {
        column: _certainty(fields, column.value)
        for column in Column
        if column.value in fields.values
    }
    return MappingProxyType(found)


def _note(fields: Fields) -> tuple[str, str]:
    note = fields.object("note")
    note.only(_NOTE_FIELDS)
    return note.optional_text("th"), note.optional_text("en")


def _refuse_doubles(fields: Fields, items: tuple[CatalogueItem, ...]) -> None:
    codes = [item.code for item in items]
    for code in codes:
        if codes.count(code) > 1:
            message = _("the code %(code)s stands twice.") % {"code": code}
            raise fields.error("items", message, code="double")
    reports = [item.code for item in items if item.kind is ItemKind.MEASURES_REPORT]
    if len(reports) > 1:
        message = _("only one item can be the measures report, not %(codes)s.")
        raise fields.error("items", message % {"codes": ", ".join(reports)}, code="double")
