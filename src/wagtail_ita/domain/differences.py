"""What differs between two versions of a report: which parts of which measures.

Compared is what a reader sees. The order of measures, ids, spaces, characters without a shape
and how an HTML text is spelt make no difference.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.records import EvidenceRecord, MeasureRecord, ReportRecord
from wagtail_ita.domain.richtext import bare_tags


class Part(enum.StrEnum):
    """What of a measure may differ, in the order of the page: the six, and what is beside them."""

    INDICATOR = "indicator"
    MEASURE = "measure"
    STEPS = "steps"
    PERIOD = "period"
    RESPONSIBLE = "responsible"
    OUTPUT = "output"
    OUTCOME = "outcome"
    EVIDENCE = "evidence"

    @property
    def element(self) -> Element | None:
        """The element that the part is; ``None`` for what is beside the six."""
        return _ELEMENTS.get(self.value)

    @property
    def label(self) -> str:
        """Lazy translation of the name."""
        return self.element.label if self.element else _BESIDE[self]


_ELEMENTS: Final = {element.key: element for element in Element}
_BESIDE: Final[Mapping[Part, str]] = {
    Part.INDICATOR: _("Indicator"),
    Part.EVIDENCE: _("Evidence"),
}


class ChangeKind(enum.StrEnum):
    """What happened to a measure as a whole."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureChange:
    """How one measure differs from the version before.

    Attributes:
        measure_id: Id of its block.
        number: Its number as printed, from 1; in the version before for a measure that is gone.
        title: Likewise, as the version has it that the number is of.
        parts: What differs; empty for a measure that is new or gone.
        before: The measure in the version before; only as long as the two are at hand.
        after: The same in the newer version.
    """

    kind: ChangeKind
    measure_id: str
    number: int
    title: str
    parts: tuple[Part, ...] = ()
    before: MeasureRecord | None = None
    after: MeasureRecord | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data for a JSON field: where it differs, not what stood there."""
        return {
            "kind": self.kind.value,
            "id": self.measure_id,
            "number": self.number,
            "title": self.title,
            "parts": [part.value for part in self.parts],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> MeasureChange:
        """Read what ``to_json`` wrote."""
        return cls(
            kind=ChangeKind(data["kind"]),
            measure_id=data["id"],
            number=data["number"],
            title=data["title"],
            parts=tuple(Part(part) for part in data["parts"]),
        )


def differences(before: ReportRecord, after: ReportRecord) -> tuple[MeasureChange, ...]:
    """Return what differs in the measures: those of the newer version in order, then what is gone.

    A measure is the same one when its id is, or else, for a report that was imported anew, its
    title. One that only moved has not changed.
    """
    old = list(enumerate(before.measures, start=1))
    found: list[MeasureChange] = []
    pairs = _pairs(before.measures, after.measures)
    for number, measure in enumerate(after.measures, start=1):
        partner = pairs.get(number - 1)
        if partner is None:
            found.append(_change(ChangeKind.ADDED, number, after=measure))
            continue
        earlier = before.measures[partner]
        parts = changed_parts(earlier, measure)
        if parts:
            found.append(_change(ChangeKind.CHANGED, number, earlier, measure, parts))
    kept = set(pairs.values())
    found += [
        _change(ChangeKind.REMOVED, number, before=measure)
        for number, measure in old
        if number - 1 not in kept
    ]
    return tuple(found)


def changed_parts(before: MeasureRecord, after: MeasureRecord) -> tuple[Part, ...]:
    """Return the parts of a measure in which two versions differ."""
    same: dict[Part, bool] = {
        Part.INDICATOR: before.indicator == after.indicator,
        Part.MEASURE: _same_texts(
            (before.title, before.description), (after.title, after.description)
        ),
        Part.STEPS: _same_texts(before.steps, after.steps),
        Part.PERIOD: before.period == after.period
        or (
            (before.period.start, before.period.end) == (after.period.start, after.period.end)
            and _same_texts([before.period.note], [after.period.note])
        ),
        Part.RESPONSIBLE: _same_texts(before.responsible, after.responsible),
        Part.OUTPUT: same_markup(before.output, after.output),
        Part.OUTCOME: same_markup(before.outcome, after.outcome),
        Part.EVIDENCE: sorted(map(_evidence, before.evidence))
        == sorted(map(_evidence, after.evidence)),
    }
    return tuple(part for part in Part if not same[part])


def same_markup(before: str, after: str) -> bool:
    """Tell whether two rich texts are the same to a reader."""
    return before == after or _tokens(before) == _tokens(after)


def visible_text(text: str) -> str:
    """Return a text in which what a reader cannot tell apart is the same."""
    seen = "".join(
        each
        for each in unicodedata.normalize("NFC", text)
        if each.isspace() or unicodedata.category(each) not in ("Cf", "Cc")
    )
    return " ".join(seen.split())


def _change(
    kind: ChangeKind,
    number: int,
    before: MeasureRecord | None = None,
    after: MeasureRecord | None = None,
    parts: tuple[Part, ...] = (),
) -> MeasureChange:
    measure = after or before or MeasureRecord()
    return MeasureChange(
        kind=kind,
        measure_id=measure.id,
        number=number,
        title=" ".join(measure.title.split()),
        parts=parts,
        before=before,
        after=after,
    )


def _pairs(before: Sequence[MeasureRecord], after: Sequence[MeasureRecord]) -> dict[int, int]:
    """Return the place of each measure in the version before, by its place in the newer one."""
    pairs: dict[int, int] = {}
    for name_of in (lambda measure: measure.id, lambda measure: visible_text(measure.title)):
        free: dict[str, list[int]] = {}
        taken = set(pairs.values())
        for place, measure in enumerate(before):
            if place not in taken and name_of(measure):
                free.setdefault(name_of(measure), []).append(place)
        for place, measure in enumerate(after):
            if place not in pairs and free.get(name_of(measure)):
                pairs[place] = free[name_of(measure)].pop(0)
    return pairs


def _same_texts(before: Iterable[str], after: Iterable[str]) -> bool:
    first, second = list(before), list(after)
    if first == second:
        return True
    # An empty box of a list is not shown.
    return [*filter(None, map(visible_text, first))] == [*filter(None, map(visible_text, second))]


def _evidence(piece: EvidenceRecord) -> tuple[str, ...]:
    texts = (piece.title, piece.note, piece.alt_text)
    return (piece.kind.value, piece.key, piece.url, *map(visible_text, texts))


# --------------------------------------------------------------------------------- rich text

_SAME_TAG: Final = {"b": "strong", "i": "em"}
_ATTRIBUTE: Final = re.compile(r"""([a-z][a-z0-9-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_UNSEEN: Final = re.compile(r"data-|class$|style$")


def _tokens(markup: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the tags and words of a rich text in order, and what its tags point to."""
    bare, attributes = bare_tags(markup)
    reader = _TokenReader()
    reader.feed(bare)
    reader.close()
    seen = [
        (name, double or single)
        for name, double, single in _ATTRIBUTE.findall(attributes)
        if not _UNSEEN.match(name)
    ]
    return _without_empty(reader.tokens), sorted(seen)


class _TokenReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add_tag("<", tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self._add_tag("</", tag)

    def handle_data(self, data: str) -> None:
        # A space at the edge of bold text is one whether it stands inside or outside.
        self.tokens += visible_text(data).split(" ") if visible_text(data) else []

    def _add_tag(self, bracket: str, tag: str) -> None:
        self.tokens.append(f"{bracket}{_SAME_TAG.get(tag, tag)}>")


def _without_empty(tokens: list[str]) -> list[str]:
    """Leave out paragraphs without words, and words that are bold but empty."""
    kept: list[str] = []
    for token in tokens:
        if kept and token.startswith("</") and kept[-1] == f"<{token[2:]}":
            kept.pop()
        else:
            kept.append(token)
    return kept
