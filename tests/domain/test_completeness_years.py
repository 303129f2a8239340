"""Years: of the report, in titles, in texts, and of items."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.completeness_cases import (
    CONTEXT,
    ITEM_CONTEXT,
    codes,
    evidence,
    found,
    found_in_item,
    found_in_measure,
    item,
    report,
    spot,
)
from wagtail_ita.domain.completeness import check_item
from wagtail_ita.domain.completeness.mentions import MentionKind, names_a_date, year_mentions
from wagtail_ita.domain.findings import Severity
from wagtail_ita.domain.records import MemoRecord

STATED, NAMED, DATE, BARE = MentionKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", [(2567, STATED)]),
        ("ประจำปีงบประมาณ พ.ศ.2567", [(2567, STATED)]),
        ("ปีงบประมาณ๒๕๖๗", [(2567, STATED)]),
        ("ประจำ ปี  2567", [(2567, STATED)]),
        ("ปีงบฯ ๖๗", [(2567, STATED)]),
        ("ปีงบประมาณ 67 ดำเนินการ", [(2567, STATED)]),
        ("ต่อปีงบประมาณ 60 คน", []),
        ("ปีงบประมาณ ค.ศ. 2024", [(2567, STATED)]),
        ("Fiscal Year 2024", [(2567, STATED)]),
        ("FY2024", [(2567, STATED)]),
        ("fiscal year 2025 (B.E. 2568)", [(2568, STATED), (2568, BARE)]),
        ("ในปี ๒๕๖๙", [(2569, NAMED)]),
        ("ปี พ.ศ. 2569", [(2569, NAMED)]),
        ("พ.ศ. ๒๕๖๑", [(2561, BARE)]),
        ("2568", [(2568, BARE)]),
        # The fiscal year of a month.
        ("๓๐ กันยายน ๒๕๖๗", [(2567, DATE)]),
        ("1 ต.ค. พ.ศ. 2567", [(2568, DATE)]),
        ("30 September 2567", [(2567, DATE)]),
        # Other numbers.
        ("2,568 คน และ 25.68 บาท", []),
        ("2400 คน 1999 ราย", []),
        ("30/9/2568 และ 2568-10-01", []),
        ("เลขที่ 25681", []),
    ],
)
def test_years_that_a_text_names(text, expected):
    assert [(each.year, each.kind) for each in year_mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("พ.ศ. 2566 - 2570", 2566, 2570),
        ("พ.ศ. ๒๕๖๖–๒๕๗๐", 2566, 2570),
        ("ปีงบประมาณ พ.ศ. 2566 ถึงปีงบประมาณ พ.ศ. 2570", 2566, 2570),
        ("ปี 2570 - 2566", 2570, 2570),
    ],
)
def test_a_range_names_each_of_its_years(text, first, last):
    (mention,) = year_mentions(text)
    assert (mention.year, mention.last) == (first, last)
    assert mention.names(first) and mention.names(last) and not mention.names(last + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False),
        ("จัดอบรม ๓ ครั้ง", False),
        ("ทุกเดือนมีนาคม", False),
        ("จัดอบรม ๓ ครั้งในเดือนมีนาคม", False),
        ("ในปี ๒๕๖๘", True),
        ("ภายใน ๓๐ กันยายน", True),
        ("BY 30 SEPTEMBER", True),
        ("ตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐", False),
        ("ตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐ ในปี ๒๕๖๘", True),
        ("ตามระเบียบ พ.ศ. ๒๕๖๐ ภายใน ๕ มีนาคม", True),
    ],
)
def test_whether_a_text_names_a_day_or_a_year_of_its_own(text, expected):
    assert names_a_date(text) is expected


@pytest.mark.parametrize(
    ("year", "expected_year", "expected"),
    [
        (2568, 2568, []),
        (2568, None, []),
        (None, 2568, ["reported-year-missing"]),
        (None, None, ["reported-year-missing"]),
        (2567, 2568, ["reported-year-wrong"]),
        (2569, 2568, ["reported-year-wrong"]),
    ],
)
def test_reported_year(year, expected_year, expected):
    record = report(reported_year=year)
    context = replace(CONTEXT, expected_reported_year=expected_year)
    findings = [each for each in found(record, context) if each.place.field == "reported_year"]
    assert codes(findings) == expected
    assert all(each.is_error for each in findings)


TITLES = [
    ("รายงานผลการดำเนินการฯ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", None),
    ("รายงานผลการดำเนินการฯ", None),
    ("รายงานผลการดำเนินการฯ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", Severity.ERROR),
    ("รายงานผลการดำเนินการฯ ประจำปีงบประมาณ พ.ศ. 2569", Severity.ERROR),
    ("รายงานผลการดำเนินการฯ ปี ๒๕๖๖", Severity.ERROR),
    ("รายงานผลการดำเนินการฯ ปีงบประมาณ 67", Severity.ERROR),
    ("Report, fiscal year 2024", Severity.ERROR),
    ("Report, fiscal year 2025 (B.E. 2568)", None),
    ("Report of 2024", None),
    ("รายงานผลการดำเนินการฯ 2567", Severity.WARNING),
    ("รายงานผลการดำเนินการฯ พ.ศ. ๒๕๖๗", Severity.WARNING),
    # The year of the assessment, of a law and of a plan is rightly another one.
    ("รายงานผลฯ ประจำปี ๒๕๖๘ (ITA ๒๕๖๙)", None),
    ("รายงานผลการประเมิน ITA ปีงบประมาณ ๒๕๖๙", None),
    ("โครงการตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐", None),
    ("โครงการตามแผน (พ.ศ. 2566 - 2570)", None),
    ("โครงการตามแผนปฏิบัติการ ปี พ.ศ. 2560 - 2565", Severity.ERROR),
    ("รายงานผล ณ วันที่ ๓๐ กันยายน ๒๕๖๗", None),
    ("รายงานเปรียบเทียบปีงบประมาณ ๒๕๖๗ กับ ๒๕๖๘", None),
]


@pytest.mark.parametrize(("title", "severity"), TITLES)
def test_title_of_another_year(title, severity):
    expected = [("title-year", severity)] if severity else []
    on_page = found(report(title=title))
    on_memo = found(report(memo=MemoRecord(date=dt.date(2026, 3, 18), subject=title)))
    on_measure = found_in_measure(title=title)
    for findings in (on_page, on_memo, on_measure):
        assert [(each.code, each.severity) for each in findings] == expected
    if severity:
        assert spot(on_page[0].place) == "title"
        assert spot(on_memo[0].place) == "memo_subject"
        assert on_measure[0].place.path == "measures.m1.title"


TEXTS = [
    ("ดำเนินการในปีงบประมาณ พ.ศ. ๒๕๖๘", None),
    ("ได้วางแผนขยายผลในปี ๒๕๖๙", None),
    ("ตามเกณฑ์การประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๙", None),
    ("ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗ อยู่ที่ ๙๗.๔๒ คะแนน", None),
    ("ลดลงจาก ๑๒๑ เรื่องในปีงบประมาณ พ.ศ. ๒๕๖๗ เหลือ ๓๔ เรื่อง", None),
    ("ปี 2567 เทียบกับปีนี้ดีขึ้น", None),
    ("ตามพระราชบัญญัติการจัดซื้อจัดจ้าง พ.ศ. ๒๕๖๐", None),
    ("ประชุมเมื่อวันที่ ๕ มีนาคม ๒๕๖๖", None),
    ("แผนพัฒนา ปี พ.ศ. 2566 - 2570", None),
    ("requests fell from 121 in fiscal year 2024 to 34", None),
    # A hint at most.
    ("ดำเนินการแล้วเสร็จในปีงบประมาณ พ.ศ. ๒๕๖๗", "year-mentioned"),
    ("จัดอบรมในปี 2565", "year-mentioned"),
    ("ตามพระราชบัญญัติการจัดซื้อจัดจ้าง พ.ศ. ๒๕๖๐ ได้จัดอบรมในปี 2565", "year-mentioned"),
    ("ในปี ๒๕๖๘ ครบทุกข้อ<br/>จัดอบรมในปี 2565", "year-mentioned"),
    ("จัดอบรมในปี 2565<br/>รายงานผลฯ ปีงบประมาณ ๒๕๖๗", "text-year"),
    ("ได้วางแผนในปี ๒๕๖๙ และจัดอบรมในปี 2565", "year-mentioned"),
    ("completed in fiscal year 2024", "year-mentioned"),
    # It says that the report is of another year.
    ("รายงานฉบับนี้แสดงผลของปีงบประมาณ พ.ศ. ๒๕๖๗", "text-year"),
    (
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2567",
        "text-year",
    ),
    ("This report covers fiscal year 2024", "text-year"),
    ("รายงานผลฯ ปีงบประมาณ ๒๕๖๘ ต่อจากรายงานผลฯ ปีงบประมาณ ๒๕๖๗", None),
]


@pytest.mark.parametrize(("text", "code"), TEXTS)
def test_year_in_the_text_of_the_page_and_of_a_measure(text, code):
    in_front = found(report(introduction=f"<p>{text}</p>"))
    in_measure = found_in_measure(steps=("ลงมือทำ", *text.split("<br/>")))
    assert codes(in_front) == codes(in_measure) == ([code] if code else [])
    if code:
        assert spot(in_front[0].place) == "introduction"
        assert spot(in_measure[0].place) == "1/steps"
        weight = Severity.WARNING if code == "text-year" else Severity.NOTE
        assert {in_front[0].severity, in_measure[0].severity} == {weight}


@pytest.mark.parametrize(("text", "code"), TEXTS)
def test_a_memo_names_many_years_and_only_a_contradiction_counts(text, code):
    memo = MemoRecord(date=dt.date(2026, 3, 18), facts=text.replace("<br/>", "\n"))
    expected = ["text-year"] if code == "text-year" else []
    assert codes(found(report(memo=memo))) == expected


def test_the_plans_of_the_next_year_are_its_own_even_where_the_assessment_is_not_known():
    context = replace(CONTEXT, assessment_year=None)
    for year, expected in ((2569, []), (2570, ["year-mentioned"])):
        record = report(introduction=f"<p>ได้วางแผนขยายผลในปี {year}</p>")
        assert codes(found(record, context)) == expected


def test_a_text_gets_one_finding_however_often_it_names_a_year():
    text = "<p>จัดอบรมในปี 2565</p>" * 5
    assert codes(found(report(introduction=text))) == ["year-mentioned"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"title": "รายงานผลการดำเนินงานประจำปี ๒๕๖๗"}, [("title-year", Severity.ERROR)]),
        ({"title": "รายงานผล", "text": "ปีงบประมาณ ๒๕๖๘"}, []),
        ({"title": "รายงานผล", "text": "๑ ต.ค. ๒๕๖๗ – ๓๐ ก.ย. ๒๕๖๘"}, []),
        ({"title": "รายงานผล", "text": "ปีงบประมาณ ๒๕๖๗"}, [("item-year", Severity.WARNING)]),
        ({"title": "รายงานผล", "text": "ก"}, [("item-year-unnamed", Severity.NOTE)]),
        ({"title": "รายงานผล", "text": "ITA 2569"}, [("item-year-unnamed", Severity.NOTE)]),
        ({"title": "รายงานผล", "text": "ก", "evidence": (evidence(title="ปี 2568"),)}, []),
        ({"title": "รายงานผล", "text": "ก", "evidence": (evidence(note="ปี 2568"),)}, []),
        # The library's title of a chosen file is not known here, and may name the year.
        ({"title": "รายงานผล", "text": "ปี ๒๕๖๗", "evidence": (evidence(title=""),)}, []),
    ],
)
def test_year_of_an_item(changes, expected):
    findings = found_in_item(**changes)
    assert [(each.code, each.severity) for each in findings] == expected


def test_an_item_without_a_rule_for_its_year_may_be_of_any():
    context = replace(ITEM_CONTEXT, expected_reported_year=None)
    assert check_item(item(title="ปี ๒๕๖๐", text="ปีงบประมาณ ๒๕๖๑"), context) == ()
