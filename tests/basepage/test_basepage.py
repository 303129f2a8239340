"""A site with a base page model of its own installs the main app and combines the mixins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Site
from wagtail.test.basepage.models import BasePage

from tests.basepage.agency.models import ItemPage, ReportPage, YearPage
from tests.sample import RECORD
from wagtail_ita.models import ITASettings, PublishedVersion, PublishRefused
from wagtail_ita.panels import FINDINGS, NEW_FINDINGS
from wagtail_ita.transfer.pages import apply_report, report_to_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Any:
    base = BasePage
    locale, _ = Locale.objects.get_or_create(language_code="th")
    root = base.objects.filter(depth=1).first() or base.add_root(
        instance=base(title="Root", slug="root", locale=locale)
    )
    home = root.get_children().first() or root.add_child(
        instance=base(title="หน้าแรก", slug="home", locale=locale)
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home


def test_the_base_page_is_the_sites_own() -> None:
    assert issubclass(ReportPage, BasePage)
    assert not apps.is_installed("wagtail_ita.pages")


def test_the_system_checks_have_no_complaint() -> None:
    assert [str(message) for message in run_checks() if "ita" in str(message.id or "")] == []


def test_the_skeleton_is_made_of_the_sites_own_pages(home: Any) -> None:
    call_command("ita_setup", "--year", "2569")
    assert YearPage.objects.count() == 1
    assert (ItemPage.objects.count(), ReportPage.objects.count()) == (25, 1)


def test_a_report_is_composed_published_and_visited(home: Any, client: Client) -> None:
    call_command("ita_setup", "--year", "2569")
    report = ReportPage.objects.get()
    apply_report(report, RECORD)
    report.conclusion = f'<p><a linktype="page" id="{home.pk}">หน้าแรก</a></p>'
    report.save_revision().publish()
    YearPage.objects.get().save_revision().publish()
    index = client.get("/ita-2569/").content.decode()
    assert "/ita-2569/o26/" in index
    page = client.get("/ita-2569/o26/")
    assert page.status_code == 200
    assert RECORD.measures[0].title in page.content.decode()
    stored = report_to_record(ReportPage.objects.get())
    assert replace(stored, conclusion=RECORD.conclusion) == RECORD
    for name in (
        *YearPage.download_names,
        *(f"o26/{each}" for each in ("report.json", "evidence.zip")),
    ):
        assert client.get(f"/ita-2569/{name}").status_code == 200


@pytest.mark.urls("tests.urls_api")
def test_the_api_tells_of_their_pages(home: Any, client: Client) -> None:
    call_command("ita_setup", "--year", "2569")
    report = ReportPage.objects.get()
    apply_report(report, RECORD)
    report.save_revision().publish()
    YearPage.objects.get().save_revision().publish()
    told = client.get(f"/api/v3/pages/{report.pk}/").json()
    assert told["report"]["measures"][0]["title"] == RECORD.measures[0].title
    assert told["item"]["assessment_year"] == 2569
    assert told["publication"]["url"].endswith("/ita-2569/o26/")
    year = client.get(f"/api/v3/pages/{YearPage.objects.get().pk}/").json()
    assert [each["code"] for each in year["items"] if each["published"]] == ["O26"]


def test_a_correction_asks_for_a_note_and_is_told_in_public(home: Any, client: Client) -> None:
    call_command("ita_setup", "--year", "2569")
    ITASettings.objects.create(site=Site.objects.get(), show_versions=True)
    draft = ReportPage.objects.get()
    apply_report(draft, RECORD)
    draft.save_revision().publish()
    YearPage.objects.get().save_revision().publish()
    output = "แก้จำนวนครั้งที่ยืมแล้ว"
    changed = replace(RECORD.measures[0], output=f"<p>{output}</p>")
    apply_report(draft, replace(RECORD, measures=(changed, *RECORD.measures[1:])))
    with pytest.raises(PublishRefused):
        draft.save_revision().publish()
    assert output not in client.get("/ita-2569/o26/").content.decode()

    draft.correction_note = "แก้จำนวนให้ตรงกับทะเบียน"
    draft.save_revision().publish()
    page = ReportPage.objects.get()
    versions = PublishedVersion.objects.of(page)
    assert [each.note for each in versions] == ["", draft.correction_note]
    assert versions[1].revision_id == page.live_revision_id
    shown = client.get("/ita-2569/o26/").content.decode()
    assert output in shown
    assert draft.correction_note in shown
    assert RECORD.measures[0].output in client.get("/ita-2569/o26/versions/1/").content.decode()
    assert draft.correction_note in client.get("/ita-2569/feed.xml").content.decode()


def test_the_editor_opens(home: Any, admin_client: Client) -> None:
    call_command("ita_setup", "--year", "2569")
    report = ReportPage.objects.get()
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[report.pk]))
    assert response.status_code == 200
    assert "memo_number" in response.content.decode()


def test_the_findings_of_what_is_typed_are_shown(home: Any, admin_client: Client) -> None:
    call_command("ita_setup", "--year", "2569")
    report, index = ReportPage.objects.get(), YearPage.objects.get()
    addresses = [
        reverse(FINDINGS, args=[report.pk]),
        reverse(NEW_FINDINGS, args=["agency", "reportpage", index.pk]),
    ]
    for address in addresses:
        response = admin_client.post(address, {"title": "", "measures-count": "0"})
        assert response.status_code == 200
        assert 'data-ita-findings-path-param="measures"' in response.content.decode()


def test_the_search_of_a_year_finds_words_in_the_sites_own_pages(home: Any, client: Client) -> None:
    call_command("ita_setup", "--year", "2569")
    report = ReportPage.objects.get()
    apply_report(report, RECORD)
    report.save_revision().publish()
    YearPage.objects.get().save_revision().publish()
    answer = client.get("/ita-2569/", {"q": "สูญหาย"}).content.decode()
    assert "<mark>สูญหาย</mark>" in answer
    assert client.get("/ita-2569/", {"item": "O26"})["Location"] == "/ita-2569/o26/"
