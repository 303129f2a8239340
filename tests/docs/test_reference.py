"""The reference says what the code says: made parts are fresh, and nothing is left out."""

from __future__ import annotations

import re

import pytest

from tests.docs.reading import DOCS, ROOT
from tests.reference.pages import MADE, PARTS, made_files
from tests.sample import make_index, make_item, make_report

REFERENCE = DOCS / "reference"
SOURCE = ROOT / "src" / "wagtail_ita"


def text_of(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def rows_of(text: str) -> set[str]:
    """Return the first cells of the tables in a text."""
    cells = re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_the_made_parts_are_what_the_code_says():
    stale = [
        path.name
        for path, text in made_files()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `make reference`"


def test_every_made_part_stands_on_a_page():
    pages = (path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md"))
    assert {found["name"] for text in pages for found in MADE.finditer(text)} == set(PARTS)


def test_every_system_check_has_its_row():
    said = {
        code
        for path in SOURCE.rglob("*.py")
        for code in re.findall(r'id="(wagtail_ita\.[EW]\d+)"', path.read_text(encoding="utf-8"))
    }
    assert said
    assert {name for name in rows_of(text_of("checks.md")) if "wagtail_ita." in name} == said


def contexts_told() -> dict[str, set[str]]:
    """Return the names of each table of “What they get”."""
    section = text_of("templates.md").partition("## What they get")[2].partition("\n## ")[0]
    tables = [rows_of(part) for part in section.split("| name | |")[1:]]
    everywhere, index, item, report = tables
    return {
        "index": everywhere | index,
        "item": everywhere | item,
        "report": everywhere | item | report,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["index", "item", "report"])
def test_templates_get_what_is_told_and_nothing_else_of_ours(kind, rf):
    index = make_index()
    pages = {
        "index": lambda: index,
        "item": lambda: make_item(index, "O7"),
        "report": lambda: make_report(index),
    }
    page, request = pages[kind](), rf.get("/")
    given = set(page.get_context(request)) | set(page.get_content_context(request))
    assert given - {"self", "request"} == contexts_told()[kind]
