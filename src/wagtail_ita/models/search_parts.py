"""What a visitor reads on a page, part by part: what search looks in, and leads to.

Nothing internal is among it: no owner, due date or explanation for the assessor. Evidence is,
where visitors may open it. Nor are the words that stand on every page, such as our labels and
the agency's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.dates import format_date, period_text
from wagtail_ita.domain.digits import THAI, in_digits
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.models.memo import public_approvals
from wagtail_ita.models.versions import PublicVersions
from wagtail_ita.models.visibility import Visibility


@dataclass(frozen=True, slots=True)
class SearchPart:
    """A part of a page.

    Attributes:
        text: Line by line; what is looked for stands in one line.
        name: As a reader would name it; empty for what stands in the head of the page.
        anchor: Where it is on the page; empty for its head.
        number: Of a measure, which has its title for a name.
    """

    text: str
    name: str | Promise = ""
    anchor: str = ""
    number: int | None = None

    @property
    def is_head(self) -> bool:
        return not self.name and self.number is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: in which language and digits, and what he may see."""

    language: str
    digits: str
    visibility: Visibility

    def number(self, text: object) -> str:
        return in_digits(text, self.digits)


def head_parts(page: Any, reader: Reader) -> Iterator[SearchPart]:
    """Return the code and the titles of an item."""
    item = page.catalogue_item
    official = item.title(reader.language) if item else ""
    yield SearchPart(page.code)
    yield SearchPart(page.title)
    if official != page.title:
        yield SearchPart(official)


def item_parts(page: Any, reader: Reader) -> Iterator[SearchPart]:
    """Return the parts of an item that is not the measures report."""
    yield from head_parts(page, reader)
    yield SearchPart(page.nothing_to_report, _("Nothing to report"))
    body = _lines(map(_body_text, page.body))
    yield SearchPart(body, _("Details"), "ita-body")
    evidence = _evidence(page.evidence, reader)
    yield SearchPart(evidence, _("Documents and evidence"), "ita-evidence")


def report_parts(page: Any, reader: Reader, versions: PublicVersions) -> Iterator[SearchPart]:
    """Return the parts of a measures report.

    The versions bring the approvals of the chain, and the notes on corrections.
    """
    yield from head_parts(page, reader)
    yield SearchPart(reader.number(page.reported_year or ""))
    yield SearchPart(to_text(page.introduction), _("Introduction"))
    for number, child in enumerate(page.measures, 1):
        value = child.value
        text = _lines((*_measure_lines(value, reader), _evidence(value["evidence"], reader)))
        anchor = f"m-{child.id or number}"
        yield SearchPart(text, value.get("title") or "", anchor, number)
    yield SearchPart(to_text(page.conclusion), _("Conclusion"), "ita-conclusion")
    yield SearchPart(_memo(page, reader, versions), _("Memorandum"), "ita-memo")
    attachments = _evidence(page.attachments, reader)
    yield SearchPart(attachments, _("Attachments"), "ita-attachments")
    notes = _lines(each.note for each in versions.corrections)
    yield SearchPart(notes, _("Corrections"), "ita-corrections")
    # Last, because its table has the names of the indicators in every report.
    yield SearchPart(_result(page, reader), _("Result of the assessment"), _scores_anchor(page))


def index_parts(page: Any) -> Iterator[SearchPart]:
    """Return the parts of an index that are not its items."""
    yield SearchPart(page.title)
    yield SearchPart(to_text(page.introduction), _("Introduction"))


def _lines(texts: Iterable[str | None]) -> str:
    return "\n".join(filter(None, texts))


def _source(rich_text: Any) -> str:
    return to_text(rich_text.source) if rich_text else ""


def _body_text(child: Any) -> str:
    value = child.value
    if child.block_type != "table":
        return _source(value)
    return _lines((value.get("caption"), *map(" ".join, [value.header, *value.rows])))


def _evidence(stream: Any, reader: Reader) -> str:
    pieces = [child.value for child in stream or () if reader.visibility.allows(child.value)]
    return _lines(text for piece in pieces for text in (piece.title_text, piece.get("note")))


def _result(page: Any, reader: Reader) -> str:
    rows = [
        f"{_numbered(row.indicator, reader)} {_score(row.score, reader)}" for row in page.score_rows
    ]
    level = page.rating_level
    label = level.label(reader.language) if level else ""
    return _lines((_score(page.overall_score, reader), label, *rows))


def _numbered(indicator: Any, reader: Reader) -> str:
    return f"{reader.number(indicator.number)} {indicator.name(reader.language)}"


def _score(score: Any, reader: Reader) -> str:
    return "" if score is None else reader.number(f"{score:.2f}")


def _scores_anchor(page: Any) -> str:
    return "ita-scores" if page.score_rows else ""


def _measure_lines(value: Any, reader: Reader) -> Iterator[str]:
    indicator = value.indicator_object
    yield value.get("title") or ""
    yield value.get("description") or ""
    yield from value.step_list
    if value.period:
        thai = reader.digits == THAI
        yield period_text(value.period, language=reader.language, thai_digits=thai)
    yield from value.responsible_list
    yield _source(value.get("output"))
    yield _source(value.get("outcome"))
    yield _numbered(indicator, reader) if indicator else ""


def _memo(page: Any, reader: Reader, versions: PublicVersions) -> str:
    approvals = [each.record for each in public_approvals(page, versions.live_version)]
    return _lines(
        (
            page.memo_unit,
            page.memo_number,
            _date(page.memo_date, reader),
            page.memo_subject,
            page.memo_addressee,
            page.memo_background,
            page.memo_facts,
            page.memo_proposal,
            *(
                text
                for each in approvals
                for text in (each.heading, each.opinion, each.name, each.position)
            ),
        )
    )


def _date(day: Any, reader: Reader) -> str:
    thai = reader.digits == THAI
    return format_date(day, language=reader.language, thai_digits=thai) if day else ""
