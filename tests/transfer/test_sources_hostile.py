"""Files that mean harm: each is refused with a sentence, quickly and in little memory."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import override_settings

from tests.transfer.source_files import (
    blank_pdf,
    docx,
    docx_body,
    member,
    p,
    pdf,
    rezip,
    xlsx,
    xlsx_with_shared_strings,
)
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources import read_document

MB = 1_000_000
BODY = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@contextmanager
def bounded(megabytes: float, seconds: float) -> Iterator[None]:
    """Nothing inside takes more memory than Python counts, or more time."""
    started = time.perf_counter()
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < megabytes * MB
    assert time.perf_counter() - started < seconds


def code_of(data: bytes, name: str = "o26.bin") -> str:
    with pytest.raises(SourceError) as caught:
        read_document(data, name=name)
    assert str(caught.value)
    return caught.value.code


def bomb(data: bytes, name: str, size: int) -> bytes:
    """A package with a member that grows to a size."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        with new.open(name, "w", force_zip64=True) as part:
            part.write(b"<w:document>")
            for _chunk in range(size // MB):
                part.write(b" " * MB)
    return target.getvalue()


def lying(data: bytes, name: str, size: int) -> bytes:
    """The same zip file, whose directory says that a member is small."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(name).file_size
    return data.replace(struct.pack("<I", real), struct.pack("<I", size))


@pytest.mark.parametrize(
    ("data", "name"), [(docx(), BODY), (docx(), "word/media/a.bmp"), (xlsx(), SHEET)]
)
def test_a_zip_bomb_is_refused_by_its_directory(data: bytes, name: str) -> None:
    packed = bomb(data, name, 200 * MB)
    assert len(packed) < MB
    with bounded(10, 20):
        assert code_of(packed) == "expands"


@pytest.mark.parametrize(("data", "name"), [(docx(), BODY), (xlsx(), SHEET)])
def test_a_zip_bomb_whose_directory_lies_is_stopped_while_reading(data: bytes, name: str) -> None:
    packed = lying(bomb(data, name, 200 * MB), name, 1000)
    with bounded(20, 20):
        assert code_of(packed) in {"expands", "damaged"}


SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (f"<row>{'<c/>' * 2_000_000}</row>", "damaged"),
        ('<row><c r="ZZZ1"/></row>' * 300_000, "too_many_rows"),
        ('<row r="1048576"/>' + '<row r="1048576"/>' * 10_000, "empty"),
        (f"<row>{'<c/>' * 100}</row>" * 40_000, "expands"),
    ],
    ids=["one row", "wide rows", "last row", "cells"],
)
def test_a_flood_of_cells_is_stopped_before_openpyxl(rows: str, code: str) -> None:
    sheet = f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>"
    data = rezip(xlsx(), {SHEET: sheet.encode()})
    with bounded(50, 120):
        assert code_of(data) == code


def test_many_small_members_are_refused_before_each_becomes_an_object() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"word/{number}", b"")
    data = target.getvalue()
    with bounded(10, 20):
        assert code_of(data) == "expands"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<w:p/>" * 3_000_000, "too_many_paragraphs"),
        (f"<w:tbl>{'<w:tr/>' * 3_000_000}</w:tbl>", "too_many_rows"),
        (f"<w:tbl><w:tr>{'<w:tc/>' * 2_000_000}</w:tr></w:tbl>", "expands"),
        (f"<w:p>{'<w:r/>' * 2_000_000}</w:p>", "expands"),
        ("<w:bookmarkEnd/>" * 2_000_000, "expands"),
    ],
    ids=["paragraphs", "rows", "one row", "one paragraph", "neither"],
)
def test_a_flood_of_elements_never_stands_in_memory_at_once(body: str, code: str) -> None:
    data = docx_body(body)
    with bounded(50, 120):
        assert code_of(data) == code


def test_a_flood_of_lines_never_stands_in_memory() -> None:
    for data in (b"a" + b"\n" * 5_000_000, b'{"a": 1}' + b"\n" * 5_000_000):
        with bounded(30, 60):
            assert code_of(data) == "too_many_paragraphs"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (docx(), BODY),
        (docx(), "word/styles.xml"),
        (docx(), "_rels/.rels"),
        (xlsx(), SHEET),
        (xlsx(), "xl/workbook.xml"),
        (xlsx_with_shared_strings("ก"), "xl/sharedStrings.xml"),
    ],
)
def test_entities_never_reach_a_parser(data: bytes, name: str, encoding: str) -> None:
    xml = member(data, name).decode()
    start = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
    # Behind more than one piece of reading, so that the border of a piece hides it nowhere.
    for blanks in (0, 65_520, 65_530):
        text = " " * blanks + DOCTYPE.decode() + xml[start:]
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        assert code_of(rezip(data, {name: (head + text).encode(encoding)})) == "unsafe"


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-32"])
def test_an_encoding_that_would_hide_entities_is_refused(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE.decode()}<w:document/>'
    data = rezip(docx(), {BODY: text.encode(encoding)})
    assert code_of(data) in {"unsafe", "damaged"}


@pytest.mark.parametrize("data", [docx(), xlsx()])
def test_a_member_that_is_encrypted_is_told_as_such(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    flagged = bytearray(data)
    at = 0
    for _name in names:
        at = flagged.index(b"PK\x01\x02", at) + 8
        flagged[at] |= 1
    assert code_of(bytes(flagged)) == "encrypted"


def test_deep_nesting_is_damage_and_not_a_crash() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5000 + p("ก") + "</w:tc></w:tr></w:tbl>" * 5000
    assert code_of(docx_body(deep)) == "damaged"
    below_the_limit = "<w:tbl><w:tr><w:tc>" * 80 + p("ก") + "</w:tc></w:tr></w:tbl>" * 80
    assert read_document(docx_body(below_the_limit), name="o26.docx").parts


def test_a_style_that_is_based_on_itself() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    document = read_document(
        docx_body(p("ก", '<w:pStyle w:val="A"/>'), styles=styles), name="o26.docx"
    )
    assert document.lines == ("ก",)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused(kind: str, share: float) -> None:
    data = {"docx": docx, "xlsx": xlsx, "pdf": pdf}[kind]()
    assert code_of(data[: int(len(data) * share)]) in {"damaged", "no_text"}


def pdf_with_stream(content: bytes) -> bytes:
    return blank_pdf().replace(b"q 100 0 0 100 0 0 cm /I Do Q", content)


def test_a_stream_of_a_pdf_that_grows_without_end_is_refused() -> None:
    deflate = zlib.compressobj(9)
    content = b"".join(deflate.compress(b"0 0 m " * 100_000) for _part in range(200))
    content += deflate.flush()
    with bounded(10, 20):
        assert code_of(pdf_with_stream(content)) == "expands"


def test_a_scan_is_told_as_such() -> None:
    assert code_of(blank_pdf()) == "no_text"
    assert code_of(blank_pdf(image=False)) == "no_text"


def test_an_encrypted_pdf_is_told_as_such() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert code_of(target.getvalue()) == "encrypted"
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(target := io.BytesIO(), encryption=pikepdf.Encryption(owner="a", user=""))
    assert read_document(target.getvalue(), name="o26.pdf").parts


def test_pages_have_a_limit() -> None:
    data = pdf(*"กขค", settings="#show par: it => it + pagebreak(weak: true)")
    with override_settings(WAGTAIL_ITA={"MAX_IMPORT_PAGES": 2}):
        assert code_of(data) == "too_many_pages"


@pytest.mark.slow
def test_ten_thousand_measures_are_read_in_bounded_memory() -> None:
    rows = 10_000
    row = ["ด้านที่ ๔", "มาตรการป้ายทะเบียนเก้าอี้ " * 3, "๑. นับ\n๒. ติดป้าย", "กองคลัง"]
    sheet = xlsx([[*row, number] for number in range(rows)])
    cells = "".join(f"<w:tc>{p(text)}</w:tc>" for text in row)
    word = docx_body(f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * rows}</w:tbl>")
    for data in (sheet, word):
        with bounded(60, 180):
            (table,) = read_document(data, name="o26").parts
        assert len(table.rows) == rows


def test_a_page_of_endless_letters_is_refused() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(io.BytesIO(pdf("ก"))) as document:
        page = document.pages[0]
        (font,) = page.Resources.Font.keys()
        page.Contents = document.make_stream(
            b"BT %s 12 Tf %s ET" % (str(font).encode(), b"<0001>Tj " * 60_000)
        )
        document.save(target := io.BytesIO())
    with bounded(20, 60):
        assert code_of(target.getvalue()) == "too_many_letters"
