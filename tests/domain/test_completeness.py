"""The checks as a whole: items, the seed report, the sample reports, damage, and speed."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
from collections import Counter
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.completeness_cases import (
    CONTEXT,
    ITEM_CONTEXT,
    codes,
    evidence,
    found,
    found_in_item,
    item,
    measure,
    report,
    spot,
)
from tests.domain.shared import shared_file
from wagtail_ita.domain.catalogue import read_catalogue, shipped_catalogues
from wagtail_ita.domain.completeness import (
    CheckContext,
    Progress,
    check_item,
    check_report,
    measure_progress,
)
from wagtail_ita.domain.findings import CODES, Severity, has_errors
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    ItemRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.domain.samples import sample_fingerprints
from wagtail_ita.transfer.text import parse_report

CONTENT = Path(__file__).resolve().parents[2] / "example_site" / "townsite" / "sample"
NACC = {
    catalogue.year: catalogue
    for catalogue in map(read_catalogue, shipped_catalogues())
    if catalogue.scheme == "nacc"
}


def context_of(year: int) -> CheckContext:
    """What is known of a report in an assessment year, by the shipped lists."""
    return CheckContext(
        assessment_year=year,
        expected_reported_year=year - 1,
        known_codes=frozenset(each.code for each in NACC[year].items),
        item_counts={each.year: len(each.items) for each in NACC.values()},
        today=dt.date(2026, 4, 1),
        samples=sample_fingerprints(),
    )


# ------------------------------------------------------------------------------------- items


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("O26", []),
        ("๐๒๖", []),
        ("", ["code-missing"]),
        ("  ", ["code-missing"]),
        ("O27", ["code-unknown"]),
        ("ข้อยี่สิบหก", ["code-unknown"]),
    ],
)
def test_item_code(code, expected):
    findings = found(report(code=code))
    assert codes(findings) == expected
    for each in findings:
        assert (each.severity, each.place.path) == (Severity.WARNING, "code")


def test_item_code_without_a_list():
    assert codes(found(report(code="O99"), replace(CONTEXT, known_codes=None))) == []
    assert codes(check_item(item(code="O99"), replace(ITEM_CONTEXT, known_codes=None))) == []


@pytest.mark.parametrize(
    ("changes", "empty"),
    [
        ({}, False),
        ({"evidence": ()}, False),
        ({"text": ""}, False),
        ({"text": "", "evidence": (), "nothing_to_report": "ปี ๒๕๖๘ ไม่มีเรื่องร้องเรียน"}, False),
        ({"text": "", "evidence": ()}, True),
        ({"text": " \n–", "evidence": (), "nothing_to_report": "..."}, True),
        # Evidence that leads nowhere is none.
        ({"text": "", "evidence": (evidence(key=""),)}, True),
        ({"text": "", "evidence": (evidence(EvidenceKind.LINK),)}, False),
    ],
)
def test_item_with_nothing_to_show(changes, empty):
    findings = [each for each in found_in_item(**changes) if each.code != "evidence-empty"]
    assert codes(findings) == (["item-empty"] if empty else [])
    if empty:
        assert findings[0].is_error
        assert findings[0].place.path == "evidence"


# ----------------------------------------------------------------------------- real and sample


def test_the_seed_report_contradicts_itself_in_the_known_places():
    text = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    findings = check_report(parse_report(text).record, context_of(2569))
    assert [(each.code, each.severity.value, spot(each.place)) for each in findings] == [
        ("item-count", "warning", "9/steps"),
        ("count-word", "note", "introduction"),
        ("code-spelling", "note", "introduction"),
        ("code-spelling", "note", "memo_background"),
        ("memo-scan-missing", "warning", "attachments"),
    ]
    assert findings[0].params["count"] == 28
    assert "๔๓" in findings[0].params["text"]


@pytest.mark.parametrize("part", ["opinion", "name", "position"])
def test_a_memo_with_anything_of_an_officer_asks_for_its_scan(part):
    def memo(text):
        return MemoRecord(approvals=(ApprovalRecord(heading="ความเห็น", **{part: text}),))

    assert "memo-scan-missing" in codes(found(report(memo=memo("เห็นชอบ"))))
    assert "memo-scan-missing" not in codes(found(report(memo=memo(" "))))
    attached = report(memo=memo("เห็นชอบ"), attachments=(evidence(),))
    assert "memo-scan-missing" not in codes(found(attached))


def test_the_seed_report_read_as_one_of_the_year_before():
    text = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    record = replace(parse_report(text).record, reported_year=2567)
    tally = Counter(codes(check_report(record, context_of(2568))))
    # Title, subject of the memo; the five full years; the half year reaches in; two notes.
    assert tally["title-year"] == 2
    assert tally["period-outside-year"] == 7
    assert tally["period-year"] == 3
    assert has_errors(check_report(record, context_of(2568)))


def sample_report(name: str) -> ReportRecord:
    spec = importlib.util.spec_from_file_location("sample_content", CONTENT / "content.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    data = json.loads((CONTENT / "content" / name).read_text(encoding="utf-8"))
    record: ReportRecord = module.report_record(data, lambda _kind, key: key)
    return record


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    ("reported", "expected"), [(2568, set()), (2567, {"indicator-without-measure"})]
)
def test_the_sample_reports_have_no_fault_but_that_they_are_samples(reported, language, expected):
    record = sample_report(f"report_{reported}.{language}.json")
    context = context_of(reported + 1)
    assert set(codes(check_report(record, replace(context, samples=frozenset())))) == expected
    findings = check_report(record, context)
    assert set(codes(findings)) == expected | {"copied-from-sample"}
    assert not has_errors(findings)
    copied = {spot(each.place) for each in findings if each.code == "copied-from-sample"}
    for number in range(1, len(record.measures) + 1):
        assert {f"{number}/steps", f"{number}/output"} <= copied


# ------------------------------------------------------------------------------------ damage


@pytest.mark.parametrize(
    ("record", "places"),
    [
        (report(measure(title=None)), ["1/measure"]),
        (report(measure(title=["ก"])), ["1/measure"]),
        (report(measure(description=7)), ["1/measure"]),
        (report(measure(steps=None)), ["1/steps"]),
        (report(measure(steps=("ก", 2, None))), ["1/steps"]),
        (report(measure(steps="ก")), ["1/steps"]),
        (report(measure(period=None)), ["1/period"]),
        (report(measure(period=PeriodRecord(start="2024-10-01"))), ["1/period"]),
        (report(measure(responsible={"ก": 1})), ["1/responsible"]),
        (report(measure(output=None, outcome=b"x")), ["1/output", "1/outcome"]),
        (report(measure(indicator=11)), ["1/indicator"]),
        (report(measure(indicator="1")), ["1/indicator"]),
        (report(measure(evidence=None)), ["1/evidence"]),
        (report(measure(evidence=(None, evidence()))), ["1/evidence"]),
        (report(measure(evidence=(evidence(title=3),))), ["1/evidence"]),
        (report(measure(evidence=(replace(evidence(), kind="film"),))), ["1/evidence"]),
        (report(measure(1), None, measure(3)), ["2"]),
        (report(None), ["1"]),
        (report(measures=None), ["measures"]),
        (report(code=26), ["code"]),
        (report(title=None), ["title"]),
        (report(reported_year="2568"), ["reported_year"]),
        (report(reported_year=68), ["reported_year"]),
        (report(reported_year=True), ["reported_year"]),
        (report(overall_score="99.98"), ["overall_score"]),
        (report(overall_score=Decimal("NaN")), ["overall_score"]),
        (report(level=None), ["level"]),
        (report(scores=None), ["score_1"]),
        (report(scores={1: "100", 11: Decimal(1)}), ["score_1"]),
        (report(scores={7: float("nan")}), ["score_7"]),
        (report(introduction=None, conclusion=3), ["introduction", "conclusion"]),
        (report(memo=None), ["memo_subject"]),
        (report(memo=MemoRecord(date="18 มีนาคม", facts=None)), ["memo_facts", "memo_date"]),
        (report(memo=MemoRecord(approvals=None)), ["memo_approvals"]),
        (report(memo=MemoRecord(approvals=(None,))), ["memo_approvals"]),
        (report(attachments=None), ["attachments"]),
        (None, [""]),
        ({}, [""]),
        (item(), [""]),
    ],
)
def test_a_damaged_value_is_one_finding_at_its_place(record, places):
    findings = found(record)
    broken = [each for each in findings if each.code == "record-unreadable"]
    assert [spot(each.place) for each in broken] == places
    assert all(each.is_error for each in broken)
    # Nothing else is said of the place: whoever mends it sees the next fault then.
    assert all(spot(each.place) not in places for each in findings if each not in broken)


BROKEN_ENTRIES = [
    *((evidence(**{name: 3}), "e1") for name in ("title", "key", "url", "note", "alt_text")),
    *(
        (ApprovalRecord(id="a1", **{name: 3}), "a1")
        for name in ("heading", "opinion", "name", "position", "date")
    ),
]


@pytest.mark.parametrize(("entry", "entry_id"), BROKEN_ENTRIES)
def test_damage_inside_of_an_entry_is_told_at_the_entry(entry, entry_id):
    if isinstance(entry, EvidenceRecord):
        whole = [evidence(id="e0"), entry]
        records = (report(measure(evidence=whole)), report(attachments=whole))
        paths = ("measures.m1.evidence", "attachments")
    else:
        whole = [ApprovalRecord(id="a0"), entry]
        records = (report(memo=MemoRecord(approvals=whole)),)
        paths = ("memo_approvals",)
    for record, path in zip(records, paths, strict=True):
        broken = [each for each in found(record) if each.code == "record-unreadable"]
        assert [each.place.path for each in broken] == [f"{path}.{entry_id}"]
        assert broken[0].place.entry_number == 2


def test_scores_may_be_of_any_kind_of_number():
    numbers = dict.fromkeys(range(1, 11), 100) | {7: 99.95, 8: Decimal("99.8")}
    assert found(report(scores=numbers, overall_score=99.98)) == []


def test_a_moment_is_taken_for_its_day():
    start, end = dt.datetime(2024, 10, 1, 8, 30), dt.datetime(2025, 9, 30, 16, 30)
    assert found(report(measure(period=PeriodRecord(start=start, end=end)))) == []


def test_what_stands_around_a_damaged_value_is_still_checked():
    record = report(measure(1, steps=None), None, measure(3, outcome=""))
    assert [(each.code, spot(each.place)) for each in found(record)] == [
        ("record-unreadable", "1/steps"),
        ("record-unreadable", "2"),
        ("element-missing", "3/outcome"),
    ]
    assert measure_progress(record).complete == 0
    assert measure_progress(record).total == 3


def test_what_is_no_report_has_no_measures():
    assert measure_progress(None) == Progress(complete=0, total=0)


@pytest.mark.parametrize(
    ("record", "places"),
    [
        (item(text=None), ["body"]),
        (item(title=1, nothing_to_report=None), ["title", "nothing_to_report"]),
        (item(evidence=("x", evidence())), ["evidence"]),
        (item(evidence=None, text=""), ["evidence"]),
        (report(), [""]),
        (None, [""]),
    ],
)
def test_a_damaged_item(record, places):
    findings = check_item(record, replace(ITEM_CONTEXT, expected_reported_year=None))
    assert codes(findings) == ["record-unreadable"] * len(places)
    assert [spot(each.place) for each in findings] == places


texts = st.one_of(
    st.text(),
    st.sampled_from(
        ("<![x", "<!x", "<p", "&#x110000;", "&#xd800;", "<script>", "\ud800", "\x00", "ปี 9999")
        + ("ปีงบประมาณ พ.ศ. 2568 - 9999", "99/99/9999", "ข้อ O0", "O1-O99", "31 ก.พ. 68")
    ),
    st.text("0123456789๐๑๒๓๔๕๖๗๘๙ปีพศ.งบประมาณขอOITทั้งรายการ -–/<>&;"),
)
garbage = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    texts,
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.lists(st.one_of(st.none(), st.integers(), texts)),
    st.dictionaries(st.one_of(st.integers(), texts), st.integers()),
    st.builds(object),
)


def mostly(good: Any) -> Any:
    """What belongs there, and now and then anything at all."""
    return st.integers(0, 9).flatmap(lambda chance: garbage if chance == 9 else good)


def any_record(kind: type, /, **good: Any) -> Any:
    """A record whose fields hold what they should, or anything at all."""
    values = {each.name: mostly(good.get(each.name, texts)) for each in fields(kind)}
    return st.builds(kind, **values)


def rows(strategy: Any) -> Any:
    return st.lists(mostly(strategy), max_size=3).map(tuple)


mostly_hashable = st.one_of(st.integers(0, 11), texts)
some_evidence = any_record(EvidenceRecord, kind=st.sampled_from(EvidenceKind))
some_measure = any_record(
    MeasureRecord,
    indicator=st.integers(0, 11),
    steps=rows(texts),
    responsible=rows(texts),
    period=any_record(PeriodRecord, start=st.dates(), end=st.dates()),
    evidence=rows(some_evidence),
)
some_memo = any_record(
    MemoRecord, date=st.dates(), approvals=rows(any_record(ApprovalRecord, date=st.dates()))
)
some_report = any_record(
    ReportRecord,
    reported_year=st.integers(2399, 3001),
    overall_score=st.decimals(),
    scores=st.dictionaries(mostly_hashable, mostly(st.decimals())),
    measures=rows(some_measure),
    memo=some_memo,
    attachments=rows(some_evidence),
)
some_item = any_record(ItemRecord, evidence=rows(some_evidence))
some_context = st.sampled_from(
    [
        CONTEXT,
        CheckContext(),
        CheckContext(assessment_year=3000, expected_reported_year=2400, samples={"x"}),
    ]
)


def assert_sound(findings: Any) -> None:
    for each in findings:
        assert each.code in CODES
        data = json.loads(json.dumps(each.as_dict()))
        assert data["message"] and data["remedy"]
        assert "%(" not in data["message"] + data["remedy"]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(mostly(some_report), some_context)
def test_no_report_makes_the_checks_fail(record, context):
    assert_sound(check_report(record, context))
    progress = measure_progress(record)
    assert 0 <= progress.complete <= progress.total


@settings(max_examples=60, deadline=None)
@given(mostly(some_item), some_context)
def test_no_item_makes_the_checks_fail(record, context):
    assert_sound(check_item(record, context))


@pytest.mark.parametrize("markup", ["ทำครบ <![ครบ[", "<p>ทำครบ</p><![foo[", "ทำครบ &#xd800;"])
def test_rich_text_that_the_parser_refuses_is_still_text(markup):
    record = report(measure(output=markup))
    assert found(record) == []
    assert found(report(measure(output="<![["))) != []
