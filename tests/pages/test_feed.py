"""``feed.xml``: what was published and corrected, for feed readers, and nothing that is private."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import parse_http_date
from wagtail.models import PageViewRestriction, Site

from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_index,
    make_item,
    make_report,
    translate,
    without_publish_rule,
)
from wagtail_ita.models import ITASettings, PublishedVersion
from wagtail_ita.transfer.feed import MAX_ENTRIES, FeedEntry, YearFeed, render_feed

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    caches["default"].clear()
    Site.clear_site_root_paths_cache()
    yield


@pytest.fixture
def index() -> Any:
    index = make_index()
    index.save_revision().publish()
    ITASettings.objects.create(
        site=index.get_site(), agency_name_th="เทศบาลตัวอย่าง", agency_name_en="Example Town"
    )
    return index


class Feed:
    """A feed as a reader sees it, checked for what RFC 4287 asks of every feed."""

    def __init__(self, data: bytes) -> None:
        self.root = ElementTree.fromstring(data)
        assert self.root.tag == f"{ATOM}feed"
        self.entries = self.root.findall(f"{ATOM}entry")
        assert self.text("author", "name")
        for part in (self.root, *self.entries):
            for name in ("id", "title", "updated"):
                (found,) = part.findall(f"{ATOM}{name}")
                assert found.text
            for moment in (*part.findall(f"{ATOM}updated"), *part.findall(f"{ATOM}published")):
                assert RFC3339.fullmatch(moment.text)
            kinds = [link.get("rel") for link in part.findall(f"{ATOM}link")]
            assert kinds.count("alternate") == 1
            assert all(link.get("href") for link in part.findall(f"{ATOM}link"))
        ids = [self.text("id", of=each) for each in (self.root, *self.entries)]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in ids)

    def text(self, *path: str, of: Any = None) -> str:
        where = self.root if of is None else of
        return where.findtext("/".join(f"{ATOM}{name}" for name in path)) or ""

    def link(self, kind: str, of: Any = None) -> str:
        where = self.root if of is None else of
        (found,) = (link for link in where.findall(f"{ATOM}link") if link.get("rel") == kind)
        return found.get("href")

    @property
    def titles(self) -> list[str]:
        return [self.text("title", of=each) for each in self.entries]

    @property
    def corrections(self) -> list[Any]:
        return [
            each
            for each in self.entries
            if each.find(f"{ATOM}category").get("term") == "correction"
        ]

    def summaries(self) -> list[str]:
        return [self.text("summary", of=each) for each in self.corrections]


def read(client: Client, index: Any) -> Feed:
    response = client.get(f"{index.url}feed.xml")
    assert response.status_code == 200
    return Feed(response.content)


def correct(page: Any, note: str, **measure: Any) -> PublishedVersion:
    """Publish a page again with a change of its first measure; return what is on record of it."""
    raw = list(page.measures.raw_data)
    raw[0] = {**raw[0], "value": {**raw[0]["value"], **measure}}
    page.measures = page.measures.stream_block.to_python(raw)
    page.correction_note = note
    with without_publish_rule():
        page.save_revision().publish()
    page.refresh_from_db()
    return PublishedVersion.objects.of(page).latest("number")


# --------------------------------------------------------------------------------- what is in it


def test_it_is_a_feed_of_the_agency_in_the_language_of_the_index(
    client: Client, index: Any
) -> None:
    page = make_report(index)
    feed = read(client, index)
    assert feed.root.get(LANGUAGE) == "th"
    assert feed.text("title") == index.title
    assert feed.text("author", "name") == "เทศบาลตัวอย่าง"
    assert feed.link("self") == f"{index.full_url}feed.xml"
    assert feed.link("alternate") == index.full_url
    (entry,) = feed.entries
    assert feed.titles == [f"O26 {index.catalogue.report_item.title_th}"]
    assert feed.link("alternate", entry) == page.full_url
    published = parse_datetime(feed.text("published", of=entry))
    assert published.replace(microsecond=0) == page.first_published_at.replace(microsecond=0)


def test_items_and_the_report_are_in_it_with_the_newest_first(client: Client, index: Any) -> None:
    for day, code in enumerate(("O1", "O2", "O3"), start=1):
        moment = dt.datetime(2026, 3, day, 9, tzinfo=dt.UTC)
        make_item(index, code, first_published_at=moment, last_published_at=moment)
    make_report(index)
    found = [title.split()[0] for title in read(client, index).titles]
    assert found == ["O26", "O3", "O2", "O1"]


def test_a_correction_says_why_and_where(client: Client, index: Any) -> None:
    page = make_report(index)
    version = correct(page, "แก้ตัวเลขผลผลิต", output="<p>แก้แล้ว</p>", outcome="<p>แก้แล้ว</p>")
    feed = read(client, index)
    (entry,) = feed.corrections
    assert entry is feed.entries[0]
    assert feed.titles[0] == feed.titles[1]
    summary = BeautifulSoup(feed.text("summary", of=entry), "html.parser")
    assert entry.find(f"{ATOM}summary").get("type") == "html"
    assert summary.p.get_text() == "แก้ตัวเลขผลผลิต"
    (line,) = summary.select("li")
    assert FULL_MEASURE.title in line.get_text()
    assert "มาตรการที่ ๑" in line.get_text()
    assert line.get_text().count(",") == 1
    assert feed.link("alternate", entry) == page.full_url
    updated = parse_datetime(feed.text("updated", of=entry))
    assert updated.replace(microsecond=0) == version.published_at.replace(microsecond=0)


def test_ids_stay_the_same_when_a_page_changes_or_moves(client: Client, index: Any) -> None:
    page = make_report(index)
    correct(page, "ครั้งแรก", output="<p>หนึ่ง</p>")
    before = {feed.text("id", of=each) for feed in [read(client, index)] for each in feed.entries}
    correct(page, "ครั้งที่สอง", output="<p>สอง</p>")
    Site.objects.update(hostname="another.example.go.th")
    Site.clear_site_root_paths_cache()
    feed = read(client, index)
    after = {feed.text("id", of=each) for each in feed.entries}
    assert before < after
    assert len(after) == 3


def test_publishing_again_without_a_correction_is_the_same_entry_newer(
    client: Client, index: Any
) -> None:
    page = make_report(index)
    before = read(client, index)
    page.conclusion = "<p>ถ้อยคำใหม่</p>"
    with without_publish_rule():
        page.save_revision().publish()
    after = read(client, index)
    assert [after.text("id", of=each) for each in after.entries] == [
        before.text("id", of=each) for each in before.entries
    ]
    assert after.text("updated", of=after.entries[0]) > before.text("updated", of=before.entries[0])


def test_an_entry_has_its_name_for_good(client: Client, index: Any) -> None:
    """Whoever follows the feed would have everything once more under another one."""
    page = make_report(index)
    key = "0b6c7a52-0000-4000-8000-0000000000a1"
    type(page).objects.filter(pk=page.pk).update(translation_key=key)
    page.refresh_from_db()
    correct(page, "แก้ชื่อ", title="ชื่อใหม่")
    feed = read(client, index)
    assert {feed.text("id", of=each) for each in feed.entries} == {
        "urn:uuid:c630a40c-70b0-5a1a-bbe7-4de32de3d526",
        "urn:uuid:f9bc6805-9276-5cc6-9e10-1a789c179c44",
    }


def test_each_language_has_its_own_feed(client: Client, index: Any) -> None:
    copy = translate(make_report(index))
    there = copy.get_parent().specific
    feed = read(client, there)
    assert feed.root.get(LANGUAGE) == "en"
    assert feed.text("author", "name") == "Example Town"
    assert feed.link("alternate", feed.entries[0]) == copy.full_url
    here = read(client, index)
    assert feed.text("id") != here.text("id")
    assert feed.text("id", of=feed.entries[0]) != here.text("id", of=here.entries[0])


def test_a_page_without_any_date_comes_last(client: Client, index: Any) -> None:
    make_item(index, "O1")
    make_report(index)
    assert read(client, index).titles[-1].startswith("O1 ")


def test_an_empty_year_is_a_feed_too(client: Client) -> None:
    index = make_index(2568)
    feed = read(client, index)
    assert feed.entries == []
    assert feed.text("author", "name") == index.title


def test_it_holds_the_newest_hundred(client: Client, index: Any) -> None:
    page = make_report(index)
    first = PublishedVersion.objects.of(page).get()
    start = timezone.now()
    PublishedVersion.objects.bulk_create(
        PublishedVersion(
            content_type=first.content_type,
            object_id=first.object_id,
            number=number,
            note=f"ครั้งที่ {number}",
            published_at=start + dt.timedelta(minutes=number),
        )
        for number in range(2, MAX_ENTRIES + 10)
    )
    feed = read(client, index)
    assert len(feed.entries) == MAX_ENTRIES
    assert f"ครั้งที่ {MAX_ENTRIES + 9}" in feed.summaries()[0]


# ------------------------------------------------------------------------------ what never is


def test_drafts_private_and_withheld_things_are_not_in_it(client: Client, index: Any) -> None:
    public = make_report(index)
    make_item(index, "O1", live=False, title="ร่างลับ")
    private = make_item(index, "O2", title="ของภายใน")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    gone = make_report(index, replace(RECORD, code="O25"))
    gone.unpublish()
    later = make_report(index, replace(RECORD, code="O24"), publish=False)
    later.go_live_at = timezone.now() + dt.timedelta(days=2)
    with without_publish_rule():
        later.save_revision().publish()
    correct(public, "เปิดเผยได้", output="<p>หนึ่ง</p>")
    held = correct(public, "มีเลขประจำตัวประชาชน", output="<p>สอง</p>")
    held.withheld_at = timezone.now()
    held.save(update_fields=["withheld_at"])
    draft = public.get_latest_revision_as_object()
    draft.correction_note = "ร่างบันทึก"
    draft.save_revision()
    response = client.get(f"{index.url}feed.xml")
    feed, text = Feed(response.content), response.content.decode()
    assert {title.split()[0] for title in feed.titles} == {"O26"}
    assert len(feed.corrections) == 1
    for hidden in ("ร่างลับ", "ของภายใน", "มีเลขประจำตัว", "ร่างบันทึก"):
        assert hidden not in text


def test_a_draft_or_private_index_has_no_feed(client: Client) -> None:
    draft = make_index(2567, live=False)
    assert client.get(f"{draft.url}feed.xml").status_code == 404
    private = make_index(2566)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"{private.url}feed.xml").status_code == 302


# -------------------------------------------------------------------------------- any characters


@pytest.mark.parametrize(
    "text",
    [
        "<b>&amp; ]]> \"'</b>",
        "ก\x00ข\x08ค\x1b",
        "\ud800ครึ่งตัว\udfff",
        "\ufffe\uffff",
        "😀 \u2028 \x85",
    ],
)
def test_any_character_gives_a_feed_that_can_be_read(index: Any, text: str) -> None:
    moment = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    entry = FeedEntry(
        id=f"urn:uuid:{'0' * 8}-0000-5000-8000-{'0' * 12}",
        title=f"O1 {text}",
        url="https://example.go.th/ข้อ/o1/",
        category="correction",
        published=moment,
        updated=moment,
        summary=f"ก{text}",
    )
    year = YearFeed(
        id=entry.id.replace("5000", "5001"),
        title=f"ปี {text}",
        agency=f"เทศบาล {text}",
        url="https://example.go.th/ita/",
        language="th",
        updated=moment,
        entries=(entry,),
    )
    feed = Feed(render_feed(year))
    assert feed.titles[0].startswith("O1 ")
    assert feed.link("alternate", feed.entries[0]).isascii()


def test_a_note_is_text_and_never_markup(client: Client, index: Any) -> None:
    page = make_report(index)
    correct(page, "ก <script>alert(1)</script> & ข\nบรรทัดสอง", output="<p>แก้</p>")
    (summary,) = read(client, index).summaries()
    html = BeautifulSoup(summary, "html.parser")
    assert not html.select("script")
    assert "<script>alert(1)</script> & ข" in html.p.get_text()
    assert html.p.find("br")


# ---------------------------------------------------------------------------------- the answer


def test_it_is_answered_like_open_data(client: Client, index: Any) -> None:
    make_report(index)
    address = f"{index.url}feed.xml"
    response = client.get(address)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline;")
    newest = parse_datetime(Feed(response.content).text("updated"))
    assert parse_http_date(response["Last-Modified"]) == int(newest.timestamp())
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get(address, headers={"if-modified-since": response["Last-Modified"]})
    assert since.status_code == 304
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(address).status_code == 405


def test_a_correction_changes_the_answer_at_once(client: Client, index: Any) -> None:
    page = make_report(index)
    address = f"{index.url}feed.xml"
    before = client.get(address)
    assert client.get(address).content == before.content
    correct(page, "แก้ตัวเลข", output="<p>แก้</p>")
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "แก้ตัวเลข" in after.content.decode()


def test_the_index_leads_to_it(client: Client, index: Any) -> None:
    html = BeautifulSoup(client.get(index.url).content, "html.parser")
    (link,) = html.select('head link[rel="alternate"][type="application/atom+xml"]')
    assert client.get(link["href"]).status_code == 200
    (shown,) = html.select(f'main a[href="{link["href"]}"]')
    assert "Atom" in shown.get_text()
    assert "feed.xml" in " ".join(index.get_cached_paths())


def test_the_number_of_queries_is_fixed(client: Client, index: Any) -> None:
    def queries() -> int:
        client.get(f"{index.url}feed.xml")
        with CaptureQueriesContext(connection) as found:
            client.get(f"{index.url}feed.xml")
        return len(found)

    page = make_report(index)
    make_item(index, "O1")
    few = queries()
    for number in range(2, 9):
        make_item(index, f"O{number}")
    for number in range(3):
        correct(page, f"ครั้งที่ {number}", output=f"<p>{number}</p>")
    make_report(index, replace(RECORD, code="O25", measures=(PLAIN_MEASURE,)))
    assert queries() == few
