"""A cache in front of the site is told of every address that shows a change."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published

from tests.sample import (
    FULL_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_item,
    make_report,
    make_site,
    translate,
    without_publish_rule,
)
from wagtail_ita.delivery import changes, purging
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import ITASettings, PublishedVersion
from wagtail_ita.transfer import shelf
from wagtail_ita.workflow.withholding import withhold

pytestmark = pytest.mark.django_db

REPORT_FILES = {"report.json", "report.csv", "report.xlsx", "report.docx", "report.pdf"}
MOVE = ["wagtaildocs", "document", "add_to_collection"]
INDEX_FILES = {"items.json", "items.csv", "items.xlsx", "feed.xml"}


class Front(ThreadingHTTPServer):
    """What stands in front of the site, as far as Wagtail knows."""

    daemon_threads = True

    def __init__(self) -> None:
        self.purged: list[str] = []
        super().__init__(("127.0.0.1", 0), _Answer)


class _Answer(BaseHTTPRequestHandler):
    server: Front

    def do_PURGE(self) -> None:
        self.server.purged.append(self.headers["Host"] + self.path)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def disconnected() -> Iterator[None]:
    """The site without what we listen with."""
    receiver = changes._page_changed
    name = "wagtail_ita.delivery.published"
    page_published.disconnect(dispatch_uid=name)
    try:
        yield
    finally:
        page_published.connect(receiver, dispatch_uid=name)


Purged = Callable[[], Any]


@pytest.fixture
def front(settings: Any) -> Iterator[Front]:
    server = Front()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.WAGTAILFRONTENDCACHE = {
        "nginx": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def purged(front: Front, django_capture_on_commit_callbacks: Any) -> Purged:
    """What is purged by what happens inside, as paths of the site."""

    @contextmanager
    def watch() -> Iterator[set[str]]:
        front.purged.clear()
        # Nothing of a test is ever committed, so what made its pages is still waiting.
        purging._waiting.set(frozenset())
        paths: set[str] = set()
        with django_capture_on_commit_callbacks(execute=True):
            yield paths
        # Once by Wagtail, as the page is saved, and once by us, as that is in the database.
        assert max(Counter(front.purged).values(), default=0) <= 2
        assert {url.partition("/")[0] for url in front.purged} <= {"localhost"}
        paths.update(f"/{url.partition('/')[2]}" for url in front.purged)

    return watch


@pytest.fixture
def index() -> Any:
    index = make_index()
    index.save_revision().publish()
    return index


@pytest.fixture
def report(index: Any) -> Any:
    return make_report(index)


def publish(page: Any) -> None:
    with without_publish_rule():
        page.save_revision().publish()


def everything_of(report: Any, *others: Any) -> set[str]:
    """Every address of a report, and those of other pages themselves."""
    files = {*REPORT_FILES, "evidence.zip", "versions/1/"}
    return {report.url, *(report.url + name for name in files), *(page.url for page in others)}


class TestPages:
    def test_publishing_a_report_tells_of_it_its_files_and_its_index(
        self, purged: Purged, index: Any, report: Any
    ) -> None:
        with purged() as paths:
            report.conclusion = "<p>ใหม่</p>"
            publish(report)
        assert everything_of(report, index) <= paths
        assert {index.url + name for name in (*INDEX_FILES, "evidence.zip")} <= paths
        assert f"{report.url}versions/2/" in paths

    def test_other_years_show_its_scores(self, purged: Purged, report: Any) -> None:
        last_year, other_scheme = make_index(2568), make_index(2569, scheme="ovec", slug="ovec")
        with purged() as paths:
            publish(report)
        assert last_year.url in paths
        assert other_scheme.url not in paths

    def test_publishing_an_item_tells_of_its_index_only(
        self, purged: Purged, index: Any, report: Any
    ) -> None:
        item, other = make_item(index, "O7"), make_item(index, "O8")
        with purged() as paths:
            publish(item)
        assert {item.url, index.url, f"{index.url}items.csv"} <= paths
        assert other.url not in paths
        assert report.url not in paths

    def test_unpublishing_and_deleting(self, purged: Purged, index: Any, report: Any) -> None:
        item = make_item(index, "O7")
        expected = everything_of(report, index)
        with purged() as paths:
            report.unpublish()
        assert expected <= paths
        with purged() as paths:
            Page.objects.get(pk=item.pk).delete()
        assert {item.url, index.url} <= paths

    def test_deleting_a_year_tells_of_all_that_was_in_it(
        self, purged: Purged, index: Any, report: Any
    ) -> None:
        last_year, expected = make_index(2568), everything_of(report, index)
        with purged() as paths:
            Page.objects.get(pk=index.pk).delete()
        assert {*expected, last_year.url} <= paths

    def test_moving_tells_of_the_old_and_of_the_new_address(
        self, purged: Purged, index: Any, report: Any
    ) -> None:
        section = make_site().root_page.add_child(instance=Page(title="ส่วน", slug="section"))
        old = everything_of(report, index)
        with purged() as paths:
            Page.objects.get(pk=index.pk).move(section, "last-child")
        new = {f"/section{path}" for path in old}
        assert old | new <= paths

    def test_a_new_slug_above_changes_every_address_below(
        self, purged: Purged, index: Any, report: Any
    ) -> None:
        section = make_site().root_page.add_child(instance=Page(title="ส่วน", slug="section"))
        Page.objects.get(pk=index.pk).move(section, "last-child")
        section.refresh_from_db()
        with purged() as paths:
            section.slug = "transparency"
            section.save_revision().publish()
        for root in ("/section", "/transparency"):
            assert {f"{root}/ita-2569/o26/", f"{root}/ita-2569/items.csv"} <= paths

    def test_publishing_the_index_tells_of_its_items(
        self, purged: Purged, index: Any, report: Any
    ) -> None:
        last_year = make_index(2568)
        with purged() as paths:
            publish(index)
        assert everything_of(report, index, last_year) <= paths

    def test_a_translation_changes_the_switch_on_the_other_language(
        self, purged: Purged, report: Any
    ) -> None:
        with purged() as paths:
            english = translate(report)
        assert {report.url, english.url, english.get_parent().url} <= paths
        with purged() as paths:
            english.unpublish()
        assert report.url in paths

    def test_a_draft_tells_of_nothing(self, purged: Purged, index: Any, report: Any) -> None:
        with purged() as paths:
            report.title = "ร่าง"
            report.save_revision()
            make_report(index, replace(RECORD, code="O27"), publish=False)
        assert paths == set()

    def test_what_is_rolled_back_tells_of_nothing(
        self, purged: Purged, report: Any, front: Front
    ) -> None:
        with purged() as paths, pytest.raises(RuntimeError), transaction.atomic():
            PageViewRestriction.objects.create(page=report, restriction_type="login")
            raise RuntimeError
        assert paths == set()

    def test_privacy(self, purged: Purged, index: Any, report: Any) -> None:
        with purged() as paths:
            restriction = PageViewRestriction.objects.create(page=report, restriction_type="login")
        assert everything_of(report, index) <= paths
        with purged() as paths:
            restriction.delete()
        assert everything_of(report, index) <= paths
        with purged() as paths:
            PageViewRestriction.objects.create(page=make_site().root_page, restriction_type="login")
        assert everything_of(report, index) <= paths

    def test_a_version_that_is_withheld(
        self, purged: Purged, index: Any, report: Any, admin_user: Any
    ) -> None:
        report.conclusion = "<p>ใหม่</p>"
        publish(report)
        version = PublishedVersion.objects.of(report).first()
        with purged() as paths:
            withhold(report, version, user=admin_user, reason="ข้อมูลส่วนบุคคล")
        assert {*everything_of(report, index), f"{index.url}feed.xml"} <= paths


class TestWhatPagesPointTo:
    def test_the_agency(self, purged: Purged, index: Any, report: Any) -> None:
        english = translate(report)
        agency = ITASettings.for_site(make_site())
        with purged() as paths:
            agency.agency_name_th = "เทศบาลใหม่"
            agency.save()
        assert everything_of(report, index, english) <= paths

    def test_another_site_is_left_alone(self, purged: Purged, report: Any) -> None:
        from wagtail.models import Site

        home = make_site().root_page
        other = home.get_parent().add_child(
            instance=Page(title="อื่น", slug="other", locale=home.locale)
        )
        site = Site.objects.create(hostname="other.example", root_page=other)
        with purged() as paths:
            ITASettings.for_site(site).save()
        assert paths == set()

    def with_evidence(self, index: Any, kind: EvidenceKind, target: Any, code: str = "O26") -> Any:
        piece = EvidenceRecord(kind=kind, key=str(target.pk))
        measures = (replace(FULL_MEASURE, evidence=(piece,)),)
        return make_report(index, replace(RECORD, code=code, measures=measures))

    def test_documents_and_their_collections(
        self, purged: Purged, index: Any, admin_client: Client
    ) -> None:
        document = make_document("คำสั่ง")
        report = self.with_evidence(index, EvidenceKind.DOCUMENT, document)
        unconcerned = make_report(index, replace(RECORD, code="O27"))
        expected = everything_of(report)
        with purged() as renamed:
            document.title = "คำสั่งใหม่"
            document.save()
        private = Collection.get_first_root_node().add_child(name="ลับ")
        with purged() as moved:
            response = admin_client.post(
                f"{reverse('wagtail_bulk_action', args=MOVE)}?id={document.pk}",
                {"collection": private.pk},
            )
        assert response.status_code == 302
        with purged() as hidden:
            restriction = CollectionViewRestriction.objects.create(
                collection=private, restriction_type="groups"
            )
            restriction.groups.add(Group.objects.first())
        with purged() as shown:
            restriction.delete()
        with purged() as deleted:
            document.delete()
        for paths in (renamed, moved, hidden, shown, deleted):
            assert expected <= paths
            assert unconcerned.url not in paths

    def test_images_and_the_emblem(self, purged: Purged, index: Any) -> None:
        image = get_image_model().objects.create(title="ภาพ", file=get_test_image_file())
        report = self.with_evidence(index, EvidenceKind.IMAGE, image)
        with purged() as paths:
            image.title = "ภาพใหม่"
            image.save()
        assert everything_of(report) <= paths
        assert index.url not in paths
        agency = ITASettings.for_site(make_site())
        agency.emblem = image
        agency.save()
        with purged() as paths:
            image.save()
        assert everything_of(report, index) <= paths

    def test_pages_of_the_site_that_are_evidence(self, purged: Purged, index: Any) -> None:
        news = make_site().root_page.add_child(instance=Page(title="ข่าว", slug="news"))
        report = self.with_evidence(index, EvidenceKind.PAGE, news)
        for change in (lambda: publish(news), news.unpublish):
            with purged() as paths:
                change()
            assert everything_of(report) <= paths

    def test_what_nobody_points_to_tells_of_nothing(self, purged: Purged, report: Any) -> None:
        with purged() as paths:
            document = make_document("ไม่มีใครอ้าง")
            document.save()
            Collection.get_first_root_node().add_child(name="ใหม่")
        assert paths == set()


class TestWithoutACache:
    def test_publishing_costs_no_query_for_it(self, report: Any) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                publish(report)
            return len(queries)

        count()
        with disconnected():
            without = count()
        assert count() == without

    def test_a_cache_that_does_not_answer_stops_nobody(
        self,
        settings: Any,
        report: Any,
        django_capture_on_commit_callbacks: Any,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        settings.WAGTAILFRONTENDCACHE_LOCATION = "http://127.0.0.1:9"
        with django_capture_on_commit_callbacks(execute=True):
            publish(report)
        assert report.url in caplog.text


class TestMadeFiles:
    @pytest.mark.parametrize("how", ["unpublish", "delete"])
    def test_the_files_of_a_page_that_is_taken_back_are_deleted(
        self, client: Client, report: Any, how: str, django_capture_on_commit_callbacks: Any
    ) -> None:
        client.get(f"{report.url}report.json")
        folder: Path = shelf.own_folder() / str(report.pk)
        assert folder.exists()
        with django_capture_on_commit_callbacks(execute=True):
            getattr(report, how)()
        assert not folder.exists()
