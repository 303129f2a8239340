"""How a page is shown where it is shared, found and printed."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image, features
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction, Site

from tests.sample import RECORD, make_index, make_item, make_report, make_site, translate
from wagtail_ita import clock
from wagtail_ita.catalogues import get_catalogue
from wagtail_ita.checks.system import check_installation
from wagtail_ita.models import ITASettings
from wagtail_ita.transfer import shelf
from wagtail_ita.transfer.pages import apply_report
from wagtail_ita.transfer.sharing import about
from wagtail_ita.transfer.sharing.about import Shared, locale_name
from wagtail_ita.transfer.sharing.layout import can_shape

pytestmark = pytest.mark.django_db

needs_raqm = pytest.mark.skipif(not can_shape(), reason="This Pillow cannot set Thai.")
HOSTILE = '"><img src=x></script><script>alert(1)</script>'
XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    shelf.clear(frozenset())
    Site.clear_site_root_paths_cache()
    yield


@pytest.fixture
def agency() -> ITASettings:
    return ITASettings.objects.create(
        site=make_site(), agency_name_th="เทศบาลตัวอย่าง", agency_name_en="Example Municipality"
    )


@pytest.fixture
def index() -> Any:
    index = make_index()
    index.save_revision().publish()
    return index


@pytest.fixture
def report(index: Any) -> Any:
    return make_report(index)


def head(client: Client, page: Any, query: str = "") -> BeautifulSoup:
    response = client.get(f"{page.get_url()}{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def meta(soup: BeautifulSoup, name: str) -> str | None:
    found = soup.select(f'meta[property="{name}"], meta[name="{name}"]')
    assert len(found) <= 1, f"{name} stands there twice."
    return found[0]["content"] if found else None


def data(soup: BeautifulSoup) -> dict[str, Any]:
    [script] = soup.select("script[type='application/ld+json']")
    return {node["@type"]: node for node in json.loads(script.string)["@graph"]}


def correct(page: Any, **fields: Any) -> None:
    apply_report(page, replace(RECORD, **fields))
    page.correction_note = "แก้คะแนน"
    page.save_revision().publish()
    page.refresh_from_db()


@needs_raqm
class TestPicture:
    @pytest.mark.parametrize("kind", ["index", "item", "report"])
    @pytest.mark.parametrize("language", ["th", "en"])
    def test_each_page_has_one_at_the_address_that_its_head_names(
        self, client: Client, index: Any, kind: str, language: str
    ) -> None:
        page = {
            "index": lambda: index,
            "item": lambda: make_item(index, "O2"),
            "report": lambda: make_report(index),
        }[kind]()
        page = page if language == "th" else translate(page)
        soup = head(client, page)
        address = meta(soup, "og:image")
        assert address.startswith(f"{page.full_url}share.png?v=")
        response = client.get(address)
        assert response["Content-Type"] == "image/png"
        assert response["Content-Disposition"].startswith("inline; ")
        image = Image.open(io.BytesIO(response.content))
        named = tuple(int(meta(soup, f"og:image:{side}")) for side in ("width", "height"))
        assert image.size == named == (1200, 630)
        assert meta(soup, "og:image:alt")
        assert meta(soup, "twitter:card") == "summary_large_image"

    def test_it_differs_by_language(self, client: Client, agency: Any, report: Any) -> None:
        thai = client.get(f"{report.url}share.png").content
        assert client.get(f"{translate(report).url}share.png").content != thai

    def test_a_corrected_score_gives_another_picture_at_another_address(
        self, client: Client, report: Any
    ) -> None:
        address = meta(head(client, report), "og:image")
        picture = client.get(address).content
        correct(report, overall_score=Decimal("91.25"))
        after = meta(head(client, report), "og:image")
        assert after != address
        assert client.get(after).content != picture

    def test_a_draft_changes_nothing(self, client: Client, report: Any) -> None:
        address = meta(head(client, report), "og:image")
        picture = client.get(address).content
        report.title = "ร่างลับ"
        report.save_revision()
        assert meta(head(client, report), "og:image") == address
        assert client.get(address).content == picture

    def test_a_new_name_of_the_agency_gives_another_picture(
        self, client: Client, report: Any, agency: Any
    ) -> None:
        address = meta(head(client, report), "og:image")
        agency.agency_name_th = "เทศบาลใหม่"
        agency.save()
        assert meta(head(client, report), "og:image") != address

    def test_it_is_made_once(
        self, client: Client, report: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = []
        draw = about.draw
        monkeypatch.setattr(about, "draw", lambda *given: made.append(given) or draw(*given))
        first, second = (client.get(f"{report.url}share.png") for _time in range(2))
        assert first.content == second.content
        assert len(made) == 1

    def test_an_unchanged_one_is_not_sent_again(self, client: Client, report: Any) -> None:
        first = client.get(f"{report.url}share.png")
        again = client.get(f"{report.url}share.png", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first["Last-Modified"]

    def test_there_is_none_of_a_draft(self, client: Client, index: Any) -> None:
        page = make_item(index, "O2", live=False)
        assert client.get(f"{index.url}{page.slug}/share.png").status_code == 404

    def test_that_of_a_private_page_asks_for_the_login(self, client: Client, index: Any) -> None:
        page = make_item(index, "O2")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        response = client.get(f"{page.url}share.png")
        assert response.status_code == 302
        assert "login" in response["Location"]

    def test_where_thai_cannot_be_set_none_is_offered_and_the_check_says_so(
        self, client: Client, report: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "wagtail_ita.W003" not in [each.id for each in check_installation()]
        monkeypatch.setattr(features, "check", lambda feature: feature != "raqm")
        soup = head(client, report)
        assert meta(soup, "og:image") is None
        assert meta(soup, "twitter:card") == "summary"
        assert "image" not in data(soup)["Report"]
        assert client.get(f"{report.url}share.png").status_code == 404
        assert "wagtail_ita.W003" in [each.id for each in check_installation()]

    def test_a_site_without_an_agency_has_one_too(self, client: Client, report: Any) -> None:
        assert client.get(meta(head(client, report), "og:image")).status_code == 200


class TestHead:
    def test_it_says_what_the_page_is(self, client: Client, agency: Any, report: Any) -> None:
        soup = head(client, report)
        assert meta(soup, "og:type") == "article"
        assert meta(soup, "og:title") == f"O26 {RECORD.title} – ITA ๒๕๖๙"
        assert soup.title.text.startswith(meta(soup, "og:title"))
        assert meta(soup, "og:site_name") == "เทศบาลตัวอย่าง"
        assert meta(soup, "og:url") == report.full_url
        assert meta(soup, "og:locale") == "th_TH"
        assert meta(soup, "article:modified_time").startswith(str(report.last_published_at.year))

    def test_the_description_is_made_of_the_content(
        self, client: Client, agency: Any, report: Any
    ) -> None:
        made = meta(head(client, report), "description")
        assert made == meta(head(client, report), "og:description")
        for part in ("เทศบาลตัวอย่าง: รายงานผล", "๒๕๖๘", "๒ มาตรการ", "๙๙.๙๘ (ผ่านดีเยี่ยม)", "O26"):
            assert part in made
        english = meta(head(client, translate(report)), "description")
        assert english.startswith("Example Municipality: ")
        assert "2 measures. Total score 99.98 (Excellent pass)." in english

    def test_the_one_that_was_written_is_there_once(self, client: Client, report: Any) -> None:
        report.search_description = "สรุปของเรา"
        report.save_revision().publish()
        soup = head(client, report)
        assert meta(soup, "description") == meta(soup, "og:description") == "สรุปของเรา"

    def test_an_item_with_nothing_to_report_says_so(self, client: Client, index: Any) -> None:
        page = make_item(index, "O18", nothing_to_report="ไม่มีเรื่องร้องเรียน\nตลอดปี")
        assert "ไม่มีเรื่องร้องเรียน ตลอดปี" in meta(head(client, page), "description")

    @pytest.mark.parametrize("query", ["", "?page=2", "?utm_source=line"])
    def test_the_one_address_is_without_what_was_asked(
        self, client: Client, index: Any, query: str
    ) -> None:
        soup = head(client, index, query)
        [link] = soup.select("link[rel=canonical]")
        assert link["href"] == index.full_url == meta(soup, "og:url")

    def test_markup_in_a_title_stays_text(self, client: Client, agency: Any, index: Any) -> None:
        agency.agency_name_th = HOSTILE
        agency.save()
        page = make_item(index, "O2", title=HOSTILE)
        soup = head(client, page)
        assert HOSTILE in meta(soup, "og:title")
        assert meta(soup, "og:site_name") == HOSTILE
        assert not soup.select("script:not([type='application/ld+json']), img[src=x]")
        assert data(soup)["WebPage"]["name"] == HOSTILE

    def test_the_other_languages_are_named(self, client: Client, report: Any) -> None:
        english = translate(report)
        english.title, english.introduction = "Report", "<p>Our measures of the year</p>"
        english.conclusion, english.measures = "", []
        english.save()
        soup = head(client, report)
        found = [each["content"] for each in soup.select('meta[property="og:locale:alternate"]')]
        assert found == ["en_US"]

    def test_of_a_superseded_version_nothing_is_shared(
        self, client: Client, agency: Any, report: Any
    ) -> None:
        agency.show_versions = True
        agency.save()
        correct(report, overall_score=Decimal("91.25"))
        soup = BeautifulSoup(client.get(f"{report.url}versions/1/").content, "html.parser")
        assert not soup.select('meta[property^="og:"], script')
        assert [each["href"] for each in soup.select("link[rel=canonical]")] == [report.full_url]

    def test_nobody_needs_a_site_or_an_agency(self, report: Any) -> None:
        shared = Shared(report, agency=None, language="th")
        assert shared.made_description.startswith("รายงานผลการดำเนินการ")
        facts = shared.facts()
        assert facts.agency is None
        assert facts.home.url == "http://localhost/"

    @pytest.mark.parametrize(
        ("code", "name"), [("th", "th_TH"), ("en", "en_US"), ("pt-br", "pt_BR"), ("lo", "")]
    )
    def test_a_language_is_named_as_open_graph_does(self, code: str, name: str) -> None:
        assert locale_name(code) == name


class TestStructuredData:
    def test_a_report_is_a_report_of_the_agency_with_its_files(
        self, client: Client, agency: Any, report: Any
    ) -> None:
        found = data(head(client, report))
        assert found["Report"]["isPartOf"] == {"@id": report.index_page.full_url}
        assert found["GovernmentOrganization"]["name"] == "เทศบาลตัวอย่าง"
        files = {each["contentUrl"] for each in found["Dataset"]["distribution"]}
        assert {f"{report.full_url}report.{kind}" for kind in ("json", "csv", "xlsx")} <= files
        for address in files:
            assert client.get(address).status_code == 200

    def test_the_index_lists_what_is_public(self, client: Client, index: Any) -> None:
        make_item(index, "O2")
        make_item(index, "O3", live=False, title="ร่างลับ")
        private = make_item(index, "O4")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        listed = data(head(client, index))["CollectionPage"]["mainEntity"]["itemListElement"]
        assert [each["url"] for each in listed] == [f"{index.full_url}o2/"]

    def test_items_go_by_their_official_titles_and_a_second_page_by_its_own(
        self, client: Client, index: Any
    ) -> None:
        make_item(index, "O2", title="ชื่อที่หน่วยงานตั้ง")
        make_item(index, "O2", title="หน้าที่สองของข้อ", slug="o2-2")
        listed = data(head(client, index))["CollectionPage"]["mainEntity"]["itemListElement"]
        official = get_catalogue("nacc", 2569).get("O2").title("th")
        assert [each["name"] for each in listed] == [f"O2 {official}", "O2 หน้าที่สองของข้อ"]

    def test_the_agency_is_told_in_the_language_of_the_page(
        self, client: Client, agency: Any, report: Any
    ) -> None:
        agency.emblem = get_image_model().objects.create(
            title="ตรา", file=get_test_image_file("emblem.png", size=(40, 40))
        )
        agency.address_th, agency.address_en = "๙๙ ถนนตัวอย่าง", "99 Example Road"
        agency.phone, agency.email = "0 2000 0000", "office@example.go.th"
        agency.save()
        for page, name, other, address in (
            (report, "เทศบาลตัวอย่าง", "Example Municipality", "๙๙ ถนนตัวอย่าง"),
            (translate(report), "Example Municipality", "เทศบาลตัวอย่าง", "99 Example Road"),
        ):
            told = data(head(client, page))["GovernmentOrganization"]
            assert (told["name"], told["alternateName"]) == (name, other)
            assert told["address"] == address
            assert (told["telephone"], told["email"]) == (agency.phone, agency.email)
            assert told["logo"] == f"http://localhost{agency.emblem.file.url}"

    def test_it_says_when_it_was_published_and_when_corrected(
        self, client: Client, report: Any
    ) -> None:
        correct(report, conclusion="<p>แก้ไข</p>")
        told = data(head(client, report))["Report"]
        moments = [
            dt.datetime.fromisoformat(told[key]) for key in ("datePublished", "dateModified")
        ]
        assert moments == [
            report.first_published_at.replace(microsecond=0),
            report.last_published_at.replace(microsecond=0),
        ]

    def test_an_index_that_is_no_longer_live_is_not_named(self, client: Client, index: Any) -> None:
        page = make_item(index, "O2")
        index.unpublish()
        assert index.title not in str(data(head(client, page)))

    def test_english_pages_come_from_the_english_front_page(
        self, client: Client, agency: Any, report: Any
    ) -> None:
        trail = data(head(client, translate(report)))["BreadcrumbList"]["itemListElement"]
        assert [each["item"].partition("localhost")[2] for each in trail] == [
            "/en/",
            "/en/ita-2569/",
            "/en/ita-2569/o26/",
        ]
        assert trail[0]["name"] == "Example Municipality"

    def test_the_licence_is_that_of_the_settings_and_none_is_made_up(
        self, client: Client, agency: Any, report: Any
    ) -> None:
        assert "license" not in data(head(client, report))["Dataset"]
        agency.data_licence = "cc-by-4.0"
        agency.save()
        shown = data(head(client, report))["Dataset"]["license"]
        assert shown == "https://creativecommons.org/licenses/by/4.0/"


class TestSitemap:
    def entries(self, client: Client) -> dict[str, Any]:
        tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
        return {each.find(f"{XML}loc").text: each for each in tree}

    def test_it_has_what_is_public_with_its_date(self, client: Client, report: Any) -> None:
        index = report.index_page
        make_item(index, "O3", live=False)
        private = make_item(index, "O4")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        found = self.entries(client)
        assert [address for address in found if "/o" in address] == [report.full_url]
        dated = found[report.full_url].find(f"{XML}lastmod").text
        assert dated == clock.local_day(report.last_published_at).isoformat()

    def test_a_translation_is_there_and_each_names_the_other(
        self, client: Client, index: Any
    ) -> None:
        page = make_item(index, "O18", title="ข้อมูลสถิติ", nothing_to_report="ไม่มีเรื่องร้องเรียน")
        english = translate(page)
        english.title, english.nothing_to_report = "Statistics", "There was no complaint."
        english.save_revision().publish()
        found = self.entries(client)
        named = {"th": page.full_url, "en": english.full_url, "x-default": page.full_url}
        for address in (page.full_url, english.full_url):
            links = found[address].findall(f"{XHTML}link")
            assert {link.get("hreflang"): link.get("href") for link in links} == named

    def test_a_copy_that_nobody_has_translated_is_not(self, client: Client, index: Any) -> None:
        page = make_item(index, "O2", title="ข้อมูลผู้บริหาร")
        copy = translate(page)
        found = self.entries(client)
        assert copy.full_url not in found
        assert found[page.full_url].findall(f"{XHTML}link") == []

    def test_the_database_is_not_asked_for_each_page(self, client: Client, index: Any) -> None:
        def count() -> int:
            self.entries(client)
            with CaptureQueriesContext(connection) as queries:
                self.entries(client)
            return len(queries)

        make_item(index, "O1")
        few = count()
        for number in range(2, 20):
            make_item(index, f"O{number}")
        assert count() == few
