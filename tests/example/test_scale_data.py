"""Agencies in bulk: a tree that Wagtail finds nothing wrong with, on every database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scale(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command did, in a database beside the one of the tests."""
    address = os.environ.get("DATABASE_URL", "")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{address}_agencies" if address else "sqlite://:memory:",
        "DJANGO_SETTINGS_MODULE": "townsite.settings",
        "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "example_site"), *sys.path]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.example.scale_site"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_tree_is_whole_and_every_page_opens(scale: dict[str, Any]) -> None:
    loaded = scale["loaded"]
    assert loaded["problems"] == [[[], [], [], [], []], [[], [], [], [], []]]
    assert loaded["pages"] == [30, 30]
    assert len(set(loaded["agencies"])) == 2
    assert "/scale-0001/ita-2569/o26/" in loaded["addresses"]
    assert set(loaded["addresses"].values()) == {200}


def test_the_pages_can_be_edited_as_if_somebody_had_written_them(scale: dict[str, Any]) -> None:
    assert scale["edited"] == {"same": True, "measures": 8, "live": True}
    assert scale["loaded"]["revisions"] == 60
    assert scale["findings"] == []


def test_it_says_so_when_there_is_nothing_to_do_and_adds_what_is_missing(
    scale: dict[str, Any],
) -> None:
    first, again, other_pages, too_few, more, _removed = scale["told"]
    assert "2 agencies were added" in first
    assert "2 agencies are there already. Nothing was changed." in again
    assert "agencies of 30 pages already" in other_pages
    assert "at least 57 pages" in too_few
    assert "1 agencies were added; 3 are there" in more
    assert scale["more"]["agencies"][:2] == scale["loaded"]["agencies"]
    assert scale["more"]["sites"] == ["localhost", "scale-0001.localhost", "scale-0002.localhost"]


def test_all_of_it_goes_again(scale: dict[str, Any]) -> None:
    removed = scale["removed"]
    assert "3 agencies were removed" in scale["told"][-1]
    assert removed["agencies"] == []
    assert (removed["documents"], removed["revisions"]) == (0, 0)
    assert removed["sites"] == ["localhost"]
    assert removed["problems"] == [[[], [], [], [], []], [[], [], [], [], []]]
