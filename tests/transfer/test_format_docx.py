"""The report as a Word document: what our reader, python-docx and LibreOffice find in it."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from tests.domain.shared import shared_file
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD
from tests.transfer.office import convert
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.domain.richtext import to_text
from wagtail_ita.transfer.formats.docx import DOCX
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.publication import EvidenceTarget, Publication
from wagtail_ita.transfer.reading import read_report
from wagtail_ita.transfer.text import parse_report

PUBLISHED = dt.datetime(2026, 3, 20, 3, tzinfo=dt.UTC)
URL = "https://www.example.go.th/ita-2569/o26/"
AGENCY = "เทศบาลตำบลตัวอย่าง"
TITLE = f"{RECORD.title} ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
SAMPLE = replace(RECORD, agency=AGENCY, title=TITLE)
FONT = "TH Sarabun New"


def publication(record: ReportRecord = SAMPLE, **fields: Any) -> Publication:
    given = {"assessment_year": 2569, "first_published": PUBLISHED, "last_published": PUBLISHED}
    return Publication(record=record, url=URL, **{**given, **fields})


def opened(record: ReportRecord = SAMPLE, **fields: Any) -> Any:
    return Document(io.BytesIO(DOCX.make(publication(record, **fields))))


def read(record: ReportRecord, **fields: Any) -> ReportRecord:
    return read_report(DOCX.make(publication(record, **fields)), name="report.docx").parsed.record


def texts(document: Any) -> list[str]:
    return [found.text for found in document.paragraphs if found.text]


def bare(record: ReportRecord) -> ReportRecord:
    """The record without what a paper cannot carry: ids, the code, evidence."""
    return replace(
        record,
        code="",
        measures=tuple(replace(each, id="", evidence=()) for each in record.measures),
        attachments=(),
        memo=replace(
            record.memo,
            approvals=tuple(replace(each, id="") for each in record.memo.approvals),
        ),
    )


@pytest.fixture(scope="module")
def real() -> ReportRecord:
    text = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    return parse_report(text).record


@pytest.fixture(scope="module")
def sample() -> Any:
    return opened()


# --------------------------------------------------------------------------------------- reading


def test_the_sample_comes_back_as_it_was() -> None:
    assert read(SAMPLE) == bare(SAMPLE)


def test_the_real_report_comes_back_as_it_was(real: ReportRecord) -> None:
    found = read(real)
    assert len(found.measures) == 10
    assert sum(len(each.steps) for each in found.measures) == 38
    assert bare(found) == bare(real)


def test_arabic_digits_come_back_too() -> None:
    data = DOCX.make(publication(thai_digits=False))
    assert "(1) มาตรการ โครงการ หรือกิจกรรม" in texts(Document(io.BytesIO(data)))
    assert bare(read_report(data, name="report.docx").parsed.record) == bare(SAMPLE)


def test_a_title_without_its_year_comes_back_with_it() -> None:
    found = read(replace(SAMPLE, title=RECORD.title))
    assert (found.title, found.reported_year) == (TITLE, 2568)


def test_nothing_but_the_form_is_left_over() -> None:
    attached = EvidenceRecord(id="a", kind=EvidenceKind.LINK, title="แผน", url=f"{URL}plan")
    record = replace(SAMPLE, attachments=(attached,))
    parsed = read_report(DOCX.make(publication(record)), name="report.docx").parsed
    left = " ".join(line.text for line in parsed.leftovers)
    assert all(words in left for words in ("หลักฐาน:", "หน้ารวมข่าวสั้น", "เอกสารแนบ", "(IIT)"))
    assert parsed.record.conclusion == SAMPLE.conclusion


def test_plain_text_keeps_its_lines_and_blank_lines() -> None:
    measure = replace(FULL_MEASURE, description="บรรทัดแรก\nบรรทัดสอง\n\nย่อหน้าสอง")
    memo = replace(RECORD.memo, facts="ย่อหน้าแรก\n\nย่อหน้าสอง\nบรรทัดสอง")
    found = read(replace(SAMPLE, measures=(measure,), memo=memo))
    assert found.measures[0].description == measure.description
    assert found.memo.facts == memo.facts


def test_the_words_of_rich_text_come_back() -> None:
    markup = (
        '<h3>หัวข้อ</h3><p>มี<b>หนา</b> <i>เอน</i> <a href="https://example.go.th/">ลิงก์</a></p>'
        "<ol><li>ต้น<ul><li>ย่อย</li></ul></li><li>ปลาย</li></ol>"
    )
    record = replace(SAMPLE, measures=(replace(FULL_MEASURE, output=markup),))
    assert to_text(read(record).measures[0].output).split("\n") == [
        "หัวข้อ",
        "มีหนา เอน ลิงก์",
        "๑. ต้น",
        "• ย่อย",
        "๒. ปลาย",
    ]


def test_officers_come_back_whatever_they_lack() -> None:
    officers = (
        ApprovalRecord(heading="ผู้รายงาน", name="ใครคนหนึ่ง", position="นิติกร"),
        ApprovalRecord(heading="ความเห็นของปลัด", opinion="เห็นชอบ\nให้เผยแพร่", position="ปลัด"),
        ApprovalRecord(heading="คำสั่งนายก", opinion="อนุมัติ", name="นางสาวตัวอย่าง สอง"),
    )
    memo = replace(RECORD.memo, approvals=officers)
    assert read(replace(SAMPLE, memo=memo)).memo == memo


def test_measures_of_one_indicator_and_of_none_stay_apart() -> None:
    none = replace(PLAIN_MEASURE, indicator=None)
    both = (none, FULL_MEASURE, replace(FULL_MEASURE, title="มาตรการที่สอง"))
    found = read(replace(SAMPLE, measures=both[1:])).measures
    assert [(each.indicator, each.title) for each in found] == [
        (each.indicator, each.title) for each in both[1:]
    ]
    assert [each.title for each in read(replace(SAMPLE, measures=(none, none))).measures] == [
        none.title
    ] * 2


def test_total_and_level_come_back_without_scores() -> None:
    found = read(replace(SAMPLE, scores={}))
    assert (found.overall_score, found.level, found.scores) == (Decimal("99.98"), "excellent", {})


def test_a_period_of_words_and_one_of_dates_come_back() -> None:
    periods = (
        PeriodRecord(note="ตลอดปี"),
        PeriodRecord(start=dt.date(2025, 1, 5), end=dt.date(2025, 2, 7)),
        PeriodRecord(start=dt.date(2025, 1, 5), end=dt.date(2025, 1, 5)),
    )
    measures = tuple(replace(FULL_MEASURE, period=each) for each in periods)
    found = read(replace(SAMPLE, measures=measures)).measures
    assert (found[0].period, found[1].period) == periods[:2]
    assert found[2].period.start == periods[2].start


# ----------------------------------------------------------------------------------------- paper


def test_every_style_sets_thai_letters_like_latin_ones(sample: Any) -> None:
    found = sample.styles.element.findall(qn("w:style"))
    assert len(found) > 20
    for style in found:
        layout = style.find(qn("w:rPr"))
        fonts = layout.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "cs")} == {FONT}
        for latin, thai in (("w:b", "w:bCs"), ("w:i", "w:iCs"), ("w:sz", "w:szCs")):
            pair = [layout.find(qn(name)) for name in (latin, thai)]
            assert (pair[0] is None) == (pair[1] is None)
            assert pair[0] is None or dict(pair[0].attrib) == dict(pair[1].attrib)
        language = layout.find(qn("w:lang"))
        assert {language.get(qn("w:val")), language.get(qn("w:bidi"))} == {"th-TH"}
        name = style.find(qn("w:name")).get(qn("w:val"))
        assert not name.startswith("heading") or layout.find(qn("w:bCs")) is not None
        assert layout.find(qn("w:color")) is None or name == "Hyperlink"
    xml = etree.tostring(sample.styles.element).decode()
    assert "Theme" not in xml and "theme" not in xml


def test_runs_set_thai_letters_like_latin_ones(sample: Any) -> None:
    for layout in sample.element.body.iter(qn("w:rPr")):
        for latin, thai in (("w:b", "w:bCs"), ("w:i", "w:iCs"), ("w:sz", "w:szCs")):
            assert (layout.find(qn(latin)) is None) == (layout.find(qn(thai)) is None)


def test_normal_text_is_sixteen_points(sample: Any) -> None:
    normal = sample.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == (FONT, 16)


def test_the_paper_is_official(sample: Any) -> None:
    assert len(sample.sections) == 2
    for section in sample.sections:
        assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21, 29.7)
        assert (round(section.left_margin.cm), round(section.right_margin.cm)) == (3, 2)
        assert section.different_first_page_header_footer
        assert 'w:instr=" PAGE "' in etree.tostring(section.header._element).decode()
    head = sample.sections[1].first_page_header.paragraphs[0].text
    assert head == "O26 · การประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๙"
    foot = sample.sections[1].first_page_footer
    assert foot.paragraphs[0].text == "เผยแพร่ครั้งแรก ๒๐ มีนาคม ๒๕๖๙"
    assert foot.part.rels and any(each.target_ref == URL for each in foot.part.rels.values())
    assert not sample.sections[1].footer.paragraphs[0].text


def test_headings_are_headings(sample: Any) -> None:
    headings = [
        (each.style.name, each.text)
        for each in sample.paragraphs
        if each.style.name.startswith(("Heading", "Memo Title"))
    ]
    assert headings[0] == ("Memo Title", "บันทึกข้อความ")
    assert ("Heading 1", TITLE) in headings
    assert ("Heading 2", "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ") in headings
    assert ("Heading 3", "(๑) มาตรการ โครงการ หรือกิจกรรม") in headings
    assert ("Heading 2", "บทสรุป") in headings


def test_the_head_of_the_scores_repeats_and_no_row_is_cut(sample: Any) -> None:
    (table,) = sample.tables
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for row in table.rows]
    assert [head is not None for head in heads] == [True] + [False] * 13
    assert all(
        row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows
    )
    assert [cell.text for cell in table.rows[7].cells] == [
        "๗. ประสิทธิภาพการสื่อสาร",
        "EIT",
        "๙๙.๙๕",
    ]
    assert table.rows[2].cells[2].text == "–"
    assert [table.rows[number].cells[2].text for number in (11, 12)] == ["๙๙.๙๘", "ผ่านดีเยี่ยม"]


MARKUP = (
    "<h3>หัวข้อ</h3><p>มี<b>หนา</b> <i>เอน</i> "
    '<a href="https://example.go.th/"><b>ลิงก์</b></a></p>'
    "<ol><li>ต้น<ul><li>ย่อย<ol><li>ลึก</li></ol></li></ul></li><li>ปลาย</li></ol>"
)


def marked(paragraph: Any) -> str:
    """The words of a paragraph, with signs around what is bold or italic."""
    out = ""
    for each in paragraph.iter_inner_content():
        for run in getattr(each, "runs", [each]):
            text = f"*{run.text}*" if run.bold else run.text
            out += f"/{text}/" if run.italic else text
    return out


def test_each_part_has_the_style_of_what_it_is() -> None:
    plan = EvidenceRecord(id="a", kind=EvidenceKind.LINK, title="แผน", url=f"{URL}plan")
    measure = replace(FULL_MEASURE, output=MARKUP, steps=("เวียน",))
    record = replace(
        SAMPLE,
        measures=(measure, PLAIN_MEASURE),
        attachments=(plan,),
        conclusion="<h3>ต่อไป</h3><p>จะพัฒนา</p>",
    )
    found = [(each.style.name, marked(each)) for each in opened(record).paragraphs]
    assert [each for each in found if each[0] != "Gap"] == [
        ("Memo Title", "บันทึกข้อความ"),
        ("Memo Line", "ส่วนราชการ  สำนักปลัด เทศบาลตัวอย่าง"),
        ("Memo Line", "ที่  ตย ๐๐๐๑/๒๕\tวันที่  ๑๘ มีนาคม ๒๕๖๙"),
        ("Memo Line", "เรื่อง  ขอเผยแพร่รายงาน"),
        ("Normal", "เรียน  นายกเทศมนตรี"),
        ("Heading 3", "๑. เรื่องเดิม"),
        ("Body Text", "ตามแผนประจำปี"),
        ("Heading 3", "๒. ข้อเท็จจริง"),
        ("Body Text", "ดำเนินการครบแล้ว"),
        ("Heading 3", "๓. ข้อเสนอเพื่อพิจารณา"),
        ("Body Text", "จึงเรียนมาเพื่อโปรดพิจารณา"),
        ("Normal", ""),
        ("Heading 3", "คำสั่งนายกเทศมนตรี"),
        ("Body Text", "อนุมัติให้เผยแพร่"),
        ("Officer", f"(ลงชื่อ) {'.' * 40}"),
        ("Officer", "(นายตัวอย่าง หนึ่ง)"),
        ("Officer", "นายกเทศมนตรี"),
        ("Officer", "๒๐ มีนาคม ๒๕๖๙"),
        ("Heading 1", TITLE),
        ("Subtitle", AGENCY),
        ("Body Text", "เทศบาลตัวอย่างรายงานมาตรการของปี"),
        ("Heading 2", "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ"),
        ("Heading 3", "(๑) มาตรการ โครงการ หรือกิจกรรม"),
        ("Element Text", "*มาตรการทะเบียนยืมพัสดุกลาง*"),
        ("Element Text", "เพื่อให้ตรวจสอบการยืมได้ทุกครั้ง"),
        ("Heading 3", "(๒) ขั้นตอนหรือวิธีการปฏิบัติ"),
        ("List", "๑.\tเวียน"),
        ("Heading 3", "(๓) ช่วงระยะเวลาในการดำเนินการ"),
        ("Element Text", "ตุลาคม ๒๕๖๗ – กันยายน ๒๕๖๘"),
        ("Heading 3", "(๔) ผู้รับผิดชอบ"),
        ("List", "•\tกองคลัง"),
        ("List", "•\tงานพัสดุ"),
        ("Heading 3", "(๕) ผลการดำเนินการ (Output)"),
        ("Heading 4", "หัวข้อ"),
        ("Element Text", "มี*หนา* /เอน/ *ลิงก์*"),
        ("List", "๑.\tต้น"),
        ("List 2", "•\tย่อย"),
        ("List 3", "๑.\tลึก"),
        ("List", "๒.\tปลาย"),
        ("Heading 3", "(๖) ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ (Outcome/Result)"),
        ("Element Text", "ไม่พบพัสดุสูญหายในการตรวจนับประจำปี"),
        ("Heading 2", "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร"),
        ("Heading 3", "(๑) มาตรการ โครงการ หรือกิจกรรม"),
        ("Element Text", "*โครงการข่าวสั้นประจำสัปดาห์*"),
        ("Heading 3", "(๒) ขั้นตอนหรือวิธีการปฏิบัติ"),
        ("List", "๑.\tเขียนข่าวด้วยถ้อยคำง่าย"),
        ("Heading 3", "(๓) ช่วงระยะเวลาในการดำเนินการ"),
        ("Element Text", "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘"),
        ("Heading 3", "(๔) ผู้รับผิดชอบ"),
        ("Element Text", "งานประชาสัมพันธ์"),
        ("Heading 3", "(๕) ผลการดำเนินการ (Output)"),
        ("Element Text", "เผยแพร่ ๕๒ ครั้ง"),
        ("Heading 3", "(๖) ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ (Outcome/Result)"),
        ("Element Text", "ผู้ติดตามเพิ่มขึ้นหนึ่งในสาม"),
        ("Heading 3", "หลักฐาน:"),
        ("List", "•\tหน้ารวมข่าวสั้น (ลิงก์)\nข่าวทุกฉบับของปี\nhttps://example.go.th/news"),
        ("Heading 2", "บทสรุป"),
        ("Heading 3", "ต่อไป"),
        ("Body Text", "จะพัฒนา"),
        ("Heading 2", "เอกสารแนบ"),
        ("List", f"•\tแผน (ลิงก์)\n{URL}plan"),
    ]


def test_a_signature_stays_with_its_opinion_and_no_longer(sample: Any) -> None:
    kept = [each.text for each in sample.paragraphs if each.paragraph_format.keep_with_next]
    assert kept == [
        "จึงเรียนมาเพื่อโปรดพิจารณา",
        "",
        "อนุมัติให้เผยแพร่",
        f"(ลงชื่อ) {'.' * 40}",
        "(นายตัวอย่าง หนึ่ง)",
        "นายกเทศมนตรี",
    ]


def test_figures_stand_in_the_middle_and_totals_are_bold(sample: Any) -> None:
    (table,) = sample.tables
    rows = [[cell.paragraphs[0] for cell in row.cells] for row in table.rows]
    centred = [[each.alignment == WD_ALIGN_PARAGRAPH.CENTER for each in row] for row in rows]
    assert centred == [
        [True] * 3,
        *[[False, True, True]] * 10,
        *[[False, False, True]] * 2,
        [False] * 3,
    ]
    bold = [{run.bold for each in row for run in each.runs} for row in rows]
    assert bold == [{True}, *[{None}] * 10, {True}, {True}, {None}]
    # The last rows go to the next page with the totals, and these with the notes.
    kept = [bool(row[0].paragraph_format.keep_with_next) for row in rows]
    assert kept == [True, *[False] * 7, *[True] * 5, False]


def test_without_scores_the_total_has_a_table_all_the_same() -> None:
    (table,) = opened(replace(SAMPLE, scores={}), language="en").tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Indicator", "Instrument", "Score"],
        ["Total score", "Total score", "99.98"],
        ["Level", "Level", "Excellent pass"],
    ]


def test_headings_are_found_by_their_level_and_a_list_is_set_in(sample: Any) -> None:
    found = sample.styles
    for level in (1, 2, 3, 4):
        outline = found[f"Heading {level}"].element.find(f".//{qn('w:outlineLvl')}")
        assert outline.get(qn("w:val")) == str(level - 1)
    assert found["Normal"].element.find(f".//{qn('w:outlineLvl')}") is None
    inwards = [found[name].paragraph_format.left_indent for name in ("List", "List 2", "List 3")]
    assert inwards == sorted(set(inwards))
    sides = found["Table Grid"].element.find(f".//{qn('w:tblBorders')}")
    assert {each.get(qn("w:val")) for each in sides} == {"single"}
    assert found["Normal Table"].element.find(f".//{qn('w:tblBorders')}") is None


def test_the_notes_under_the_scores_have_no_lines_around_them(sample: Any) -> None:
    borders = sample.tables[0].rows[-1].cells[0]._tc.find(f".//{qn('w:tcBorders')}")
    assert [(etree.QName(each).localname, each.get(qn("w:val"))) for each in borders] == [
        ("left", "nil"),
        ("bottom", "nil"),
        ("right", "nil"),
    ]


def test_steps_have_typed_numbers(sample: Any) -> None:
    entries = [each.text for each in sample.paragraphs if each.style.name == "List"]
    assert entries[:3] == [
        f"{'๑๒๓'[number]}.\t{step}" for number, step in enumerate(FULL_MEASURE.steps)
    ]
    assert sample.element.body.find(f".//{qn('w:numPr')}") is None


def test_evidence_is_a_link() -> None:
    piece = EvidenceRecord(id="x", kind=EvidenceKind.DOCUMENT, key="7", note="หน้า ๓")
    target = EvidenceTarget(title="คู่มือ", url=f"{URL}คู่มือ.pdf", filename="คู่มือ.pdf", size=2_000_000)
    measure = replace(FULL_MEASURE, evidence=(piece,))
    document = opened(replace(SAMPLE, measures=(measure,)), targets={"x": target})
    (line,) = (each for each in document.paragraphs if each.hyperlinks)
    (link,) = line.hyperlinks
    assert link.text == "คู่มือ"
    assert link.address.startswith(URL) and link.address.isascii()
    assert link.runs[0].style.name == "Hyperlink"
    assert line.text.split("\n")[1:] == ["หน้า ๓", f"{URL}คู่มือ.pdf"]
    assert "(PDF, ๑.๙" in line.text


def test_a_link_that_is_none_is_text() -> None:
    piece = EvidenceRecord(kind=EvidenceKind.LINK, title="โจมตี", url="javascript:alert(1)")
    document = opened(replace(SAMPLE, measures=(replace(FULL_MEASURE, evidence=(piece,)),)))
    assert not any(each.hyperlinks for each in document.paragraphs)
    assert any("โจมตี" in text for text in texts(document))


def test_who_made_it_stands_in_it(sample: Any) -> None:
    properties = sample.core_properties
    assert (properties.title, properties.author) == (TITLE, AGENCY)
    assert (properties.language, properties.identifier) == ("th-TH", URL)
    assert properties.created == properties.modified == PUBLISHED
    assert (properties.comments, properties.keywords, properties.category) == ("", "", "")


def test_an_english_report_is_english() -> None:
    document = opened(language="en")
    assert document.core_properties.language == "en-GB"
    assert "(1) Measure, project or activity" in texts(document)
    language = document.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert (language.get(qn("w:val")), language.get(qn("w:bidi"))) == ("en-GB", "th-TH")


def picture(mode: str, kind: str, size: tuple[int, int] = (600, 600)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("emblem", "shown"),
    [
        (picture("RGBA", "PNG"), True),
        (picture("CMYK", "JPEG"), True),
        (picture("RGB", "WEBP", (1600, 200)), True),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", False),
        (b"no picture", False),
    ],
)
def test_the_emblem_stands_above_the_memo(emblem: bytes, shown: bool) -> None:
    document = opened(emblem=emblem)
    assert len(document.inline_shapes) == int(shown)
    for shape in document.inline_shapes:
        assert shape.height.cm <= 1.51 and shape.width.cm <= 4.01
    data = DOCX.make(publication(emblem=emblem))
    assert read_report(data, name="report.docx").parsed.record.memo.unit == SAMPLE.memo.unit


# ----------------------------------------------------------------------------------------- bytes


def test_the_same_publication_gives_the_same_bytes() -> None:
    assert DOCX.make(publication()) == DOCX.make(publication())
    with zipfile.ZipFile(io.BytesIO(DOCX.make(publication()))) as parts:
        assert {each.date_time for each in parts.infolist()} == {(2026, 3, 20, 3, 0, 0)}
        names = parts.namelist()
    assert not any("thumbnail" in name or "customXml" in name for name in names)
    ancient = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert DOCX.make(publication(first_published=None, last_published=ancient))
    assert DOCX.make(publication(first_published=None, last_published=None))


def test_an_empty_report_is_a_document_too() -> None:
    for language in ("th", "en"):
        empty = Publication(record=ReportRecord(), url="", language=language)
        document = Document(io.BytesIO(DOCX.make(empty)))
        assert len(texts(document)) <= 1
        assert len(document.sections) == 1


def test_what_xml_forbids_is_left_out() -> None:
    odd = "ก\x00\x0b\x1f\ud800\ufffeข & <b>"
    measure = MeasureRecord(title=odd, steps=(odd,), responsible=(odd, odd), output=f"<p>{odd}</p>")
    memo = MemoRecord(unit=odd, facts=odd, approvals=(ApprovalRecord(heading=odd, name=odd),))
    record = ReportRecord(title=odd, agency=odd, measures=(measure,), memo=memo, introduction=odd)
    found = texts(opened(record, item_title=odd))
    assert "กข & <b>" in found or "ก ข & <b>" in found


anything = st.text(max_size=40) | st.text("กำู่้เ๑\n\t\x00<>&\"'(): •1.", max_size=20)


@settings(max_examples=15)
@given(anything, anything, anything)
def test_any_text_gives_a_document(first: str, second: str, third: str) -> None:
    measure = MeasureRecord(title=first, steps=(second, third), output=third, outcome=f"<p>{first}")
    memo = MemoRecord(subject=third, facts=first, approvals=(ApprovalRecord(opinion=second),))
    record = ReportRecord(title=second, agency=third, measures=(measure,), memo=memo)
    assert opened(record).paragraphs


def test_it_is_one_of_the_formats() -> None:
    assert FORMATS["docx"] is DOCX
    assert DOCX.is_available


# ---------------------------------------------------------------------------------- LibreOffice


def pages(data: bytes, folder: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (poppler-utils)")
    source = folder / "report.docx"
    source.write_bytes(data)
    made = convert(source, "pdf", folder)
    done = subprocess.run(["pdftotext", "-raw", str(made), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def words(text: str) -> Iterator[str]:
    """The words of a text, the marks apart that a PDF's text layer may write in another way."""
    yield from re.findall("[ก-ฮเ-ไ๐-๙A-Za-z0-9]+", re.sub("[ะ-ฺ็-๎\u0e4d]", "", text))


@pytest.mark.slow
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    text = pages(DOCX.make(publication(emblem=picture("RGB", "PNG"))), tmp_path)
    flat = "".join(words(text))
    expected = [SAMPLE.title, AGENCY, RECORD.memo.subject, to_text(RECORD.conclusion)]
    for measure in SAMPLE.measures:
        expected += [measure.title, *measure.steps, *measure.responsible, to_text(measure.output)]
    for each in expected:
        assert "".join(words(each)) in flat, each
    assert "- 4 -" in text
    assert "๙๙.๙๘" in text
    assert "□" not in text


@pytest.mark.slow
def test_a_hundred_measures_are_one_document() -> None:
    record = replace(SAMPLE, measures=(FULL_MEASURE, PLAIN_MEASURE) * 50)
    assert len(read(record).measures) == 100
