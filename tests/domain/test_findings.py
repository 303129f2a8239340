from __future__ import annotations

import json

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.digits import numbers_in
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import (
    CODES,
    Finding,
    FindingType,
    Place,
    Severity,
    has_errors,
    register,
)

KIND = FindingType(
    code="test-only",
    severity=Severity.WARNING,
    title=_("Error"),
    explanation="",
    statement=_("Element (%(number)s) “%(element)s” is empty."),
    remedy="Do 100%% of %(number)s.",
)
MEASURE = {"measure_id": "abc", "measure_number": 3, "measure_title": "ทะเบียน 100%"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def finding(**place) -> Finding:
    return KIND.at(Place(**place), number=2, element=Element.STEPS.label)


@pytest.mark.parametrize(
    ("place", "path", "label"),
    [
        ({}, "", ""),
        ({"field": "overall_score"}, "overall_score", "Total score"),
        ({"field": "score_7"}, "score_7", "Score of indicator 7"),
        ({"field": "of_a_site"}, "of_a_site", "of_a_site"),
        ({"measure_number": 3}, "measures", "Measure 3"),
        ({"measure_number": 3, "element": Element.STEPS}, "measures", "Measure 3, (2) "),
        (MEASURE, "measures.abc", "Measure 3 “ทะเบียน 100%”"),
        ({**MEASURE, "element": Element.STEPS}, "measures.abc.steps", "(2) Steps or method"),
        ({**MEASURE, "element": Element.MEASURE}, "measures.abc.title", "(1) Measure"),
        (
            {**MEASURE, "element": Element.PERIOD, "part": "period_end"},
            "measures.abc.period_end",
            "(3) Period",
        ),
        (
            {**MEASURE, "part": "evidence", "entry_id": "e", "entry_number": 2},
            "measures.abc.evidence.e",
            "Evidence, entry 2",
        ),
        (
            {"field": "evidence", "entry_id": "e", "entry_number": 2, "entry_part": "alt_text"},
            "evidence.e.alt_text",
            "Evidence, entry 2",
        ),
        # A link leads as near as it can.
        (
            {"field": "evidence", "entry_number": 2, "entry_part": "alt_text"},
            "evidence",
            "Evidence, entry 2",
        ),
        (
            {**MEASURE, "part": "evidence", "entry_number": 2, "entry_part": "url"},
            "measures.abc.evidence",
            "Evidence, entry 2",
        ),
    ],
)
def test_a_place_has_a_path_into_the_form_and_a_label(place, path, label):
    assert Place(**place).path == path
    assert label in Place(**place).label
    assert bool(label) == bool(Place(**place).label)


def test_a_long_title_is_shortened_in_a_label():
    whole = "แผน " + "ก" * 76
    assert Place(measure_number=1, measure_title=whole).label == f"Measure 1 “{whole}”"
    letters = Place(measure_number=1, measure_title="ก" * 90).label
    assert letters == f"Measure 1 “{'ก' * 79}…”"
    longer = "ก" * 78 + " ข ค"
    assert Place(measure_number=1, measure_title=longer).label == f"Measure 1 “{'ก' * 78}…”"


def test_the_message_names_measure_and_element_and_the_statement_does_not():
    found = finding(**MEASURE, element=Element.STEPS)
    assert str(found.statement) == "Element (2) “Steps or method” is empty."
    assert str(found.message).startswith("Measure 3 “ทะเบียน 100%”, (2) Steps or method: Element")
    assert str(found.remedy) == "Do 100% of 2."


def test_a_finding_of_the_whole_page_has_no_place_in_its_message():
    assert str(finding().message) == str(finding().statement)


def test_a_finding_is_worded_when_it_is_shown():
    found = finding(measure_number=3)
    with translation.override("th"):
        assert "ขั้นตอนหรือวิธีการปฏิบัติ" in str(found.statement)
        assert "มาตรการที่ 3" in str(found.message)
    assert "Steps or method" in str(found.statement)


def test_a_finding_has_one_hash_in_all_languages():
    with translation.override("th"):
        in_thai = hash(finding(**MEASURE))
    assert hash(finding(**MEASURE)) == in_thai
    assert finding(**MEASURE) == finding(**MEASURE)
    assert finding(**MEASURE) != finding()


def test_a_finding_becomes_plain_data_in_the_active_language():
    found = finding(**MEASURE, element=Element.STEPS)
    with translation.override("th"):
        data = json.loads(json.dumps(found.as_dict()))
        place, statement = found.place.label, str(found.statement)
    assert "ขั้นตอนหรือวิธีการปฏิบัติ" in statement
    assert data == {
        "code": "test-only",
        "severity": "warning",
        "severity_label": "คำเตือน",
        "message": f"{place}: {statement}",
        "statement": statement,
        "remedy": "Do 100% of 2.",
        "place": place,
        "path": "measures.abc.steps",
        "field": "",
        "measure_id": "abc",
        "measure_number": 3,
        "measure_title": "ทะเบียน 100%",
        "element": "steps",
        "entry_id": "",
        "entry_number": None,
        "params": {"number": 2, "element": "ขั้นตอนหรือวิธีการปฏิบัติ"},
    }


def test_lists_among_the_values_of_a_finding_become_plain_data():
    found = KIND.at(Place(field="evidence"), number=(1, Element.STEPS.label), element="")
    assert json.loads(json.dumps(found.as_dict()))["params"]["number"] == [1, "Steps or method"]
    assert found.as_dict()["field"] == "evidence"


@pytest.mark.parametrize(
    ("severity", "other", "expected"),
    [
        (Severity.ERROR, Severity.WARNING, True),
        (Severity.WARNING, Severity.WARNING, True),
        (Severity.NOTE, Severity.WARNING, False),
        (Severity.WARNING, Severity.ERROR, False),
        (Severity("note"), Severity.NOTE, True),
    ],
)
def test_severities_are_ordered(severity, other, expected):
    assert severity.is_at_least(other) is expected


def test_one_error_among_several_findings_counts():
    warning, error = finding(), KIND.at(Place(), severity=Severity.ERROR, number=1, element="")
    assert has_errors([warning, error])
    assert not has_errors([warning])


def test_a_code_can_be_registered_only_once():
    taken = next(iter(CODES))
    with pytest.raises(ValueError, match=taken):
        register(
            FindingType(
                code=taken,
                severity=Severity.NOTE,
                title="",
                explanation="",
                statement="",
                remedy="",
            )
        )


def test_every_kind_of_finding_explains_itself():
    import wagtail_ita.domain.completeness  # noqa: F401

    assert len(CODES) > 30
    for code, kind in CODES.items():
        assert code == kind.code
        assert code == code.lower().replace("_", "-").replace(" ", "-")
        assert str(kind.title) and not str(kind.title).endswith(".")
        assert str(kind.explanation).endswith(".")
        assert str(kind.statement).rstrip().endswith(".")
        assert str(kind.remedy).endswith((".", ")s"))
        # A certainty stands for a source, and nothing recalled without one is a rule.
        assert bool(kind.source) == (kind.certainty is not None)
        assert kind.certainty is not Certainty.E


def test_numbers_are_in_the_digits_of_the_screen_and_text_is_as_it_was_written():
    found = KIND.at(
        Place(measure_id="abc", measure_number=3, measure_title="แผน 2568", element=Element.STEPS),
        number=2,
        element="O26",
    )
    with numbers_in("thai"):
        assert str(found.statement) == "Element (๒) “O26” is empty."
        assert str(found.message).startswith("Measure ๓ “แผน 2568”, (๒) ")
        assert Place(field="score_10").label == "Score of indicator ๑๐"
        with numbers_in("arabic"):
            assert str(found.remedy) == "Do 100% of 2."
    assert str(found.statement) == "Element (2) “O26” is empty."
