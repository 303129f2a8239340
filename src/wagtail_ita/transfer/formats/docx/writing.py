"""Paragraphs, links, lists and tables in a Word document."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from wagtail_ita.transfer.emblems import raster_emblem
from wagtail_ita.transfer.formats.docx import styles
from wagtail_ita.transfer.formats.richtext import Block
from wagtail_ita.transfer.formats.richtext import Run as Words

BULLET: Final = "•"
EMBLEM_HEIGHT: Final = 1.5
_EMBLEM_WIDTH: Final = 4.0
_EMBLEM_PIXELS: Final = 400

# XML has no place for these, not even escaped.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text without the characters that no XML file may hold."""
    return _FORBIDDEN.sub("", text)


class Writer:
    """Writes into one document, from its beginning to its end."""

    def __init__(self, document: WordDocument, *, digits: Callable[[object], str]) -> None:
        """Begin with an empty document.

        Args:
            document: It.
            digits: Puts a number into the digits of the language.
        """
        self.document = document
        self._digits = digits

    def paragraph(self, style: str, text: str = "") -> Paragraph:
        """Add a paragraph in a style, named by its id."""
        return styled(self.document.add_paragraph(clean(text)), style)

    def blocks(
        self, blocks: Iterable[Block], *, style: str, heading: int, apart: bool = False
    ) -> list[Paragraph]:
        """Add rich text, and return its paragraphs but for those of lists.

        Args:
            blocks: It, as ``rich_blocks`` gives it.
            style: Of its paragraphs.
            heading: Level of its headings.
            apart: Whether a small blank line parts its paragraphs, which plain text has there.
        """
        added = []
        for place, block in enumerate(blocks):
            if place and apart:
                self.paragraph(styles.GAP)
            if block["kind"] in {"ol", "ul"}:
                self._list(block, level=1)
            else:
                own = f"Heading{heading}" if block["kind"] == "h" else style
                added.append(self.paragraph(own))
                self.words(added[-1], block["runs"])
        return added

    def words(self, paragraph: Paragraph, runs: Iterable[Words]) -> None:
        """Add runs to a paragraph."""
        for run in runs:
            if run.get("br"):
                paragraph.add_run().add_break()
            elif run.get("url"):
                self.link(paragraph, run["text"], run["url"], like=run)
            else:
                emphasise(paragraph.add_run(clean(run["text"])), like=run)

    def link(self, paragraph: Paragraph, text: str, url: str, *, like: Words | None = None) -> None:
        """Add words that lead somewhere; plain words where there is no address."""
        if not url:
            paragraph.add_run(clean(text))
            return
        address = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element = OxmlElement("w:hyperlink")
        element.set(qn("r:id"), address)
        element.set(qn("w:history"), "1")
        run = paragraph.add_run(clean(text))
        emphasise(run, like=like or {})
        run._r.style = styles.LINK
        element.append(run._r)
        paragraph._p.append(element)

    def entry(self, mark: str, *, level: int = 1) -> Paragraph:
        """Add the first paragraph of a list's entry, with its number or bullet."""
        return self.paragraph(_of_level("List", level), f"{mark}\t")

    def entry_continues(self, *, level: int = 1) -> Paragraph:
        """Add one more paragraph to a list's entry."""
        return self.paragraph(_of_level("ListContinue", level))

    def _list(self, block: Block, *, level: int) -> None:
        for number, blocks in enumerate(block["items"], start=1):
            mark = f"{self._digits(number)}." if block["kind"] == "ol" else BULLET
            # Even an entry that begins with another list has its mark.
            first = self.entry(mark, level=level)
            for place, each in enumerate(blocks):
                if each["kind"] in {"ol", "ul"}:
                    self._list(each, level=level + 1)
                else:
                    self.words(
                        first if place == 0 else self.entry_continues(level=level), each["runs"]
                    )

    def table(self, widths: Sequence[float], *, caption: str) -> Table:
        """Add an empty table.

        Args:
            widths: Of its columns, in centimetres.
            caption: What it shows, for those who only hear it.
        """
        table: Table = self.document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        layout = table._tbl.tblPr
        layout.style = styles.GRID
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        described = OxmlElement("w:tblCaption")
        described.set(qn("w:val"), clean(caption))
        layout.append(described)
        return table


def styled(paragraph: Paragraph, style: str) -> Paragraph:
    """Give a paragraph a style by its id."""
    paragraph._p.style = style
    return paragraph


def emphasise(run: Run, *, like: Words) -> Run:
    """Make a run bold or italic, its Thai letters too."""
    if like.get("bold"):
        run.font.bold = run.font.cs_bold = True
    if like.get("italic"):
        run.font.italic = run.font.cs_italic = True
    return run


def sized(run: Run, points: float) -> Run:
    """Set a run in another size, its Thai letters too."""
    layout = run._r.get_or_add_rPr()
    for name in ("w:sz", "w:szCs"):
        size = OxmlElement(name)
        size.set(qn("w:val"), str(round(points * 2)))
        layout.append(size)
    return run


def table_row(
    table: Any,
    texts: Sequence[str],
    *,
    head: bool = False,
    bold: bool = False,
    joined: bool = False,
    kept: bool = False,
) -> None:
    """Add a row that no page break cuts; the first column is left, the others centred.

    Args:
        table: It.
        texts: One for each column.
        head: Whether it is repeated on every page.
        bold: Whether its words are.
        joined: Whether the first cell reaches up to the last one.
        kept: Whether it stays with the next row, as a head does and a row above the notes.
    """
    row = table.add_row()
    layout = row._tr.get_or_add_trPr()
    layout.append(OxmlElement("w:cantSplit"))
    if head:
        layout.append(OxmlElement("w:tblHeader"))
    cells = row.cells
    if joined:
        cells = (cells[0].merge(cells[-2]), cells[-1])
        texts = (texts[0], texts[-1])
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = styled(cell.paragraphs[0], styles.CELL)
        emphasise(paragraph.add_run(clean(text)), like={"bold": head or bold})
        if head or joined or kept:
            paragraph.paragraph_format.keep_with_next = True
        if place or head:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def table_notes(table: Any, texts: Iterable[str]) -> None:
    """Add a last row over the whole width, without lines around it."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cell: _Cell = row.cells[0].merge(row.cells[-1])
    sides = "".join(f'<w:{side} w:val="nil"/>' for side in ("left", "bottom", "right"))
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f"<w:tcBorders {nsdecls('w')}>{sides}</w:tcBorders>")
    )
    for place, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        styled(paragraph, styles.NOTE).add_run(clean(text))


def add_page_number(paragraph: Paragraph) -> None:
    """Add the number of the page.

    It is in plain digits: LibreOffice shows letters where Word is told to write Thai ones.
    """
    paragraph.add_run("- ")
    paragraph._p.append(
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>'
        )
    )
    paragraph.add_run(" -")


def add_picture(paragraph: Paragraph, picture: bytes) -> bool:
    """Add a small picture at the beginning of a paragraph; tell whether it is one.

    Pictures of any kind become PNG, the only one that every program shows alike; SVG has no
    pixels and is left out.
    """
    image = raster_emblem(picture, (_EMBLEM_PIXELS * 2, _EMBLEM_PIXELS))
    if image is None:
        return False
    target = io.BytesIO()
    image.save(target, format="PNG")
    wide = image.width * EMBLEM_HEIGHT > image.height * _EMBLEM_WIDTH
    size: dict[str, Any] = {"width": Cm(_EMBLEM_WIDTH)} if wide else {"height": Cm(EMBLEM_HEIGHT)}
    target.seek(0)
    shape = paragraph.add_run().add_picture(target, **size)
    # What it shows is said by the name of the agency; for those who only hear it it is silent.
    shape._inline.docPr.set("descr", "")
    for side in "TBLR":
        # Where nothing is said, LibreOffice leaves a gap.
        shape._inline.set(f"dist{side}", "0")
    return True


def _of_level(name: str, level: int) -> str:
    level = min(level, styles.DEEPEST)
    return name if level == 1 else f"{name}{level}"
