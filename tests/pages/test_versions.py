"""What was published is on record, corrections are told in public, and old text does not leak."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from tests.sample import (
    FULL_MEASURE,
    PLAIN_MEASURE,
    RECORD,
    make_document,
    make_index,
    make_report,
    make_site,
    translate,
    without_publish_rule,
)
from wagtail_ita.domain.differences import ChangeKind, Part
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, ReportRecord
from wagtail_ita.models import ITASettings, PublishedVersion, PublishRefused
from wagtail_ita.transfer.formats.json import read_data
from wagtail_ita.transfer.pages import apply_report, report_to_record
from wagtail_ita.workflow.withholding import withhold

pytestmark = pytest.mark.django_db

NOTE = "แก้จำนวนครั้งที่ยืมให้ตรงกับทะเบียน"
OLD, NEW = "มีการยืม ๑๒๘ ครั้ง", "มีการยืม ๑๒๙ ครั้ง"
CORRECTED = replace(
    RECORD,
    measures=(
        replace(FULL_MEASURE, output=f"<p>{NEW} ลงทะเบียนครบ</p>"),
        PLAIN_MEASURE,
    ),
)
AGAIN = replace(CORRECTED, measures=(*CORRECTED.measures[:1], replace(PLAIN_MEASURE, indicator=8)))


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def page() -> Any:
    return make_report(make_index())


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def edit(page: Any, record: ReportRecord, note: str = "") -> Any:
    """Return a new draft of a page, as a revision."""
    draft = fresh(page).get_latest_revision_as_object()
    apply_report(draft, record)
    draft.correction_note = note
    return draft.save_revision()


def correct(page: Any, record: ReportRecord = CORRECTED, note: str = NOTE) -> Any:
    """Publish a correction and return the page as it is stored."""
    edit(page, record, note).publish()
    return fresh(page)


def versions(page: Any) -> list[PublishedVersion]:
    return list(PublishedVersion.objects.of(page))


def open_versions(value: bool = True) -> None:
    agency = ITASettings.for_site(make_site())
    agency.show_versions = value
    agency.save()


def get(client: Client, page: Any, rest: str = "") -> BeautifulSoup:
    response = client.get(f"{page.get_url()}{rest}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


class TestRecord:
    def test_a_publication_is_on_record_as_it_was(self, page: Any) -> None:
        [version] = versions(page)
        assert (version.number, version.revision_id) == (1, page.live_revision_id)
        assert read_data(version.record) == report_to_record(fresh(page))
        assert (version.note, version.changes) == ("", [])

    def test_a_correction_has_its_note_and_its_places(self, page: Any) -> None:
        page = correct(page)
        _first, second = versions(page)
        [change] = second.measure_changes
        assert (second.number, second.note) == (2, NOTE)
        assert (change.kind, change.parts) == (ChangeKind.CHANGED, (Part.OUTPUT,))
        assert second.revision_id == page.live_revision_id
        [entry] = PageLogEntry.objects.filter(action="wagtail_ita.correction_published")
        assert entry.data == {"version": 2, "note": NOTE}

    def test_who_published_is_on_record(self, page: Any) -> None:
        user = get_user_model().objects.create_superuser("chief", "chief@example.go.th", "x")
        edit(page, CORRECTED, NOTE).publish(user=user)
        assert [each.published_by for each in versions(page)] == [None, user]

    def test_a_draft_a_move_and_a_plain_save_leave_no_version(self, page: Any) -> None:
        edit(page, CORRECTED)
        fresh(page).save()
        fresh(page).move(make_index(2570), pos="last-child")
        assert len(versions(page)) == 1

    def test_publishing_again_what_is_public_is_on_record_and_no_correction(
        self, client: Client, page: Any
    ) -> None:
        edit(page, RECORD).publish()
        assert [each.is_correction for each in versions(page)] == [False, False]
        assert not get(client, page).select(".ita-corrections, .ita-corrected")

    def test_what_was_public_before_there_were_versions_is_written_down_first(
        self, page: Any
    ) -> None:
        PublishedVersion.objects.all()._raw_delete("default")
        was = page.live_revision_id
        page = correct(page)
        first, second = versions(page)
        assert (first.revision_id, second.revision_id) == (was, page.live_revision_id)
        assert read_data(first.record).measures[0].output == FULL_MEASURE.output
        assert first.published_at < second.published_at
        assert second.note == NOTE

    def test_a_refused_publication_leaves_nothing(self, page: Any) -> None:
        with pytest.raises(PublishRefused):
            edit(page, CORRECTED).publish()
        assert len(versions(page)) == 1

    def test_a_version_is_never_changed_and_goes_with_its_page(self, page: Any) -> None:
        correct(page)
        version = versions(page)[1]
        version.note = ""
        with pytest.raises(ValidationError):
            version.save()
        with pytest.raises(ValidationError):
            version.save(update_fields=["note"])
        with pytest.raises(ValidationError):
            version.delete()
        Page.objects.get(pk=page.get_parent().pk).delete()
        assert not PublishedVersion.objects.exists()

    def test_a_copy_begins_anew(self, page: Any) -> None:
        page = correct(page)
        copy = fresh(page.copy(update_attrs={"slug": "o26-2"}, keep_live=True))
        assert (copy.live, copy.correction_note) == (True, "")
        [version] = versions(copy)
        assert (version.number, version.note, version.changes) == (1, "", [])

    def test_an_alias_has_none_and_shows_those_of_its_page(self, client: Client, page: Any) -> None:
        alias = page.create_alias(update_slug="o26-alias")
        correct(page)
        assert not PublishedVersion.objects.filter(object_id=str(alias.pk)).exists()
        assert NOTE in get(client, fresh(alias)).text

    def test_an_alias_that_becomes_a_page_of_its_own_has_its_first(self, page: Any) -> None:
        from wagtail.actions.convert_alias import ConvertAliasPageAction

        alias = page.create_alias(update_slug="o26-alias")
        ConvertAliasPageAction(alias).execute(skip_permission_checks=True)
        assert [each.number for each in versions(fresh(alias))] == [1]

    def test_publishing_adds_few_queries(self, page: Any) -> None:
        many = replace(RECORD, measures=tuple(replace(FULL_MEASURE, id=f"m{n}") for n in range(10)))

        def count(record: ReportRecord) -> tuple[int, int]:
            revision = edit(page, record, f"{NOTE} {len(record.measures)}")
            with CaptureQueriesContext(connection) as queries:
                revision.publish()
            return len(queries), sum("publishedversion" in each["sql"] for each in queries)

        few = count(CORRECTED)
        assert count(many) == few
        # Two of them for the search index, which has the note on the correction, too.
        assert few[1] <= 7


class TestRule:
    def test_a_changed_measure_needs_a_note_that_names_the_place(self, page: Any) -> None:
        with pytest.raises(PublishRefused) as refusal:
            edit(page, CORRECTED).publish()
        assert [each.code for each in refusal.value.findings] == ["correction-note-missing"]
        assert f"Measure 1 “{FULL_MEASURE.title}”: (5) Output" in str(refusal.value)
        assert fresh(page).measures[0].value["output"].source == FULL_MEASURE.output

    @pytest.mark.parametrize(
        "measures", [(FULL_MEASURE,), (*RECORD.measures, replace(FULL_MEASURE, id="n", title="อื่น"))]
    )
    def test_a_measure_that_is_new_or_gone_needs_one_too(self, page: Any, measures: Any) -> None:
        with pytest.raises(PublishRefused):
            edit(page, replace(RECORD, measures=measures)).publish()

    @pytest.mark.parametrize(
        "record",
        [
            replace(RECORD, measures=RECORD.measures[::-1]),
            replace(RECORD, conclusion="<p>ขอบคุณทุกกอง</p>"),
        ],
    )
    def test_anything_else_needs_none(self, page: Any, record: ReportRecord) -> None:
        edit(page, record).publish()
        assert versions(page)[1].changes == []

    @pytest.mark.parametrize("note", ["", "  \n", NOTE, f" {NOTE}\n"])
    def test_the_note_that_is_public_already_does_not_count_twice(
        self, page: Any, note: str
    ) -> None:
        page = correct(page)
        with pytest.raises(PublishRefused):
            edit(page, AGAIN, note).publish()

    def test_going_back_to_an_old_revision_does_not_reuse_its_note(self, page: Any) -> None:
        page = correct(page)
        old = page.live_revision
        page = correct(page, AGAIN, "แก้ตัวชี้วัด")
        with pytest.raises(PublishRefused):
            old.publish()

    def test_unpublishing_in_between_is_no_way_round(self, page: Any) -> None:
        fresh(page).unpublish()
        with pytest.raises(PublishRefused):
            edit(page, CORRECTED).publish()
        page = correct(page)
        assert [each.note for each in versions(page)] == ["", NOTE]

    def test_a_report_from_before_there_were_versions_needs_a_note(self, page: Any) -> None:
        PublishedVersion.objects.all()._raw_delete("default")
        with pytest.raises(PublishRefused):
            edit(page, CORRECTED).publish()

    def test_the_schedule_is_put_back(self, page: Any) -> None:
        revision = edit(page, CORRECTED)
        revision.approved_go_live_at = timezone.now()
        revision.save()
        call_command("publish_scheduled")
        assert len(versions(page)) == 1
        [entry] = PageLogEntry.objects.filter(action="wagtail_ita.publish_refused")
        assert entry.data["findings"] == ["correction-note-missing"]

    def test_a_site_that_wants_warnings_only_has_silent_corrections_told(
        self, client: Client, page: Any
    ) -> None:
        with without_publish_rule():
            page = correct(page, note="")
        [entry] = get(client, page).select(".ita-corrections__list > li")
        assert FULL_MEASURE.title in entry.text
        assert entry.select(".ita-corrections__silent")

    def test_each_translation_has_its_own(self, page: Any) -> None:
        copy = translate(page)
        before = len(versions(copy))
        correct(page)
        assert len(versions(copy)) == before
        correct(copy, note="Number of loans")
        assert [each.note for each in versions(page)] == ["", NOTE]
        assert versions(copy)[-1].note == "Number of loans"

    def test_broken_versions_do_not_stop_the_site(self, client: Client, page: Any) -> None:
        PublishedVersion.objects.update(record={"report": []})
        assert client.get(page.get_url()).status_code == 200
        page = correct(page)
        assert [each.number for each in versions(page)] == [1, 2]
        open_versions()
        assert client.get(f"{page.get_url()}versions/1/").status_code == 404


class TestPage:
    def test_notes_are_public_with_date_and_place(self, client: Client, page: Any) -> None:
        page = correct(page)
        soup = get(client, page)
        section = soup.select_one("section.ita-corrections")
        assert section is not None
        assert NOTE in section.text
        assert FULL_MEASURE.title in section.text
        assert "(๕)" in section.text
        assert section.select_one("time")["datetime"] == f"{timezone.localdate():%Y-%m-%d}"
        assert soup.select_one(".ita-corrected a")["href"] == "#ita-corrections"
        assert OLD not in soup.text
        assert not section.select("a")

    def test_they_stay_when_the_report_goes_on(self, client: Client, page: Any) -> None:
        page = correct(page)
        page = correct(page, AGAIN, "แก้ตัวชี้วัด")
        notes = [each.text for each in get(client, page).select(".ita-corrections__list > li > p")]
        assert notes == ["แก้ตัวชี้วัด", NOTE]

    def test_markup_in_a_note_is_shown_and_not_obeyed(self, client: Client, page: Any) -> None:
        page = correct(page, note="<script>alert(1)</script>")
        soup = get(client, page)
        assert not soup.select("script:not([type='application/ld+json'])")
        assert "<script>alert(1)</script>" in soup.text

    @pytest.mark.usefixtures("made_anew")
    def test_it_asks_the_database_once_however_many_versions(
        self, client: Client, page: Any
    ) -> None:
        def count() -> tuple[int, int]:
            client.get(page.get_url())
            with CaptureQueriesContext(connection) as queries:
                client.get(page.get_url())
            return len(queries), sum("publishedversion" in each["sql"] for each in queries)

        few = count()
        correct(page)
        correct(page, AGAIN, "แก้ตัวชี้วัด")
        open_versions()
        assert count() == few
        assert few[1] == 1

    def test_what_is_live_has_its_version_at_hand(self, rf: Any, page: Any) -> None:
        page = correct(page)
        request = rf.get(page.get_url())
        context = fresh(page).get_content_context(request)
        assert context["live_version"].number == 2
        request.is_preview = True
        assert fresh(page).get_content_context(request)["live_version"] is None


class TestEarlierVersion:
    @pytest.fixture
    def corrected(self, page: Any) -> Any:
        open_versions()
        return correct(page)

    def test_it_is_closed_unless_the_site_says_so(self, client: Client, corrected: Any) -> None:
        address = f"{corrected.get_url()}versions/1/"
        assert client.get(address).status_code == 200
        open_versions(False)
        assert client.get(address).status_code == 404
        assert not get(client, corrected).select(".ita-corrections a")

    def test_it_shows_the_old_text_marked_as_superseded(
        self, client: Client, corrected: Any
    ) -> None:
        [link] = get(client, corrected).select(".ita-corrections a")
        response = client.get(link["href"])
        soup = BeautifulSoup(response.content, "html.parser")
        assert OLD in soup.select_one(".ita-measures").text
        banner = soup.select_one(".ita-superseded")
        assert banner.select_one("a")["href"] == corrected.get_url()
        assert soup.select_one("meta[name=robots]")["content"] == "noindex"
        assert response["X-Robots-Tag"] == "noindex"
        assert soup.select_one("link[rel=canonical]")["href"] == corrected.full_url
        assert not soup.select(".ita-downloads, script, [style]")
        ids = [tag["id"] for tag in soup.select("[id]")]
        assert len(ids) == len(set(ids))

    def test_it_says_which_element_of_which_measure_differs(
        self, client: Client, corrected: Any
    ) -> None:
        section = get(client, corrected, "versions/1/").select_one(".ita-differences")
        assert FULL_MEASURE.title in section.select_one("h3").text
        assert [re.sub(r"\s+", " ", each.text) for each in section.select("h4")][0].startswith(
            "(๕)"
        )
        assert [each.text for each in section.select("del")] == ["๑๒๘"]
        assert [each.text for each in section.select("ins")] == ["๑๒๙"]

    def test_a_measure_that_was_added_or_taken_out_is_told(self, client: Client, page: Any) -> None:
        open_versions()
        new = replace(FULL_MEASURE, id="new", title="มาตรการที่เพิ่ม")
        page = correct(page, replace(RECORD, measures=(FULL_MEASURE, new)))
        section = get(client, page, "versions/1/").select_one(".ita-differences")
        heads = [each.text for each in section.select("h3")]
        assert ["มาตรการที่เพิ่ม" in heads[0], PLAIN_MEASURE.title in heads[1]] == [True, True]

    def test_the_current_one_is_the_page_itself(self, client: Client, corrected: Any) -> None:
        response = client.get(f"{corrected.get_url()}versions/2/")
        assert (response.status_code, response["Location"]) == (302, corrected.get_url())

    @pytest.mark.parametrize("rest", ["3", "0", "01", "๑", "x", "1/2", "99999999999999999999"])
    def test_there_is_nothing_else(self, client: Client, corrected: Any, rest: str) -> None:
        assert client.get(f"{corrected.get_url()}versions/{rest}/").status_code == 404

    def test_nothing_is_sent_to_it(self, client: Client, corrected: Any) -> None:
        assert client.post(f"{corrected.get_url()}versions/1/").status_code == 405

    def test_it_goes_with_the_page_when_that_is_unpublished(
        self, client: Client, corrected: Any
    ) -> None:
        corrected.unpublish()
        assert client.get(f"{corrected.get_url()}versions/1/").status_code == 404

    def test_a_private_page_has_private_versions(self, client: Client, corrected: Any) -> None:
        PageViewRestriction.objects.create(page=corrected, restriction_type="login")
        assert client.get(f"{corrected.get_url()}versions/1/").status_code == 302

    def test_evidence_that_is_private_or_gone_is_left_out(self, client: Client, page: Any) -> None:
        from wagtail.models import Collection, CollectionViewRestriction

        root = Collection.get_first_root_node()
        hidden = root.add_child(name="ลับ")
        CollectionViewRestriction.objects.create(collection=hidden, restriction_type="login")
        documents = [
            make_document("เปิดเผยได้"),
            make_document("ไม่เปิดเผย", collection=hidden),
            make_document("ลบแล้ว"),
        ]
        pieces = tuple(
            EvidenceRecord(id=f"e{n}", kind=EvidenceKind.DOCUMENT, key=str(each.pk))
            for n, each in enumerate(documents)
        )
        with_files = replace(FULL_MEASURE, evidence=pieces)
        page = correct(page, replace(RECORD, measures=(with_files, PLAIN_MEASURE)))
        page = correct(page, RECORD, "ถอนเอกสาร")
        documents[2].delete()
        open_versions()
        shown = get(client, page, "versions/2/").text
        assert "เปิดเผยได้" in shown
        assert "ไม่เปิดเผย" not in shown
        assert "ลบแล้ว" not in shown

    def test_the_number_of_queries_does_not_grow_with_measures(
        self, client: Client, page: Any
    ) -> None:
        documents = [make_document(f"หลักฐาน {number}") for number in range(8)]
        pieces = [
            EvidenceRecord(kind=EvidenceKind.DOCUMENT, key=str(each.pk)) for each in documents
        ]
        open_versions()

        def count(number: int) -> int:
            measures = tuple(
                replace(FULL_MEASURE, id=f"m{n}", evidence=(pieces[n % 8],)) for n in range(number)
            )
            correct(page, replace(RECORD, measures=measures), f"ครั้งที่ {number}")
            now = correct(page, RECORD, f"กลับ {number}")
            address = f"{now.get_url()}versions/{len(versions(page)) - 1}/"
            assert client.get(address).status_code == 200
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            return len(queries)

        assert count(2) == count(40)


class TestWithheld:
    @pytest.fixture
    def withheld(self, page: Any) -> Any:
        """A report whose first version named somebody, in a measure that is gone since."""
        secret = replace(PLAIN_MEASURE, id="s", title="โครงการของนายลับ")
        page = correct(page, replace(RECORD, measures=(*RECORD.measures, secret)), "เพิ่มโครงการ")
        page = correct(page, RECORD, "ถอนโครงการที่มีข้อมูลส่วนบุคคล")
        open_versions()
        withhold(page, versions(page)[1], user=None, reason="ข้อมูลส่วนบุคคล")
        return fresh(page)

    def test_it_cannot_be_opened_and_is_named_in_the_list(
        self, client: Client, withheld: Any
    ) -> None:
        assert client.get(f"{withheld.get_url()}versions/2/").status_code == 404
        soup = get(client, withheld)
        assert [a["href"] for a in soup.select(".ita-corrections a")] == [
            f"{withheld.get_url()}versions/1/"
        ]
        named = soup.select(".ita-corrections__versions li")
        assert [bool(each.select(".ita-corrections__silent")) for each in named] == [True, False]

    def test_its_words_are_nowhere_and_its_notes_stay(self, client: Client, withheld: Any) -> None:
        for rest in ("", "versions/1/"):
            assert "นายลับ" not in str(get(client, withheld, rest))
        shown = get(client, withheld).text
        assert "เพิ่มโครงการ" in shown
        assert "ถอนโครงการที่มีข้อมูลส่วนบุคคล" in shown
        assert "ข้อมูลส่วนบุคคล" not in shown.replace("ถอนโครงการที่มีข้อมูลส่วนบุคคล", "")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_publications_at_once_have_two_numbers() -> None:
    page = make_report(make_index())
    revisions = [edit(page, CORRECTED, "หนึ่ง"), edit(page, AGAIN, "สอง")]

    def publish(revision: Any) -> None:
        try:
            revision.publish()
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":
        # In memory it is one connection, so there is nobody to be faster.
        for revision in revisions:
            revision.publish()
    else:
        with ThreadPoolExecutor(len(revisions)) as pool:
            list(pool.map(publish, revisions))
    found = versions(page)
    assert [each.number for each in found] == [1, 2, 3]
    assert {each.note for each in found} == {"", "หนึ่ง", "สอง"}
    assert found[-1].revision_id == fresh(page).live_revision_id


def test_the_findings_panel_tells_while_typing(page: Any) -> None:
    from wagtail_ita.models import typed_findings

    draft = edit(page, CORRECTED).as_object()
    assert "correction-note-missing" in {each.code for each in typed_findings(draft)}
    draft.correction_note = NOTE
    assert "correction-note-missing" not in {each.code for each in typed_findings(draft)}
