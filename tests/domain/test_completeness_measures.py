"""The measures: six elements, period, titles, indicators and evidence."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.domain.completeness_cases import (
    CONTEXT,
    codes,
    evidence,
    found,
    found_in_item,
    found_in_measure,
    measure,
    report,
    spot,
)
from wagtail_ita.domain.completeness import Progress, check_report, measure_progress
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Severity
from wagtail_ita.domain.records import EvidenceKind, MeasureRecord, PeriodRecord

DOCUMENT, IMAGE, PAGE, LINK = EvidenceKind


def period(start: str = "", end: str = "", note: str = "") -> PeriodRecord:
    return PeriodRecord(
        start=dt.date.fromisoformat(start) if start else None,
        end=dt.date.fromisoformat(end) if end else None,
        note=note,
    )


def test_a_report_without_fault_has_no_finding():
    assert check_report(report(), CONTEXT) == ()


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"title": "  "}, [Element.MEASURE]),
        ({"title": "", "description": "ให้งานเป็นระบบ"}, [Element.MEASURE]),
        ({"description": ""}, []),
        ({"steps": ()}, [Element.STEPS]),
        ({"steps": ("", " \n ", "-")}, [Element.STEPS]),
        ({"steps": ("", "ลงมือทำ")}, []),
        ({"period": PeriodRecord()}, [Element.PERIOD]),
        ({"period": PeriodRecord(note="–")}, [Element.PERIOD]),
        ({"period": PeriodRecord(note="ตลอดปีงบประมาณ")}, []),
        ({"responsible": ("\u200b",)}, [Element.RESPONSIBLE]),
        ({"responsible": ("…", "กองคลัง")}, []),
        ({"output": ""}, [Element.OUTPUT]),
        ({"output": "<p>&nbsp;</p><ul><li></li></ul>"}, [Element.OUTPUT]),
        ({"output": "<p>๑๒ ครั้ง</p>"}, []),
        ({"outcome": "<p>....</p>"}, [Element.OUTCOME]),
        ({"outcome": "<p>๑๐๐%</p>"}, []),
        ({"steps": (), "output": "", "outcome": "-"}, list(Element)[1:2] + list(Element)[4:]),
    ],
)
def test_empty_element(changes, missing):
    findings = found_in_measure(**changes)
    assert codes(findings) == ["element-missing"] * len(missing)
    assert [each.place.element for each in findings] == missing
    assert all(each.is_error and each.place.measure_number == 1 for each in findings)


def test_the_message_of_an_empty_element_says_what_an_assessor_looks_for():
    (finding,) = found_in_measure(steps=())
    assert str(Element.STEPS.label) in str(finding.statement)
    assert str(Element.STEPS.hint) in str(finding.remedy)
    assert "มาตรการทดสอบเรื่องที่ 1" in str(finding.message)
    assert finding.place.path == "measures.m1.steps"


def test_report_without_measures():
    findings = found(report(measures=()))
    assert codes(findings) == ["no-measures"]
    assert findings[0].is_error
    assert findings[0].place.path == "measures"


def test_progress_counts_measures_with_all_six_elements():
    measures = [measure(1), measure(2, steps=()), MeasureRecord(), measure(4)]
    assert measure_progress(report(*measures)) == Progress(complete=2, total=4)
    assert measure_progress(report(measures=())) == Progress(complete=0, total=0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (period("2024-10-01", "2025-09-30"), []),
        (period("2025-03-05", "2025-03-05"), []),
        (period("2025-09-30", "2024-10-01"), ["period-reversed"]),
        (period("2024-03-31", "2024-03-01"), ["period-reversed"]),
        # Last year's and next year's dates.
        (period("2023-10-01", "2024-09-30"), ["period-outside-year"]),
        (period("2025-10-01", "2026-09-30"), ["period-outside-year"]),
        (period("2023-10-01", "2024-10-01"), ["period-beyond-year"]),
        (period("2025-09-30", "2025-10-01"), ["period-beyond-year"]),
        (period("2023-10-01", "2026-09-30"), ["period-beyond-year"]),
        # One date alone: open at the other end.
        (period("2025-01-01"), ["period-incomplete"]),
        (period("", "2025-01-01"), ["period-incomplete"]),
        (period("2025-01-01", note="เป็นต้นไป"), []),
        (period("2023-01-01", note="เป็นต้นไป"), ["period-beyond-year"]),
        (period("2026-01-01", note="เป็นต้นไป"), ["period-outside-year"]),
        (period("", "2024-09-30", note="เสร็จก่อนกำหนด"), ["period-outside-year"]),
        (period("", "2025-12-31", note="เสร็จช้า"), ["period-beyond-year"]),
        # Words that are a range, in Thai digits.
        (period(note="ตุลาคม ๒๕๖๗ – กันยายน ๒๕๖๘"), []),
        (period(note="ตุลาคม ๒๕๖๖ – กันยายน ๒๕๖๗"), ["period-outside-year"]),
        (period(note="๑ ต.ค. ๖๖ - ๓๐ ก.ย. ๖๘"), ["period-beyond-year"]),
        # Words that only name a year.
        (period(note="ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘"), []),
        (period(note="ตลอดปีงบประมาณ พ.ศ. ๒๕๖๗"), ["period-year"]),
        (period(note="ตลอดปี 2567"), ["period-year"]),
        (period(note="ตลอดปีงบประมาณ"), []),
        (period(note="ปีงบประมาณ พ.ศ. 2566 - 2570"), []),
        (period(note="ปีงบประมาณ พ.ศ. ๒๕๖๗ ต่อเนื่องถึงปีงบประมาณ พ.ศ. ๒๕๖๘"), []),
        (period(note="เดือนมีนาคม และ กันยายน ๒๕๖๘"), []),
        (period(note="เดือนพฤศจิกายน ๒๕๖๗ และ เดือนมีนาคม"), []),
        (period(note="เดือนมีนาคม ๒๕๖๗ และ สิงหาคม ๒๕๖๗"), ["period-year"]),
        (period(note="ทุก ๓ เดือน จำนวน 2567 ครั้ง"), []),
        (period(note="throughout fiscal year 2025"), []),
        (period(note="throughout fiscal year 2024"), ["period-year"]),
        # Dates and words together.
        (period("2024-10-01", "2025-09-30", "ตลอดปี (๑ ตุลาคม ๒๕๖๗ - ๓๐ กันยายน ๒๕๖๘)"), []),
        (period("2024-10-01", "2025-09-30", "ตลอดทั้งปี โดยเน้นไตรมาสแรก"), []),
        (
            period("2024-10-01", "2025-09-30", "ตุลาคม ๒๕๖๗ – มีนาคม ๒๕๖๘"),
            ["period-words-differ"],
        ),
        (period("2024-10-01", "2025-09-30", "ตลอดปีงบประมาณ ๒๕๖๗"), ["period-year"]),
    ],
)
def test_period(value, expected):
    findings = found_in_measure(period=value)
    assert codes(findings) == expected
    assert all(each.place.element is Element.PERIOD for each in findings)


@pytest.mark.parametrize(
    ("value", "severity", "path"),
    [
        (period("2025-09-30", "2024-10-01"), Severity.ERROR, "measures.m1.period_end"),
        (period("2023-10-01", "2024-09-30"), Severity.ERROR, "measures.m1.period_start"),
        (period("2024-10-01", "2025-10-01"), Severity.WARNING, "measures.m1.period_end"),
        (period("2023-10-01", "2025-01-01"), Severity.WARNING, "measures.m1.period_start"),
        (period("2025-01-01"), Severity.WARNING, "measures.m1.period_end"),
        (period("", "2025-01-01"), Severity.WARNING, "measures.m1.period_start"),
        (period("2023-05-01", "2023-05-01"), Severity.ERROR, "measures.m1.period_start"),
        (
            period(note="ตุลาคม ๒๕๖๖ – กันยายน ๒๕๖๗"),
            Severity.ERROR,
            "measures.m1.period_note",
        ),
        (
            period(note="๑ ต.ค. ๖๖ - ๓๐ ก.ย. ๖๘"),
            Severity.WARNING,
            "measures.m1.period_note",
        ),
        (period(note="ตลอดปีงบประมาณ ๒๕๖๗"), Severity.ERROR, "measures.m1.period_note"),
    ],
)
def test_a_wrong_period_leads_to_the_date_that_is_wrong(value, severity, path):
    (finding,) = found_in_measure(period=value)
    assert (finding.severity, finding.place.path) == (severity, path)


def test_a_period_is_not_judged_without_a_reported_year():
    changes = {"period": period("2023-10-01", "2024-09-30", "ปี ๒๕๖๗")}
    findings = found(report(measure(**changes), reported_year=None))
    assert codes(findings) == ["reported-year-missing"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("มาตรการ ก", "มาตรการ ข", False),
        ("มาตรการ ก", "มาตรการ ก", True),
        ("มาตรการ “ก”  ที่ ๑", "มาตรการ ก ที่ 1", True),
        ("Register of Loans", "register of loans.", True),
        ("โครงการทํางาน", "โครงการทำงาน", True),
        ("", "", False),
    ],
)
def test_two_measures_with_one_title(first, second, same):
    record = report(measure(1, title=first), measure(2, title=second))
    findings = [each for each in found(record) if each.code != "element-missing"]
    assert codes(findings) == ["measure-repeated"] * same
    if same:
        assert findings[0].severity is Severity.WARNING
        assert findings[0].place.measure_number == 2
        assert findings[0].params["other"] == 1


@pytest.mark.parametrize(
    ("indicators", "without"),
    [
        (list(range(1, 11)), []),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 9], [10]),
        ([1, None], list(range(2, 11))),
        # A report that names no indicator at all has chosen another order.
        ([None, None], []),
    ],
)
def test_indicator_without_a_measure(indicators, without):
    measures = [
        measure(number, indicator=indicator) for number, indicator in enumerate(indicators, 1)
    ]
    findings = check_report(report(*measures), CONTEXT)
    assert codes(findings) == ["indicator-without-measure"] * len(without)
    assert [each.params["indicator"] for each in findings] == without
    assert {each.severity for each in findings} <= {Severity.NOTE}


EVIDENCE_CASES = [
    (evidence(), []),
    (evidence(title=""), []),  # the title of the document in its library
    (evidence(PAGE, title=""), []),
    (evidence(key=""), [("evidence-empty", "document")]),
    (evidence(PAGE, key=" "), [("evidence-empty", "page")]),
    (evidence(LINK), []),
    (evidence(LINK, url=""), [("evidence-empty", "url")]),
    (evidence(LINK, title="  "), [("evidence-untitled", "title")]),
    (evidence(LINK, title="https://example.go.th/a"), [("evidence-untitled", "title")]),
    (evidence(LINK, title="คลิกที่นี่"), [("evidence-title-vague", "title")]),
    (evidence(LINK, title=">> Click here! <<"), [("evidence-title-vague", "title")]),
    (evidence(title="ดาวน์โหลด"), [("evidence-title-vague", "title")]),
    (evidence(title="ดาวน์โหลดคู่มือการยืมพัสดุ"), []),
    (evidence(IMAGE), []),
    (evidence(IMAGE, alt_text=" "), [("image-alt-missing", "alt_text")]),
    (
        evidence(IMAGE, key="", title="ภาพ", alt_text=""),
        [
            ("evidence-empty", "image"),
            ("evidence-title-vague", "title"),
            ("image-alt-missing", "alt_text"),
        ],
    ),
]


@pytest.mark.parametrize(("piece", "expected"), EVIDENCE_CASES)
def test_evidence_of_a_measure(piece, expected):
    findings = found_in_measure(evidence=(evidence(id="e0"), piece))
    assert [(each.code, each.place.entry_part) for each in findings] == expected
    for each in findings:
        assert each.place.path == f"measures.m1.evidence.e1.{each.place.entry_part}"
        assert each.place.entry_number == 2
        assert each.is_error == (each.code == "evidence-empty")


@pytest.mark.parametrize(("piece", "expected"), EVIDENCE_CASES)
def test_evidence_of_an_item_and_attachments_of_a_report(piece, expected):
    in_item = found_in_item(evidence=(evidence(id="e0"), piece), title="ปี ๒๕๖๘")
    attached = found(report(attachments=(piece,)))
    assert [(each.code, each.place.entry_part) for each in in_item] == expected
    assert [(each.code, spot(each.place)) for each in attached] == [
        (code, f"attachments/{part}") for code, part in expected
    ]
