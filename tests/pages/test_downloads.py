"""The files beside a page, as a browser asks for them."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.test import AsyncRequestFactory, Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    Site,
)

from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    translate,
    without_publish_rule,
)
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import AbstractITAReportPage, get_report_page_model
from wagtail_ita.transfer import shelf
from wagtail_ita.transfer.formats.base import Format
from wagtail_ita.transfer.formats.json import read
from wagtail_ita.transfer.formats.registry import FORMATS, format_at
from wagtail_ita.transfer.publication import Publication
from wagtail_ita.views.downloads import download

pytestmark = pytest.mark.django_db

MADE = ["report.json", "report.csv", "report.xlsx", "evidence.zip"]
OF_A_YEAR = ["items.json", "items.csv", "items.xlsx", "evidence.zip"]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    shelf.clear(frozenset())
    Site.clear_site_root_paths_cache()
    yield


@pytest.fixture
def index() -> Any:
    index = make_index()
    index.save_revision().publish()
    return index


@pytest.fixture
def page(index: Any) -> Any:
    return make_report(index)


def content(response: Any) -> bytes:
    data: bytes = response.getvalue()
    return data


class TestReport:
    @pytest.mark.parametrize(
        ("name", "content_type"),
        [
            ("report.json", "application/json; charset=utf-8"),
            ("report.csv", "text/csv; charset=utf-8"),
            (
                "report.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            ("evidence.zip", "application/zip"),
        ],
    )
    def test_each_format_has_its_type_and_a_name_in_thai(
        self, client: Client, page: Any, name: str, content_type: str
    ) -> None:
        response = client.get(page.url + name)
        assert response.status_code == 200
        assert response["Content-Type"] == content_type
        assert response["X-Content-Type-Options"] == "nosniff"
        kind, plain, thai = response["Content-Disposition"].split("; ")
        extension = name.rpartition(".")[2]
        stem = "evidence" if extension == "zip" else "report"
        assert plain == f'filename="{stem}-2568-O26.{extension}"'
        assert "รายงานผลการดำเนินการ" in unquote(thai.removeprefix("filename*=UTF-8''"))
        assert thai.isascii()
        assert kind == ("inline" if extension == "json" else "attachment")
        assert content(response)

    def test_it_is_the_live_revision(self, client: Client, page: Any) -> None:
        page.title = "ร่างใหม่"
        page.conclusion = "<p>ร่างลับ</p>"
        page.save_revision()
        for name in MADE:
            data = content(client.get(page.url + name))
            assert "ร่างลับ".encode() not in data
            assert "ร่างใหม่".encode() not in data
        assert read(content(client.get(f"{page.url}report.json"))) == replace(RECORD, agency="")

    def test_publishing_again_gives_the_new_content_at_once(
        self, client: Client, page: Any
    ) -> None:
        before = client.get(f"{page.url}report.json")
        page.conclusion = "<p>แก้ไขแล้ว</p>"
        with without_publish_rule():
            page.save_revision().publish()
        after = client.get(f"{page.url}report.json", headers={"if-none-match": before["ETag"]})
        assert after.status_code == 200
        assert "แก้ไขแล้ว" in after.content.decode()

    def test_a_page_of_another_language_has_its_own_files(self, client: Client, page: Any) -> None:
        copy = translate(page)
        assert copy.url.startswith("/en/")
        data = json.loads(content(client.get(f"{copy.url}report.json")))
        assert data["publication"]["language"] == "en"
        assert data["publication"]["url"] == copy.full_url

    @pytest.mark.parametrize("name", MADE)
    def test_an_unchanged_file_is_not_sent_again(
        self, client: Client, page: Any, name: str
    ) -> None:
        first = client.get(page.url + name)
        content(first)
        for header in (
            {"if-none-match": first["ETag"]},
            {"if-none-match": f"W/{first['ETag']}"},
            {"if-modified-since": first["Last-Modified"]},
        ):
            again = client.get(page.url + name, headers=header)
            assert again.status_code == 304
            assert again["ETag"] == first["ETag"]
            assert not again.content
        other = client.get(page.url + name, headers={"if-none-match": '"x"'})
        assert (other.status_code, other["ETag"]) == (200, first["ETag"])
        content(other)

    @pytest.mark.parametrize("name", MADE)
    def test_head_has_the_headers_of_get(self, client: Client, page: Any, name: str) -> None:
        got = client.get(page.url + name)
        content(got)
        head = client.head(page.url + name)
        assert head.status_code == 200
        assert not head.getvalue()
        for header in ("ETag", "Content-Type", "Content-Disposition", "Last-Modified"):
            assert head[header] == got[header]
        assert head.get("Content-Length") in (got.get("Content-Length"), "0")

    def test_other_methods_are_refused(self, client: Client, page: Any) -> None:
        assert client.post(f"{page.url}report.json").status_code == 405

    def test_data_may_be_read_from_other_websites(self, client: Client, page: Any) -> None:
        assert client.get(f"{page.url}report.csv")["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Origin" not in client.get(f"{page.url}report.xlsx")

    def test_what_the_site_does_not_make_is_answered_in_a_sentence(
        self, client: Client, page: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_extra(monkeypatch)
        for name in ("report.pdf", "report.docx"):
            response = client.get(page.url + name)
            assert response.status_code == 404
            assert response["Content-Type"] == "text/plain; charset=utf-8"
            assert page.full_url in response.content.decode()

    @pytest.mark.parametrize(
        "name", ["report.html", "items.json", "report.json/", "report.json/x/", "x/report.json"]
    )
    def test_other_names_are_not_found(self, client: Client, page: Any, name: str) -> None:
        assert client.get(page.url + name).status_code == 404

    def test_other_pages_have_no_files(self, client: Client, index: Any) -> None:
        item = make_item(index, "O7")
        assert client.get(f"{item.url}report.json").status_code == 404
        assert client.get("/report.json").status_code == 404
        assert client.get("/evidence.zip").status_code == 404

    def test_a_page_below_with_such_a_name_is_still_reached(
        self, client: Client, index: Any
    ) -> None:
        item = make_item(index, "O7", slug="evidence")
        assert client.get(item.url).status_code == 200


class TestPrivacy:
    def test_a_draft_and_a_page_taken_back_are_not_found(self, client: Client, index: Any) -> None:
        page = make_report(index)
        url = page.url
        page.unpublish()
        draft = make_report(index, replace(RECORD, code="O27"), publish=False)
        for name in MADE:
            assert client.get(url + name).status_code == 404
            assert client.get(f"{index.url}{draft.slug}/{name}").status_code == 404

    def test_a_page_that_expired_is_not_found(self, client: Client, page: Any) -> None:
        from django.core.management import call_command

        url = page.url
        type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())
        call_command("publish_scheduled", verbosity=0)
        for name in MADE:
            assert client.get(url + name).status_code == 404

    @pytest.mark.parametrize("above", [False, True])
    def test_a_private_page_asks_for_a_login_as_the_page_does(
        self, client: Client, admin_client: Client, index: Any, page: Any, above: bool
    ) -> None:
        PageViewRestriction.objects.create(page=index if above else page, restriction_type="login")
        for name in MADE:
            response = client.get(page.url + name)
            assert response.status_code == 302
            assert "login" in response["Location"]
            response = admin_client.get(page.url + name)
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            assert "Access-Control-Allow-Origin" not in response
            content(response)
        for name in OF_A_YEAR:
            assert client.get(index.url + name).status_code == (302 if above else 200)

    def test_a_password_is_asked_for_even_when_the_browser_names_the_file(
        self, client: Client, page: Any
    ) -> None:
        etag = client.get(f"{page.url}report.json")["ETag"]
        PageViewRestriction.objects.create(
            page=page, restriction_type="password", password="only-for-tests"
        )
        response = client.get(f"{page.url}report.json", headers={"if-none-match": etag})
        assert response.status_code == 200
        assert b"<form" in response.content
        assert "มาตรการ" not in response.content.decode()

    def test_evidence_behind_a_login_is_in_no_file_even_for_who_may_see_it(
        self, client: Client, admin_client: Client, index: Any
    ) -> None:
        collection = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        secret = make_document("เอกสารลับ", "s.txt", b"TOP-SECRET", collection=collection)
        piece = EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(secret.pk))
        measures = (replace(FULL_MEASURE, evidence=(piece,)),)
        page = make_report(index, replace(RECORD, measures=measures))
        for visitor in (client, admin_client):
            for url in (*(page.url + name for name in MADE), f"{index.url}evidence.zip"):
                data = content(visitor.get(url))
                assert b"TOP-SECRET" not in data
                assert "เอกสารลับ".encode() not in unzipped(data)

    def test_evidence_that_becomes_private_leaves_the_files_at_once(
        self, client: Client, index: Any
    ) -> None:
        document = make_document("คำสั่งแต่งตั้ง")
        piece = EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(document.pk))
        page = make_report(
            index, replace(RECORD, measures=(replace(FULL_MEASURE, evidence=(piece,)),))
        )
        url = f"{page.url}report.json"
        assert "คำสั่งแต่งตั้ง" in client.get(url).content.decode()
        CollectionViewRestriction.objects.create(
            collection=Collection.get_first_root_node(), restriction_type="login"
        )
        assert "คำสั่งแต่งตั้ง" not in client.get(url).content.decode()

    def test_a_preview_links_to_what_is_live_and_never_makes_a_file_of_the_draft(
        self, page: Any
    ) -> None:
        page.title = "ร่างใหม่"
        draft = page.save_revision().as_object()
        shown = draft.make_preview_request().content.decode()
        assert "ร่างใหม่" in shown
        assert f"{page.url}report.json" in shown
        new = get_report_page_model()(title="ใหม่", code="O28", slug="o28")
        page.get_parent().add_child(instance=new)
        new.live = False
        assert "report.json" not in new.make_preview_request().content.decode()


def unzipped(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        return b"".join(pack.read(name) + name.encode() for name in pack.namelist())


class TestYear:
    def test_the_list_has_what_the_page_shows(self, client: Client, index: Any, page: Any) -> None:
        make_item(index, "O8", live=False, title="ร่างลับ")
        private = make_item(index, "O9", title="หน้าลับ")
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        make_item(index, "O99", title="=ข้อพิเศษ")
        data = json.loads(content(client.get(f"{index.url}items.json")))
        items = {each["code"]: each for each in data["items"]}
        assert (data["assessment_year"], data["scheme"]) == (2569, "nacc")
        assert items["O26"]["published"]
        assert items["O26"]["url"] == page.full_url
        assert items["O26"]["last_published"] == page.last_published_at.isoformat(
            timespec="seconds"
        )
        assert items["O26"]["title_en"]
        for code in ("O8", "O9"):
            assert (items[code]["published"], items[code]["url"]) == (False, "")
        rows = csv.DictReader(
            io.StringIO(
                content(client.get(f"{index.url}items.csv")).decode("utf-8-sig"), newline=""
            )
        )
        by_code = {row["code"]: row for row in rows}
        assert by_code["O99"]["title_th"] == "'=ข้อพิเศษ"
        assert (by_code["O26"]["published"], by_code["O9"]["published"]) == ("true", "false")
        for name in OF_A_YEAR:
            data = unzipped(content(client.get(index.url + name)))
            for secret in ("ร่างลับ", "หน้าลับ"):
                assert secret.encode() not in data

    def test_gaps_are_listed_only_where_the_page_shows_them(
        self, client: Client, index: Any, page: Any
    ) -> None:
        index.show_unpublished = False
        index.save_revision().publish()
        data = json.loads(content(client.get(f"{index.url}items.json")))
        assert [each["code"] for each in data["items"]] == ["O26"]

    @pytest.mark.parametrize("name", OF_A_YEAR)
    def test_it_is_not_sent_again_until_an_item_changes(
        self, client: Client, index: Any, page: Any, name: str
    ) -> None:
        first = client.get(index.url + name)
        content(first)
        again = client.get(index.url + name, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        page.unpublish()
        changed = client.get(index.url + name, headers={"if-none-match": first["ETag"]})
        assert changed.status_code == 200
        content(changed)


class TestKeeping:
    def test_a_file_is_made_once_and_then_kept(self, client: Client, page: Any) -> None:
        made: list[Publication] = []
        form = format_at("report.csv")
        assert form is not None

        def render(publication: Publication) -> bytes:
            made.append(publication)
            return form.render(publication)

        FORMATS["csv"] = replace(form, render=render)
        try:
            first = content(client.get(f"{page.url}report.csv"))
            assert content(client.get(f"{page.url}report.csv")) == first
            content(client.get(f"{page.url}evidence.zip"))
            assert len(made) == 1
            FORMATS["csv"] = replace(form, render=render, version=form.version + 1)
            content(client.get(f"{page.url}report.csv"))
            assert len(made) == 2
        finally:
            FORMATS["csv"] = form

    def test_a_cache_in_front_of_the_site_is_told_of_the_files(self, page: Any) -> None:
        assert page.get_cached_paths()[:2] == ["/", "/report.json"]


class TestAddresses:
    def test_they_stand_in_front_of_wagtails_own_once(self) -> None:
        from wagtail import urls as wagtail_urls

        from wagtail_ita import urls

        urls.register()
        assert wagtail_urls.urlpatterns.count(urls.urlpatterns[0]) == 1
        assert resolve("/a/b/report.json").url_name == urls.DOWNLOAD
        with pytest.raises(Resolver404):
            resolve("/a/b/report.jpeg")

    def test_a_page_with_routes_of_its_own_keeps_them_and_has_files(self) -> None:
        """RoutablePageMixin and ours pass the same arguments from route() to serve()."""

        class Meta:
            abstract = True

        both = type(
            "Both",
            (RoutablePageMixin, AbstractITAReportPage),
            {"Meta": Meta, "__module__": "wagtail_ita.pages.models"},
        )
        names = ["view", "args", "kwargs"]
        import inspect

        for owner in (RoutablePageMixin, AbstractITAReportPage):
            assert list(inspect.signature(owner.serve).parameters)[2:] == names
        assert both.__mro__.index(RoutablePageMixin) < both.__mro__.index(AbstractITAReportPage)


def test_under_asgi_the_pack_is_streamed_too_and_needs_no_database(
    page: Any, django_db_blocker: Any
) -> None:
    request = AsyncRequestFactory().get(f"{page.url}evidence.zip")
    response = download(page, request, "evidence.zip")
    assert response.is_async

    async def fetch() -> bytes:
        return b"".join([chunk async for chunk in response.streaming_content])

    with django_db_blocker.block():
        data = asyncio.run(fetch())
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        assert pack.testzip() is None


class TestButtons:
    def links(self, client: Client, page: Any) -> list[str]:
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        return [a["href"] for a in soup.select(".ita-downloads a")]

    def test_every_link_leads_to_a_file(self, client: Client, index: Any, page: Any) -> None:
        for shown in (index, page):
            links = self.links(client, shown)
            assert len(links) >= 4
            for link in links:
                response = client.get(link)
                assert response.status_code == 200
                assert content(response)

    def test_without_the_extra_the_page_says_how_the_browser_makes_a_pdf(
        self, client: Client, page: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without_extra(monkeypatch)
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        assert not soup.select("a[href$='.pdf'], a[href$='.docx']")
        assert "PDF" in soup.select_one(".ita-downloads__note").get_text()

    def test_with_the_extra_it_does_not(self, client: Client, page: Any) -> None:
        form = FORMATS.get("pdf")
        if form is None or not form.is_available:
            pytest.skip("the extra pdf is not installed")
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        assert soup.select("a[href$='report.pdf']")
        assert not soup.select(".ita-downloads__note")


def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the packages of the extras away, as far as anybody can tell."""
    for name in ("pdf", "docx"):
        form: Format | None = FORMATS.get(name)
        if form is not None:
            monkeypatch.setitem(FORMATS, name, replace(form, modules=("not_installed_anywhere",)))
