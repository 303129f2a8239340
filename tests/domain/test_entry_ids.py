"""Which text of a list is which, when only the texts are known."""

from __future__ import annotations

import pytest

from wagtail_ita.domain.entry_ids import keep_ids

KNOWN = [("a", "ก"), ("b", "ข"), ("c", "ค")]


@pytest.mark.parametrize(
    ("texts", "ids"),
    [
        (["ก", "ข", "ค"], ["a", "b", "c"]),
        (["ค", "ก", "ข"], ["c", "a", "b"]),
        (["ก", "ข ใหม่", "ค"], ["a", "b", "c"]),
        (["ค"], ["c"]),
        ([], []),
    ],
)
def test_a_text_keeps_its_id_and_a_changed_one_that_of_its_place(
    texts: list[str], ids: list[str]
) -> None:
    assert keep_ids(texts, KNOWN) == ids


def test_a_text_put_in_between_gets_an_id_of_its_own() -> None:
    first, new, *rest = keep_ids(["ก", "ใหม่", "ข", "ค"], KNOWN)
    assert [first, *rest] == ["a", "b", "c"]
    assert new not in {"", "a", "b", "c"}


def test_the_same_text_twice_has_two_ids() -> None:
    assert keep_ids(["ก", "ก"], [("a", "ก"), ("b", "ก")]) == ["a", "b"]
    assert len(set(keep_ids(["ก", "ก"], []))) == 2
