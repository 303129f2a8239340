"""The JSON of a report: it follows its schema, and reading it gives back the same record."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sample import RECORD, make_document, make_index, make_item, make_report
from tests.transfer.refused import refused
from tests.transfer.test_pages import RECORDS
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    ReportRecord,
)
from wagtail_ita.models import get_report_page_model
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.formats.json import JSON, SCHEMA_ID, read, schema
from wagtail_ita.transfer.pages import apply_report, report_to_record
from wagtail_ita.transfer.publication import EvidenceTarget, Publication
from wagtail_ita.transfer.published import publication_of

VALIDATOR = jsonschema.Draft202012Validator(
    schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def written(record: ReportRecord = RECORD, **more: Any) -> bytes:
    return JSON.make(Publication(record=record, url="https://example.go.th/o26/", **more))


def changed(path: str, value: Any) -> bytes:
    """Return our JSON with another value at a path such as ``report.measures.0.title``."""
    data = json.loads(written())
    *above, last = path.split(".")
    place = data
    for name in above:
        place = place[int(name) if isinstance(place, list) else name]
    place[int(last) if isinstance(place, list) else last] = value
    return json.dumps(data).encode()


def refusal(data: bytes) -> SourceError:
    return refused(lambda: read(data))


@given(RECORDS)
@settings(max_examples=60)
def test_what_is_written_follows_the_schema_and_is_read_back_unchanged(
    record: ReportRecord,
) -> None:
    data = written(record)
    VALIDATOR.validate(json.loads(data))
    assert read(data) == record


@pytest.mark.django_db
@given(RECORDS)
@settings(max_examples=25)
def test_page_to_json_to_page_is_the_identity_with_ids_and_order(record: ReportRecord) -> None:
    first, second = get_report_page_model()(), get_report_page_model()()
    apply_report(first, record)
    apply_report(second, read(written(report_to_record(first))))
    assert report_to_record(second) == report_to_record(first) == record


@pytest.mark.django_db
def test_a_published_report_with_evidence_of_every_kind_comes_back_on_a_page() -> None:
    index = make_index()
    other = make_item(index, "O7")
    document = make_document("คำสั่ง")
    evidence = (
        EvidenceRecord(id="e-2", kind=EvidenceKind.DOCUMENT, key=str(document.pk), note="ลงนาม"),
        EvidenceRecord(id="e-1", kind=EvidenceKind.PAGE, key=str(other.pk), title="ข่าว"),
        EvidenceRecord(id="e-3", kind=EvidenceKind.LINK, url="https://example.go.th/a"),
    )
    measures = tuple(replace(each, evidence=()) for each in reversed(RECORD.measures))
    page = make_report(index, replace(RECORD, measures=measures, attachments=evidence))
    page = type(page).objects.get(pk=page.pk)

    data = JSON.make(publication_of(page))
    VALIDATOR.validate(json.loads(data))
    copy = get_report_page_model()()
    apply_report(copy, read(data))
    make_index(2570).add_child(instance=copy)
    copy = type(copy).objects.get(pk=copy.pk)

    assert report_to_record(copy) == report_to_record(page)
    assert [each.id for each in copy.measures] == [each.id for each in measures]
    targets = [each["target"]["url"] for each in json.loads(data)["report"]["attachments"]]
    assert targets == [
        f"http://localhost{document.url}",
        other.full_url,
        "https://example.go.th/a",
    ]


def test_it_is_plain_utf8_in_one_order() -> None:
    data = written()
    assert data == written()
    assert "มาตรการทะเบียนยืมพัสดุกลาง".encode() in data
    assert list(json.loads(data)) == ["$schema", "schema_version", "publication", "report"]


def test_scores_keep_every_digit() -> None:
    assert json.loads(written())["report"]["scores"] == {"1": "100.00", "7": "99.95", "8": "99.80"}


def test_where_evidence_leads_stands_beside_it_and_is_passed_over_when_it_is_read() -> None:
    piece = RECORD.measures[1].evidence[0]
    target = EvidenceTarget(title="หน้ารวมข่าวสั้น", url=piece.url)
    data = written(targets={piece.id: target})
    VALIDATOR.validate(json.loads(data))
    assert json.loads(data)["report"]["measures"][1]["evidence"][0]["target"]["url"] == piece.url
    assert read(data) == RECORD


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("report", ReportRecord),
        ("measure", MeasureRecord),
        ("memo", MemoRecord),
        ("approval", ApprovalRecord),
    ],
)
def test_the_schema_names_every_field_of_the_record(name: str, record: Any) -> None:
    # Whether an approval is of this text is no part of the approval.
    named = [key for key in schema()["$defs"][name]["properties"] if key != "on_earlier_text"]
    assert named == [each.name for each in fields(record)]


def test_the_documentation_names_every_key_of_the_schema() -> None:
    root = Path(__file__).resolve().parents[2]
    text = (root / "docs/reference/report-json.md").read_text(encoding="utf-8")
    found = schema()
    documented = set(re.findall(r"^\| `([a-z_$]+)`", text, re.MULTILINE))
    parts = [found, found["properties"]["publication"], *found["$defs"].values()]
    parts += [found["$defs"]["measure"]["properties"]["period"]]
    parts += [found["$defs"]["evidence"]["properties"]["target"]["anyOf"][0]]
    assert documented == {key for part in parts for key in part.get("properties", {})}
    assert found["$id"] == SCHEMA_ID
    assert SCHEMA_ID in text


def test_a_key_that_is_missing_is_empty() -> None:
    assert read(b'{"schema_version": 1, "report": {}}') == ReportRecord()


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read(b"\xef\xbb\xbf" + written()) == RECORD


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("report", []),
        ("report.code", 26),
        ("report.title", "a\0b"),
        ("report.title", "\ud800"),
        ("report.reported_year", True),
        ("report.reported_year", 2025),
        ("report.reported_year", "2568"),
        ("report.reported_year", 10**400),
        ("report.overall_score", 99.98),
        ("report.overall_score", "100.01"),
        ("report.overall_score", "NaN"),
        ("report.overall_score", "1e1"),
        ("report.overall_score", "๙๙"),
        ("report.scores", {"11": "1"}),
        ("report.scores.1", "-1"),
        ("report.measures", {}),
        ("report.measures.0", "มาตรการ"),
        ("report.measures.0.steps", "ขั้นตอน"),
        ("report.measures.0.steps.1", 2),
        ("report.measures.0.indicator", 0),
        ("report.measures.0.period.start", "2568-02-30"),
        ("report.measures.0.period.start", "20250930"),
        ("report.measures.1.evidence.0.kind", "file"),
        ("report.measures.1.evidence.0.kind", ["link"]),
        ("report.measures.1.evidence.0.key", "๑"),
        ("report.measures.1.evidence.0.key", "1 OR 1"),
        ("report.measures.1.evidence.0.key", "9" * 40),
        ("report.memo.approvals.0.date", 0),
        ("report.memo.surprise", ""),
    ],
)
def test_a_wrong_value_is_refused_with_its_path(path: str, value: Any) -> None:
    error = refusal(changed(path, value))
    shown = re.sub(r"(?<!scores)\.(\d+)(?=\.|$)", r"[\1]", f"$.{path}")
    assert shown in str(error)
    assert error.code in {"json_value", "json_unknown"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json_syntax"),
        (b"not json", "json_syntax"),
        (b"\xff\xfe{}", "json_syntax"),
        (written()[:-40], "json_syntax"),
        (b'{"schema_version": 1, "report": {"reported_year": NaN}}', "json_syntax"),
        (b'{"schema_version": 1, "report": {"reported_year": Infinity}}', "json_syntax"),
        (b'{"schema_version": ' + b"9" * 10_000 + b"}", "json_syntax"),
        (b"[" * 200_000, "json_syntax"),
        (b'{"report":' * 100_000, "json_syntax"),
        (b'{"schema_version": 1, "schema_version": 1}', "json_repeated"),
        (b'{"schema_version": 1, "report": {"code": "O1", "code": "O2"}}', "json_repeated"),
        (b"[]", "json_value"),
        (b"{}", "json_other"),
        (b'{"code": "O26"}', "json_other"),
        (b'{"schema_version": 2, "report": {}}', "json_version"),
        (b'{"schema_version": 1}', "json_missing"),
        (b'{"schema_version": 1, "report": {}, "extra": 1}', "json_unknown"),
    ],
)
def test_what_is_no_report_of_ours_is_refused_in_a_sentence(data: bytes, code: str) -> None:
    error = refusal(data)
    assert error.code == code
    assert len(str(error)) < 300


def test_what_is_missing_is_named_in_the_sentence() -> None:
    error = refusal(b'{"schema_version": 1}')
    assert str(error) == "The JSON file lacks $.report, so it cannot be read."


@pytest.mark.django_db
@given(st.data())
@settings(max_examples=150)
def test_a_damaged_report_is_read_or_refused_and_nothing_else(data: Any) -> None:
    whole = written()
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    patch = data.draw(st.binary(max_size=20) | st.sampled_from([b'"', b"{", b"[", b"null", b"1e9"]))
    try:
        record = read(whole[:start] + patch + whole[start + length :])
    except SourceError as error:
        assert error.code.startswith("json_")
        return
    page = get_report_page_model()()
    apply_report(page, record)
    assert len(page.measures) == len(record.measures)


@given(st.data())
@settings(max_examples=60)
def test_whatever_the_reader_takes_the_schema_takes_too(data: Any) -> None:
    """The reader asks for fewer keys, and for nothing less in those that are there."""
    paths = ["report.code", "report.level", "report.overall_score", "report.measures.0.indicator"]
    paths += ["report.measures.0.period.end", "report.measures.1.evidence.0.key"]
    value = data.draw(
        st.none() | st.booleans() | st.integers(-5, 20) | st.text(max_size=4) | st.just([])
    )
    document = changed(data.draw(st.sampled_from(paths)), value)
    try:
        read(document)
    except SourceError:
        return
    # A null is read as nothing, whatever the key.
    assert value is None or VALIDATOR.is_valid(json.loads(document))
