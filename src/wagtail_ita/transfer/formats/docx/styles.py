"""The styles of the document, each with a font for Thai.

Word keeps two of everything: ``w:sz`` and ``w:b`` are for Latin letters, ``w:szCs`` and ``w:bCs``
for Thai ones. A style with the first alone shows Thai small, in another font and never bold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

FONT: Final = "TH Sarabun New"
OLDER_FONT: Final = "TH SarabunPSK"
SIZE: Final = 16
TEXT_WIDTH: Final = 16.0
"""Between the margins of the page, in centimetres."""

PLAIN, BODY, ELEMENT, CELL, NOTE = "Normal", "BodyText", "ElementText", "TableText", "Note"
TITLE_LINE, TITLE_PAGE, MEMO_TITLE, MEMO_LINE = "Subtitle", "Heading1", "MemoTitle", "MemoLine"
MEMO_LABEL, OFFICER, HEADER, FOOTER = "MemoLabel", "Officer", "Header", "Footer"
LINK, GRID, GAP = "Hyperlink", "TableGrid", "Gap"
DEEPEST: Final = 4

_INDENT: Final = 0.9
_HANGING: Final = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """One style.

    Attributes:
        id: Of the style in the file.
        name: As Word shows it; those of Word itself are shown in the user's language.
        layout: What it says of paragraphs, in the order that the schema wants.
        before, after: Space around paragraphs, in points.
        left, first: Indents, in centimetres; ``first`` is negative where the first line hangs out.
        align: Of lines.
        line: Height of a line, in points; 0 for that of the font.
        size: In points.
        marks: What else it says of characters, in the order that the schema wants.
        own: Whether it is none of Word's own.
    """

    id: str
    name: str
    kind: str = "paragraph"
    based_on: str = PLAIN
    following: str = ""
    layout: str = ""
    before: float = 0
    after: float = 0
    left: float = 0
    first: float = 0
    align: str = "left"
    outline: int | None = None
    line: float = 0
    size: float = SIZE
    bold: bool = False
    marks: str = ""
    own: bool = False


_KEPT: Final = "<w:keepNext/><w:keepLines/>"
_DOTS: Final = 'w:val="dotted" w:sz="4" w:space="1" w:color="auto"'


def _list(level: int, *, name: str, first: float) -> _Style:
    number = "" if level == 1 else str(level)
    return _Style(
        id=f"{name.replace(' ', '')}{number}",
        name=f"{name} {number}".strip(),
        left=_INDENT + _HANGING * level,
        first=first,
        after=2,
    )


_STYLES: Final = (
    _Style(id=PLAIN, name="Normal", based_on=""),
    _Style(id=BODY, name="Body Text", before=6, first=2.5),
    _Style(
        id="Heading1",
        name="heading 1",
        following=TITLE_LINE,
        layout=_KEPT,
        before=6,
        after=4,
        align="center",
        outline=0,
        size=18,
        bold=True,
    ),
    _Style(
        id="Heading2",
        name="heading 2",
        following=ELEMENT,
        layout=_KEPT,
        before=16,
        after=4,
        outline=1,
        size=17,
        bold=True,
    ),
    _Style(
        id="Heading3",
        name="heading 3",
        following=ELEMENT,
        layout=_KEPT,
        before=8,
        after=2,
        outline=2,
        bold=True,
    ),
    _Style(
        id="Heading4",
        name="heading 4",
        following=ELEMENT,
        layout=_KEPT,
        before=6,
        left=_INDENT,
        outline=3,
        bold=True,
    ),
    _Style(
        id=TITLE_LINE,
        name="Subtitle",
        layout=_KEPT,
        after=2,
        align="center",
        bold=True,
    ),
    _Style(id=ELEMENT, name="Element Text", after=3, left=_INDENT, own=True),
    *(_list(level, name="List", first=-_HANGING) for level in range(1, DEEPEST + 1)),
    *(_list(level, name="List Continue", first=0) for level in range(1, DEEPEST + 1)),
    _Style(
        id=MEMO_TITLE,
        name="Memo Title",
        based_on="Heading1",
        following=MEMO_LINE,
        layout=f'{_KEPT}<w:tabs><w:tab w:val="center" w:pos="{round(TEXT_WIDTH / 2 * 567)}"/>'
        "</w:tabs>",
        after=6,
        outline=0,
        size=29,
        bold=True,
        own=True,
    ),
    _Style(
        id=MEMO_LINE,
        name="Memo Line",
        layout=f"<w:pBdr><w:bottom {_DOTS}/><w:between {_DOTS}/></w:pBdr>"
        f'<w:tabs><w:tab w:val="left" w:pos="{round(TEXT_WIDTH / 2 * 567)}"/></w:tabs>',
        own=True,
    ),
    _Style(
        id=OFFICER,
        name="Officer",
        layout=_KEPT,
        left=5.5,
        align="center",
        own=True,
    ),
    _Style(id=GAP, name="Gap", line=2, size=2, own=True),
    _Style(id=CELL, name="Table Text", before=1, after=1, own=True),
    _Style(id=NOTE, name="Note", size=14, own=True),
    _Style(id=HEADER, name="header", align="center"),
    _Style(id=FOOTER, name="footer", size=14),
    _Style(id="DefaultParagraphFont", name="Default Paragraph Font", kind="character", based_on=""),
    _Style(
        id=MEMO_LABEL,
        name="Memo Label",
        kind="character",
        based_on="DefaultParagraphFont",
        size=20,
        bold=True,
        own=True,
    ),
    _Style(
        id=LINK,
        name="Hyperlink",
        kind="character",
        based_on="DefaultParagraphFont",
        size=0,
        marks='<w:color w:val="0B4A8F"/>{size}<w:u w:val="single"/>',
    ),
    _Style(id="TableNormal", name="Normal Table", kind="table", based_on="", size=0),
    _Style(id=GRID, name="Table Grid", kind="table", based_on="TableNormal", size=0),
)
_DEFAULTS: Final = frozenset({PLAIN, "DefaultParagraphFont", "TableNormal"})
_CELLS: Final = (
    '<w:tblInd w:w="0" w:type="dxa"/>{borders}<w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)
_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def styles_of(language: str) -> Iterator[BaseOxmlElement]:
    """Yield the children of ``w:styles``.

    Args:
        language: That the document is written in, as a tag such as ``th-TH``.
    """
    defaults = (
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>"
        f"{_characters(SIZE, language=language)}</w:rPr></w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240"'
        ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    yield parse_xml(defaults)
    for style in _STYLES:
        yield parse_xml(_style(style, language))


def _style(style: _Style, language: str) -> str:
    default = ' w:default="1"' if style.id in _DEFAULTS else ""
    own = ' w:customStyle="1"' if style.own else ""
    layout = f"<w:pPr>{_paragraphs(style)}</w:pPr>" if style.kind == "paragraph" else ""
    characters = _characters(style.size, bold=style.bold, marks=style.marks, language=language)
    return "".join(
        (
            f'<w:style {nsdecls("w")} w:type="{style.kind}"{default}{own} w:styleId="{style.id}">',
            f'<w:name w:val="{style.name}"/>',
            f'<w:basedOn w:val="{style.based_on}"/>' if style.based_on else "",
            f'<w:next w:val="{style.following}"/>' if style.following else "",
            "<w:qFormat/>" if style.kind == "paragraph" else "",
            f"{layout}<w:rPr>{characters}</w:rPr>",
            f"<w:tblPr>{_table(style)}</w:tblPr>" if style.kind == "table" else "",
            "</w:style>",
        )
    )


def _paragraphs(style: _Style) -> str:
    first = f'w:firstLine="{_twips(style.first)}"'
    if style.first < 0:
        first = f'w:hanging="{_twips(-style.first)}"'
    line = f'w:line="{round(style.line * 20)}" w:lineRule="exact"'
    if not style.line:
        line = 'w:line="240" w:lineRule="auto"'
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    return (
        f'{style.layout}<w:spacing w:before="{round(style.before * 20)}" '
        f'w:after="{round(style.after * 20)}" {line}/>'
        f'<w:ind w:left="{_twips(style.left)}" {first}/><w:jc w:val="{style.align}"/>{outline}'
    )


def _characters(size: float, *, language: str, bold: bool = False, marks: str = "") -> str:
    """Return the properties of characters; those of no size take that of the text around them."""
    halves = round(size * 2)
    sizes = f'<w:sz w:val="{halves}"/><w:szCs w:val="{halves}"/>' if size else ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    return (
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        f"{weight}{marks.format(size=sizes) if marks else sizes}"
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="th-TH"/>'
    )


def _table(style: _Style) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in _SIDES
    )
    return _CELLS.format(
        borders=f"<w:tblBorders>{sides}</w:tblBorders>" if style.id == GRID else ""
    )


def _twips(centimetres: float) -> int:
    return round(centimetres * 567)
