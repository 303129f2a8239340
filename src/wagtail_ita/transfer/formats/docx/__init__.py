"""The report as an official paper that can be edited: Word, and what opens its files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wagtail_ita.models import in_words_of
from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.publication import Publication


def render(publication: Publication) -> bytes:
    """Return the memo and the report as a Word document; the same bytes for the same publication.

    Its words are those of the public page, put so that ``transfer.reading.read_report`` gets the
    record of a Thai report back: the texts of all elements, indicators, scores, total, level,
    memo, approvals, agency, year, introduction and conclusion. What it cannot get back:

    * ids, the item's code, evidence and attachments, which are links in the document;
    * bold, italics and links; headings and lists in rich text come back as paragraphs, those of
      lists with their marks; and blank lines in steps and opinions as the end of a line;
    * a title without its year, since the line of the year below it comes back as its end; a title
      that does not begin as those of such reports do (รายงาน…, ผลการดำเนินการ…) and an agency of a
      kind that the reader does not know (no เทศบาล…, กรม…) become part of the introduction;
    * that a measure has no indicator, where one with an indicator stands before it;
    * dates of a period beside a note of other words: the note comes back with the dates in it;
    * an opinion under a heading that names neither an opinion nor an order, such as ผู้รายงาน;
    * the division of a text that looks like a part of the form itself: a label such as
      “ผลลัพธ์: …” at the beginning of a line, or a name of a measure in quotation marks.
    """
    # These need the extra.
    from wagtail_ita.transfer.formats.docx.packing import packed
    from wagtail_ita.transfer.formats.docx.report import word_document

    with in_words_of(publication.language):
        document = word_document(publication)
    return packed(document, moment=publication.last_published or publication.first_published)


DOCX = Format(
    name="docx",
    filename="report.docx",
    content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    title=_("Word, to edit"),
    render=render,
    extra="docx",
    modules=("docx",),
)
