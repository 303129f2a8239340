"""Two people do something to the same page at the same moment, each through another web worker.

Each race is run several times, and the second one begins a little later each time, so that the
two meet at different steps of their work. ``tests/security/test_races.py`` has races with threads
of one process, on every database.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageLogEntry, Revision, TaskState
from wagtail.test.utils.form_data import rich_text

from tests.admin.roles import make_user
from tests.admin.typed_forms import typed_form
from tests.sample import FULL_MEASURE, RECORD, make_index, make_item, make_report
from tests.web_workers.people import Person, Terminal, Workers, at_once, superuser
from tests.workflow import chains
from wagtail_ita.models import PublishedVersion, get_index_page_model, get_report_page_model
from wagtail_ita.transfer.formats.json import record_data
from wagtail_ita.transfer.pages import report_to_record
from wagtail_ita.views.importing.pages import START
from wagtail_ita.views.year_screen import CLOSING, NEXT_YEAR
from wagtail_ita.years.closing import reopen_year

# How much later the second one begins in each round, in seconds.
APART = (0.0, 0.04, 0.12)
ROUNDS = len(APART)
# Ours while the stage waits or has just been decided, and Wagtail's of a chain that is over.
TOO_LATE = ("already been approved", "no longer waits", "not currently awaiting moderation")
NUMBER = re.compile(r"ฉบับที่ (\d+) จบ")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def two(workers: Workers) -> list[Person]:
    """Two people who may do anything, each at a worker of his own."""
    return [
        Person(superuser(name), address)
        for name, address in zip(("one", "two"), workers.addresses, strict=True)
    ]


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def text(number: int) -> dict[str, str]:
    return {
        "conclusion": rich_text(f"<p>ฉบับที่ {number} จบ</p>"),
        "correction_note": f"แก้ครั้งที่ {number}",
    }


def publishing(person: Person, report: Any, number: int) -> Callable[[], requests.Response]:
    """Return what publishes a numbered text with the edit form."""
    data = {**typed_form(fresh(report), **text(number)), "action-publish": "on"}
    return lambda: person.post(edit_address(report), data)


def saving(person: Person, report: Any, number: int) -> Callable[[], requests.Response]:
    """Return what saves a numbered text as a draft."""
    data = typed_form(fresh(report), **text(number))
    return lambda: person.post(edit_address(report), data)


def statuses(answers: list[requests.Response], workers: Workers) -> list[int]:
    """Return how each was answered; none with a broken page."""
    found = [each.status_code for each in answers]
    assert max(found) < 500, workers.said()
    return found


def numbers_of(report: Any) -> list[int]:
    versions = PublishedVersion.objects.of(report).order_by("number")
    return [each.number for each in versions]


def number_in(words: str) -> int:
    return int(NUMBER.findall(words)[-1])


def public_number(workers: Workers, report: Any) -> int | None:
    """Return the number that is public, ``None`` if nothing is; every answer has to say the same.

    Page and file of both workers, and the names (ETag) by which they call what they sent.
    """
    path, found, names = report.get_url(), set(), []
    for address in workers.addresses:
        page = requests.get(address + path, timeout=60)
        file = requests.get(f"{address}{path}report.json", timeout=60)
        assert page.status_code == file.status_code, (page, file)
        if page.status_code == 404:
            found.add(None)
            continue
        main = page.text.partition("<main")[2].partition('id="ita-corrections"')[0]
        found |= {number_in(main), number_in(file.json()["report"]["conclusion"])}
        names.append((page.headers["ETag"].replace(address, ""), file.headers.get("ETag")))
    for address, (name, _file) in zip(workers.addresses, names, strict=False):
        again = requests.get(address + path, headers={"If-None-Match": name}, timeout=60)
        assert again.status_code == 304
    [number] = found
    return number


def check_live_version(report: Any, number: int) -> None:
    """What is live is the last version on record, and the numbers have no gap."""
    live = fresh(report)
    last = PublishedVersion.objects.of(report).order_by("number").last()
    assert number_in(live.conclusion) == number
    assert number_in(last.record["report"]["conclusion"]) == number
    assert live.live_revision_id == last.revision_id
    count = len(numbers_of(report))
    assert numbers_of(report) == [*range(1, count + 1)]


def check_nothing_is_hidden(report: Any) -> None:
    """The form shows what was saved last, and the listing says whether that is public."""
    page = fresh(report)
    newest = Revision.objects.for_instance(report).latest("created_at", "pk")
    assert page.latest_revision_id == newest.pk
    assert page.has_unpublished_changes == (page.live_revision_id != newest.pk)


# -------------------------------------------------------------------------------- publications


def test_two_who_publish_are_both_on_record_and_one_is_public(
    workers: Workers, two: list[Person]
) -> None:
    report = make_report(make_index())
    for turn, apart in enumerate(APART, start=1):
        mine, other = 10 * turn, 10 * turn + 1
        acts = [publishing(two[0], report, mine), publishing(two[1], report, other)]
        assert statuses(at_once(*acts, apart=apart), workers) == [302, 302]
        assert len(numbers_of(report)) == 2 * turn + 1
        number = public_number(workers, report)
        assert number in {mine, other}
        check_live_version(report, number)
        check_nothing_is_hidden(report)
    logged = PageLogEntry.objects.filter(page=report.pk, action="wagtail.publish")
    assert logged.count() == 2 * ROUNDS + 1


def test_a_draft_that_is_saved_while_somebody_publishes_is_not_lost(
    workers: Workers, two: list[Person]
) -> None:
    report = make_report(make_index())
    for turn, apart in enumerate(APART, start=1):
        mine, other = 10 * turn, 10 * turn + 1
        acts = [publishing(two[0], report, mine), saving(two[1], report, other)]
        if turn % 2:
            acts.reverse()
        assert statuses(at_once(*acts, apart=apart), workers) == [302, 302]
        assert public_number(workers, report) == mine
        check_live_version(report, mine)
        check_nothing_is_hidden(report)


def test_a_draft_that_is_saved_while_somebody_publishes_from_the_listing_is_not_lost(
    workers: Workers, two: list[Person]
) -> None:
    report = make_report(make_index())
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for turn, apart in enumerate(APART):
        mine, other = 10 * turn, 10 * turn + 1
        statuses([saving(two[0], report, mine)()], workers)
        acts = [
            lambda: two[0].post(f"{bulk}?id={report.pk}", {"include_descendants": ""}),
            saving(two[1], report, other),
        ]
        if turn % 2:
            acts.reverse()
        assert statuses(at_once(*acts, apart=apart / 2), workers) == [302, 302]
        number = public_number(workers, report)
        # What the listing publishes is the draft as it finds it.
        assert number in {mine, other}
        check_live_version(report, number)
        check_nothing_is_hidden(report)


def test_a_draft_that_is_saved_while_a_new_report_goes_public_does_not_take_it_back(
    workers: Workers, two: list[Person]
) -> None:
    report = make_report(make_index(), publish=False)
    for turn, apart in enumerate(APART):
        acts = [publishing(two[0], report, 10 * turn), saving(two[1], report, 10 * turn + 1)]
        if turn % 2:
            acts.reverse()
        assert statuses(at_once(*acts, apart=apart / 2), workers) == [302, 302]
        assert public_number(workers, report) == 10 * turn
        check_live_version(report, 10 * turn)
        check_nothing_is_hidden(report)
        fresh(report).unpublish()


def test_publishing_and_unpublishing_at_once_leaves_one_of_the_two(
    workers: Workers, two: list[Person]
) -> None:
    report = make_report(make_index())
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[report.pk])
    for turn, apart in enumerate(APART, start=1):
        statuses([publishing(two[0], report, 10 * turn)()], workers)
        acts = [
            publishing(two[0], report, 10 * turn + 1),
            lambda: two[1].post(unpublish, {}),
        ]
        if turn % 2:
            acts.reverse()
        assert statuses(at_once(*acts, apart=apart), workers) == [302, 302]
        number = public_number(workers, report)
        assert fresh(report).live == (number is not None)
        if number is not None:
            check_live_version(report, number)
        check_nothing_is_hidden(report)


def test_nothing_is_published_after_the_year_was_closed(workers: Workers) -> None:
    index = make_index()
    report = make_report(index)
    editor = Person(make_user("editor", index, "change", "publish"), workers.addresses[0])
    closer = Person(superuser("closer"), workers.addresses[1])
    closing = reverse(CLOSING, args=[index.pk])
    public = 1
    for turn, apart in enumerate(APART, start=1):
        acts = [
            publishing(editor, report, turn),
            lambda: closer.post(closing, {"action": "close"}),
        ]
        if turn % 2:
            acts.reverse()
        answers = at_once(*acts, apart=apart)
        statuses(answers, workers)
        published = answers[turn % 2]
        closed_at = fresh(index).closed_at
        assert closed_at
        last = PublishedVersion.objects.of(report).order_by("number").last()
        was_published = public != last.number
        if was_published:
            public = last.number
            assert last.published_at < closed_at
            check_live_version(report, turn)
        else:
            assert "This year was closed" in editor.follow(published).text
            assert len(numbers_of(report)) == public
        reopen_year(fresh(index))


# ------------------------------------------------------------------------------------ approvals


def test_of_two_approvals_of_the_last_stage_one_counts(workers: Workers) -> None:
    """A double click, two windows, two officers: from the dashboard and from the edit form."""
    index = make_index()
    report = make_report(index, publish=False)
    chains.make_chain_for(report)
    clerk, mayor, deputy = chains.make_clerk(), chains.make_mayor(), chains.make_mayor("deputy")
    reporter = chains.make_reporter(index)
    first = Person(mayor, workers.addresses[0])
    for turn, apart in enumerate(APART, start=1):
        draft = fresh(report)
        draft.conclusion = f"<p>ฉบับที่ {turn} จบ</p>"
        draft.save_revision(user=reporter)
        chains.submit(report, reporter)
        chains.approve(report, clerk)
        before = PublishedVersion.objects.of(report).count()
        second = Person(mayor if turn % 3 else deputy, workers.addresses[1])
        acts = [deciding(each, report, by_form=turn > ROUNDS // 2) for each in (first, second)]
        answers = at_once(*acts, apart=apart / 4)
        statuses(answers, workers)
        assert PublishedVersion.objects.of(report).count() == before + 1
        approved = TaskState.objects.filter(status=TaskState.STATUS_APPROVED)
        assert approved.count() == 2 * turn
        logged = PageLogEntry.objects.filter(page=report.pk, action="wagtail.publish")
        assert logged.count() == turn
        logged = PageLogEntry.objects.filter(page=report.pk, action="wagtail.workflow.approve")
        assert logged.count() == 2 * turn
        told = [first.told(answers[0]), second.told(answers[1])]
        assert any(sentence in each for sentence in TOO_LATE for each in told), told


def deciding(person: Person, report: Any, *, by_form: bool) -> Callable[[], requests.Response]:
    """Return what approves a report, in the window of the dashboard or with the edit form."""
    words = chains.decision(name="นายสมชาย ตั้งใจ", state=chains.waiting(report).pk)
    if not by_form:
        address = chains.action_address(report)
        return lambda: person.post(address, words)
    data = {
        **typed_form(fresh(report).get_latest_revision_as_object()),
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": json.dumps(words),
    }
    return lambda: person.post(edit_address(report), data)


# -------------------------------------------------------------------------------------- imports

# Of each of these indicators the sample has no measure, which a file could be taken to update.
TITLES = {
    1: "ประกาศเวลาให้บริการ",
    2: "แผนใช้เงินรายไตรมาส",
    3: "ตู้รับเรื่องเบาะแส",
    5: "อบรมเจ้าหน้าที่ใหม่",
    6: "ถามผู้มารับบริการ",
    8: "ย่อขั้นตอนขออนุญาต",
    9: "เว็บไซต์อ่านง่าย",
    10: "งดรับของขวัญ",
}
INDICATORS = tuple(TITLES)


def report_with(indicator: int) -> str:
    """Return a file with one measure."""
    measure = replace(
        FULL_MEASURE, id=str(uuid.uuid4()), indicator=indicator, title=TITLES[indicator]
    )
    return json.dumps(record_data(replace(RECORD, measures=(measure,))))


def measures_of(report: Any) -> list[str]:
    record = report_to_record(fresh(report).get_latest_revision_as_object())
    return [measure.title for measure in record.measures]


def importing(person: Person, destination: str, indicator: int) -> tuple[str, dict[str, Any]]:
    """Go through the first step of the wizard; return where and what the second one sends."""
    file = SimpleUploadedFile("report.json", report_with(indicator).encode())
    answer = person.post(reverse(START), {"destination": destination}, files={"file": file})
    assert answer.status_code == 302, answer.text
    address = answer.headers["Location"]
    soup = BeautifulSoup(person.get(address).content, "html.parser")
    taken = [box["value"] for box in soup.select("input[name=take][checked]")]
    return address, {"take": taken, "seen": soup.select_one("input[name=seen]")["value"]}


def test_of_two_imports_into_one_report_the_second_is_asked_to_look_again(
    workers: Workers, two: list[Person]
) -> None:
    report = make_report(make_index())
    kept = [measure.title for measure in RECORD.measures]
    for turn, apart in enumerate(APART):
        indicators = INDICATORS[2 * turn : 2 * turn + 2]
        steps = [
            importing(person, f"page:{report.pk}", indicator)
            for person, indicator in zip(two, indicators, strict=True)
        ]
        acts = [
            lambda person=person, step=step: person.post(*step)
            for person, step in zip(two, steps, strict=True)
        ]
        answers = at_once(*acts, apart=apart / 4)
        told = [person.told(answer) for person, answer in zip(two, answers, strict=True)]
        assert sorted(statuses(answers, workers)) == [200, 302], told
        loser = [answer.status_code for answer in answers].index(200)
        assert "Somebody saved the page" in two[loser].told(answers[loser])
        kept.append(TITLES[indicators[1 - loser]])
        assert sorted(measures_of(report)) == sorted(kept)
        # Nothing is lost: the same file goes in when the new comparison has been looked at.
        soup = BeautifulSoup(answers[loser].content, "html.parser")
        taken = [box["value"] for box in soup.select("input[name=take][checked]")]
        seen = soup.select_one("input[name=seen]")["value"]
        again = two[loser].post(steps[loser][0], {"take": taken, "seen": seen})
        assert statuses([again], workers) == [302]
        kept.append(TITLES[indicators[loser]])
        assert sorted(measures_of(report)) == sorted(kept)


def test_of_two_imports_that_make_the_report_one_makes_it(
    workers: Workers, two: list[Person]
) -> None:
    for turn, apart in enumerate(APART[:3]):
        index = make_index(2569 - turn if turn < 2 else 2566)
        steps = [importing(person, f"index:{index.pk}", 5) for person in two]
        acts = [
            lambda person=person, step=step: person.post(*step)
            for person, step in zip(two, steps, strict=True)
        ]
        answers = at_once(*acts, apart=apart / 4)
        assert sorted(statuses(answers, workers)) in ([200, 302], [302, 302])
        assert get_report_page_model().objects.child_of(index).count() == 1
        [report] = get_report_page_model().objects.child_of(index)
        assert measures_of(report) == [TITLES[5]]


def test_two_terminals_that_import_into_one_report_lose_and_double_nothing(
    terminals: list[Terminal], tmp_path: Path
) -> None:
    report = make_report(make_index())
    kept = [measure.title for measure in RECORD.measures]
    for terminal in terminals:
        terminal.wait()
    for turn in range(2):
        files = {
            indicator: tmp_path / f"{indicator}.json"
            for indicator in INDICATORS[2 * turn : 2 * turn + 2]
        }
        for indicator, file in files.items():
            file.write_text(report_with(indicator))
        acts = [
            lambda terminal=terminal, file=file: terminal.run(
                "ita_import", str(file), "--year=2569", "--replace"
            )
            for terminal, file in zip(terminals, files.values(), strict=True)
        ]
        answers = at_once(*acts, apart=0.01 * turn)
        assert [each["broke"] for each in answers] == ["", ""]
        for indicator, answer in zip(files, answers, strict=True):
            if answer["refused"]:
                assert "Somebody saved the page" in answer["refused"]
            else:
                kept.append(TITLES[indicator])
        assert sorted(measures_of(report)) == sorted(kept)


# ---------------------------------------------------------------------------------------- years


def codes_of(year: int) -> list[str]:
    [index] = get_index_page_model().objects.filter(assessment_year=year)
    assert index.numchild == index.get_children().count()
    return [page.specific.code for page in index.get_children()]


def test_the_next_year_is_started_once(workers: Workers, two: list[Person]) -> None:
    index = make_index()
    make_report(index)
    for code in ("O1", "O2", "O12"):
        make_item(index, code)
    address = reverse(NEXT_YEAR, args=[index.pk])
    for year, apart in ((2570, 0.0), (2571, 0.1)):
        form = {"year": str(year)}
        acts = [lambda person=person, form=form: person.post(address, form) for person in two]
        answers = at_once(*acts, apart=apart)
        assert 302 in statuses(answers, workers)
        told = [person.told(answer) for person, answer in zip(two, answers, strict=True)]
        assert sum("has been started" in each for each in told) == 1
        assert any("Nothing was missing" in each or "Somebody made pages" in each for each in told)
        codes = codes_of(year)
        assert len(codes) == len(set(codes)) > 20


def test_a_year_that_is_set_up_in_two_terminals_is_there_once(terminals: list[Terminal]) -> None:
    make_index(2568)
    for terminal in terminals:
        terminal.wait()
    for turn, year in enumerate((2569, 2568)):
        acts = [
            lambda terminal=terminal, year=year: terminal.run("ita_setup", f"--year={year}")
            for terminal in terminals
        ]
        answers = at_once(*acts, apart=0.03 * turn)
        assert [each["broke"] for each in answers] == ["", ""]
        for answer in answers:
            assert not answer["refused"] or "Somebody made pages" in answer["refused"]
        codes = codes_of(year)
        assert len(codes) == len(set(codes)) > 20


def test_a_year_that_is_set_up_and_started_at_once_is_there_once(
    workers: Workers, two: list[Person], terminals: list[Terminal]
) -> None:
    index = make_index(2568)
    make_item(index, "O1")
    terminals[0].wait()
    address = reverse(NEXT_YEAR, args=[index.pk])
    answer, ran = at_once(
        lambda: two[0].post(address, {"year": "2569"}),
        lambda: terminals[0].run("ita_setup", "--year=2569"),
    )
    statuses([answer], workers)
    assert not ran["broke"]
    codes = codes_of(2569)
    assert len(codes) == len(set(codes)) > 20
