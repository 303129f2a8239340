"""The table of promises names tests that exist, and leaves no folder of tests out."""

from __future__ import annotations

import re

import pytest

from tests.docs.reading import DOCS, ROOT

TABLE = DOCS / "reference" / "tests.md"
SPECIFICATION = ROOT / "SPECIFICATION.md"
TEST = re.compile(r"`(tests/[\w/.]+?)(?:::(\w+))?`")
# Tools beside the tests: they hold no promise by themselves.
TOOLS = {"bench", "data", "fuzz", "load", "mutation", "reference", "screenshots"}


def named_tests(path) -> list[tuple[str, str]]:
    return TEST.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", [TABLE, SPECIFICATION], ids=lambda path: path.name)
def test_each_test_that_is_named_exists(page):
    assert named_tests(page)
    assert [each for each in named_tests(page) if not exists(*each)] == []


def exists(path: str, function: str) -> bool:
    place = ROOT / path
    if not function:
        return place.exists()
    return place.is_file() and f"def {function}(" in place.read_text(encoding="utf-8")


def test_every_row_of_the_table_names_a_test():
    tables = re.findall(r"^\| promise \| test \|\n((?:\|.+\n)+)", TABLE.read_text(), re.MULTILINE)
    rows = re.findall(r"^\| (?!---)(.+?) \| (.*) \|$", "".join(tables), re.MULTILINE)
    assert len(rows) > 50
    assert [promise for promise, tests in rows if not TEST.search(tests)] == []


def test_every_folder_of_tests_holds_a_promise():
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    folders -= TOOLS | {"__pycache__"}
    told = {path.split("/")[1] for path, _function in named_tests(TABLE) if path.count("/") > 1}
    assert folders - told == set()


def test_every_line_of_the_specification_says_where_it_is_held():
    lines = re.findall(r"^- .+(?:\n  .+)*", SPECIFICATION.read_text(), re.MULTILINE)
    assert len(lines) > 30
    held = re.compile(r"\((?:[^()]|\([^()]*\))*(?:`tests/|\]\()")
    assert [line for line in lines if not held.search(line)] == []
