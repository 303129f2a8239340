from __future__ import annotations

import copy
import csv
import datetime as dt
import itertools
import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from django.utils import translation
from jsonschema import Draft202012Validator, FormatChecker

from tests.domain.shared import shared_file
from wagtail_ita.domain.catalogue import (
    Catalogue,
    CatalogueError,
    Certainty,
    Column,
    ItemKind,
    ItemReference,
    LinkKind,
    YearRule,
    other_names,
    read_catalogue,
    reported_year_for,
    shipped_catalogues,
)

FILES = {path.name: path for path in shipped_catalogues()}
SHIPPED = {name: read_catalogue(path) for name, path in FILES.items()}
SCHEMA = json.loads(
    next(iter(FILES.values())).with_name("catalogue.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
NACC_2566, NACC_2568, NACC_2569, OVEC_2569 = SHIPPED.values()

SMALLEST = {
    "scheme": "own",
    "year": 2570,
    "scheme_title_th": "เกณฑ์ของเรา",
    "scheme_title_en": "Our scheme",
    "source": "A circular.",
    "collected": "2026-11-22",
    "certainty": "A",
    "sub_indicators": [{"number": "9.1", "title_th": "ข้อมูลพื้นฐาน"}],
    "items": [
        {
            "code": "O1",
            "sub_indicator": "9.1",
            "group_th": "กลุ่ม",
            "title_th": "โครงสร้าง",
            "source": "A circular.",
            "certainty": "A",
        },
        {
            "code": "O2",
            "sub_indicator": "9.1",
            "group_th": "กลุ่ม",
            "title_th": "รายงาน",
            "source": "A circular.",
            "certainty": "B",
            "weaker": {"group": "D"},
            "note": {"th": "หมายเหตุ"},
            "kind": "measures_report",
            "year_rule": "previous",
            "also_known_as": [
                {
                    "scheme": "nacc",
                    "year": 2569,
                    "code": "O26",
                    "kind": "renamed",
                    "certainty": "D",
                }
            ],
        },
    ],
}
MISSING = object()


def _changed(path: str, value: object) -> dict:
    """Return the smallest catalogue with one value replaced or taken out."""
    data = copy.deepcopy(SMALLEST)
    *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    target = data
    for part in way:
        target = target[part]
    if value is MISSING:
        del target[last]
    else:
        target[last] = value
    return data


# ---------------------------------------------------------------- the lists that are shipped


def test_four_lists_are_shipped():
    assert list(FILES) == [
        "nacc-2566.json",
        "nacc-2568.json",
        "nacc-2569.json",
        "ovec-2569.json",
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_file_agrees_with_the_schema(name):
    errors = VALIDATOR.iter_errors(json.loads(FILES[name].read_text(encoding="utf-8")))
    assert [error.message for error in errors] == []


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    ("name", "count", "report"),
    [
        ("nacc-2566.json", 43, "O43"),
        ("nacc-2568.json", 28, "O28"),
        ("nacc-2569.json", 26, "O26"),
        ("ovec-2569.json", 23, None),
    ],
)
def test_a_list_is_complete_in_order_and_knows_its_report(name, count, report):
    catalogue = SHIPPED[name]
    assert [item.code for item in catalogue.items] == [f"O{n}" for n in range(1, count + 1)]
    assert f"{catalogue.scheme}-{catalogue.year}.json" == name
    assert (catalogue.report_item.code if catalogue.report_item else None) == report


@pytest.mark.parametrize("catalogue", SHIPPED.values(), ids=SHIPPED)
def test_a_list_says_where_it_comes_from_and_how_sure_it_is(catalogue):
    assert catalogue.collected == dt.date(2026, 11, 22)
    assert catalogue.certainty in {Certainty.B, Certainty.C}
    assert catalogue.source
    assert "unofficial" in catalogue.note("en")
    assert catalogue.note("th") != catalogue.note("en")
    assert catalogue.title("th") != catalogue.title("en")


@pytest.mark.parametrize("catalogue", SHIPPED.values(), ids=SHIPPED)
def test_headings_stand_together_and_rise(catalogue):
    numbers = [tuple(map(int, item.sub_indicator.split("."))) for item in catalogue.items]
    assert numbers == sorted(numbers)
    assert [item.indicator for item in catalogue.items] == [first for first, _second in numbers]
    headings = [(item.sub_indicator, item.group_th) for item in catalogue.items]
    changes = sum(1 for one, two in itertools.pairwise(headings) if one != two)
    assert changes == len(set(headings)) - 1


@pytest.mark.parametrize("catalogue", SHIPPED.values(), ids=SHIPPED)
def test_every_row_has_both_titles_a_source_and_a_certainty(catalogue):
    for item in catalogue.items:
        assert item.title("th")
        assert item.title("en").isascii()
        assert item.group_en.isascii()
        assert item.sub_indicator_title_en.isascii()
        assert item.source
        assert all(tag.is_weaker_than(item.certainty) for tag in item.weaker.values())
        assert bool(item.note_th) == bool(item.note_en)


@pytest.mark.parametrize("name", FILES)
def test_nothing_without_a_source_is_shipped(name):
    text = FILES[name].read_text(encoding="utf-8")
    assert not re.search(r'\[E\]|"E"', text)
    assert "domain.md" not in text
    assert "ไม่พบต้นฉบับองค์ประกอบ" not in text
    catalogue = SHIPPED[name]
    tags = {catalogue.certainty}
    for item in catalogue.items:
        tags |= {item.certainty, *item.weaker.values()}
        tags |= {link.certainty for link in item.also_known_as}
    assert Certainty.E not in tags


@pytest.mark.parametrize("name", FILES)
def test_what_one_agency_did_is_no_requirement(name):
    asked = " ".join(part for item in SHIPPED[name].items for part in item.components)
    assert "สทร." not in asked
    assert "หลักฐานตัวอย่าง" not in FILES[name].read_text(encoding="utf-8")


def _rows(file: str) -> dict[str, dict[str, str]]:
    with shared_file(f"domain/{file}").open(encoding="utf-8-sig", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


CSV_FILES = {
    "nacc-2566.json": "oit_2566.csv",
    "nacc-2568.json": "oit_2568.csv",
    "nacc-2569.json": "oit_2569.csv",
    "ovec-2569.json": "oit_2569_ovec.csv",
}
WITHOUT_A_SOURCE = {("nacc-2566.json", "O12"): " รอบ 6 เดือน"}


@pytest.mark.parametrize("name", FILES)
def test_titles_headings_and_tags_are_those_that_were_collected(name):
    rows = _rows(CSV_FILES[name])
    expected, read = {}, {}
    for code, row in rows.items():
        title = row["title_th"].removesuffix(WITHOUT_A_SOURCE.get((name, code), "\0"))
        expected[code] = (title, row["group"], row["sub_indicator"], row["source"][1])
    for item in SHIPPED[name].items:
        sub_indicator = f"{item.sub_indicator} {item.sub_indicator_title_th}"
        read[item.code] = (item.title_th, item.group_th, sub_indicator, item.certainty.value)
    assert read == expected


@pytest.mark.parametrize("name", FILES)
def test_what_was_collected_as_recalled_is_the_part_that_is_left_out(name):
    marked = {code for code, row in _rows(CSV_FILES[name]).items() if "[E]" in row["source"]}
    assert marked == {code for file, code in WITHOUT_A_SOURCE if file == name}
    for code in marked:
        item = SHIPPED[name].get(code)
        assert WITHOUT_A_SOURCE[name, code].strip() not in str(item)
        assert item.note("en")


@pytest.mark.parametrize("name", FILES)
def test_every_component_stands_in_what_was_collected(name):
    rows = _rows(CSV_FILES[name])
    for item in SHIPPED[name].items:
        for part in (*item.components, *item.examples):
            assert part in rows[item.code]["components_th"]


def test_no_name_of_the_real_report_is_in_a_list():
    report = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    persons = re.findall(r"\((?:นางสาว|นาง|นาย)(\S+) (\S+)\)", report)
    places = re.findall(r"(?:องค์การบริหารส่วนตำบล|อำเภอ|จังหวัด)([ก-๎]{3,})", report)
    names = {part for person in persons for part in person} | set(places)
    shipped = "".join(path.read_text(encoding="utf-8") for path in FILES.values())
    assert len(names) >= 8
    assert {name for name in names if name in shipped} == set()


# ------------------------------------------------------------------------ what a list answers


@pytest.mark.parametrize("code", ["O26", "o26", "๐๒๖", "ข้อ O๒๖", "026"])
def test_an_item_is_found_however_its_code_is_written(code):
    assert NACC_2569.get(code).code == "O26"
    assert NACC_2569.position(code) == 25


@pytest.mark.parametrize("code", ["O27", "", "26", "x"])
def test_what_the_list_lacks_is_not_found(code):
    assert NACC_2569.get(code) is None
    assert NACC_2569.position(code) is None


def test_the_report_of_2569_is_sure_in_part():
    item = NACC_2569.report_item
    assert item.kind is ItemKind.MEASURES_REPORT
    assert item.certainty is Certainty.B
    assert item.weaker == {
        Column.GROUP: Certainty.D,
        Column.SUB_INDICATOR: Certainty.D,
        Column.COMPONENTS: Certainty.C,
    }


@pytest.mark.parametrize(
    ("catalogue", "code", "rule", "year"),
    [
        (NACC_2569, "O26", YearRule.PREVIOUS, 2568),
        (NACC_2569, "O6", YearRule.CURRENT, 2569),
        (NACC_2569, "O2", None, None),
        (NACC_2568, "O28", YearRule.PREVIOUS, 2567),
        (NACC_2568, "O5", None, None),
        (NACC_2566, "O12", YearRule.CURRENT, 2566),
        (NACC_2566, "O13", YearRule.PREVIOUS, 2565),
        (NACC_2566, "O43", None, None),
        (OVEC_2569, "O3", YearRule.COVERS_CURRENT, None),
        (OVEC_2569, "O8", YearRule.PREVIOUS_ACADEMIC, None),
        (OVEC_2569, "O19", YearRule.CURRENT_FIRST_HALF, 2569),
    ],
)
def test_the_reported_year_follows_from_the_rule_of_the_row(catalogue, code, rule, year):
    item = catalogue.get(code)
    assert item.year_rule is rule
    assert reported_year_for(item, catalogue.year) == year


def _reference(year: int, code: str) -> ItemReference:
    return ItemReference(scheme="nacc", year=year, code=code)


def test_the_report_is_followed_through_the_years():
    links = other_names(_reference(2568, "O28"), SHIPPED.values())
    assert [(link.year, link.code, link.kind) for link in links] == [
        (2566, "O43", LinkKind.RENAMED),
        (2569, "O26", LinkKind.SAME),
    ]
    assert other_names(_reference(2566, "O43"), SHIPPED.values())[-1].code == "O26"
    (said,) = (link for link in NACC_2569.get("O26").also_known_as if link.year == 2568)
    assert links[-1] == replace(said, year=2569, code="O26")


def test_two_items_that_became_one_are_known_both_ways():
    merged = NACC_2569.get("O20")
    assert [(link.year, link.code) for link in merged.also_known_as] == [
        (2568, "O21"),
        (2568, "O22"),
    ]
    assert {link.kind for link in merged.also_known_as} == {LinkKind.MERGED}
    for code in ("O21", "O22"):
        (link,) = other_names(_reference(2568, code), (NACC_2568, NACC_2569))
        assert (link.year, link.code, link.kind) == (2569, "O20", LinkKind.MERGED)


def test_an_item_that_is_gone_has_no_successor():
    assert other_names(_reference(2568, "O11"), (NACC_2568, NACC_2569)) == ()


def test_the_measures_item_of_2568_was_replaced():
    link = other_names(_reference(2568, "O27"), (NACC_2568, NACC_2569))[-1]
    assert (link.year, link.code, link.kind) == (2569, "O25", LinkKind.REPLACED)


def _all_links() -> list[tuple[Catalogue, str, object]]:
    return [
        (catalogue, item.code, link)
        for catalogue in SHIPPED.values()
        for item in catalogue.items
        for link in item.also_known_as
    ]


def test_links_lead_to_earlier_lists_that_are_shipped():
    known = {(each.scheme, each.year): each for each in SHIPPED.values()}
    for catalogue, _code, link in _all_links():
        assert link.year < catalogue.year
        assert known[link.scheme, link.year].get(link.code) is not None
        assert link.certainty is Certainty.D


def test_same_means_the_same_title_and_no_other_kind_does():
    for catalogue, code, link in _all_links():
        then = SHIPPED[f"{link.scheme}-{link.year}.json"].get(link.code).title_th
        now = catalogue.get(code).title_th
        # 2568 prints E–Service with a dash where 2566 has a hyphen.
        same = then.replace("–", "-") == now.replace("–", "-")
        assert (link.kind is LinkKind.SAME) == same


def test_an_item_has_one_link_to_a_list_unless_several_were_merged():
    for catalogue in SHIPPED.values():
        for item in catalogue.items:
            kinds = Counter((link.scheme, link.year) for link in item.also_known_as)
            merged = all(link.kind is LinkKind.MERGED for link in item.also_known_as)
            assert merged or set(kinds.values()) <= {1}


def test_every_item_of_2569_but_none_of_ovec_has_an_earlier_name():
    assert all(item.also_known_as for item in NACC_2569.items)
    assert not any(item.also_known_as for item in OVEC_2569.items)
    gone = {f"O{n}" for n in range(1, 29)} - {
        link.code for item in NACC_2569.items for link in item.also_known_as if link.year == 2568
    }
    assert gone == {"O11"}


# ----------------------------------------------------------------------- files that a site adds


def test_a_small_file_is_read():
    assert list(VALIDATOR.iter_errors(SMALLEST)) == []
    catalogue = read_catalogue(SMALLEST)
    assert (catalogue.scheme, catalogue.year, catalogue.note("th")) == ("own", 2570, "")
    first, report = catalogue.items
    assert first.title("en") == "โครงสร้าง"
    assert (first.components, first.examples, first.also_known_as) == ((), (), ())
    assert first.kind is ItemKind.ITEM
    assert first.year_rule is None
    assert report.note("en") == "หมายเหตุ"
    assert catalogue.report_item == report
    assert report.also_known_as[0].reference == _reference(2569, "O26")


def test_each_field_of_a_row_is_where_it_belongs():
    data = copy.deepcopy(SMALLEST)
    data["note"] = {"th": "ของรายการ", "en": "of the list"}
    data["sub_indicators"][0]["title_en"] = "Basic information"
    data["items"][0] |= {
        "group_en": "Group",
        "title_en": "Structure",
        "components": ["แผนผัง", "ชื่อ"],
        "examples": ["ภาพ"],
        "note": {"th": "ของข้อ", "en": "of the item"},
        "weaker": {"components": "C"},
        "source": "A letter.",
    }
    assert list(VALIDATOR.iter_errors(data)) == []
    catalogue = read_catalogue(data)
    assert (catalogue.note("th"), catalogue.note("en")) == ("ของรายการ", "of the list")
    assert (catalogue.title("th"), catalogue.title("en")) == ("เกณฑ์ของเรา", "Our scheme")
    item = catalogue.items[0]
    assert (item.sub_indicator_title_th, item.sub_indicator_title_en) == (
        "ข้อมูลพื้นฐาน",
        "Basic information",
    )
    assert (item.group_th, item.group_en) == ("กลุ่ม", "Group")
    assert (item.title("th"), item.title("en")) == ("โครงสร้าง", "Structure")
    assert (item.note("th"), item.note("en")) == ("ของข้อ", "of the item")
    assert (item.components, item.examples) == (("แผนผัง", "ชื่อ"), ("ภาพ",))
    assert (item.source, item.indicator, item.sub_indicator) == ("A letter.", 9, "9.1")
    assert item.certainty is Certainty.A
    assert item.weaker == {Column.COMPONENTS: Certainty.C}


def test_a_file_is_read_from_path_text_and_bytes(tmp_path):
    content = json.dumps(SMALLEST, ensure_ascii=False).encode("utf-8-sig")
    path = tmp_path / "own.json"
    path.write_bytes(content)
    read = [read_catalogue(source) for source in (path, str(path), content, SMALLEST)]
    assert read == [read[0]] * 4
    assert read_catalogue(SMALLEST | {"year": 2401}).year == 2401
    assert read_catalogue(SMALLEST | {"year": 2999.0}).year == 2999
    assert hash(read[0].items[0]) == hash(read[1].items[0])


MALFORMED = [
    ("scheme", MISSING, "", "scheme"),
    ("scheme", "NACC 1", "", "scheme"),
    ("year", "2570", "", "year"),
    ("year", 2027, "", "year"),
    ("year", 2570.5, "", "year"),
    ("year", True, "", "year"),
    ("certainty", "E", "", "certainty"),
    ("certainty", "F", "", "certainty"),
    ("collected", "22/11/2569", "", "collected"),
    ("collected", "2026-02-30", "", "collected"),
    ("source", "  ", "", "source"),
    ("sub_indicators", [], "", "sub_indicators"),
    ("sub_indicators/0/number", "11.1", "sub_indicators[1] (11.1)", "number"),
    ("sub_indicators/0/title_th", MISSING, "sub_indicators[1] (9.1)", "title_th"),
    ("items", {}, "", "items"),
    ("items", [], "", "items"),
    ("items", MISSING, "", "items"),
    ("items/1", "O2", "items[2]", ""),
    ("items/1/code", "o2", "items[2] (o2)", "code"),
    ("items/1/code", "๐๒", "items[2] (๐๒)", "code"),
    ("items/1/code", 2, "items[2]", "code"),
    ("items/1/titel_th", "รายงาน", "items[2] (O2)", "titel_th"),
    ("items/1/title_th", MISSING, "items[2] (O2)", "title_th"),
    ("items/1/title_th", "", "items[2] (O2)", "title_th"),
    ("items/1/title_en", None, "items[2] (O2)", "title_en"),
    ("items/1/components", "ข้อความ", "items[2] (O2)", "components"),
    ("items/1/components", ["ดี", ""], "items[2] (O2)", "components"),
    ("items/1/year_rule", "next", "items[2] (O2)", "year_rule"),
    ("items/1/year_rule", None, "items[2] (O2)", "year_rule"),
    ("items/1/kind", "report", "items[2] (O2)", "kind"),
    ("items/1/certainty", "E", "items[2] (O2)", "certainty"),
    ("items/1/certainty", MISSING, "items[2] (O2)", "certainty"),
    ("items/1/source", MISSING, "items[2] (O2)", "source"),
    ("items/1/weaker/group", "E", "items[2] (O2), weaker", "group"),
    ("items/1/weaker/titles", "D", "items[2] (O2), weaker", "titles"),
    ("items/1/weaker", "D", "items[2] (O2), weaker", ""),
    ("items/1/note/de", "x", "items[2] (O2), note", "de"),
    ("items/1/also_known_as/0/year", "2569", "items[2] (O2), also_known_as[1]", "year"),
    ("items/1/also_known_as/0/kind", "moved", "items[2] (O2), also_known_as[1]", "kind"),
    ("items/1/also_known_as/0/certainty", "E", "items[2] (O2), also_known_as[1]", "certainty"),
    ("items/1/also_known_as/0/scheme", MISSING, "items[2] (O2), also_known_as[1]", "scheme"),
    ("extra", 1, "", "extra"),
]


@pytest.mark.parametrize(("path", "value", "row", "field"), MALFORMED)
def test_schema_and_reader_refuse_the_same_files(path, value, row, field):
    data = _changed(path, value)
    assert not VALIDATOR.is_valid(data)
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(data, name="own.json")
    error = caught.value
    assert (error.file, error.row, error.field) == ("own.json", row, field)
    where = ", ".join(part for part in ("own.json", row, field) if part)
    assert str(error).startswith(f"{where}: ")
    assert len(str(error)) > len(where) + 10


def _doubled(change: dict) -> dict:
    data = copy.deepcopy(SMALLEST)
    data["items"][0] |= change
    return data


@pytest.mark.parametrize(
    ("data", "field", "named"),
    [
        (_doubled({"code": "O2"}), "items", "O2"),
        (_doubled({"kind": "measures_report"}), "items", "O1, O2"),
        (_doubled({"sub_indicator": "9.9"}), "sub_indicator", "9.9"),
        (
            SMALLEST | {"sub_indicators": SMALLEST["sub_indicators"] * 2},
            "number",
            "9.1",
        ),
    ],
)
def test_the_reader_refuses_what_a_schema_cannot_see(data, field, named):
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(data, name="own.json")
    assert caught.value.field == field
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("data", "code", "sentence"),
    [
        (_changed("scheme", MISSING), "missing", "scheme: the field is missing."),
        (
            _changed("scheme", "NACC 1"),
            "form",
            "scheme: “NACC 1” has not the right form. Write it like “nacc”.",
        ),
        (
            _changed("year", 2400),
            "not-a-number",
            "year: a whole number from 2401 to 2999 is needed here.",
        ),
        (
            _changed("certainty", "F"),
            "not-a-choice",
            "certainty: “F” is not possible here. Possible are: A, B, C, D, E.",
        ),
        (
            _changed("certainty", "E"),
            "certainty-e",
            "certainty: certainty E means that nothing backs it. Find a source, "
            "or leave it out of the file.",
        ),
        (
            _changed("collected", "2026-02-30"),
            "not-a-date",
            "collected: “2026-02-30” is not a date. Write it like “2026-11-22”.",
        ),
        (
            _changed("source", "  "),
            "not-text",
            "source: a text is needed here, and it may not be empty.",
        ),
        (
            _changed("sub_indicators", []),
            "too-few",
            "sub_indicators: the list may not be empty.",
        ),
        (
            _changed("sub_indicators/0/number", "11.1"),
            "form",
            "sub_indicators[1] (11.1), number: “11.1” has not the right form. Write it like “9.1”.",
        ),
        (
            _changed("items", {}),
            "not-a-list",
            "items: a list in square brackets is needed here.",
        ),
        (
            _changed("items/1", "O2"),
            "not-an-object",
            "items[2]: an object in curly brackets is needed here.",
        ),
        (
            _changed("items/1/code", "o2"),
            "form",
            "items[2] (o2), code: write “O2” instead of “o2”.",
        ),
        (
            _changed("items/1/code", "X"),
            "form",
            "items[2] (X), code: “X” is not an item code. "
            "Write the letter O and the number of the item, for example O26.",
        ),
        (
            _changed("items/1/components", ["ดี", ""]),
            "not-text",
            "items[2] (O2), components: entry 2 must be a text that is not empty.",
        ),
        (
            _changed("items/1/note/de", "x"),
            "unknown-field",
            "items[2] (O2), note, de: there is no such field. Known are: en, th.",
        ),
        (
            _changed("items/1/also_known_as/0/scheme", "NACC"),
            "form",
            "items[2] (O2), also_known_as[1], scheme: “NACC” has not the right form. "
            "Write it like “nacc”.",
        ),
        (
            _doubled({"sub_indicator": "9.9"}),
            "unknown",
            "items[1] (O1), sub_indicator: “9.9” is not among the sub_indicators of the file.",
        ),
        (_doubled({"code": "O2"}), "double", "items: the code O2 stands twice."),
        (
            _doubled({"kind": "measures_report"}),
            "double",
            "items: only one item can be the measures report, not O1, O2.",
        ),
        (
            SMALLEST | {"sub_indicators": SMALLEST["sub_indicators"] * 2},
            "double",
            "sub_indicators[2] (9.1), number: this number stands twice.",
        ),
    ],
)
@translation.override("en")
def test_a_refusal_says_where_what_and_what_would_be_right(data, code, sentence):
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(data, name="own.json")
    assert str(caught.value) == f"own.json, {sentence}"
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff", "the file is not in UTF-8. Save it again with the encoding UTF-8."),
        (b"[]", "the file must hold one object in curly brackets."),
        (b'{"b": 1, "a": 1, "b": 2}', "the field b stands twice in one object."),
    ],
)
@translation.override("en")
def test_a_refusal_of_a_file_says_what_is_wrong_with_it(content, sentence):
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(content)
    assert str(caught.value) == f"catalogue: {sentence}"
    assert (caught.value.row, caught.value.field) == ("", "")
    with pytest.raises(CatalogueError, match="^own: "):
        read_catalogue(content, name="own")


@translation.override("en")
def test_a_file_that_is_no_json_or_not_there_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "absent.json"
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(path)
    assert str(caught.value) == f"{path}: the file cannot be read: No such file or directory."
    with pytest.raises(CatalogueError, match="^own: the file cannot be read"):
        read_catalogue(path, name="own")
    with pytest.raises(CatalogueError, match="^catalogue: the file is not JSON: Expecting "):
        read_catalogue(b"{")
    with pytest.raises(CatalogueError, match="^catalogue, scheme: the field is missing"):
        read_catalogue({"sub_indicators": SMALLEST["sub_indicators"], "items": SMALLEST["items"]})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"[" * 100_000, "not-json"),
        (b"[]", "not-an-object"),
        (b'"text"', "not-an-object"),
        (b'{"scheme": "a", "scheme": "b"}', "repeated-field"),
        (b'{"items": [{"code": "O1", "code": "O2"}]}', "repeated-field"),
        (b'{"sub_indicators": [{"number": "9.1"}], "year": NaN}', "missing"),
        ("{\"scheme\": \"เกณฑ์\"}".encode("cp874"), "not-utf8"),
        (b"PK\x03\x04", "not-json"),
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_refused_by_the_name_of_the_file(tmp_path, content, code):
    path = tmp_path / "own.json"
    path.write_bytes(content)
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(path)
    assert caught.value.code == code
    assert caught.value.file == str(path)
    assert str(caught.value).startswith(str(path))


def test_nan_is_no_year():
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(_changed("year", float("nan")))
    assert caught.value.field == "year"


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path):
    with pytest.raises(CatalogueError, match=r"absent\.json") as caught:
        read_catalogue(tmp_path / "absent.json")
    assert caught.value.code == "unreadable"


def test_a_folder_is_refused_by_its_name(tmp_path):
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(tmp_path)
    assert caught.value.file == str(tmp_path)
