"""Real files, damaged at random: each gives a document or a sentence, and nothing else."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transfer.source_files import (
    LINES,
    docx_body,
    p,
    pdf,
    xlsx,
    xlsx_with_shared_strings,
)
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources import Document, read_document

FUZZ = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Bytes that mean something to one of the readers.
TOKENS = [
    *(b"<", b">", b"</", b"/>", b"\x00", b"\xff", b'"', b"&#0;", b"&amp;", b"&x;", b"-1", b"0"),
    *(b"99999999999999999999", b"stream\n", b"endobj", b"PK\x03\x04", b"<w:p>", b"</w:tbl>"),
    *(b"<w:tr>", b'r="ZZZ9"', b't="s"', b"<f>1</f>", b"1e999", "ำ".encode(), b"\xef\xbf\xbe"),
]
KINDS = ["docx", "xlsx", "strings", "pdf", "csv", "txt"]


@lru_cache
def original(kind: str) -> bytes:
    """A file of each kind with as much in it as its reader knows."""
    row = f"<w:tr><w:tc>{p('ก')}</w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('ข')}</w:tc></w:tr>"
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    body = p("ด้านที่ ๑") + p("นับ", item) + f"<w:tbl>{row * 2}</w:tbl>" + p("ท้าย")
    numbering = (
        '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="thaiNumbers"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
    )
    table = 'ข้อ,มาตรการ,หน่วย\n1,ป้าย,"กอง,คลัง"\n2,คู่มือ,กองช่าง\n'
    match kind:
        case "docx":
            return docx_body(body, numbering=numbering)
        case "xlsx":
            return xlsx([["ข้อ", "มาตรการ"], [1.5, "=1+1"]], [["ก"]])
        case "strings":
            return xlsx_with_shared_strings("ก", "ข")
        case "pdf":
            return pdf()
        case "csv":
            return table.encode()
    return "\n".join(LINES).encode("cp874")


@lru_cache
def members(kind: str) -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(io.BytesIO(original(kind))) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return tuple((name, archive.read(name)) for name in names)


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes after a few changes: one flipped, some cut out, something put in, two parts swapped."""
    changed = bytearray(data)
    for _time in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(changed) - 1, 0)))
        length = draw(st.integers(1, 40))
        match draw(st.sampled_from(["flip", "cut", "insert", "swap", "end"])):
            case "flip" if changed:
                changed[at] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del changed[at : at + length]
            case "insert":
                changed[at:at] = draw(st.sampled_from(TOKENS) | st.binary(max_size=8))
            case "swap":
                other = draw(st.integers(0, max(len(changed) - 1, 0)))
                piece = bytes(changed[at : at + length])
                changed[at : at + length] = changed[other : other + length]
                changed[other : other + length] = piece
            case "end":
                del changed[-length:]
    return bytes(changed)


def assert_read_or_refused(data: bytes, kind: str) -> None:
    try:
        document = read_document(data, name=f"o26.{kind}")
    except SourceError as error:
        assert str(error).strip()
        assert error.code
    else:
        assert isinstance(document, Document)
        assert all("\n" not in line for line in document.lines)
        # A few hundred bytes of damage never become megabytes of text.
        assert sum(map(len, document.lines)) < 200_000
        assert len(document.starts) == len(document.parts)


@pytest.mark.parametrize("kind", KINDS)
@FUZZ
@given(draw=st.data())
def test_damaged_bytes(kind: str, draw: st.DataObject) -> None:
    assert_read_or_refused(draw.draw(mutated(original(kind))), kind)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "strings"])
@FUZZ
@given(draw=st.data())
def test_damaged_xml_in_a_whole_zip_file(kind: str, draw: st.DataObject) -> None:
    parts = dict(members(kind))
    name = draw.draw(st.sampled_from(sorted(parts)))
    parts[name] = draw.draw(mutated(parts[name]))
    assert_read_or_refused(zipped(parts), kind)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "strings"])
@FUZZ
@given(draw=st.data())
def test_members_lost_and_exchanged(kind: str, draw: st.DataObject) -> None:
    parts = dict(members(kind))
    names = draw.draw(st.permutations(sorted(parts)))
    exchanged = {names[0]: parts[names[1]], names[1]: parts[names[0]]}
    lost = draw.draw(st.sets(st.sampled_from(names), max_size=3))
    assert_read_or_refused(
        zipped({n: b for n, b in {**parts, **exchanged}.items() if n not in lost}), kind
    )


@FUZZ
@given(data=st.binary(max_size=300), start=st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04"]))
def test_any_bytes(data: bytes, start: bytes) -> None:
    assert_read_or_refused(start + data, "bin")


@FUZZ
@given(text=st.text(max_size=300), ending=st.sampled_from(["txt", "csv", "json"]))
def test_any_text(text: str, ending: str) -> None:
    assert_read_or_refused(text.encode("utf-8", "surrogatepass"), ending)


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
