"""A changed block comes with the migration of what has been stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from wagtail import blocks

from tests.upgrades import shapes
from tests.upgrades.shapes import WHAT_TO_DO, kept_shapes, last_migration, losses, shape

pytestmark = pytest.mark.django_db


def test_the_blocks_are_those_that_were_written_down() -> None:
    assert shapes.shapes() == kept_shapes()["blocks"], WHAT_TO_DO


def test_a_part_of_each_kind_is_told_apart() -> None:
    block = blocks.StreamBlock(
        [
            (
                "row",
                blocks.StructBlock(
                    [
                        ("names", blocks.ListBlock(blocks.CharBlock())),
                        ("kind", blocks.ChoiceBlock(choices=[("b", "B"), ("a", "A")])),
                    ]
                ),
            )
        ]
    )
    row = {"kind": {"choice": ["a", "b"]}, "names": {"list": "CharBlock"}}
    assert shape(block) == {"stream": {"row": {"struct": row}}}


@pytest.mark.parametrize(
    ("after", "lost"),
    [
        ({"struct": {"a": "CharBlock", "b": {"choice": ["1", "2", "3"]}, "c": "TextBlock"}}, []),
        ({"struct": {"a": "CharBlock"}}, ["/struct/b"]),
        ({"struct": {"a": "TextBlock", "b": {"choice": ["1", "2"]}}}, ["/struct/a"]),
        ({"struct": {"a": "CharBlock", "b": {"choice": ["1"]}}}, ["/struct/b/choice=2"]),
        ({"stream": {"a": "CharBlock", "b": {"choice": ["1", "2"]}}}, ["/struct"]),
    ],
    ids=["more", "a part less", "another type", "a choice less", "another container"],
)
def test_what_is_stored_and_no_longer_known_is_found(after: Any, lost: list[str]) -> None:
    before = {"struct": {"a": "CharBlock", "b": {"choice": ["1", "2"]}}}
    assert list(losses(before, after)) == lost


GONE = {"blocks.TableBlock": {"struct": {"gone": "CharBlock"}}}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "blocks.json"
    monkeypatch.setattr(shapes, "PATH", path)
    return path


def test_a_loss_is_not_written_down_without_a_migration(path: Path) -> None:
    path.write_text(json.dumps({"migration": last_migration(), "blocks": GONE}), encoding="utf-8")
    sentence, code = shapes.keep_shapes()
    assert code == 1
    assert "/blocks.TableBlock/struct/gone" in sentence
    assert "gone" in path.read_text(encoding="utf-8")


def test_a_loss_is_written_down_with_the_migration_that_comes_with_it(path: Path) -> None:
    path.write_text(json.dumps({"migration": "0000", "blocks": GONE}), encoding="utf-8")
    assert shapes.keep_shapes()[1] == 0
    assert "gone" not in path.read_text(encoding="utf-8")
    assert kept_shapes()["migration"] == last_migration()
