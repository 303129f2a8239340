"""The layouts of tests/data/layouts, each against the record that it holds."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.transfer.layouts import NAMES, load
from tests.transfer.refused import assert_thai
from wagtail_ita.transfer.reading import parse_document


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_is_read(name: str) -> None:
    layout = load(name)
    parsed = parse_document(layout.document)
    assert parsed.record.measures == layout.record.measures
    assert parsed.record == layout.record
    assert [leftover.text for leftover in parsed.leftovers] == layout.leftovers
    assert sorted(notice.code for notice in parsed.notices) == layout.notices
    assert sorted(parsed.unsure) == layout.unsure


@pytest.mark.parametrize("name", [name for name in NAMES if load(name).notices])
def test_what_is_doubtful_is_told_in_thai_with_its_line(name: str) -> None:
    layout = load(name)
    with translation.override("th"):
        parsed = parse_document(layout.document)
    for notice in parsed.notices:
        assert_thai(notice.message)
        assert notice.line_number is None or (1 <= notice.line_number <= len(layout.document.lines))
        assert not notice.path or notice.path.partition(".")[0] in {
            "code",
            "conclusion",
            "introduction",
            "level",
            "measures",
            "memo",
            "overall_score",
            "reported_year",
            "scores",
            "title",
            "agency",
        }
