"""Page and record are each other's inverse."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sample import FULL_MEASURE, RECORD, make_index, make_report
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)
from wagtail_ita.models import get_report_page_model
from wagtail_ita.transfer.pages import apply_report, report_to_record

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], include_characters="\n"),
    max_size=30,
)
DATES = st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))
IDS = st.uuids().map(str)
SCORES = st.decimals(0, 100, places=2, allow_nan=False)
LINKS = st.builds(
    EvidenceRecord,
    id=IDS,
    kind=st.just(EvidenceKind.LINK),
    title=TEXT,
    url=st.sampled_from(["", "https://example.go.th/a"]),
    note=TEXT,
)
MEASURES = st.builds(
    MeasureRecord,
    id=IDS,
    indicator=st.none() | st.integers(1, 10),
    title=TEXT,
    description=TEXT,
    steps=st.lists(TEXT, max_size=3).map(tuple),
    period=st.builds(PeriodRecord, start=DATES, end=DATES, note=TEXT),
    responsible=st.lists(TEXT, max_size=2).map(tuple),
    output=TEXT,
    outcome=TEXT,
    evidence=st.lists(LINKS, max_size=2).map(tuple),
)
APPROVALS = st.builds(
    ApprovalRecord, id=IDS, heading=TEXT, opinion=TEXT, name=TEXT, position=TEXT, date=DATES
)
RECORDS = st.builds(
    ReportRecord,
    code=st.just("O26"),
    title=st.just("รายงาน"),
    reported_year=st.none() | st.integers(2540, 2999),
    overall_score=st.none() | SCORES,
    level=st.sampled_from(["", "excellent", "good"]),
    scores=st.dictionaries(st.integers(1, 10), SCORES),
    introduction=TEXT,
    measures=st.lists(MEASURES, max_size=3).map(tuple),
    conclusion=TEXT,
    memo=st.builds(
        MemoRecord,
        unit=TEXT,
        date=DATES,
        facts=TEXT,
        approvals=st.lists(APPROVALS, max_size=2).map(tuple),
    ),
    attachments=st.lists(LINKS, max_size=2).map(tuple),
)


@pytest.mark.django_db
@given(RECORDS)
@settings(max_examples=40, deadline=None)
def test_a_record_written_to_a_page_is_read_back_unchanged(record: ReportRecord) -> None:
    page = get_report_page_model()()
    apply_report(page, record)
    assert report_to_record(page) == record


@pytest.mark.django_db
def test_a_report_survives_the_database_and_a_revision_with_ids_and_order() -> None:
    page = make_report(make_index())
    stored = type(page).objects.get(pk=page.pk)
    assert report_to_record(stored) == RECORD
    assert report_to_record(stored.get_latest_revision_as_object()) == RECORD


@pytest.mark.django_db
def test_blocks_are_stored_with_an_id_each_so_that_translation_finds_them_again() -> None:
    page = get_report_page_model()()
    apply_report(page, RECORD)
    raw = page.measures.raw_data[0]
    assert raw["id"] == FULL_MEASURE.id
    assert [set(step) for step in raw["value"]["steps"]] == [{"type", "value", "id"}] * 3


@pytest.mark.django_db
def test_steps_keep_their_ids_when_a_measure_is_written_again() -> None:
    page = get_report_page_model()()
    apply_report(page, RECORD)
    before = [step["id"] for step in page.measures.raw_data[0]["value"]["steps"]]
    longer = replace(FULL_MEASURE, steps=(*FULL_MEASURE.steps, "รายงานผล"))
    apply_report(page, replace(RECORD, measures=(longer,)))
    after = [step["id"] for step in page.measures.raw_data[0]["value"]["steps"]]
    assert after[:3] == before
    assert len(set(after)) == 4


@pytest.mark.django_db
def test_scores_are_kept_as_entered() -> None:
    page = get_report_page_model()()
    apply_report(page, replace(RECORD, overall_score=Decimal("99.975")))
    assert report_to_record(page).overall_score == Decimal("99.975")
