"""The texts of a record, each with its place: what rules about words go through."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Place
from wagtail_ita.domain.records import ItemRecord, MeasureRecord, ReportRecord
from wagtail_ita.domain.richtext import to_text


class Part(enum.Enum):
    """Which part of a page a text belongs to."""

    FRONT = "front"
    """Introduction and conclusion of a report; the text of an item."""

    MEASURE = "measure"
    MEMO = "memo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text in plain words, and where it stands."""

    place: Place
    text: str
    part: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A measure and its number as printed, which an unreadable neighbour does not change."""

    number: int
    measure: MeasureRecord

    def place(self, element: Element | None = None, *, part: str = "") -> Place:
        """Return the place of the measure, or of something in it."""
        return Place(
            measure_id=self.measure.id,
            measure_number=self.number,
            measure_title=self.measure.title,
            element=element,
            part=part,
        )


def plain_text(markup: str) -> str:
    """Return the words of rich text; text without markup stays as it is."""
    return to_text(markup) if "<" in markup or "&" in markup else markup


def measure_passages(numbered: Numbered) -> Iterator[Passage]:
    """Yield the texts of one measure, titles and notes included."""
    measure = numbered.measure
    texts = (
        (Element.MEASURE, "title", measure.title),
        (Element.MEASURE, "description", measure.description),
        (Element.STEPS, "", "\n".join(measure.steps)),
        (Element.PERIOD, "", measure.period.note),
        (Element.RESPONSIBLE, "", "\n".join(measure.responsible)),
        (Element.OUTPUT, "", plain_text(measure.output)),
        (Element.OUTCOME, "", plain_text(measure.outcome)),
    )
    for element, part, text in texts:
        if text:
            yield Passage(place=numbered.place(element, part=part), text=text, part=Part.MEASURE)


def report_passages(record: ReportRecord, measures: tuple[Numbered, ...]) -> tuple[Passage, ...]:
    """Return the running texts of a report in their order on the page, without its title."""
    memo = record.memo
    front = [
        Passage(
            place=Place(field="introduction"), text=plain_text(record.introduction), part=Part.FRONT
        )
    ]
    inner = [passage for numbered in measures for passage in measure_passages(numbered)]
    back = [
        Passage(
            place=Place(field="conclusion"), text=plain_text(record.conclusion), part=Part.FRONT
        ),
        *(
            Passage(place=Place(field=field), text=text, part=Part.MEMO)
            for field, text in (
                ("memo_subject", memo.subject),
                ("memo_background", memo.background),
                ("memo_facts", memo.facts),
                ("memo_proposal", memo.proposal),
            )
        ),
    ]
    return tuple(passage for passage in (*front, *inner, *back) if passage.text)


def item_passages(record: ItemRecord) -> tuple[Passage, ...]:
    """Return the running texts of an item, without its title."""
    texts = (("body", record.text), ("nothing_to_report", record.nothing_to_report))
    return tuple(
        Passage(place=Place(field=field), text=text, part=Part.FRONT)
        for field, text in texts
        if text
    )
