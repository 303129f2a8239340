"""What is private stays private: its words are in nothing that an anonymous visitor can get."""

from __future__ import annotations

from typing import Any

import pytest
import wagtail
from django.contrib.auth.models import Group
from django.test import Client, override_settings
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
)

from tests.pages.secrets import DUE, SECRET, Secrets, make_secret_pages, secret
from tests.sample import FULL_MEASURE, RECORD, make_document, make_index, make_item, make_report
from tests.security.public_answers import answers, public_addresses, text_of
from wagtail_ita.models import ITASettings, PublishedVersion

pytestmark = pytest.mark.django_db

WAYS = ["login", "password", "groups"]
SENTINELS = (SECRET, "secret-owner", "kept.pdf", "kept_", "61.37", "๖๑.๓๗", str(DUE))


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def restrict(restriction: Any, way: str) -> None:
    """Ask visitors for what a restriction may ask for: a login, a password, to be of a group."""
    restriction.restriction_type = way
    restriction.password = "secret-owner" if way == "password" else ""
    restriction.save()
    if way == "groups":
        restriction.groups.add(Group.objects.get_or_create(name="ผู้บริหาร")[0])


@pytest.fixture
def secrets(way: str) -> Secrets:
    """A year in which everything internal says so; what is behind a lock is locked that way."""
    pages = make_secret_pages()
    # A note on a correction is public, whatever becomes of the version.
    PublishedVersion.objects.filter(number=0).update(note="")
    ITASettings.objects.update_or_create(
        site=pages.index.get_site(), defaults={"show_versions": True}
    )
    closed = Collection.objects.get(name=secret("collection"))
    below = closed.add_child(name=secret("collection below"))
    hidden_image = get_image_model().objects.create(
        title=secret("image"), file=get_test_image_file("kept_image.png"), collection=below
    )
    hidden_file = make_document(secret("document below"), "kept_below.pdf", collection=below)
    pieces = [
        ("image", {"image": hidden_image, "title": "", "alt_text": secret("alt"), "note": ""}),
        ("document", {"document": hidden_file, "title": "", "note": secret("note below")}),
        ("page", {"page": pages.draft, "title": secret("draft as evidence"), "note": ""}),
    ]
    item = make_item(pages.index, "O14", title="ข้อที่เปิดเผย", evidence=pieces)
    item.save_revision().publish()
    # Years that nobody may see: a draft, and one behind the lock, with a score of its own.
    make_index(2567, live=False).save_revision()
    lost = make_index(2568)
    lost.title = secret("year")
    lost.save_revision().publish()
    report = make_report(lost, RECORD)
    type(report).objects.filter(pk=report.pk).update(
        title=secret("report of that year"), overall_score="61.37", reported_year=2567
    )
    PageViewRestriction.objects.create(page=lost, restriction_type=PageViewRestriction.LOGIN)
    for restriction in (
        *PageViewRestriction.objects.all(),
        *CollectionViewRestriction.objects.all(),
    ):
        restrict(restriction, way)
    return pages


def assert_nothing_is_told(found: dict[str, tuple[int, str]]) -> None:
    told = {
        address: [word for word in SENTINELS if word in text]
        for address, (_status, text) in found.items()
    }
    assert {address: words for address, words in told.items() if words} == {}


def test_nothing_that_a_visitor_can_open_tells_of_it(secrets: Secrets) -> None:
    pages = [secrets.item, secrets.report]
    found = answers(public_addresses(secrets.index, *pages))
    # Nothing is tested where nothing is answered.
    for address, (status, _text) in found.items():
        expected = (302, 404) if "versions/" in address or "item=O26" in address else (200,)
        assert status in expected, address
    assert_nothing_is_told(found)


def test_to_look_for_it_finds_nothing(secrets: Secrets) -> None:
    for question in (f"?q={SECRET}", f"?q={SECRET}&year=all", f"?q={SECRET}&item=O12"):
        response = Client().get(f"{secrets.index.url}{question}")
        assert response.context["found_count"] == 0
    for question in ("?item=O9", "?item=O13", "?year=2568", "?year=2567"):
        response = Client().get(f"{secrets.index.url}{question}")
        assert response.status_code == 200
        assert SECRET not in text_of(response)


def test_the_files_themselves_are_kept(secrets: Secrets) -> None:
    documents = get_document_model().objects.filter(title__startswith=SECRET)
    assert documents.count() == 2
    for document in documents:
        response = Client().get(document.url)
        assert response.status_code in (200, 302)
        assert b"%PDF" not in response.getvalue()


def test_a_year_behind_a_lock_gives_nothing_away(way: str) -> None:
    pages = make_secret_pages()
    item = make_item(pages.index, "O15", title=secret("item"))
    index = type(pages.index).objects.get(pk=pages.index.pk)
    index.title = secret("title of the year")
    index.save_revision().publish()
    restrict(PageViewRestriction(page=index), way)
    addresses = [
        each
        for each in public_addresses(index, pages.report, pages.item, item)
        if each != "/sitemap.xml"
    ]
    found = answers(addresses)
    assert {status for status, _text in found.values()} <= {200, 302, 404}
    assert all("password" in text for status, text in found.values() if status == 200)
    assert_nothing_is_told(answers([*addresses, "/sitemap.xml"]))


def test_a_draft_year_is_not_there_at_all() -> None:
    index = make_index(live=False)
    index.title = secret("draft year")
    index.save_revision()
    report = make_report(index, publish=False)
    for address, (status, _text) in answers(public_addresses(index, report)).items():
        assert status == 404 or address == "/sitemap.xml", address


def test_what_becomes_private_is_gone_at_once(way: str) -> None:
    index = make_index()
    index.save_revision().publish()
    report = make_report(index)
    visitor = Client()
    first = visitor.get(report.url)
    etag = first["ETag"]
    assert visitor.get(report.url, headers={"If-None-Match": etag}).status_code == 304
    file = visitor.get(f"{report.url}report.json")
    assert FULL_MEASURE.title in text_of(file) and FULL_MEASURE.title in text_of(first)
    assert report.url in text_of(visitor.get(f"{index.url}items.json"))
    restrict(PageViewRestriction(page=report), way)
    for address, known in ((report.url, etag), (f"{report.url}report.json", file["ETag"])):
        response = visitor.get(address, headers={"If-None-Match": known})
        assert response.status_code in (200, 302)
        assert FULL_MEASURE.title not in text_of(response)
    assert report.url not in text_of(visitor.get(f"{index.url}items.json"))


def test_no_shared_cache_may_keep_what_somebody_saw_with_a_password() -> None:
    index = make_index()
    report = make_report(index)
    PageViewRestriction.objects.create(
        page=report, restriction_type="password", password="เปิดด้วยคำนี้"
    )
    restriction = report.get_view_restrictions().get()
    visitor = Client()
    visitor.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{report.pk}/",
        {"password": "เปิดด้วยคำนี้", "return_url": report.url},
    )
    with override_settings(WAGTAIL_ITA={"PAGE_MAX_AGE": 600}):
        response = visitor.get(report.url)
        assert response.status_code == 200
        assert "private" in response["Cache-Control"]
        for name in report.download_names:
            file = visitor.get(f"{report.url}{name}")
            assert "public" not in file.get("Cache-Control", ""), name
            assert "Access-Control-Allow-Origin" not in file, name


@pytest.mark.urls("tests.urls_api_v2")
def test_the_api_that_reads_tells_nothing(secrets: Secrets) -> None:
    addresses = [
        "/api/v2/pages/?fields=*",
        f"/api/v2/pages/?child_of={secrets.index.pk}&fields=*",
        f"/api/v2/pages/?search={SECRET}",
        *(
            f"/api/v2/pages/{page.pk}/?fields=*"
            for page in (
                secrets.index,
                secrets.item,
                secrets.report,
                secrets.draft,
                secrets.private,
            )
        ),
        f"/api/v2/pages/find/?html_path={secrets.private.url}",
    ]
    assert_nothing_is_told(answers(addresses))


if wagtail.VERSION >= (8, 0):

    @pytest.mark.urls("tests.urls_api")
    def test_the_api_that_writes_tells_nothing(secrets: Secrets) -> None:
        addresses = [
            "/api/v3/pages/",
            "/api/v3/openapi.json",
            *(
                f"/api/v3/pages/{page.pk}/{query}"
                for page in (
                    secrets.index,
                    secrets.item,
                    secrets.report,
                    secrets.draft,
                    secrets.private,
                )
                for query in ("", "?version=draft")
            ),
        ]
        assert_nothing_is_told(answers(addresses))
