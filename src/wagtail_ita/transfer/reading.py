"""The front door for files: bytes of any kind that we read into a record, with what is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.models import safe_markup
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.formats import json
from wagtail_ita.transfer.parsed import Notice, NoticeCode, ParsedReport
from wagtail_ita.transfer.sources import (
    Document,
    Progress,
    SourceKind,
    read_document,
)
from wagtail_ita.transfer.tables import (
    distrusted_lines,
    find_blocks,
    parse_blocks,
    read_score_tables,
)
from wagtail_ita.transfer.text.contents import Contents
from wagtail_ita.transfer.text.lines import wrap_width
from wagtail_ita.transfer.text.notebook import Notebook
from wagtail_ita.transfer.text.parser import check_size, parse_lines

MOST_MEASURES: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """A file that was read, and what was understood of it.

    Attributes:
        document: The source as it was read. The line numbers of notices, leftovers and origins
            are those of its ``lines``.
        parsed: What was understood.
    """

    document: Document
    parsed: ParsedReport


def read_report(data: bytes, *, name: str, progress: Progress | None = None) -> ReadReport:
    """Read a report from a file.

    Args:
        data: What the file holds.
        name: The file as the editor knows it, for the sentence of an error.
        progress: Told what is done and what there is in all, for a long file.

    Raises:
        SourceError: The file cannot be read, or no measure was found in it.
    """
    document = read_document(data, name=name, progress=progress)
    if document.kind is SourceKind.JSON:
        return ReadReport(document=document, parsed=_without_scripts(json.read(data)))
    return ReadReport(document=document, parsed=parse_document(document))


def _without_scripts(record: ReportRecord) -> ParsedReport:
    """Return a record with rich text as the editor would have stored it, and say what is gone."""
    clean = replace(
        record,
        introduction=safe_markup(record.introduction),
        measures=tuple(
            replace(each, output=safe_markup(each.output), outcome=safe_markup(each.outcome))
            for each in record.measures
        ),
        conclusion=safe_markup(record.conclusion),
    )
    if clean == record:
        return ParsedReport(record=record)
    sentence = _(
        "The file has markup that the editor does not write, such as scripts. It has been left "
        "out: read these texts through."
    )
    notice = Notice(line_number=None, code=NoticeCode.MARKUP, message=sentence)
    return ParsedReport(record=clean, notices=(notice,))


def parse_document(document: Document) -> ParsedReport:
    """Read a report from paragraphs and tables.

    Measures come from tables where there are tables of measures, and from running text
    otherwise; the memo, the introduction and the conclusion come from the text in any case.

    Raises:
        SourceError: No measure was found in it, or more than a report has.
    """
    check_size(characters=sum(len(line) for line in document.lines), lines=len(document.lines))
    blocks = find_blocks(document)
    lines = [line for block in blocks for line in block.lines]
    # Plain text alone breaks a paragraph where the paper ends.
    width = wrap_width(lines) if document.kind is SourceKind.TEXT else 0
    contents = Contents(Notebook(), width=width)
    contents.notes.distrust(distrusted_lines(document, blocks))
    read_score_tables(blocks, contents)
    if any(block.has_measures for block in blocks):
        parsed = parse_blocks(blocks, contents)
    else:
        parsed = parse_lines(lines, contents)
    if len(parsed.record.measures) > MOST_MEASURES:
        raise SourceError(
            ngettext(
                "%(count)d measure was found, and at most %(limit)d are read. "
                "Check that the file holds one report and nothing else.",
                "%(count)d measures were found, and at most %(limit)d are read. "
                "Check that the file holds one report and nothing else.",
                len(parsed.record.measures),
            )
            % {"count": len(parsed.record.measures), "limit": MOST_MEASURES},
            code="too_many_measures",
        )
    return parsed
