"""What the checks say about a page: one shape for every check, screen, command and mail.

A check declares its kinds of finding once with :func:`register` and makes findings with
:meth:`FindingType.at`. Sentences are translated when they are shown, not when they are
found: one finding serves the editor in Thai and the log in English.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.digits import shown_number
from wagtail_ita.domain.elements import Element

_SHOWN_TITLE: Final = 80


class Severity(enum.Enum):
    """How much a finding weighs. ``Severity("error")`` finds a member.

    Attributes:
        label: Lazy translation of the name.
        rank: 3 for an error, 1 for a note.
    """

    label: str
    rank: int

    ERROR = ("error", _("Error"), 3)
    """An assessor would miss it: the page is not published."""

    WARNING = ("warning", _("Warning"), 2)
    """Probably a slip; nothing is stopped."""

    NOTE = ("note", _("Note"), 1)
    """A hint."""

    def __new__(cls, key: str, label: str, rank: int) -> Severity:
        member = object.__new__(cls)
        member._value_ = key
        member.label = label
        member.rank = rank
        return member

    def is_at_least(self, other: Severity) -> bool:
        """Tell whether this severity is as grave as the other one, or graver."""
        return self.rank >= other.rank


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable sentence with its values; ``str()`` renders it in the active language."""

    template: str = field(hash=False)
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        values = {name: shown_number(value) for name, value in self.values.items()}
        return str(self.template) % values


FIELD_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": _("Title of the page"),
        "slug": _("Address of the page"),
        "seo_title": _("Title for search engines"),
        "search_description": _("Description for search engines"),
        "code": _("Item code"),
        "reported_year": _("Reported fiscal year"),
        "overall_score": _("Total score"),
        "level": _("Level"),
        "introduction": _("Introduction"),
        "measures": _("Measures"),
        "conclusion": _("Conclusion"),
        "attachments": _("Attachments"),
        "correction_note": _("Correction note"),
        "evidence": _("Evidence"),
        "body": _("Text and tables"),
        "nothing_to_report": _("Nothing to report"),
        "explanation": _("Explanation for the assessor"),
        "memo_unit": _("Memo: unit"),
        "memo_number": _("Memo: number"),
        "memo_date": _("Memo: date"),
        "memo_subject": _("Memo: subject"),
        "memo_addressee": _("Memo: addressee"),
        "memo_background": _("Memo: background"),
        "memo_facts": _("Memo: facts"),
        "memo_proposal": _("Memo: proposal"),
        "memo_approvals": _("Memo: opinions and orders"),
    }
)
"""What the fields of a page are called in a finding."""

_PART_OF_ELEMENT: Final = {
    Element.MEASURE: "title",
    Element.STEPS: "steps",
    Element.PERIOD: "period_note",
    Element.RESPONSIBLE: "responsible",
    Element.OUTPUT: "output",
    Element.OUTCOME: "outcome",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where on a page a finding is; an empty place is the page as a whole.

    Attributes:
        measure_id: Id of the measure's block; empty when it has none yet.
        measure_number: Number of the measure as printed, from 1.
        element: Which of the measure's six elements, if it is about one.
        field: Field of the page, such as ``overall_score``; may be left out for a measure.
        part: Field inside the measure, such as ``period_end`` or ``evidence``; by default
            the one that belongs to the element.
        entry_id: Id of the piece of evidence, or of the officer's opinion, inside.
        entry_number: Its number, from 1.
        entry_part: Field inside that entry, such as ``alt_text``.
    """

    measure_id: str = ""
    measure_number: int | None = None
    measure_title: str = ""
    element: Element | None = None
    field: str = ""
    part: str = ""
    entry_id: str = ""
    entry_number: int | None = None
    entry_part: str = ""

    @property
    def path(self) -> str:
        """Content path, ``measures.<id>.steps``, as ``data-contentpath`` in the form spells it.

        It ends where an entry has no id: as near as a link can lead.
        """
        in_measure = self.measure_number is not None or bool(self.measure_id)
        parts = [self.field or ("measures" if in_measure else "")]
        if in_measure:
            part = self.part or (_PART_OF_ELEMENT[self.element] if self.element else "")
            parts += [self.measure_id, part]
        if self.entry_id or self.entry_number is not None:
            parts += [self.entry_id, self.entry_part]
        last = len(parts)
        if in_measure and not self.measure_id:
            last = 1
        elif self.entry_number is not None and not self.entry_id:
            last -= 2
        return ".".join(part for part in parts[:last] if part)

    @property
    def measure_label(self) -> str:
        """The measure's number and title in the active language; empty outside a measure."""
        if self.measure_number is None:
            return ""
        values = {
            "number": shown_number(self.measure_number),
            "title": _shorten(self.measure_title),
        }
        if not values["title"]:
            return str(_("Measure %(number)s")) % values
        return str(_("Measure %(number)s “%(title)s”")) % values

    @property
    def label(self) -> str:
        """The whole place in the active language; empty for the page as a whole."""
        labels = [self.measure_label]
        if self.element:
            labels.append(f"({shown_number(self.element.number)}) {self.element.label}")
        elif self.measure_number is None:
            labels.append(_field_label(self.field))
        elif self.part == "evidence":
            labels.append(str(FIELD_LABELS["evidence"]))
        if self.entry_number is not None:
            number = shown_number(self.entry_number)
            labels.append(str(_("entry %(number)s")) % {"number": number})
        return ", ".join(label for label in labels if label)


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence that says where; ``str()`` renders both in the active language."""

    place: Place
    statement: Sentence

    def __str__(self) -> str:
        label = self.place.label
        return f"{label}: {self.statement}" if label else str(self.statement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check says about a page.

    Attributes:
        code: Kind of finding, a key of :data:`CODES`.
        place: Where it is.
        statement: What is wrong, without the place; for a list that is grouped by place.
        message: The same with measure and element, for a line that stands alone.
        remedy: What to do.
        params: The values in the sentences, for callers that word it themselves.
    """

    code: str
    severity: Severity
    place: Place
    # A translated text has another hash in every language.
    statement: Sentence = field(hash=False)
    remedy: Sentence = field(hash=False)
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> PlacedSentence:
        return PlacedSentence(self.place, self.statement)

    @property
    def type(self) -> FindingType:
        """The kind of finding with its title, its reason and its source."""
        return CODES[self.code]

    @property
    def is_error(self) -> bool:
        """Whether it stops publishing."""
        return self.severity is Severity.ERROR

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON, worded in the active language."""
        place = self.place
        return {
            "code": self.code,
            "severity": self.severity.value,
            "severity_label": str(self.severity.label),
            "message": str(self.message),
            "statement": str(self.statement),
            "remedy": str(self.remedy),
            "place": place.label,
            "path": place.path,
            "field": place.field,
            "measure_id": place.measure_id,
            "measure_number": place.measure_number,
            "measure_title": place.measure_title,
            "element": place.element.key if place.element else None,
            "entry_id": place.entry_id,
            "entry_number": place.entry_number,
            "params": {name: _plain(value) for name, value in self.params.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingType:
    """A kind of finding: what is said, why, and how sure the rule behind it is.

    Attributes:
        code: Stable short name, kebab-case.
        severity: Severity of its findings, unless the check says otherwise.
        title: Its name in a list of rules.
        explanation: Why it matters; one or two sentences.
        statement: Sentence with named printf places, lazily translated.
        remedy: What to do, likewise.
        source: Where the rule comes from.
        certainty: How sure it is; ``None`` for a rule of good work that claims nothing
            about the assessment.
    """

    code: str
    severity: Severity
    title: str
    explanation: str
    statement: str
    remedy: str
    source: str = ""
    certainty: Certainty | None = None

    def at(self, place: Place, *, severity: Severity | None = None, **params: Any) -> Finding:
        """Return a finding of this kind; ``params`` fill its sentences."""
        return Finding(
            code=self.code,
            severity=severity or self.severity,
            place=place,
            statement=Sentence(self.statement, params),
            remedy=Sentence(self.remedy, params),
            params=params,
        )


_TYPES: Final[dict[str, FindingType]] = {}

CODES: Final[Mapping[str, FindingType]] = MappingProxyType(_TYPES)
"""All kinds of finding by code, as far as the modules that declare them are imported."""


def register(kind: FindingType) -> FindingType:
    """Add a kind of finding to :data:`CODES` and return it.

    Raises:
        ValueError: Another kind has this code already.
    """
    if _TYPES.setdefault(kind.code, kind) is not kind:
        # For programmers, and perhaps at import, where nothing can be translated.
        raise ValueError(f"The finding code {kind.code!r} is used twice.")
    return kind


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings stops publishing."""
    return any(each.is_error for each in findings)


def _field_label(name: str) -> str:
    number = name.removeprefix("score_")
    if number != name:
        return str(_("Score of indicator %(number)s")) % {"number": shown_number(int(number))}
    return str(FIELD_LABELS.get(name, name))


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN_TITLE else f"{flat[: _SHOWN_TITLE - 1].rstrip()}…"


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        # A str may be of a subclass, an int an enum: JSON wants the plain thing.
        return str(value) if isinstance(value, str) else value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value)
