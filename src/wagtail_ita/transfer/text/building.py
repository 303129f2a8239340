"""The lines of one measure, dealt out to its six elements, into a record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from wagtail_ita.domain.dates import parse_period
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.records import MeasureRecord, PeriodRecord
from wagtail_ita.domain.richtext import to_html
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.text.lines import Line, drop_blank, join_lines
from wagtail_ita.transfer.text.lists import split_list
from wagtail_ita.transfer.text.notebook import Notebook

_QUOTES: Final = {'"': '"', "“": "”", "„": "“”", "«": "»", "”": "”", "‘": "’", "'": "'"}
_CLOSING_QUOTES: Final = "".join({*_QUOTES, *_QUOTES.values()}) + " "


@dataclass(slots=True, kw_only=True)
class MeasureDraft:
    """A measure while its lines are gathered.

    Attributes:
        path: Of the measure in the record, as ``ParsedReport`` names it.
        line_number: Where it begins in the source.
        area: What it belongs to, as notices name it.
        parts: The lines of each element that was met, without its label.
        period: The period, where it was read already.
    """

    path: str
    line_number: int
    area: str
    parts: dict[Element, list[Line]] = field(default_factory=dict)
    period: PeriodRecord | None = None

    def path_of(self, element: Element) -> str:
        """The path of an element; that of the title for the measure itself."""
        return f"{self.path}.{'title' if element is Element.MEASURE else element.key}"


def build_measure(draft: MeasureDraft, *, width: int, notes: Notebook) -> MeasureRecord:
    """Make the record of a measure, and tell what it lacks.

    Args:
        draft: Its lines.
        width: Width at which the source wraps its lines, or 0.
        notes: Takes origins, and what was not understood.
    """
    texts = {
        element: join_lines(draft.parts.get(element, ()), width=width)
        for element in (Element.MEASURE, Element.OUTPUT, Element.OUTCOME)
    }
    title, description = _split_title(texts[Element.MEASURE], draft, notes)
    _take(draft, title, notes)
    record = MeasureRecord(
        title=title,
        description=description,
        steps=_entries(draft, Element.STEPS, width, notes),
        period=_period(draft),
        responsible=_responsible(draft, width, notes),
        output=to_html(texts[Element.OUTPUT]),
        outcome=to_html(texts[Element.OUTCOME]),
    )
    tell_missing(record, draft, notes)
    return record


def tell_missing(record: MeasureRecord, draft: MeasureDraft, notes: Notebook) -> None:
    """Tell which elements of a measure have nothing."""
    present: Mapping[Element, object] = {
        Element.MEASURE: record.title,
        Element.STEPS: record.steps,
        Element.PERIOD: record.period,
        Element.RESPONSIBLE: record.responsible,
        Element.OUTPUT: record.output,
        Element.OUTCOME: record.outcome,
    }
    for element, value in present.items():
        if not value:
            notes.tell(
                draft.line_number,
                NoticeCode.ELEMENT_MISSING,
                _("%(area)s: nothing was found for element %(number)d, “%(element)s”.")
                % {"area": draft.area, "number": element.number, "element": element.label},
                path=draft.path_of(element),
            )


def _split_title(text: str, draft: MeasureDraft, notes: Notebook) -> tuple[str, str]:
    """The quoted name and the rest; without quotes the first line and the rest."""
    closing = _QUOTES.get(text[:1])
    if closing:
        for position, character in enumerate(text[1:], start=1):
            if character in closing and position > 1:
                return " ".join(text[1:position].split()), text[position + 1 :].strip()
        notes.tell(
            draft.line_number,
            NoticeCode.TITLE_QUOTES,
            _("%(area)s: the name of the measure begins with a quotation mark that is not closed.")
            % {"area": draft.area},
            path=draft.path_of(Element.MEASURE),
        )
    title, _break, description = text.partition("\n")
    return title, description.strip()


def _take(draft: MeasureDraft, title: str, notes: Notebook) -> None:
    """Remember the lines of every element; those of the first are title and description."""
    for element, lines in draft.parts.items():
        if element is not Element.MEASURE:
            notes.take(draft.path_of(element), lines)
    name = drop_blank(draft.parts.get(Element.MEASURE, ()))
    last = _line_of_end(name, title)
    notes.take(draft.path_of(Element.MEASURE), name[: last + 1])
    if name:
        goes_on = not name[last].text.rstrip(_CLOSING_QUOTES).endswith(title.split(" ")[-1])
        notes.take(f"{draft.path}.description", name[last if goes_on else last + 1 :])


def _line_of_end(lines: Sequence[Line], title: str) -> int:
    length = 0
    for index, line in enumerate(lines):
        length += len(line.text.strip(_CLOSING_QUOTES).replace(" ", ""))
        if length >= len(title.replace(" ", "")):
            return index
    return len(lines) - 1


def _entries(draft: MeasureDraft, element: Element, width: int, notes: Notebook) -> tuple[str, ...]:
    found = split_list(draft.parts.get(element, ()), width=width)
    notes.leave(found.preamble)
    for gap in found.gaps:
        notes.tell(
            gap.line_number,
            NoticeCode.STEP_NUMBERING,
            _("%(area)s: number %(found)d stands where %(expected)d was expected in “%(element)s”.")
            % {
                "area": draft.area,
                "found": gap.found,
                "expected": gap.expected,
                "element": element.label,
            },
            path=draft.path_of(element),
        )
    texts = (join_lines(drop_blank(lines), width=width) for lines in found.items)
    return tuple(text for text in texts if text)


def _responsible(draft: MeasureDraft, width: int, notes: Notebook) -> tuple[str, ...]:
    """Only breaks, numbers and semicolons divide: "and" may stand inside one unit's name."""
    entries = _entries(draft, Element.RESPONSIBLE, width, notes)
    parts = (part.strip() for entry in entries for part in re.split("[;；]", entry))
    return tuple(part for part in parts if part)


def _period(draft: MeasureDraft) -> PeriodRecord:
    if draft.period is not None:
        return draft.period
    text = " ".join(line.text for line in draft.parts.get(Element.PERIOD, ()) if line.text)
    return parse_period(text) if text else PeriodRecord()
