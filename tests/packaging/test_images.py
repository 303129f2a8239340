"""The pictures of README and docs: each is made by ``make screenshots``, and each is shown."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from tests.screenshots.pictures import LARGEST, WIDEST
from tests.screenshots.shots import SHOTS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "images"
IMAGE = re.compile(r"!\[(?P<text>[^\]]*)\]\((?P<address>[^)\s]+)\)")
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])


def shown() -> list[tuple[Path, str, Path]]:
    """Return each picture that a page shows: the page, the words for it, and the file."""
    return [
        (page, found["text"], (page.parent / found["address"]).resolve())
        for page in PAGES
        for found in IMAGE.finditer(page.read_text(encoding="utf-8"))
        if "://" not in found["address"]
    ]


def test_every_picture_is_made_by_the_script_and_none_is_missing():
    there = (path for path in FOLDER.rglob("*") if path.is_file())
    taken = sorted(shot.file for shot in SHOTS)
    assert sorted(path.relative_to(FOLDER).as_posix() for path in there) == taken


def test_every_picture_that_a_page_shows_is_there_and_has_words_for_it():
    assert [str(page) for page, _text, path in shown() if not path.is_file()] == []
    assert [str(page) for page, text, _path in shown() if not text.strip()] == []


def test_every_picture_is_shown_somewhere():
    used = {
        path.relative_to(FOLDER).as_posix()
        for _page, _text, path in shown()
        if path.is_relative_to(FOLDER)
    }
    assert {shot.file for shot in SHOTS} - used == set()


def test_a_picture_is_small_enough_for_a_phone():
    for shot in SHOTS:
        path = FOLDER / shot.file
        assert path.stat().st_size <= shot.largest <= LARGEST, shot.file
        with Image.open(path) as picture:
            assert picture.width <= WIDEST, shot.file
