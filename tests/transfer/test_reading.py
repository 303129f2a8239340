"""Files of every kind through the front door; the real report in the formats that agencies have."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.transfer.layouts import NAMES, document, load
from tests.transfer.office import convert
from tests.transfer.refused import assert_thai, refused
from tests.transfer.seed_files import SEED, as_paragraphs, as_table
from tests.transfer.text_samples import AREA, CHAIRS, CONCLUSION, FRONT, MEMO
from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.transfer.formats import json
from wagtail_ita.transfer.parsed import NoticeCode, ParsedReport
from wagtail_ita.transfer.publication import Publication
from wagtail_ita.transfer.reading import MOST_MEASURES, parse_document, read_report
from wagtail_ita.transfer.sources import Document, Paragraph, SourceKind
from wagtail_ita.transfer.text import parse_report
from wagtail_ita.transfer.text.lines import make_line

REPORT = MEMO + "\n" + FRONT + AREA + CONCLUSION


def paragraphs(text: str) -> Document:
    lines = text.split("\n")
    return Document(
        kind=SourceKind.DOCX,
        name="a.docx",
        parts=tuple(Paragraph(text=line) for line in lines),
    )


# ------------------------------------------------------------------------------ kinds of file


def test_a_text_file_is_read_as_its_text_is() -> None:
    read = read_report(REPORT.encode(), name="รายงาน.txt")
    assert read.document.kind is SourceKind.TEXT
    assert read.parsed == parse_report(REPORT)


def test_our_own_json_is_taken_as_it_is() -> None:
    record = parse_report(REPORT).record
    data = json.render(Publication(record=record, url="https://example.go.th/o26/"))
    parsed = read_report(data, name="report.json").parsed
    assert parsed == ParsedReport(record=record)


def test_markup_that_no_editor_writes_is_left_out_of_json_and_told() -> None:
    record = replace(parse_report(REPORT).record, introduction="<p>ก<script>ข</script></p>")
    data = json.render(Publication(record=record, url=""))
    read = read_report(data, name="report.json")
    assert read.document.kind is SourceKind.JSON
    assert "script" not in read.parsed.record.introduction
    (notice,) = read.parsed.notices
    assert (notice.code, notice.line_number) == (NoticeCode.MARKUP, None)
    assert_thai(str(notice.message))


def test_paragraphs_are_read_like_the_lines_of_a_text() -> None:
    assert parse_document(paragraphs(REPORT)).record == parse_report(REPORT).record


def test_a_table_of_which_nothing_is_known_is_read_as_text() -> None:
    parsed = parse_document(document([[AREA]]))
    assert parsed.record.measures == (CHAIRS,)


@pytest.mark.parametrize(
    "parts",
    [
        ("ไม่มีอะไร",),
        (MEMO,),
        ([["ชื่อ", "อายุ", "ที่อยู่"], ["ก", "ข", "ค"]],),
        ([["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ"]],),
        ([["", ""], ["", ""]],),
    ],
)
def test_a_document_without_a_measure_is_no_report(parts: Any) -> None:
    assert refused(lambda: parse_document(document(*parts))).code == "no_report"


def test_a_table_of_more_measures_than_any_report_has_is_refused() -> None:
    head = ["มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ"]
    rows = [[f"โครงการหมายเลข {number}", "ทำ", "กอง"] for number in range(MOST_MEASURES + 1)]
    error = refused(lambda: parse_document(document([head, *rows])))
    assert error.code == "too_many_measures"
    assert str(error).startswith("501 measures were found, and at most 500 are read.")


# ---------------------------------------------------------------------------------- provenance


def filled(record: ReportRecord) -> Iterator[tuple[str, str]]:
    """Every part of a record that has something, with its words."""
    for name in ("title", "agency", "code", "level"):
        yield name, getattr(record, name)
    yield "reported_year", str(record.reported_year or "")
    yield "overall_score", str(record.overall_score or "")
    for number, score in record.scores.items():
        yield f"scores.{number}", str(score)
    for name in ("introduction", "conclusion"):
        yield name, to_text(getattr(record, name))
    for name in (
        "unit",
        "number",
        "date",
        "subject",
        "addressee",
        "background",
        "facts",
        "proposal",
    ):
        yield f"memo.{name}", str(getattr(record.memo, name) or "")
    for place, officer in enumerate(record.memo.approvals):
        yield f"memo.approvals.{place}", officer.name or officer.opinion or officer.heading
    for place, measure in enumerate(record.measures):
        path = f"measures.{place}"
        yield f"{path}.indicator", str(measure.indicator or "")
        for name in ("title", "description"):
            yield f"{path}.{name}", getattr(measure, name)
        for name in ("steps", "responsible"):
            yield f"{path}.{name}", "\n".join(getattr(measure, name))
        yield f"{path}.period", str(measure.period) if measure.period else ""
        for name in ("output", "outcome"):
            yield f"{path}.{name}", to_text(getattr(measure, name))
        yield f"{path}.evidence", " ".join(piece.url for piece in measure.evidence)


COMPUTED = re.compile(r"code|level|reported_year|.*score.*|memo\.date|.*\.(?:period|indicator)")


def check_origins(read: Document, parsed: ParsedReport) -> None:
    for path, words in filled(parsed.record):
        if not words:
            assert path not in parsed.unsure
            continue
        numbers = parsed.origins[path]
        lines = (make_line(read.lines[number - 1], number=number) for number in numbers)
        source = "".join("".join(line.text.split()) for line in lines)
        if not COMPUTED.fullmatch(path):
            assert set("".join(words.split())) <= set(source), path
            assert "".join(words.split("\n")[0].split()) in source, path
    assert parsed.unsure <= parsed.origins.keys()
    assert all(notice.path in parsed.unsure for notice in parsed.notices if casts_doubt(notice))
    for leftover in parsed.leftovers:
        assert 1 <= leftover.line_number <= len(read.lines)


def casts_doubt(notice: Any) -> bool:
    return notice.code in (NoticeCode.ROW_UNSURE, NoticeCode.COLUMN_REPEATED)


@pytest.mark.parametrize("name", NAMES)
def test_every_part_of_a_layout_says_where_it_is_from(name: str) -> None:
    read = load(name).document
    parsed = parse_document(read)
    assert parsed.origins
    check_origins(read, parsed)


def test_every_part_of_a_text_says_where_it_is_from() -> None:
    read = read_report(REPORT.encode(), name="a.txt")
    check_origins(read.document, read.parsed)
    assert read.parsed.origins["measures.0.steps"] == (35, 36)
    assert read.parsed.origins["measures.0"] == (32, 33, 35, 36, 37, 38, 39, 40)


def test_a_misread_word_makes_doubtful_what_it_stands_in() -> None:
    text = AREA.replace("ติดป้าย ๔๒ ตัว", "องค้การติดป้าย ๔๒ ตัว")
    for read in (paragraphs(text), read_report(text.encode(), name="a.txt").document):
        parsed = parse_document(read)
        assert parsed.unsure == {"measures.0.output"}
        (notice,) = (each for each in parsed.notices if each.code == NoticeCode.TEXT_SUSPECT)
        assert notice.path == "measures.0.output"


def test_what_contradicts_itself_is_doubtful() -> None:
    text = FRONT.replace("๙๑.๒๕ คะแนน", "๙๑.๒๕ คะแนน และได้คะแนนรวม ๙๐ คะแนน") + AREA
    parsed = parse_report(text.replace("การใช้ทรัพย์สินของราชการ", "การใช้อำนาจ"))
    assert {"overall_score", "measures.0.indicator"} <= parsed.unsure
    assert parsed.is_unsure("measures.0") and not parsed.is_unsure("measures.0.steps")


# ------------------------------------------------------------------------------ the real report

needs_seed = pytest.mark.skipif(
    not SEED.exists(), reason="The real report is not here; ITA_SHARED names its folder."
)


def elements(record: ReportRecord) -> list[list[Any]]:
    return [
        [
            (each.title, each.description),
            each.steps,
            each.period,
            each.responsible,
            each.output,
            each.outcome,
        ]
        for each in record.measures
    ]


def exact(record: ReportRecord, expected: ReportRecord) -> int:
    pairs = zip(elements(record), elements(expected), strict=True)
    return sum(a == b for found, wanted in pairs for a, b in zip(found, wanted, strict=True))


@pytest.fixture(scope="module")
def seed() -> ParsedReport:
    return parse_report(SEED.read_text(encoding="utf-8"))


@needs_seed
def test_every_part_of_the_real_report_says_where_it_is_from(seed: ParsedReport) -> None:
    read = read_report(SEED.read_bytes(), name="o26.txt")
    assert read.parsed == seed
    check_origins(read.document, read.parsed)


@needs_seed
def test_the_real_report_from_word_paragraphs(seed: ParsedReport) -> None:
    read = read_report(as_paragraphs(), name="o26.docx")
    assert read.parsed.record == seed.record
    assert sum(len(measure.steps) for measure in read.parsed.record.measures) == 38
    assert read.parsed.notices == seed.notices
    check_origins(read.document, read.parsed)


@needs_seed
def test_the_real_report_from_a_word_table(seed: ParsedReport) -> None:
    text = SEED.read_text(encoding="utf-8")
    periods = re.findall(r"^\(๓\)[^:]*: *(.*)$", text, re.MULTILINE)
    read = read_report(as_table(seed.record, periods), name="o26.docx")
    assert exact(read.parsed.record, seed.record) == 60
    assert read.parsed.record == seed.record
    assert read.parsed.unsure == seed.unsure
    check_origins(read.document, read.parsed)


@needs_seed
@pytest.mark.slow
def test_the_real_report_from_a_word_file_that_libreoffice_wrote(
    seed: ParsedReport, tmp_path: Path
) -> None:
    source = tmp_path / "o26.docx"
    source.write_bytes(as_paragraphs())
    (tmp_path / "again").mkdir()
    again = convert(source, "docx", tmp_path / "again")
    assert read_report(again.read_bytes(), name=again.name).parsed.record == seed.record


@needs_seed
@pytest.mark.slow
@pytest.mark.parametrize(("font", "least"), [("Sarabun", 57), ("Laksaman", 57)])
def test_the_real_report_from_pdf(
    seed: ParsedReport, tmp_path: Path, capsys: pytest.CaptureFixture[str], font: str, least: int
) -> None:
    source = tmp_path / "o26.docx"
    source.write_bytes(as_paragraphs(font=font))
    pdf = convert(source, "pdf", tmp_path)
    read = read_report(pdf.read_bytes(), name=pdf.name)
    record = read.parsed.record
    found = exact(record, seed.record)
    with capsys.disabled():
        sys.stdout.write(f"\nThe real report from PDF ({font}): {found} of 60 elements exact.\n")
    assert len(record.measures) == 10
    assert found >= least
    assert sum(len(measure.steps) for measure in record.measures) == 38
    assert record.scores == seed.record.scores
    check_origins(read.document, read.parsed)


@pytest.fixture(autouse=True)
def thai() -> Iterator[None]:
    with translation.override("th"):
        yield
