"""The layouts of tests/data/layouts, each against the record that it holds."""

from __future__ import annotations

import pytest

from tests.transfer.layouts import NAMES, load
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
