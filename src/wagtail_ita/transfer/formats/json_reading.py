"""Our own JSON back into a record, or a sentence that names the place that is wrong."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NoReturn, TypeVar

from django.utils.translation import gettext as _

from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.transfer.errors import SourceError

SCHEMA_VERSION: Final = 1
SCHEMA_ID: Final = f"urn:wagtail-ita:report:{SCHEMA_VERSION}"

T = TypeVar("T")

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SCORE: Final = re.compile(r"100(?:\.0{1,4})?|[0-9]{1,2}(?:\.[0-9]{1,4})?")
_KEY: Final = re.compile(r"(?:[1-9][0-9]{0,17})?")
_INDICATORS: Final = tuple(str(number) for number in range(1, 11))


def read(data: bytes) -> ReportRecord:
    """Read a report from JSON of the published schema.

    What a site adds around the report is passed over: its address, and where evidence leads.
    Whatever else is not known is refused, so that nothing gets lost in silence; a key of the
    report may be missing.

    Raises:
        SourceError: It is no such report. The sentence has the path of the place.
    """
    return read_data(_parse(data))


def read_data(data: Any) -> ReportRecord:
    """Read a report from what such JSON holds, once it is no longer text.

    Raises:
        SourceError: It is no such report. The sentence has the path of the place.
    """
    root = _Object(data, "$")
    version = root.whole("schema_version", 1, 10**6) if "schema_version" in root.value else None
    if version != SCHEMA_VERSION:
        if version is None:
            raise SourceError(
                _(
                    "This JSON file is not a report of this system: it has no schema_version. "
                    "Choose a file that was saved as report.json from a published report."
                ),
                code="json_other",
            )
        raise SourceError(
            _(
                "This JSON report has the version %(version)d, and this site reads version "
                "%(known)d. Ask whoever looks after the site to update wagtail-ita."
            )
            % {"version": version, "known": SCHEMA_VERSION},
            code="json_version",
        )
    root.skip("$schema", "publication")
    report = root.required("report", _report)
    root.close()
    return report


# ------------------------------------------------------------------------------------ records


def _report(value: Any, path: str) -> ReportRecord:
    source = _Object(value, path)
    record = ReportRecord(
        code=source.text("code"),
        title=source.text("title"),
        agency=source.text("agency"),
        reported_year=source.whole("reported_year", 2540, 2999),
        overall_score=source.part("overall_score", _score, None),
        level=source.text("level"),
        scores=source.part("scores", _scores, {}),
        introduction=source.text("introduction"),
        measures=source.many("measures", _measure),
        conclusion=source.text("conclusion"),
        memo=source.part("memo", _memo, MemoRecord()),
        attachments=source.many("attachments", _evidence),
    )
    source.close()
    return record


def _scores(value: Any, path: str) -> dict[int, Decimal]:
    source = _Object(value, path)
    scores = {
        int(number): score
        for number in _INDICATORS
        if (score := source.part(number, _score, None)) is not None
    }
    source.close()
    return scores


def _measure(value: Any, path: str) -> MeasureRecord:
    source = _Object(value, path)
    measure = MeasureRecord(
        id=source.text("id"),
        indicator=source.whole("indicator", 1, 10),
        title=source.text("title"),
        description=source.text("description"),
        steps=source.many("steps", _text),
        period=source.part("period", _period, PeriodRecord()),
        responsible=source.many("responsible", _text),
        output=source.text("output"),
        outcome=source.text("outcome"),
        evidence=source.many("evidence", _evidence),
    )
    source.close()
    return measure


def _period(value: Any, path: str) -> PeriodRecord:
    source = _Object(value, path)
    period = PeriodRecord(
        start=source.part("start", _day, None),
        end=source.part("end", _day, None),
        note=source.text("note"),
    )
    source.close()
    return period


def _evidence(value: Any, path: str) -> EvidenceRecord:
    source = _Object(value, path)
    source.skip("target")
    piece = EvidenceRecord(
        id=source.text("id"),
        kind=source.required("kind", _kind),
        title=source.text("title"),
        key=source.part("key", _key, ""),
        url=source.text("url"),
        note=source.text("note"),
        alt_text=source.text("alt_text"),
    )
    source.close()
    return piece


def _memo(value: Any, path: str) -> MemoRecord:
    source = _Object(value, path)
    memo = MemoRecord(
        unit=source.text("unit"),
        number=source.text("number"),
        date=source.part("date", _day, None),
        subject=source.text("subject"),
        addressee=source.text("addressee"),
        background=source.text("background"),
        facts=source.text("facts"),
        proposal=source.text("proposal"),
        approvals=source.many("approvals", _approval),
    )
    source.close()
    return memo


def _approval(value: Any, path: str) -> ApprovalRecord:
    source = _Object(value, path)
    # About this text: a page that the record is written to has another.
    source.skip("on_earlier_text")
    approval = ApprovalRecord(
        id=source.text("id"),
        heading=source.text("heading"),
        opinion=source.text("opinion"),
        name=source.text("name"),
        position=source.text("position"),
        date=source.part("date", _day, None),
    )
    source.close()
    return approval


# ------------------------------------------------------------------------------------- values


class _Object:
    """One JSON object, read key by key; what nobody asked for is an error."""

    def __init__(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            _refuse(path, _("an object in braces {…}"))
        self.value: dict[str, Any] = value
        self.path = path
        self._known: set[str] = set()

    def part(self, name: str, convert: Callable[[Any, str], T], default: T) -> T:
        """Return the value of a key; the default when it is missing or null."""
        self._known.add(name)
        value = self.value.get(name)
        return default if value is None else convert(value, f"{self.path}.{name}")

    def required(self, name: str, convert: Callable[[Any, str], T]) -> T:
        """Return the value of a key that must be there."""
        self._known.add(name)
        if name not in self.value:
            raise SourceError(
                _("The JSON file lacks %(path)s, so it cannot be read.")
                % {"path": f"{self.path}.{name}"},
                code="json_missing",
            )
        return convert(self.value[name], f"{self.path}.{name}")

    def many(self, name: str, convert: Callable[[Any, str], T]) -> tuple[T, ...]:
        """Return a list, each of its values converted."""
        values: list[Any] = self.part(name, _list, [])
        return tuple(
            convert(value, f"{self.path}.{name}[{position}]")
            for position, value in enumerate(values)
        )

    def text(self, name: str) -> str:
        """Return a text; an empty one when it is missing."""
        return self.part(name, _text, "")

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        """Return a whole number within limits."""

        def convert(value: Any, path: str) -> int:
            # To Python, true is a 1.
            if not isinstance(value, int) or isinstance(value, bool):
                _refuse(path, _("a whole number"))
            if not lowest <= value <= highest:
                expected = _("a whole number from %(lowest)d to %(highest)d")
                _refuse(path, expected % {"lowest": lowest, "highest": highest})
            return value

        return self.part(name, convert, None)

    def skip(self, *names: str) -> None:
        """Pass over keys that may hold anything."""
        self._known.update(names)

    def close(self) -> None:
        """Refuse what is left."""
        for name in self.value:
            if name not in self._known:
                raise SourceError(
                    _(
                        "The JSON file has %(path)s, which is not part of a report. "
                        "Correct its name or take it out."
                    )
                    % {"path": f"{self.path}.{_short(name)}"},
                    code="json_unknown",
                )


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        _refuse(path, _("text in quotation marks"))
    # Half a surrogate pair and the null character are JSON, and no database stores them.
    if "\0" in value or not _is_encodable(value):
        _refuse(path, _("text without broken characters"))
    return value


def _list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        _refuse(path, _("a list in brackets […]"))
    return value


def _day(value: Any, path: str) -> dt.date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    _refuse(path, _("a date such as 2025-09-30, in the Common Era"))


def _score(value: Any, path: str) -> Decimal:
    if not isinstance(value, str) or not _SCORE.fullmatch(value):
        _refuse(path, _("a score from 0 to 100 in quotation marks, such as “99.98”"))
    return Decimal(value)


def _key(value: Any, path: str) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        _refuse(path, _("a number in quotation marks, such as “15”"))
    return value


def _kind(value: Any, path: str) -> EvidenceKind:
    if not isinstance(value, str) or value not in set(EvidenceKind):
        kinds = ", ".join(each.value for each in EvidenceKind)
        _refuse(path, _("one of: %(choices)s") % {"choices": kinds})
    return EvidenceKind(value)


def _refuse(path: str, expected: str) -> NoReturn:
    raise SourceError(
        _("In the JSON file, %(path)s must be %(expected)s.")
        % {"path": path, "expected": expected},
        code="json_value",
    )


# -------------------------------------------------------------------------------------- JSON


class _RepeatedError(ValueError):
    """An object has a key twice, and nobody knows which of them counts."""


def _parse(data: bytes) -> Any:
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except json.JSONDecodeError as error:
        raise SourceError(
            _(
                "This file is not valid JSON: it breaks off at line %(line)d, character "
                "%(column)d. Save it again from where it comes."
            )
            % {"line": error.lineno, "column": error.colno},
            code="json_syntax",
        ) from error
    except _RepeatedError as error:
        raise SourceError(
            _("In the JSON file, “%(name)s” stands twice in one object. Take one of them out.")
            % {"name": _short(str(error))},
            code="json_repeated",
        ) from error
    # A whole number of thousands of digits is a ValueError, a thousand brackets are the other.
    except (ValueError, RecursionError) as error:
        raise SourceError(
            _(
                "This file is not JSON that can be read: it is not in UTF-8, is nested too deep "
                "or has a number that is none. Save it again from where it comes."
            ),
            code="json_syntax",
        ) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        [(name, _times)] = Counter(name for name, _value in pairs).most_common(1)
        raise _RepeatedError(name)
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _short(name: str) -> str:
    clean = name.encode("utf-8", "replace").decode()
    return clean if len(clean) <= 60 else f"{clean[:60]}…"
