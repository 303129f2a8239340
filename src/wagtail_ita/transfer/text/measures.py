"""The measures under one heading, each with its six elements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.records import MeasureRecord
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.text.building import MeasureDraft, build_measure
from wagtail_ita.transfer.text.furniture import is_page_number, is_unsigned, read_signature
from wagtail_ita.transfer.text.labels import Label, label_of, split_labels
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.markers import Marker, MarkerStyle, read_marker, strip_bullet
from wagtail_ita.transfer.text.notebook import Notebook

_APPENDIX = re.compile(
    r"(?:บันทึกข้อความ|ภาคผนวก|เอกสารแนบ(?:ท้าย)?|ภาพ(?:ประกอบ|ถ่าย|กิจกรรม)[^ ]{0,40}"
    r"|สิ่งที่ส่งมาด้วย)(?: .{0,40})?$"
)


def read_measures(
    lines: Sequence[Line], *, first: int, area: str, width: int, notes: Notebook
) -> tuple[MeasureRecord, ...]:
    """The measures in the lines under one heading; the indicator is the caller's to add.

    Args:
        lines: The lines, without the heading.
        first: Place in the report, from 0, of the first measure that is found.
        area: The area as notices name it.
        width: Width at which the source wraps its lines, or 0.
        notes: Takes what was not understood.
    """
    dealer = _Dealer(notes, area, first)
    for line in lines:
        texts = split_labels(line.text) if line.text else []
        for part in [line] if len(texts) < 2 else map(line.part, texts):
            dealer.deal(part)
    return tuple(build_measure(draft, width=width, notes=notes) for draft in dealer.drafts)


def ends_report(text: str) -> bool:
    """Whether a line begins what follows a report: signatures, an appendix."""
    return read_signature(text) is not None or _APPENDIX.match(strip_bullet(text)) is not None


class _Dealer:
    """Deals the lines under a heading out to measures and elements."""

    def __init__(self, notes: Notebook, area: str, first: int) -> None:
        self.drafts: list[MeasureDraft] = []
        self._notes = notes
        self._area = area
        self._first = first
        self._style: MarkerStyle | None = None
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
            label = label_of(line)
            if label and label.element and self._opens(label, label.element):
                self._open(line, label, label.element)
            else:
                self._text(line, label)

    def _opens(self, label: Label, element: Element) -> bool:
        if label.is_numbered_measure:
            return self._is_next_measure(label)
        if not label.text:
            return True
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
        self._style = label.marker.style if label.marker else self._style
        self._element, self._step, self._steps_series = element, 0, None
        draft.parts.setdefault(element, [])
        if label.content:
            self._keep(line.part(label.content))

    def _draft_for(self, label: Label, element: Element, line: Line) -> MeasureDraft:
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
                path=last.path_of(element),
            )
        return last

    def _new_draft(self, line: Line) -> MeasureDraft:
        self._style = None
        path = f"measures.{self._first + len(self.drafts)}"
        draft = MeasureDraft(path=path, line_number=line.number, area=self._area)
        self.drafts.append(draft)
        return draft

    def _text(self, line: Line, label: Label | None) -> None:
        if label and self._is_foreign(label):
            known_by_number = self._by_number(label)
            self._notes.tell(
                line.number,
                NoticeCode.LABEL_UNKNOWN,
                self._unknown_sentence(known_by_number) % {"area": self._area, "label": label.text},
                path=self.drafts[-1].path_of(known_by_number) if known_by_number else "",
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
        if not label.marker or label.marker.style is not self._style:
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
