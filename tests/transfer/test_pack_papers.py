"""What a pack says of itself: its texts and lists word for word, and the zip file around them."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from wagtail_ita.domain.records import EvidenceKind, ItemRecord
from wagtail_ita.transfer.pack.contents import Pack
from wagtail_ita.transfer.pack.papers import Paper, evidence_list, item_text, log_list, readme, sums
from wagtail_ita.transfer.pack.parts import ListedPiece
from wagtail_ita.transfer.pack.zipping import ZipStream
from wagtail_ita.transfer.publication import EvidenceTarget

# The next day in Thailand.
MOMENT = dt.datetime(2026, 3, 31, 18, 30, 12, tzinfo=dt.UTC)
PAPER = Paper(
    title="รายงานผล",
    agency="เทศบาลตัวอย่าง",
    url="https://www.example.go.th/o26/",
    language="th",
    moment=MOMENT,
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def text(data: bytes) -> list[str]:
    """The lines of a text as an old Windows reads them."""
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    return data.decode("utf-8-sig").split("\r\n")[:-1]


def table(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def listed(path: str = "", **fields: Any) -> ListedPiece:
    target = EvidenceTarget(title="คู่มือ", url="https://www.example.go.th/d/1/")
    given = {"item": "O26", "measure": 1, "kind": EvidenceKind.DOCUMENT, "note": "หน้า ๓"}
    return ListedPiece(**{**given, **fields}, target=target, path=path)


def test_the_readme_of_an_item() -> None:
    assert text(readme(PAPER)) == [
        "รายงานผล",
        "เทศบาลตัวอย่าง",
        "https://www.example.go.th/o26/",
        "Last changed: 1 April 2026",
        "",
        "The published item with its evidence.",
        "Nothing in it is a draft or needs a login.",
        "",
        "evidence/ – the evidence files that are open to the public",
        "evidence.csv – the list of all evidence, also pages and links, and what is missing",
        "publications.csv – when the pages were published and taken back",
        "SHA256SUMS – sums to prove that no file was changed: sha256sum -c SHA256SUMS",
    ]


def test_the_readme_of_a_year_names_its_list() -> None:
    lines = text(readme(replace(PAPER, is_year=True, agency="", moment=None)))
    assert lines[:6] == [
        "รายงานผล",
        "https://www.example.go.th/o26/",
        "",
        "All published items of the year, a folder each.",
        "Nothing in it is a draft or needs a login.",
        "",
    ]
    assert lines[6] == "items.csv, items.xlsx, items.json – the list of the items"


def test_the_readme_is_in_the_language_that_is_active() -> None:
    with translation.override("th"):
        lines = text(readme(PAPER))
    assert lines[3] == "แก้ไขล่าสุด: 1 เมษายน 2569"
    assert all(any("ก" <= letter <= "ฮ" for letter in line) for line in lines[3:] if line)


def test_what_an_item_says() -> None:
    record = ItemRecord(code="O7", title="ข่าว", text="บรรทัดหนึ่ง\nบรรทัดสอง", nothing_to_report="ไม่มี")
    pieces = [listed("evidence/คู่มือ.pdf"), listed()]
    assert text(item_text(record, "https://e.go.th/o7/", MOMENT, pieces)) == [
        "O7 ข่าว",
        "https://e.go.th/o7/",
        "Last changed: 1 April 2026",
        "",
        "ไม่มี",
        "บรรทัดหนึ่ง",
        "บรรทัดสอง",
        "",
        "Evidence",
        "- คู่มือ https://www.example.go.th/d/1/ evidence/คู่มือ.pdf",
        "- คู่มือ https://www.example.go.th/d/1/",
    ]
    assert "Evidence" not in text(item_text(record, "", None, []))


def test_the_list_of_the_evidence_has_sizes_sums_and_what_is_missing() -> None:
    zip_ = ZipStream(MOMENT)
    list(zip_.add("evidence/a.pdf", [b"abc", b"def"], size=6))
    pieces = [
        listed("evidence/a.pdf"),
        listed("evidence/gone.pdf", measure=None, note=""),
        listed(kind=EvidenceKind.LINK),
    ]
    url = "https://www.example.go.th/d/1/"
    assert table(evidence_list(pieces, zip_, {"evidence/gone.pdf"})) == [
        [
            *("item", "measure", "kind", "title", "note", "url"),
            *("file", "size", "sha256", "remark"),
        ],
        [
            *("O26", "1", "document", "คู่มือ", "หน้า ๓", url),
            *("evidence/a.pdf", "6", hashlib.sha256(b"abcdef").hexdigest(), ""),
        ],
        [
            *("O26", "", "document", "คู่มือ", "", url),
            *("", "", "", "The file is not on the site any more."),
        ],
        ["O26", "1", "link", "คู่มือ", "หน้า ๓", url, "", "", "", ""],
    ]


def test_the_log_has_the_time_of_the_agency() -> None:
    log = [
        (MOMENT, "O26", action)
        for action in ("publish", "publish.scheduled", "unpublish", "unpublish.scheduled")
    ]
    assert table(log_list(log)) == [
        ["time", "item", "action", "description"],
        ["2026-04-01T01:30:12+07:00", "O26", "publish", "Published"],
        ["2026-04-01T01:30:12+07:00", "O26", "publish.scheduled", "Published as scheduled"],
        ["2026-04-01T01:30:12+07:00", "O26", "unpublish", "Taken back"],
        ["2026-04-01T01:30:12+07:00", "O26", "unpublish.scheduled", "Taken back as scheduled"],
    ]


def test_sums_are_written_as_sha256sum_reads_them() -> None:
    assert sums({"a b": "12", "ก": "34"}) == "12  a b\n34  ก\n".encode()


@pytest.mark.parametrize(
    ("moment", "shown"),
    [(MOMENT, (2026, 4, 1, 1, 30, 0)), (None, (1980, 1, 1, 0, 0, 0))],
)
def test_the_files_of_a_pack_have_the_time_of_the_agency(
    moment: dt.datetime | None, shown: tuple[int, ...]
) -> None:
    data = b"".join(Pack(paper=replace(PAPER, moment=moment)).stream())
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        assert {each.date_time for each in pack.infolist()} == {shown}
        # What a Unix program makes of it can be read by everybody, and written by its owner.
        assert {each.external_attr >> 16 for each in pack.infolist()} == {0o644}
        assert {each.create_system for each in pack.infolist()} == {3}
        assert pack.namelist() == ["README.txt", "evidence.csv", "publications.csv", "SHA256SUMS"]
        assert "แก้ไขล่าสุด" in pack.read("README.txt").decode() or moment is None
        assert pack.testzip() is None


def test_a_moment_before_the_first_of_a_zip_file_is_its_first() -> None:
    zip_ = ZipStream(dt.datetime(1970, 1, 1))
    data = b"".join([*zip_.add("a", [b"x"]), zip_.close()])
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        assert pack.getinfo("a").date_time == (1980, 1, 1, 0, 0, 0)
