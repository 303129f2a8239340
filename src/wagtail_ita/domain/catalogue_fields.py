"""Takes fields out of a catalogue file and says in a sentence what is wrong with one.

A webmaster may write such a file by hand, so every refusal names the file, the row and
the field. ``data/catalogue.schema.json`` says the same to editors and to other programs.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

Member = TypeVar("Member", bound=enum.Enum)

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class CatalogueError(ValueError):
    """A catalogue that cannot be read; the message is a sentence.

    Attributes:
        file: Name of the file, or what stands for it.
        row: Row inside the file, such as ``items[3] (O4)``; empty for the file itself.
        field: Name of the field; empty when the row as a whole is wrong.
        code: Short name of the fault.
    """

    def __init__(self, message: str, *, file: str, row: str, field: str, code: str) -> None:
        where = ", ".join(part for part in (file, row, field) if part)
        super().__init__(f"{where}: {message}")
        self.file = file
        self.row = row
        self.field = field
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """One JSON object of the file, with its place for the sentences."""

    file: str
    row: str
    values: Mapping[str, Any]

    def error(self, field: str, message: str, *, code: str) -> CatalogueError:
        """Return the error to raise about a field of this object."""
        return CatalogueError(message, file=self.file, row=self.row, field=field, code=code)

    def only(self, allowed: frozenset[str]) -> None:
        """Refuse a field that the format does not know; most are misspelt ones."""
        for name in self.values:
            if name not in allowed:
                message = _("there is no such field. Known are: %(known)s.")
                known = ", ".join(sorted(allowed))
                raise self.error(str(name), message % {"known": known}, code="unknown-field")

    def text(self, name: str) -> str:
        """Return a text that must be there and hold something besides spaces."""
        value = self._required(name)
        if not isinstance(value, str) or not value.strip():
            message = str(_("a text is needed here, and it may not be empty."))
            raise self.error(name, message, code="not-text")
        return value

    def optional_text(self, name: str) -> str:
        """Return a text, or an empty string when the field is not there."""
        return self.text(name) if name in self.values else ""

    def matching(self, name: str, pattern: re.Pattern[str], *, example: str) -> str:
        """Return a text of a certain form."""
        value = self.text(name)
        if not pattern.fullmatch(value):
            message = _("“%(value)s” has not the right form. Write it like “%(example)s”.")
            raise self.error(name, message % {"value": value, "example": example}, code="form")
        return value

    def integer(self, name: str, *, first: int, last: int) -> int:
        """Return a whole number between two limits."""
        value = self._required(name)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        # 2569.0 is a whole number in JSON. The range comes first: NaN has no int().
        if not (number and first <= value <= last and int(value) == value):
            message = _("a whole number from %(first)s to %(last)s is needed here.")
            raise self.error(name, message % {"first": first, "last": last}, code="not-a-number")
        return int(value)

    def date(self, name: str) -> dt.date:
        """Return a day, written in ISO form and in the Christian era."""
        value = self.text(name)
        try:
            if not _ISO_DATE.fullmatch(value):
                raise ValueError
            return dt.date.fromisoformat(value)
        except ValueError:
            message = _("“%(value)s” is not a date. Write it like “2026-11-22”.")
            raise self.error(name, message % {"value": value}, code="not-a-date") from None

    def choice(self, name: str, kind: type[Member]) -> Member:
        """Return the member of an enum whose value stands in the field."""
        value = self._required(name)
        for member in kind:
            if isinstance(value, str) and member.value == value:
                return member
        message = _("“%(value)s” is not possible here. Possible are: %(known)s.")
        known = ", ".join(str(member.value) for member in kind)
        raise self.error(name, message % {"value": value, "known": known}, code="not-a-choice")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; a missing one is empty."""
        values = self._list(name)
        for position, value in enumerate(values, start=1):
            if not isinstance(value, str) or not value.strip():
                message = _("entry %(position)s must be a text that is not empty.")
                raise self.error(name, message % {"position": position}, code="not-text")
        return tuple(values)

    def objects(self, name: str, *, label: str = "", least: int = 0) -> tuple[Fields, ...]:
        """Return a list of JSON objects; a missing one is empty.

        Args:
            name: The field.
            label: Field of each object that tells a reader which one it is.
            least: How many objects there must be.
        """
        if least:
            self._required(name)
        if len(self._list(name)) < least:
            raise self.error(name, str(_("the list may not be empty.")), code="too-few")
        found = []
        for position, value in enumerate(self._list(name), start=1):
            row = f"{name}[{position}]"
            if isinstance(value, Mapping) and isinstance(value.get(label), str):
                row = f"{row} ({value[label]})"
            found.append(self._object(value, row=f"{self.row}, {row}" if self.row else row))
        return tuple(found)

    def object(self, name: str) -> Fields:
        """Return the JSON object of a field; a missing one is empty."""
        row = f"{self.row}, {name}" if self.row else name
        return self._object(self.values.get(name, {}), row=row)

    def _object(self, value: Any, *, row: str) -> Fields:
        if isinstance(value, Mapping):
            return Fields(file=self.file, row=row, values=value)
        message = str(_("an object in curly brackets is needed here."))
        raise CatalogueError(message, file=self.file, row=row, field="", code="not-an-object")

    def _list(self, name: str) -> Sequence[Any]:
        value = self.values.get(name, [])
        if not isinstance(value, list | tuple):
            message = str(_("a list in square brackets is needed here."))
            raise self.error(name, message, code="not-a-list")
        return value

    def _required(self, name: str) -> Any:
        if name not in self.values:
            raise self.error(name, str(_("the field is missing.")), code="missing")
        return self.values[name]
