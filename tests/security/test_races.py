"""Two people at once: nothing gets lost without a word, and no half of a page is ever public.

With threads where the test's database allows two connections, as PostgreSQL and MariaDB do; on
SQLite in memory there is one, and one does it after the other.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import LogContext
from wagtail.models import PageLogEntry, Revision
from wagtail.test.utils.form_data import rich_text

from tests.admin.roles import client_of
from tests.admin.typed_forms import typed_form
from tests.sample import FULL_MEASURE, RECORD, make_index, make_item, make_report
from wagtail_ita.models import (
    PublishedVersion,
    PublishRefused,
    YearClosed,
    get_index_page_model,
    get_report_page_model,
)
from wagtail_ita.transfer.importing import (
    ImportRefused,
    apply_import,
    index_target,
    make_plan,
    page_target,
)
from wagtail_ita.transfer.parsed import ParsedReport
from wagtail_ita.years.closing import close_year

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NUMBER = re.compile(r"ฉบับที่ (\d+) จบ")


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do things at the same moment, and return what came of each."""
    if not connection.features.test_db_allows_multiple_connections:
        return [act() for act in acts]
    barrier = threading.Barrier(len(acts))

    def start(act: Callable[[], Any]) -> Any:
        barrier.wait(timeout=30)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(start, acts))


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def superuser(name: str) -> Any:
    return get_user_model().objects.create_superuser(name, f"{name}@example.go.th", "x")


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_of_two_editors_who_save_both_texts_are_in_the_history() -> None:
    report = make_report(make_index())
    clients = [client_of(superuser(name)) for name in ("one", "two")]
    forms = [typed_form(report, title=f"หัวข้อของคนที่ {number}") for number in (1, 2)]

    def save(number: int) -> Callable[[], int]:
        return lambda: clients[number].post(edit_address(report), forms[number]).status_code

    assert at_once([save(0), save(1)]) == [302, 302]
    titles = [each.content["title"] for each in Revision.objects.for_instance(report)]
    assert {"หัวข้อของคนที่ 1", "หัวข้อของคนที่ 2"} <= set(titles)
    assert fresh(report).title == RECORD.title
    assert fresh(report).latest_revision.content["title"] in titles


def test_of_two_editors_who_publish_both_publications_are_on_record() -> None:
    report = make_report(make_index())
    users = [superuser(name) for name in ("one", "two")]
    clients = [client_of(user) for user in users]
    forms = [
        typed_form(
            report,
            conclusion=rich_text(f"<p>ฉบับที่ {number} จบ</p>"),
            correction_note=f"แก้ครั้งที่ {number}",
        )
        for number in (1, 2)
    ]

    def publish(number: int) -> Callable[[], int]:
        data = {**forms[number], "action-publish": "on"}
        return lambda: clients[number].post(edit_address(report), data).status_code

    statuses = at_once([publish(0), publish(1)])
    assert statuses == [302, 302]
    versions = list(PublishedVersion.objects.of(report).order_by("number"))
    assert [each.number for each in versions] == [1, 2, 3]
    assert {each.published_by for each in versions[1:]} == set(users)
    live = fresh(report)
    assert versions[-1].record["report"]["conclusion"] == live.conclusion
    assert live.live_revision_id == versions[-1].revision_id


def test_who_publishes_puts_back_nothing_that_others_have_done_since_he_read_the_page() -> None:
    """Somebody saves a draft, somebody locks the page, and one publishes what he had before."""
    report = make_report(make_index())
    revision = fresh(report).save_revision()
    publishing = revision.as_object()
    draft = fresh(report)
    draft.conclusion = "<p>ฉบับที่ 2 จบ</p>"
    later = draft.save_revision()
    locked = fresh(report)
    locked.locked = True
    locked.save(update_fields=["locked"])
    publishing.publish(revision)
    page = fresh(report)
    assert page.live_revision_id == revision.pk
    assert (page.latest_revision_id, page.has_unpublished_changes) == (later.pk, True)
    assert page.locked


def test_who_unpublishes_hides_no_draft_that_was_saved_since() -> None:
    report = make_report(make_index())
    unpublishing = fresh(report)
    later = fresh(report).save_revision()
    unpublishing.unpublish()
    page = fresh(report)
    assert (page.live, page.latest_revision_id) == (False, later.pk)


def test_pages_that_are_made_while_the_year_is_published_are_counted() -> None:
    index = make_index()
    revision = fresh(index).save_revision()
    publishing = revision.as_object()
    make_item(fresh(index), "O1")
    publishing.publish(revision)
    assert fresh(index).numchild == 1


def importing(plan: Any) -> Callable[[], str]:
    """Return what writes a plan, and says why it was refused."""

    def act() -> str:
        try:
            apply_import(plan, plan.choices)
        except ImportRefused as refusal:
            return str(refusal)
        return ""

    return act


def test_two_imports_of_one_look_write_once() -> None:
    report = make_report(make_index())
    plans = [
        make_plan(
            ParsedReport(record=replace(RECORD, conclusion=f"<p>นำเข้า {number}</p>")),
            page_target(fresh(report)),
        )
        for number in (1, 2)
    ]
    before = Revision.objects.for_instance(report).count()

    told = at_once([importing(plan) for plan in plans])
    assert sorted(map(bool, told)) == [False, True]
    assert Revision.objects.for_instance(report).count() == before + 1


def test_a_new_report_is_imported_once() -> None:
    index = make_index()
    plans = [
        make_plan(ParsedReport(record=RECORD), index_target(type(index).objects.get(pk=index.pk)))
        for _number in range(2)
    ]

    told = at_once([importing(plan) for plan in plans])
    assert sorted(map(bool, told)) == [False, True]
    assert get_report_page_model().objects.count() == 1


def test_the_next_year_is_started_once() -> None:
    index = make_index()
    make_item(index, "O12")
    clients = [client_of(superuser(name)) for name in ("one", "two")]
    address = reverse("wagtail_ita_next_year", args=[index.pk])
    statuses = at_once(
        [
            lambda client=client: client.post(address, {"year": "2570"}).status_code
            for client in clients
        ]
    )
    # The second one is told that all is there, or that the address is taken.
    assert set(statuses) <= {200, 302}
    years = get_index_page_model().objects.filter(assessment_year=2570)
    assert years.count() == 1
    codes = [page.slug for page in years.get().get_children()]
    assert len(codes) == len(set(codes))


def test_what_is_not_complete_is_not_public_however_two_people_press() -> None:
    """One publishes what is complete while another takes an element out and publishes that."""
    report = make_report(make_index())
    good = fresh(report)
    good.conclusion = "<p>ฉบับที่ 2 จบ</p>"
    revisions = [good.save_revision()]
    bad = fresh(report)
    bad.measures[0].value["responsible"] = []
    bad.conclusion = "<p>ฉบับที่ 3 จบ</p>"
    revisions.append(bad.save_revision())

    def publish(revision: Any) -> Callable[[], bool]:
        def act() -> bool:
            try:
                revision.publish()
            except PublishRefused:
                return False
            return True

        return act

    assert at_once([publish(each) for each in revisions]) == [True, False]
    assert "ฉบับที่ 2 จบ" in fresh(report).conclusion
    assert "ฉบับที่ 3 จบ" not in Client().get(report.url).content.decode()


def test_a_year_that_is_closed_while_somebody_saves_holds_from_then_on() -> None:
    index = make_index()
    report = make_report(index)
    clerk = get_user_model().objects.create_user("clerk", "c@example.go.th", "x")

    def save() -> str:
        page = fresh(report)
        page.conclusion = "<p>หลังปิด</p>"
        try:
            with LogContext(user=clerk):
                page.save_revision(user=clerk)
                page.save()
        except YearClosed:
            return "refused"
        return "saved"

    def close() -> str:
        close_year(type(index).objects.get(pk=index.pk))
        return "closed"

    at_once([close, save])
    assert type(index).objects.get(pk=index.pk).closed_at
    assert save() == "refused"


class Visitors:
    """Read a report and its file, and note each number that they say.

    Attributes:
        torn: What did not say one number alone.
    """

    def __init__(self, report: Any) -> None:
        self.report = report
        self.seen: set[str] = set()
        self.torn: list[set[str]] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=_closing(self._read_on)) for _number in range(2)]

    def __enter__(self) -> Visitors:
        if connection.features.test_db_allows_multiple_connections:
            for each in self._threads:
                each.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for each in self._threads:
            if each.ident:
                each.join()
        self.read()

    def _read_on(self) -> None:
        while not self._stop.is_set():
            self.read()

    def read(self) -> None:
        visitor = Client()
        shown = visitor.get(self.report.url).content.decode()
        self._note(shown[shown.index("<main") : shown.index('id="ita-corrections"')])
        data = json.loads(visitor.get(f"{self.report.url}report.json").getvalue())["report"]
        texts = (data["title"], data["introduction"], data["conclusion"])
        self._note(" ".join((*texts, data["measures"][0]["description"])))

    def _note(self, text: str) -> None:
        found = set(NUMBER.findall(text))
        self.seen |= found
        if len(found) != 1:
            self.torn.append(found)


def test_no_half_of_a_page_is_ever_public() -> None:
    """Visitors read the page and its file while two people publish again and again."""
    report = make_report(make_index())

    def publish(number: int) -> None:
        page = fresh(report)
        page.title = f"รายงาน ฉบับที่ {number} จบ"
        page.introduction = page.conclusion = f"<p>ฉบับที่ {number} จบ</p>"
        page.measures[0].value["description"] = f"ฉบับที่ {number} จบ"
        page.correction_note = f"แก้ครั้งที่ {number}"
        page.save_revision().publish()

    def publish_from(start: int) -> Callable[[], None]:
        def act() -> None:
            for number in range(start, 9, 2):
                publish(number)
                if not connection.features.test_db_allows_multiple_connections:
                    visitors.read()

        return act

    publish(0)
    with Visitors(report) as visitors:
        at_once([publish_from(1), publish_from(2)])
    assert visitors.torn == []
    assert len(visitors.seen) > 1
    numbers = (
        PublishedVersion.objects.of(report).order_by("number").values_list("number", flat=True)
    )
    assert list(numbers) == list(range(1, 11))
    assert PageLogEntry.objects.filter(page=report.pk, action="wagtail.publish").count() == 10


def _closing(act: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    return run


def test_a_measure_that_both_have_changed_is_in_both_versions() -> None:
    """Whoever is second overwrites the first: the record of what was public has both."""
    report = make_report(make_index())
    for number in (1, 2):
        page = fresh(report)
        page.measures[0].value["title"] = f"{FULL_MEASURE.title} {number}"
        page.correction_note = f"แก้ {number}"
        page.save_revision().publish()
    versions = PublishedVersion.objects.of(report).order_by("number")
    titles = [each.record["report"]["measures"][0]["title"] for each in versions]
    assert titles == [FULL_MEASURE.title, *(f"{FULL_MEASURE.title} {n}" for n in (1, 2))]
