from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable

import pytest
from django.test import override_settings
from django.utils import translation

from tests.transfer.refused import refused
from tests.transfer.source_files import LINES, blank_pdf, docx, pdf, xlsx
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources import SourceKind, read_document
from wagtail_ita.transfer.sources.sniffing import recognise

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = "ข้อ,มาตรการ,ผู้รับผิดชอบ\n1,ป้าย,กองคลัง\n2,คู่มือ,กองช่าง\n"


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"content")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("\n".join(LINES).encode(), SourceKind.TEXT),
        ("\n".join(LINES).encode("cp874"), SourceKind.TEXT),
        ("[ร่าง] รายงาน".encode(), SourceKind.TEXT),
        ("{ก} รายงาน".encode(), SourceKind.TEXT),
        (b"O26 for WAVE 2", SourceKind.TEXT),
        (TABLE.encode(), SourceKind.CSV),
        (TABLE.encode("cp874"), SourceKind.CSV),
        (TABLE.replace(",", "\t").encode("utf-16"), SourceKind.CSV),
        (json.dumps({"code": "O26"}).encode(), SourceKind.JSON),
        (b'\xef\xbb\xbf [\n {"a": 1}]', SourceKind.JSON),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", SourceKind.PDF),
        (b"\n\n%PDF-1.4\nrest", SourceKind.PDF),
        (docx(), SourceKind.DOCX),
        (xlsx(), SourceKind.XLSX),
    ],
)
def test_a_kind_is_found_by_the_content(data: bytes, kind: SourceKind) -> None:
    assert recognise(data, name="").kind is kind


@pytest.mark.parametrize(
    ("data", "code", "named"),
    [
        (b"\x89PNG\r\n\x1a\nrest", "image", "PNG"),
        (b"\xff\xd8\xff\xe0rest", "image", "JPEG"),
        (b"GIF89a rest", "image", "GIF"),
        (b"II*\x00rest", "image", "TIFF"),
        (b"BM\x00\x00\x00\x00rest", "image", "(BMP)"),
        (b"RIFF\x10\x00\x00\x00WEBPrest", "image", "WebP"),
        (b"\x00\x00\x00\x18ftypheic\x00", "image", "(HEIC)"),
        (b"\x00\x00\x00\x18ftypisom", "wrong_type", " MP4 "),
        (b"RIFF\x10\x00\x00\x00AVI rest", "wrong_type", "AVI"),
        (b"{\\rtf1\\ansi report}", "wrong_type", "Rich Text Format"),
        (b"\x1f\x8brest", "wrong_type", "gzip"),
        (zipped("ppt/presentation.xml"), "wrong_type", "PowerPoint"),
        (zipped("mimetype", "content.xml"), "wrong_type", "OpenDocument"),
        (zipped("report.docx"), "archive", "ZIP"),
        (zipped()[:-4], "damaged", "o26.bin"),
        (OLE + "WordDocument".encode("utf-16-le"), "old_office", ".doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "o26.bin"),
        (b"abc\x00\x01\x02", "binary", "o26.bin"),
        (b"", "empty", "o26.bin"),
        (b" \r\n\t ", "empty", "o26.bin"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes, code: str, named: str) -> None:
    error = refused(lambda: read_document(data, name="o26.bin"))
    assert error.code == code
    sentence = str(error)
    assert named in sentence
    assert "o26.bin" in sentence
    assert any(word in sentence for word in ("choose", "Choose")), "says what to do"


@pytest.mark.parametrize(
    ("make", "name"),
    [(docx, "o26.pdf"), (xlsx, "o26.csv"), (pdf, "o26.doc"), (TABLE.encode, "o26.xlsx")],
)
def test_a_wrong_ending_is_told_and_does_no_harm(make: Callable[[], bytes], name: str) -> None:
    document = read_document(make(), name=name)
    assert document.parts
    assert len(document.remarks) == 1
    assert name.rpartition(".")[2] in document.remarks[0]


@pytest.mark.parametrize("name", ["o26", "o26.docx", "O26.DOCX", "o26 ฉบับ 2.1", "o26.docm"])
def test_a_right_or_unknown_ending_is_not_worth_a_remark(name: str) -> None:
    assert read_document(docx(), name=name).remarks == ()


def test_lines_of_json_are_kept_for_its_own_reader() -> None:
    document = read_document(b'{"a":\n 1}', name="o26.json")
    assert document.kind is SourceKind.JSON
    assert document.lines == ('{"a":', " 1}")


def test_lines_of_text_are_paragraphs_blank_ones_too() -> None:
    document = read_document("ก\r\n\r\nข\n".encode(), name="o26.txt")
    assert document.lines == ("ก", "", "ข")


@pytest.mark.parametrize(
    ("package", "data", "name"),
    [("docx", docx(), "o26.docx"), ("pypdfium2", blank_pdf(), "o26.pdf")],
)
def test_without_the_extra_the_sentence_names_it(
    package: str, data: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = ("wagtail_ita.transfer.sources.word", "wagtail_ita.transfer.sources.pdf")
    for module in list(sys.modules):
        if module.startswith(ours):
            monkeypatch.delitem(sys.modules, module)
        if module.partition(".")[0] == package:
            monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, package, None)
    error = refused(lambda: read_document(data, name=name))
    assert error.code == "extra"
    assert "wagtail-ita[import]" in str(error)
    assert ".txt" in str(error)
    assert name in str(error)


def test_a_file_over_the_limit_is_refused() -> None:
    limit = override_settings(WAGTAIL_ITA={"MAX_IMPORT_BYTES": 100})
    with limit:
        assert read_document(b"a" * 100, name="o26.txt").parts
        assert refused(lambda: read_document(b"a" * 101, name="o26.txt")).code == "too_large"


def test_sentences_are_in_the_language_of_the_editor() -> None:
    sentences = set()
    for language in ("en", "th"):
        with translation.override(language), pytest.raises(SourceError) as caught:
            read_document(b"", name="o26.txt")
        sentences.add(str(caught.value))
    assert len(sentences) == 2
