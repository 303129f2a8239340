"""The year described as open data, for catalogues of data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, override_settings
from wagtail.models import PageViewRestriction

from tests.pages.secrets import assert_nothing_leaks, make_secret_pages
from tests.sample import RECORD, make_index, make_item, make_report, make_site, translate
from wagtail_ita.models import ITASettings
from wagtail_ita.transfer.formats.dcat_terms import CONTEXT

pytestmark = pytest.mark.django_db

HOSTILE = '"}</script><script>alert(1)</script>\\u2028 {"@id": "x'


@pytest.fixture
def index() -> Any:
    index = make_index()
    index.save_revision().publish()
    return index


def agency(**fields: Any) -> ITASettings:
    found = ITASettings.for_site(make_site())
    for name, value in fields.items():
        setattr(found, name, value)
    found.full_clean()
    found.save()
    return found


def read(client: Client, index: Any) -> dict[str, Any]:
    response = client.get(f"{index.get_url()}dcat.jsonld")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json"
    data: dict[str, Any] = json.loads(response.getvalue())
    return data


def nodes(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of the description; the context is none of it."""
    if isinstance(data, dict):
        yield data
        for key, value in data.items():
            if key != "@context":
                yield from nodes(value)
    elif isinstance(data, list):
        for each in data:
            yield from nodes(each)


def datasets(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in nodes(data) if node.get("@type") == "dcat:Dataset"]


class TestForm:
    def test_every_term_is_defined(self, client: Client, index: Any) -> None:
        make_report(index)
        agency(geo_coverage_th="ตำบลตัวอย่าง", data_licence="cc-by-4.0", phone="0 2000 0000")
        data = read(client, index)
        assert data["@context"] == CONTEXT
        languages = {"th", "en"}
        for node in nodes(data):
            for key in node:
                prefix = key.partition(":")[0]
                assert key.startswith("@") or prefix in CONTEXT or key in languages, key
        for term in CONTEXT.values():
            name = term if isinstance(term, str) else term["@id"]
            assert name.startswith(("http://", "urn:")) or name.partition(":")[0] in CONTEXT

    def test_what_is_an_address_is_one(self, client: Client, index: Any) -> None:
        make_report(index)
        agency(data_licence="other", data_licence_url="https://example.go.th/เงื่อนไข?ข้อ=๑")
        for node in nodes(read(client, index)):
            for key, value in node.items():
                term = CONTEXT.get(key)
                if isinstance(term, dict) and term.get("@type") == "@id" and isinstance(value, str):
                    assert re.fullmatch(r"(https?|mailto|tel|urn):[!-~]+", value), (key, value)

    def test_dates_are_those_of_the_fiscal_year(self, client: Client, index: Any) -> None:
        make_report(index)
        items, report = datasets(read(client, index))
        assert items["temporal"] == {
            "@type": "dct:PeriodOfTime",
            "startDate": "2025-10-01",
            "endDate": "2026-09-30",
        }
        assert report["temporal"]["startDate"] == "2024-10-01"
        assert report["accrualPeriodicity"] == "http://purl.org/cld/freq/annual"

    def test_titles_are_in_both_languages(self, client: Client, index: Any) -> None:
        agency(agency_name_th="เทศบาลตัวอย่าง", agency_name_en="Example Town")
        make_report(index)
        for page in (index, translate(index)):
            data = read(client, page)
            for node in (data, *datasets(data)):
                assert set(node["title"]) == set(node["description"]) == {"th", "en"}
            assert "Example Town" in data["title"]["en"]
            assert data["publisher"]["name"] == {"th": "เทศบาลตัวอย่าง", "en": "Example Town"}
        assert data["language"].endswith("/en")

    def test_hostile_titles_stay_text(self, client: Client, index: Any) -> None:
        agency(agency_name_th=HOSTILE, geo_coverage_th=HOSTILE)
        make_report(index, replace(RECORD, code="O99", title=HOSTILE))
        data = read(client, index)
        assert data["publisher"]["name"] == {"th": HOSTILE}
        assert HOSTILE in datasets(data)[1]["title"]["th"]


class TestFiles:
    def test_every_file_is_there_for_anybody(self, client: Client, index: Any) -> None:
        make_report(index)
        found = [
            node for node in nodes(read(client, index)) if node.get("@type") == "dcat:Distribution"
        ]
        names = {node["downloadURL"].rpartition("/")[2] for node in found}
        assert {"items.json", "items.csv", "items.xlsx", "feed.xml", "evidence.zip"} <= names
        assert {"report.json", "report.csv", "report.xlsx"} <= names
        for node in found:
            response = client.get(node["downloadURL"])
            assert response.status_code == 200, node["downloadURL"]
            media_type = node["mediaType"].removeprefix(
                "https://www.iana.org/assignments/media-types/"
            )
            assert response["Content-Type"].partition(";")[0] == media_type
            assert client.get(node["accessURL"]).status_code == 200
            assert "byteSize" not in node

    def test_a_format_that_cannot_be_made_is_not_named(
        self, client: Client, index: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from wagtail_ita.transfer.formats.base import Format

        make_report(index)
        available = property(lambda self: not self.extra)
        monkeypatch.setattr(Format, "is_available", available)
        text = json.dumps(read(client, index))
        assert "report.csv" in text
        assert "report.pdf" not in text
        assert "report.docx" not in text


class TestAnswer:
    def test_it_is_open_data(self, client: Client, index: Any) -> None:
        response = client.get(f"{index.url}dcat.jsonld")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert 'filename="dcat-nacc-2569.jsonld"' in response["Content-Disposition"]
        again = client.get(f"{index.url}dcat.jsonld", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304

    def test_it_changes_with_the_settings(self, client: Client, index: Any) -> None:
        before = client.get(f"{index.url}dcat.jsonld")["ETag"]
        agency(data_licence="cc0-1.0")
        assert client.get(f"{index.url}dcat.jsonld")["ETag"] != before

    def test_the_page_names_it_in_its_head(self, client: Client, index: Any) -> None:
        soup = BeautifulSoup(client.get(index.url).content, "html.parser")
        link = soup.select_one('head link[type="application/ld+json"]')
        assert link and link["rel"] == ["alternate"]
        assert client.get(link["href"]).status_code == 200

    def test_a_draft_year_has_none(self, client: Client) -> None:
        index = make_index(live=False)
        assert client.get(f"{index.url}dcat.jsonld").status_code == 404

    def test_the_number_of_queries_does_not_grow(
        self, client: Client, index: Any, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(1, 20):
            make_item(index, f"O{number}")
        make_report(index)
        read(client, index)
        with django_assert_max_num_queries(14):
            read(client, index)


class TestWhatIsSaid:
    def test_what_is_not_stated_is_left_out(self, client: Client, index: Any) -> None:
        make_report(index)
        data = read(client, index)
        keys = {key for node in nodes(data) for key in node}
        assert keys.isdisjoint({"license", "spatial", "contactPoint", "ckan:accessible_condition"})
        assert keys.isdisjoint({"ckan:allow_harvest", "ckan:geo_coverage", "ckan:data_category"})

    def test_what_the_agency_states_is_said(self, client: Client, index: Any) -> None:
        agency(
            agency_name_th="เทศบาลตัวอย่าง",
            data_licence="cc-by-4.0",
            geo_coverage_th="ตำบลตัวอย่าง",
            geo_coverage_en="Example Subdistrict",
            catalogue_organisation="example-town",
            allow_harvest=True,
            email="info@example.go.th",
            phone="0 2000 0000",
        )
        data = read(client, index)
        (items,) = datasets(data)
        licence = "https://creativecommons.org/licenses/by/4.0/"
        assert data["license"] == items["license"] == licence
        assert items["spatial"]["label"]["en"] == "Example Subdistrict"
        assert data["publisher"]["identifier"] == "example-town"
        assert items["identifier"] == "example-town-nacc-2569"
        assert items["contactPoint"]["hasEmail"] == "mailto:info@example.go.th"
        assert items["contactPoint"]["hasTelephone"] == "tel:020000000"
        assert items["ckan:allow_harvest"] == "True"
        assert items["ckan:geo_coverage"] == "ตำบลตัวอย่าง"
        assert "CSV" in items["ckan:data_format"]

    def test_a_site_adds_the_codes_of_its_catalogue(self, client: Client, index: Any) -> None:
        given = {"data_category": "ข้อมูลสาธารณะ", "update_frequency_unit": "Y"}
        with override_settings(WAGTAIL_ITA={"CATALOGUE_VALUES": given}):
            (items,) = datasets(read(client, index))
        assert items["ckan:data_category"] == "ข้อมูลสาธารณะ"
        assert items["ckan:update_frequency_unit"] == "Y"

    def test_another_licence_without_an_address_is_none(self, client: Client, index: Any) -> None:
        agency(data_licence="other")
        assert "license" not in read(client, index)

    def test_drafts_and_private_pages_are_not_in_it(self, client: Client) -> None:
        secrets = make_secret_pages()
        data = read(client, secrets.index)
        assert_nothing_leaks(data)
        assert len(datasets(data)) == 2

    def test_a_private_report_is_no_dataset(self, client: Client, index: Any) -> None:
        report = make_report(index)
        PageViewRestriction.objects.create(page=report, restriction_type=PageViewRestriction.LOGIN)
        assert len(datasets(read(client, index))) == 1
