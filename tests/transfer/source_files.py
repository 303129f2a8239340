"""Files as office programs make them, built in the test that needs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import typst
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

LINES = (
    "ด้านที่ ๔: การใช้ทรัพย์สินของราชการ (ผลคะแนนประเมิน ๙๐.๕๐ คะแนน)",
    '(๑) มาตรการ โครงการ หรือกิจกรรม: "มาตรการป้ายทะเบียนเก้าอี้"',
    "(๔) ผู้รับผิดชอบ: กองคลัง",
)


def word_bytes(word: Any) -> bytes:
    """A document of python-docx as a file."""
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def docx(*lines: str) -> bytes:
    """A Word file with a paragraph for each line."""
    word = WordDocument()
    for line in lines or LINES:
        word.add_paragraph(line)
    return word_bytes(word)


def docx_body(body: str, **parts: str) -> bytes:
    """A Word file whose body is given in WordprocessingML, without the namespace.

    Args:
        body: What stands in ``w:body``.
        parts: More parts by their name, such as ``numbering``.
    """
    more = f'{nsdecls("w", "r", "a", "pic", "wp")} xmlns:mc="{MC}" xmlns:v="{V}"'
    word = WordDocument()
    changed = {
        "word/document.xml": f"<w:document {more}><w:body>{body}</w:body></w:document>".encode()
    }
    for name, xml in parts.items():
        parse_xml(f"<w:root {nsdecls('w')}>{xml}</w:root>")  # a mistake in a test shows here
        root = f"w:{name}"
        changed[f"word/{name}.xml"] = f"<{root} {nsdecls('w')}>{xml}</{root}>".encode()
    return rezip(word_bytes(word), changed)


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"


def p(text: str, properties: str = "") -> str:
    """A paragraph in WordprocessingML."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(
    *sheets: Sequence[Sequence[Any]],
    change: Callable[[Workbook], None] = lambda book: None,
) -> bytes:
    """A workbook of sheets of rows."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets or [[["ข้อ", "มาตรการ"], [1, "ป้ายทะเบียน"]]], start=1):
        sheet = book.create_sheet(f"แผ่น {number}")
        for row in rows:
            sheet.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xlsx_with_shared_strings(*texts: str) -> bytes:
    """A workbook whose texts stand in a part of their own, as Excel writes them."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(len(texts)))
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    data = xlsx()
    types = member(data, "[Content_Types].xml").decode()
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    changed = {
        "[Content_Types].xml": types.replace("</Types>", override),
        "xl/sharedStrings.xml": f"<sst {space}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": (
            f'<worksheet {space}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
        ),
    }
    return rezip(data, {name: xml.encode() for name, xml in changed.items()})


def pdf(*lines: str, settings: str = "") -> bytes:
    """A PDF with a paragraph for each line, made by Typst."""
    quoted = ('"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"' for line in lines or LINES)
    source = f'#set text(lang: "th")\n{settings}\n' + "\n\n".join(f"#{line}" for line in quoted)
    return bytes(typst.compile(source.encode()))


def blank_pdf(image: bool = True) -> bytes:
    """A PDF of one page without text, as a scanner makes it."""
    drawing = b"q 100 0 0 100 0 0 cm /I Do Q" if image else b""
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Length 1>>stream\n\x00\nendstream"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        picture,
    ]
    made = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj%s endobj\n" % (number, body) for number, body in enumerate(objects, start=1)
    )
    return made + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


def rezip(data: bytes, changed: Mapping[str, bytes | None], *, stored: bool = False) -> bytes:
    """A zip file with members changed, added, or with ``None`` left out."""
    target = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", method) as new,
    ):
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            if content is not None:
                new.writestr(name, content)
    return target.getvalue()


def member(data: bytes, name: str) -> bytes:
    """One member of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
