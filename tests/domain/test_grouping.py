from __future__ import annotations

import pytest

from wagtail_ita.domain.catalogue import read_catalogue, shipped_catalogues
from wagtail_ita.domain.grouping import group_entries

CATALOGUES = [read_catalogue(path) for path in shipped_catalogues()]
NACC_2569 = next(each for each in CATALOGUES if (each.scheme, each.year) == ("nacc", 2569))


def _entries(grouped):
    return [(entry.item.code, entry.page) for entry in grouped.entries]


def test_pages_stand_in_the_order_of_the_catalogue():
    grouped = group_entries(
        NACC_2569, {"O26": ["report"], "O2": ["two"], "O10": ["ten"]}, include_missing=False
    )
    assert _entries(grouped) == [("O2", "two"), ("O10", "ten"), ("O26", "report")]
    assert [section.indicator.number for section in grouped.sections] == [9, 10]
    assert [sub.number for sub in grouped.sections[0].subsections] == ["9.1", "9.2"]
    assert grouped.others == ()


def test_headings_come_from_the_catalogue():
    grouped = group_entries(NACC_2569, {"O26": ["report"]}, include_missing=False)
    (section,) = grouped.sections
    (subsection,) = section.subsections
    (group,) = subsection.groups
    item = NACC_2569.get("O26")
    assert section.indicator.number == 10
    assert (subsection.number, subsection.title_th, subsection.title_en) == (
        "10.2",
        item.sub_indicator_title_th,
        item.sub_indicator_title_en,
    )
    assert (group.title_th, group.title_en) == (item.group_th, item.group_en)
    for heading in (subsection, group):
        assert heading.title("th") == heading.title_th
        assert heading.title("en") == heading.title_en
        assert heading.title_th != heading.title_en


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda each: f"{each.scheme}-{each.year}")
def test_missing_items_make_entries_on_demand(catalogue):
    grouped = group_entries(catalogue, {"O3": ["three"]}, include_missing=True)
    expected = [(item.code, "three" if item.code == "O3" else None) for item in catalogue.items]
    assert _entries(grouped) == expected


def test_an_empty_year_has_no_headings():
    grouped = group_entries(NACC_2569, {}, include_missing=False)
    assert (grouped.sections, grouped.others) == ((), ())


def test_two_pages_with_one_code_make_two_entries():
    grouped = group_entries(NACC_2569, {"O2": ["first", "second"]}, include_missing=True)
    assert [page for code, page in _entries(grouped) if code == "O2"] == ["first", "second"]


def test_a_code_counts_however_it_is_written():
    grouped = group_entries(NACC_2569, {"๐๒๖": ["a"], "O26": ["b"]}, include_missing=False)
    assert _entries(grouped) == [("O26", "a"), ("O26", "b")]


def test_pages_that_the_catalogue_lacks_are_among_the_others():
    grouped = group_entries(
        NACC_2569, {"O43": ["old"], "": ["no code"], "x": ["x"], "O1": ["one"]}, False
    )
    assert _entries(grouped) == [("O1", "one")]
    assert grouped.others == ("old", "no code", "x")


def test_without_a_catalogue_no_page_is_lost():
    grouped = group_entries(None, {"O1": ["one"], "": ["none"]}, include_missing=True)
    assert (grouped.sections, grouped.others) == ((), ("one", "none"))


def test_a_heading_appears_once_even_if_a_list_comes_back_to_it():
    def row(code, number, group):
        return {
            "code": code,
            "sub_indicator": number,
            "group_th": group,
            "title_th": code,
            "source": "x",
            "certainty": "A",
        }

    catalogue = read_catalogue(
        {
            "scheme": "own",
            "year": 2570,
            "scheme_title_th": "x",
            "scheme_title_en": "x",
            "source": "x",
            "collected": "2026-11-22",
            "certainty": "A",
            "sub_indicators": [
                {"number": "9.1", "title_th": "ก"},
                {"number": "9.2", "title_th": "ข"},
            ],
            "items": [row("O1", "9.1", "ก"), row("O2", "9.2", "ข"), row("O3", "9.1", "ก")],
        }
    )
    grouped = group_entries(catalogue, {}, include_missing=True)
    (section,) = grouped.sections
    assert [
        [[entry.item.code for entry in group.entries] for group in sub.groups]
        for sub in section.subsections
    ] == [[["O1", "O3"]], [["O2"]]]
