"""The memo and the report, in the order and the words of the public page.

Their form is the one that agencies type: our own reader knows it by the headings of the
indicators, the numbered labels of the elements and the lines of signature. What the page has
around the report stands in the margins of the paper, where no reader takes it for the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm

from wagtail_ita.domain.digits import to_thai
from wagtail_ita.domain.languages import in_language, is_thai
from wagtail_ita.domain.records import ApprovalRecord
from wagtail_ita.transfer.formats.content import Tree, document_tree
from wagtail_ita.transfer.formats.docx import styles
from wagtail_ita.transfer.formats.docx.packing import empty_document
from wagtail_ita.transfer.formats.docx.writing import (
    BULLET,
    Writer,
    add_page_number,
    add_picture,
    clean,
    emphasise,
    sized,
    styled,
    table_notes,
    table_row,
)
from wagtail_ita.transfer.publication import Publication
from wagtail_ita.transfer.text.approvals import begins_chain

_A4: Final = (Cm(21), Cm(29.7))
_SCORE_COLUMNS: Final = (9.0, 3.4, 3.6)
_LONGEST_PROPERTY: Final = 255
_DOTS: Final = "." * 40
_LONG_OPINION: Final = 1500


def word_document(publication: Publication) -> WordDocument:
    """Return the document, in the language that is active."""
    tree = document_tree(publication)
    document = empty_document(tree["about"]["language"])
    _describe(document, tree["about"], publication)
    _Paper(document, publication).write(tree)
    return document


def _describe(document: WordDocument, about: Tree, publication: Publication) -> None:
    properties = document.core_properties
    properties.title = _property(about["title"])
    properties.author = properties.last_modified_by = _property(about["author"])
    properties.subject = _property(about["description"])
    properties.identifier = _property(publication.url)
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = max(publication.revision or 1, 1)


def _property(text: str) -> str:
    return clean(" ".join(text.split()))[:_LONGEST_PROPERTY]


class _Paper:
    """Writes the parts of one publication."""

    def __init__(self, document: WordDocument, publication: Publication) -> None:
        self._publication = publication
        self._thai_digits = publication.thai_digits and is_thai(publication.language)
        self._signed = in_language(publication.language, thai="(ลงชื่อ)", english="(Signed)")
        self._document = document
        self._writer = Writer(document, digits=self._digits)

    def write(self, tree: Tree) -> None:
        section = self._document.sections[0]
        _set_up(section)
        if tree["memo"]:
            self._memo(tree["memo"])
            self._footer(section, [tree["memo"]["note"]])
            section = self._document.add_section(WD_SECTION.NEW_PAGE)
            self._close_section()
        self._margins(section, tree)
        self._title(tree["head"])
        if tree["introduction"]:
            self._writer.blocks(tree["introduction"]["body"], style=styles.BODY, heading=2)
        self._scores(tree["scores"], tree["summary"])
        for measure in tree["measures"]["body"] if tree["measures"] else ():
            self._measure(measure)
        if tree["conclusion"]:
            self._writer.paragraph("Heading2", tree["conclusion"]["heading"])
            self._writer.blocks(tree["conclusion"]["body"], style=styles.BODY, heading=3)
        if tree["attachments"]:
            self._writer.paragraph("Heading2", tree["attachments"]["heading"])
            self._evidence(tree["attachments"]["body"])

    # -------------------------------------------------------------------------------- memo

    def _memo(self, memo: Tree) -> None:
        title = self._writer.paragraph(styles.MEMO_TITLE)
        if self._publication.emblem and add_picture(title, self._publication.emblem):
            # Beside the emblem the words stand in the middle of the line all the same.
            title.alignment = WD_ALIGN_PARAGRAPH.LEFT
            title.add_run("\t")
        title.add_run(clean(memo["heading"]))
        self._memo_line(memo["unit"])
        self._memo_line(memo["number"], memo["date"])
        self._memo_line(memo["subject"])
        label, addressee = (clean(text) for text in memo["addressee"])
        if addressee:
            line = self._writer.paragraph(styles.PLAIN)
            line.paragraph_format.space_before = Cm(0.2)
            line.add_run(f"{label}  {addressee}")
        for part in memo["parts"]:
            self._writer.paragraph("Heading3", part["heading"])
            body = self._writer.blocks(part["body"], style=styles.BODY, heading=4, apart=True)
            if part is memo["parts"][-1] and memo["approvals"]:
                body[-1].paragraph_format.keep_with_next = True
        records = self._publication.record.memo.approvals
        for approval, record in zip(memo["approvals"], records, strict=True):
            self._approval(approval, record)

    def _memo_line(self, *fields: Sequence[str]) -> None:
        """A line of the form, which is dotted to its end, with one or two of its fields."""
        filled = [(label, value) for label, value in fields if value]
        if not filled:
            return
        line = self._writer.paragraph(styles.MEMO_LINE)
        for place, (label, value) in enumerate(filled):
            if place:
                line.add_run("\t")
            line.add_run(clean(label))._r.style = styles.MEMO_LABEL
            line.add_run(clean(f"  {' '.join(value.split())}"))

    def _approval(self, approval: Tree, record: ApprovalRecord) -> None:
        heading = " ".join(clean(approval["heading"]).split())
        above = begins_chain(heading)
        # Who reads an opinion must see whose it is: short ones stay with the signature.
        kept = [self._writer.paragraph(styles.PLAIN)]
        if above:
            self._writer.paragraph("Heading3", heading)
        kept += self._writer.blocks(approval["body"], style=styles.BODY, heading=4)
        if len(record.opinion) < _LONG_OPINION:
            for each in kept:
                each.paragraph_format.keep_with_next = each.paragraph_format.keep_together = True
        role = "" if above else heading
        # In a place for a signature that is left open, an officer may sign on paper.
        who = [f"{self._signed} {_DOTS} {role}".strip(), *approval["who"]]
        if not record.name.strip():
            who.insert(1, f"({_DOTS})")
        for place, text in enumerate(who):
            line = self._writer.paragraph(styles.OFFICER, text)
            if place == 0:
                line.paragraph_format.space_before = Cm(0.5)
            line.paragraph_format.keep_with_next = place < len(who) - 1

    def _close_section(self) -> None:
        """Let the memo end with its last line: python-docx ends it with an empty paragraph."""
        ends = self._document.element.body.findall(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:sectPr')}")
        layout = ends[-1].getparent()
        last, before = layout.getparent(), layout.getparent().getprevious()
        before.get_or_add_pPr().append(ends[-1])
        last.getparent().remove(last)

    # ------------------------------------------------------------------------------ report

    def _title(self, head: Tree) -> None:
        if head["title"]:
            self._writer.paragraph(styles.TITLE_PAGE, " ".join(head["title"].split()))
        for text in (head["year"], head["agency"]):
            if text:
                self._writer.paragraph(styles.TITLE_LINE, " ".join(text.split()))

    def _scores(self, scores: Tree | None, summary: Sequence[Sequence[str]]) -> None:
        if not scores and not summary:
            return
        columns = scores["columns"] if scores else [_("Indicator"), _("Instrument"), _("Score")]
        self._writer.paragraph(styles.GAP).paragraph_format.space_before = Cm(0.3)
        caption = scores["caption"] if scores else _("Result of the assessment")
        table = self._writer.table(_SCORE_COLUMNS, caption=caption)
        table_row(table, columns, head=True)
        rows = scores["rows"] if scores else ()
        for place, (number, name, instrument, score) in enumerate(rows, start=1):
            # A few rows go with the total where a page ends.
            kept = bool(summary) and place > len(rows) - 3
            table_row(table, [f"{number}. {name}", instrument, score], kept=kept)
        for label, value in summary:
            table_row(table, [label, "", value], bold=True, joined=True)
        if scores:
            table_notes(table, [scores["caption"], " · ".join(scores["legend"])])
        # Word wants a paragraph behind every table.
        self._writer.paragraph(styles.GAP)

    def _measure(self, measure: Tree) -> None:
        if measure["indicator"]:
            self._writer.paragraph("Heading2", measure["indicator"])
        for place, element in enumerate(measure["elements"]):
            first = not place and not measure["indicator"]
            self._writer.paragraph("Heading2" if first else "Heading3", element["label"])
            self._writer.blocks(element["body"], style=styles.ELEMENT, heading=4, apart=not place)
        if measure["evidence"]:
            # With a colon it is known for the end of the elements.
            self._writer.paragraph("Heading3", f"{measure['evidence']['heading']}:")
            self._evidence(measure["evidence"]["body"])

    def _evidence(self, pieces: Sequence[Tree]) -> None:
        for piece in pieces:
            line = self._writer.entry(BULLET)
            self._writer.link(line, piece["title"], piece["url"])
            line.add_run(f" {clean(piece['facts'])}")
            for block in piece["note"].split("\n"):
                if block.strip():
                    line.add_run().add_break()
                    line.add_run(clean(" ".join(block.split())))
            if piece["address"]:
                line.add_run().add_break()
                sized(line.add_run(clean(piece["address"])), 14)

    # ----------------------------------------------------------------------------- margins

    def _margins(self, section: Section, tree: Tree) -> None:
        """The code of the item on the first page of the report, where it comes from below."""
        head = section.first_page_header
        head.is_linked_to_previous = False
        eyebrow = " · ".join(filter(None, (tree["head"]["code"], tree["head"]["assessment"])))
        head.paragraphs[0].add_run(clean(eyebrow))
        section.footer.is_linked_to_previous = False
        styled(section.footer.paragraphs[0], styles.FOOTER)
        foot = section.first_page_footer
        foot.is_linked_to_previous = False
        for place, entry in enumerate(tree["dates"]):
            line = foot.paragraphs[0] if place == 0 else foot.add_paragraph()
            emphasise(
                styled(line, styles.FOOTER).add_run(clean(entry["label"])), like={"bold": True}
            )
            line.add_run(" ")
            self._writer.link(line, entry["text"], entry["url"])

    def _footer(self, section: Section, texts: Sequence[str]) -> None:
        for footer in (section.first_page_footer, section.footer):
            footer.is_linked_to_previous = False
            styled(footer.paragraphs[0], styles.FOOTER).add_run(clean("\n".join(texts)))

    def _digits(self, value: object) -> str:
        return to_thai(str(value)) if self._thai_digits else str(value)


def _set_up(section: Section) -> None:
    """A4 with official margins, and numbers from the second page on, in the middle above."""
    section.page_width, section.page_height = _A4
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
    section.header_distance, section.footer_distance = Cm(1.25), Cm(1)
    section.gutter = Cm(0)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    add_page_number(styled(section.header.paragraphs[0], styles.HEADER))
