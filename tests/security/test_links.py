"""Links lead to addresses, whoever has stored them: nothing that a browser would run."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.admin.roles import client_of, make_user
from tests.admin.typed_forms import typed_form
from tests.sample import FULL_MEASURE, RECORD, make_index, make_item, make_report
from tests.security.public_answers import text_of
from wagtail_ita.domain.addresses import is_followed
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import ITASettings
from wagtail_ita.transfer.formats.json import record_data
from wagtail_ita.transfer.importing import ImportRefused, apply_import, make_plan, page_target
from wagtail_ita.transfer.reading import read_report

RUNS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "javascript://example.go.th/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "view-source:https://example.go.th/",
    "blob:https://example.go.th/1",
    "filesystem:https://example.go.th/temporary/x",
    "file:///etc/passwd",
    "about:blank",
    "intent://scan/#Intent;scheme=zxing;end",
    "ms-word:ofe|u|https://example.go.th/a.docx",
]
LEADS = [
    "https://example.go.th/ก?a=b:c#javascript:x",
    "HTTP://EXAMPLE.GO.TH/",
    "//example.go.th/",
    "/o26/",
    "?q=a:b",
    "#m-1",
    "mailto:a@example.go.th",
    "tel:+6620000000",
    "ftp://example.go.th/",
    "รายงาน.pdf",
    "",
]


@pytest.mark.parametrize("address", RUNS)
def test_no_link_leads_to_what_runs(address: str) -> None:
    assert not is_followed(address)


@pytest.mark.parametrize("address", LEADS)
def test_a_link_leads_to_what_opens(address: str) -> None:
    assert is_followed(address)


def links_of(markup: str) -> list[str]:
    return [each["href"] for each in BeautifulSoup(markup, "html.parser").select("[href]")]


@pytest.mark.django_db
@pytest.mark.parametrize("address", RUNS)
def test_what_is_stored_all_the_same_reaches_nobody(address: str) -> None:
    index = make_index()
    index.save_revision().publish()
    bad = EvidenceRecord(kind=EvidenceKind.LINK, url=address, title="ลิงก์ร้าย")
    measure = replace(FULL_MEASURE, evidence=(bad,), output=f'<p><a href="{address}">ดู</a></p>')
    report = make_report(index, replace(RECORD, measures=(measure,), attachments=(bad,)))
    item = make_item(
        index, "O12", evidence=[("link", {"url": address, "title": "ลิงก์ร้าย", "note": ""})]
    )
    for page in (report, item):
        shown = Client().get(page.url).content.decode()
        assert [each for each in links_of(shown) if not is_followed(each)] == []
        assert "ลิงก์ร้าย" not in shown
    data = json.loads(Client().get(f"{report.url}report.json").getvalue())["report"]
    assert data["attachments"] == []
    assert address not in data["measures"][0]["output"]
    for name in ("report.csv", "report.xlsx", "report.docx", "report.pdf", "evidence.zip"):
        assert "ลิงก์ร้าย" not in text_of(Client().get(f"{report.url}{name}")), name


@pytest.mark.django_db
@pytest.mark.parametrize("address", RUNS)
def test_no_form_takes_it(address: str) -> None:
    index = make_index()
    bad = EvidenceRecord(id="e1", kind=EvidenceKind.LINK, url="https://a.example/", title="ก")
    report = make_report(index, replace(RECORD, attachments=(bad,)))
    client = client_of(make_user("editor", index, "add", "change", "publish"))
    before = report.latest_revision_id
    data = typed_form(report, attachments__0__value__url=address)
    response = client.post(reverse("wagtailadmin_pages:edit", args=[report.pk]), data)
    report.refresh_from_db()
    assert (response.status_code, report.latest_revision_id) == (200, before)


@pytest.mark.django_db
@pytest.mark.parametrize("address", RUNS)
def test_no_file_brings_it(address: str) -> None:
    report = make_report(make_index())
    piece = EvidenceRecord(kind=EvidenceKind.LINK, url=address, title="ก")
    data = json.dumps(record_data(replace(RECORD, attachments=(piece,)))).encode()
    plan = make_plan(read_report(data, name="report.json").parsed, page_target(report))
    with pytest.raises(ImportRefused):
        apply_import(plan, plan.choices)


@pytest.mark.django_db
@pytest.mark.parametrize("address", RUNS)
def test_a_page_with_it_is_not_published(address: str) -> None:
    index = make_index()
    item = make_item(
        index,
        "O12",
        live=False,
        evidence=[("link", {"url": address, "title": "ลิงก์", "note": ""})],
    )
    assert "evidence-empty" in {each.code for each in item.publish_errors()}


@pytest.mark.django_db
@pytest.mark.parametrize("address", RUNS)
def test_the_settings_of_the_agency_do_not_take_it(admin_client: Client, address: str) -> None:
    site = make_index().get_site()
    form = reverse("wagtailsettings:edit", args=["wagtail_ita", "itasettings", site.pk])
    data = {"data_licence": "other", "data_licence_url": address, "email": address}
    assert admin_client.post(form, data).status_code == 200
    assert not ITASettings.objects.exclude(data_licence_url="").exists()
    assert not ITASettings.objects.exclude(email="").exists()
