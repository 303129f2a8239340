"""A year as DCAT, made of plain data: every key of it, and what is left out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from wagtail_ita.transfer.formats.dcat import render_dcat
from wagtail_ita.transfer.open_year import Agency, OpenReport, OpenYear, Texts
from wagtail_ita.transfer.year_items import YearItem, YearItems

URL = "https://www.example.go.th/ita-2569/"
# Read through key by key; docs/reference/dcat.md explains them.
EXPECTED = Path(__file__).parent.parent / "data" / "dcat.jsonld"
FIRST = dt.datetime(2026, 3, 20, 2, 0, 0, 123, tzinfo=dt.UTC)
LAST = dt.datetime(2026, 4, 1, 2, 0, tzinfo=dt.UTC)
REPORT = YearItem(
    code="O26",
    indicator=10,
    title_th="รายงานผลของมาตรการ",
    title_en="Report on the measures",
    url=f"{URL}o26/",
    last_published=LAST,
)
YEAR = OpenYear(
    items=YearItems(
        title="ITA 2569",
        agency="เทศบาลตัวอย่าง",
        url=URL,
        scheme="nacc",
        assessment_year=2569,
        language="th",
        last_published=LAST,
        items=(REPORT,),
    ),
    agency=Agency(
        name=Texts(th="เทศบาลตัวอย่าง", en="Example Municipality"),
        phone="+66 2000-0000 ต่อ",
        email="office@example.go.th",
        area=Texts(th="ตำบลตัวอย่าง", en="Example Subdistrict"),
        licence="https://example.org/สัญญา",
        organisation="example-town",
        allows_harvest=True,
    ),
    first_published=FIRST,
    files=("items.csv", "feed.xml", "notes.odt"),
    reports=(
        OpenReport(
            item=REPORT,
            reported_year=2568,
            first_published=FIRST,
            files=("report.json", "report.pdf"),
        ),
    ),
    catalogue_values=(("data_category", "ข้อมูลสาธารณะ"),),
)


def read(year: OpenYear) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(render_dcat(year))
    del data["@context"]
    return data


def test_a_year_is_told_whole() -> None:
    assert read(YEAR) == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_it_can_be_read_by_people_too() -> None:
    written = render_dcat(YEAR).decode()
    assert "เทศบาลตัวอย่าง" in written
    assert written.endswith("\n}\n")


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(YEAR, agency=Agency(), first_published=None, reports=(), catalogue_values=())
    data = read(bare)
    [listed] = data["dataset"]
    known = {"@id", "@type", "title", "description", "identifier", "publisher", "language"}
    known |= {"accessRights", "temporal", "modified"}
    assert data.keys() == known | {"homepage", "dataset"}
    assert listed.keys() == known | {
        *("accrualPeriodicity", "keyword", "theme", "landingPage", "distribution"),
        *("ckan:data_format", "ckan:data_language", "ckan:update_frequency_unit"),
    }
    assert data["publisher"] == {
        "@id": "https://www.example.go.th/#agency",
        "@type": "foaf:Organization",
        "name": {"th": "ITA 2569"},
    }
    assert data["title"]["th"].endswith("พ.ศ. 2569")
    assert data["identifier"] == "nacc-2569"


def test_an_agency_may_have_a_name_in_one_language() -> None:
    for name, titles in (
        (Texts(th="เทศบาลตัวอย่าง"), {"th": "เทศบาลตัวอย่าง", "en": "เทศบาลตัวอย่าง"}),
        (Texts(en="Example Town"), {"th": "Example Town", "en": "Example Town"}),
    ):
        data = read(replace(YEAR, agency=replace(YEAR.agency, name=name)))
        for language, shown in titles.items():
            assert data["title"][language].endswith(f": {shown}")
        assert data["dataset"][0]["ckan:data_source"] == (name.th or name.en)


def test_a_report_of_no_known_year_goes_by_its_item() -> None:
    undated = replace(YEAR.reports[0], reported_year=None)
    _items, report = read(replace(YEAR, reports=(undated,)))["dataset"]
    assert report["title"] == {
        "th": "O26 รายงานผลของมาตรการ",
        "en": "O26 Report on the measures",
    }
    assert "temporal" not in report


def test_a_day_is_that_of_the_agency() -> None:
    after_midnight = dt.datetime(2026, 3, 19, 18, 30, tzinfo=dt.UTC)
    [listed, _report] = read(replace(YEAR, first_published=after_midnight))["dataset"]
    assert listed["ckan:created_date"] == "2026-03-20"
    assert listed["issued"] == "2026-03-19T18:30:00+00:00"


def test_only_a_telephone_is_a_contact_too() -> None:
    [listed, _report] = read(replace(YEAR, agency=replace(YEAR.agency, email="")))["dataset"]
    assert listed["contactPoint"].keys() == {"@type", "fn", "hasTelephone"}
    [listed, _report] = read(replace(YEAR, agency=replace(YEAR.agency, phone="")))["dataset"]
    assert listed["contactPoint"].keys() == {"@type", "fn", "hasEmail"}
