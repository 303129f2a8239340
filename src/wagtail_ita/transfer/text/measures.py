"""The measures under one heading, each with its six elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from wagtail_ita.domain.dates import parse_period
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.records import MeasureRecord, PeriodRecord
from wagtail_ita.domain.richtext import to_html
from wagtail_ita.transfer.text.furniture import is_page_number, is_unsigned, read_signature
from wagtail_ita.transfer.text.labels import Label, read_label, split_labels
from wagtail_ita.transfer.text.lines import Line, drop_blank, join_lines
from wagtail_ita.transfer.text.lists import split_list
from wagtail_ita.transfer.text.markers import Marker, MarkerStyle, read_marker, strip_bullet
from wagtail_ita.transfer.text.result import Notebook, NoticeCode

_QUOTES: Final = {'"': '"', "“": "”", "„": "“”", "«": "»", "”": "”", "‘": "’", "'": "'"}
_APPENDIX = re.compile(
    r"(?:บันทึกข้อความ|ภาคผนวก|เอกสารแนบ(?:ท้าย)?|ภาพ(?:ประกอบ|ถ่าย|กิจกรรม)[^ ]{0,40}"
    r"|สิ่งที่ส่งมาด้วย)(?: .{0,40})?$"
)


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A measure while its lines are gathered."""

    line_number: int
    parts: dict[Element, list[Line]] = field(default_factory=dict)
    style: MarkerStyle | None = None


def read_measures(
    lines: Sequence[Line], *, indicator: int | None, area: str, width: int, notes: Notebook
) -> tuple[MeasureRecord, ...]:
    """The measures in the lines under one heading.

    Args:
        lines: The lines, without the heading.
        indicator: Number of the indicator the area is about.
        area: The area as notices name it.
        width: Width at which the source wraps its lines, or 0.
        notes: Takes what was not understood.
    """
    dealer = _Dealer(notes, area)
    for line in lines:
        for text in split_labels(line.text) if line.text else [""]:
            dealer.deal(line.part(text))
    return tuple(_build(draft, indicator, area, width, notes) for draft in dealer.drafts)


def ends_report(text: str) -> bool:
    """Whether a line begins what follows a report: signatures, an appendix."""
    return read_signature(text) is not None or _APPENDIX.match(strip_bullet(text)) is not None


class _Dealer:
    """Deals the lines under a heading out to measures and elements."""

    def __init__(self, notes: Notebook, area: str) -> None:
        self.drafts: list[_Draft] = []
        self._notes = notes
        self._area = area
        self._element: Element | None = None
        self._step = 0
        self._steps_series: tuple[MarkerStyle, int] | None = None
        self._ended = False

    def deal(self, line: Line) -> None:
        if not line.text:
            self._keep(line)
        elif is_page_number(line.text):
            self._notes.leave([line])
        elif ends_report(line.text):
            self._element, self._ended = None, True
            if not is_unsigned(line.text):
                self._notes.leave([line])
        else:
            label = read_label(line.text)
            if label and label.element and self._opens(label, label.element):
                self._open(line, label, label.element)
            else:
                self._text(line, label)

    def _opens(self, label: Label, element: Element) -> bool:
        if label.is_numbered_measure:
            return self._is_next_measure(label)
        if not label.is_sure:
            return self._is_next_element(element)
        if self._element is not Element.STEPS or not self._counts_on(label.marker):
            return True
        # Inside a list of steps "3. project: …" is a step; the label of a later element is not.
        return label.firm and element not in (Element.MEASURE, Element.STEPS)

    def _is_next_measure(self, label: Label) -> bool:
        """Whether "measure 2 …" opens the second measure, or a sentence that speaks of it."""
        if self._element is Element.MEASURE or label.marker is None:
            return False
        return not self.drafts or label.firm or label.marker.number == len(self.drafts) + 1

    def _is_next_element(self, element: Element) -> bool:
        """Whether a label that nothing but its place tells from a sentence is in that place."""
        if not self.drafts:
            return False
        return element.number == max(part.number for part in self.drafts[-1].parts) + 1

    def _counts_on(self, marker: Marker | None) -> bool:
        if marker is None or marker.number != self._step + 1:
            return False
        return self._steps_series in (None, marker.series)

    def _open(self, line: Line, label: Label, element: Element) -> None:
        self._ended = False
        draft = self._draft_for(label, element, line)
        draft.style = label.marker.style if label.marker else draft.style
        self._element, self._step, self._steps_series = element, 0, None
        draft.parts.setdefault(element, [])
        if label.content:
            self._keep(line.part(label.content))

    def _draft_for(self, label: Label, element: Element, line: Line) -> _Draft:
        last = self.drafts[-1] if self.drafts else None
        if last is None:
            return self._new_draft(line)
        furthest = max(part.number for part in last.parts)
        if element is Element.MEASURE:
            return last if element not in last.parts and furthest < 3 else self._new_draft(line)
        if element in last.parts:
            if furthest >= Element.OUTPUT.number > element.number:
                return self._new_draft(line)  # the next measure lost its first label
            self._notes.tell(
                line.number,
                NoticeCode.ELEMENT_REPEATED,
                _("%(area)s: “%(label)s” stands twice in one measure; both texts were kept.")
                % {"area": self._area, "label": label.text},
            )
        return last

    def _new_draft(self, line: Line) -> _Draft:
        self.drafts.append(_Draft(line_number=line.number))
        return self.drafts[-1]

    def _text(self, line: Line, label: Label | None) -> None:
        if label and self._is_foreign(label):
            known_by_number = self._by_number(label)
            self._notes.tell(
                line.number,
                NoticeCode.LABEL_UNKNOWN,
                self._unknown_sentence(known_by_number) % {"area": self._area, "label": label.text},
            )
            if known_by_number is None:
                self._element = None
            else:
                self._element = known_by_number
                self.drafts[-1].parts[known_by_number] = []
                line = line.part(label.content)
        self._keep(line)

    def _unknown_sentence(self, element: Element | None) -> str:
        sentence: str = (
            _("%(area)s: the label “%(label)s” is not known, so its text has no place yet.")
            if element is None
            else _(
                "%(area)s: the label “%(label)s” is not known; "
                "its text was put where its number belongs."
            )
        )
        return sentence

    def _is_foreign(self, label: Label) -> bool:
        """Whether a label of unknown wording stands where a label of an element would."""
        if not self.drafts:
            return False
        if label.other:
            return not (self._element is Element.STEPS and self._counts_on(label.marker))
        style = self.drafts[-1].style
        if not label.marker or label.marker.style is not style:
            return False
        if self._element in (None, Element.STEPS) and self._counts_on(label.marker):
            return False
        return label.marker.number == max(part.number for part in self.drafts[-1].parts) + 1

    def _by_number(self, label: Label) -> Element | None:
        if label.other or not label.marker:
            return None
        for element in Element:
            if element.number == label.marker.number and element not in self.drafts[-1].parts:
                return element
        return None

    def _keep(self, line: Line) -> None:
        if self._element is None or self._ended:
            self._notes.leave([line])
            return
        if self._element is Element.STEPS:
            marker = read_marker(strip_bullet(line.text))
            if marker and self._counts_on(marker):
                self._step, self._steps_series = marker.number, marker.series
        self.drafts[-1].parts[self._element].append(line)


def _build(
    draft: _Draft, indicator: int | None, area: str, width: int, notes: Notebook
) -> MeasureRecord:
    texts = {
        element: join_lines(draft.parts.get(element, ()), width=width)
        for element in (Element.MEASURE, Element.OUTPUT, Element.OUTCOME)
    }
    title, description = _split_title(texts[Element.MEASURE], draft, area, notes)
    record = MeasureRecord(
        indicator=indicator,
        title=title,
        description=description,
        steps=_entries(draft, Element.STEPS, area, width, notes),
        period=_period(draft),
        responsible=_responsible(draft, area, width, notes),
        output=to_html(texts[Element.OUTPUT]),
        outcome=to_html(texts[Element.OUTCOME]),
    )
    _tell_missing(record, draft, area, notes)
    return record


def _split_title(text: str, draft: _Draft, area: str, notes: Notebook) -> tuple[str, str]:
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
            % {"area": area},
        )
    title, _break, description = text.partition("\n")
    return title, description.strip()


def _entries(
    draft: _Draft, element: Element, area: str, width: int, notes: Notebook
) -> tuple[str, ...]:
    found = split_list(draft.parts.get(element, ()), width=width)
    notes.leave(found.preamble)
    for gap in found.gaps:
        notes.tell(
            gap.line_number,
            NoticeCode.STEP_NUMBERING,
            _("%(area)s: number %(found)d stands where %(expected)d was expected in “%(element)s”.")
            % {
                "area": area,
                "found": gap.found,
                "expected": gap.expected,
                "element": element.label,
            },
        )
    texts = (join_lines(drop_blank(lines), width=width) for lines in found.items)
    return tuple(text for text in texts if text)


def _responsible(draft: _Draft, area: str, width: int, notes: Notebook) -> tuple[str, ...]:
    """Only breaks, numbers and semicolons divide: "and" may stand inside one unit's name."""
    entries = _entries(draft, Element.RESPONSIBLE, area, width, notes)
    parts = (part.strip() for entry in entries for part in re.split("[;；]", entry))
    return tuple(part for part in parts if part)


def _period(draft: _Draft) -> PeriodRecord:
    text = " ".join(line.text for line in draft.parts.get(Element.PERIOD, ()) if line.text)
    return parse_period(text) if text else PeriodRecord()


def _tell_missing(record: MeasureRecord, draft: _Draft, area: str, notes: Notebook) -> None:
    present = {
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
                % {"area": area, "number": element.number, "element": element.label},
            )
