"""Every link of README, the other pages at the top and docs leads somewhere; offline."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.reading import DOCS, PAGES, PRESENT, ROOT, anchors_of, codes_of, links_of, named

# Where these begin a path in backticks, it is one of this tree.
TREE = re.compile(r"(?:docs|example_site|src|tests|\.ci)/[\w./-]*\w")


def each_page(pages):
    return pytest.mark.parametrize("page", pages, ids=named)


def broken(page: Path, address: str) -> str:
    """Say what is wrong with a link inside the project; nothing where it is right."""
    path, _hash, anchor = unquote(address).partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(ROOT):
        return f"{address} leaves the project"
    if not target.exists():
        return f"{address}: there is no {named(target)}"
    if anchor and target.suffix == ".md" and anchor not in anchors_of(target):
        return f"{address}: {named(target)} has no heading #{anchor}"
    return ""


def is_inside(address: str) -> bool:
    return not re.match(r"[a-z][a-z0-9+.-]*:", address)


@each_page(PAGES)
def test_each_link_inside_the_project_leads_somewhere(page):
    faults = (broken(page, address) for address in links_of(page) if is_inside(address))
    assert [fault for fault in faults if fault] == []


@each_page([page for page in PAGES if page.is_relative_to(DOCS)])
def test_a_page_of_the_site_links_to_the_site_only(page):
    """Whoever reads the built site has no tree around it: a path of the tree is named in words."""
    inside = [unquote(each).partition("#")[0] for each in links_of(page) if is_inside(each)]
    outside = [each for each in inside if not (page.parent / each).resolve().is_relative_to(DOCS)]
    assert outside == []


@each_page(PAGES)
def test_a_link_out_of_the_project_is_encrypted(page):
    assert [each for each in links_of(page) if each.startswith("http:")] == []


@each_page(PRESENT)
def test_each_path_of_the_tree_that_is_named_is_there(page):
    paths = [path for code in codes_of(page) for path in TREE.findall(code)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("docs/how-to/install.md#settings-that-are-not-there", "has no heading"),
        ("docs/how-to/not-there.md", "there is no"),
        ("../../etc/passwd", "leaves the project"),
        ("docs/how-to/install.md#fit-it-to-your-design", ""),
    ],
)
def test_a_broken_link_is_found(address, fault):
    said = broken(ROOT / "README.md", address)
    assert fault in said
    assert bool(said) == bool(fault)


def test_every_page_of_docs_can_be_reached_from_the_home_page_or_the_menu():
    """The menu of mkdocs.yml is checked by the build; the decisions stand in their own index."""
    listed = set(links_of(DOCS / "decisions" / "README.md"))
    assert {path.name for path in (DOCS / "decisions").glob("0*.md")} - listed == set()
