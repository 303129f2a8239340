"""The memo that the public sees: its form, and its approvals, which belong to what is published."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from tests.sample import RECORD, make_index, make_report, without_publish_rule
from wagtail_ita.domain.approvals import ChainApproval
from wagtail_ita.domain.records import ApprovalRecord, MemoRecord
from wagtail_ita.models import (
    ITASettings,
    PublishedVersion,
    public_approvals,
    public_content_changed,
)
from wagtail_ita.transfer.formats.json import read
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.published import publication_of

pytestmark = pytest.mark.django_db

CLERK = ApprovalRecord(
    heading="ความเห็นของปลัดเทศบาล",
    opinion="เห็นควรเผยแพร่",
    name="นางสมมติ สอง",
    position="ปลัดเทศบาล",
    date=dt.date(2026, 3, 19),
)
MAYOR = replace(
    CLERK, heading="คำสั่ง", opinion="ให้เผยแพร่", name="นายสมมติ สาม", position="นายกเทศมนตรี"
)
(ON_PAPER,) = RECORD.memo.approvals


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    caches["default"].clear()
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


def record_chain(page: Any, *given: ChainApproval) -> None:
    """Keep a chain with what is live now, as the workflow does when it publishes."""
    approvals = [each.to_json() for each in given]
    kept = PublishedVersion.objects.of(page).filter(revision=page.live_revision_id)
    if not kept.update(approvals=approvals):
        PublishedVersion(
            page=page, number=1, revision_id=page.live_revision_id, approvals=approvals
        ).save()
    # Written past the workflow, which says it itself.
    public_content_changed()


def approved(record: ApprovalRecord, *, on_earlier_text: bool = False) -> ChainApproval:
    return ChainApproval(record=record, on_earlier_text=on_earlier_text)


def memo_of(client: Client, page: Any) -> Tag:
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    memo = html.select_one(".ita-memo")
    assert memo is not None
    return memo


def names(memo: Tag) -> list[str]:
    return [who.find("span").get_text() for who in memo.select(".ita-chain__who")]


def bracketed(*records: ApprovalRecord) -> list[str]:
    return [f"({each.name})" for each in records]


# -------------------------------------------------------------------------------- the approvals


def test_what_was_signed_on_paper_comes_before_the_chain(client: Client, page: Any) -> None:
    record_chain(page, approved(CLERK), approved(MAYOR))
    memo = memo_of(client, page)
    assert names(memo) == bracketed(ON_PAPER, CLERK, MAYOR)
    last = memo.select(".ita-chain li")[-1]
    assert last.select_one(".ita-chain__opinion").get_text(strip=True) == MAYOR.opinion
    assert last.find("time")["datetime"] == "2026-03-19"
    assert last.select(".ita-chain__who span")[1].get_text() == MAYOR.position


def test_a_later_draft_does_not_change_what_the_page_says_of_the_published_one(
    client: Client, page: Any
) -> None:
    record_chain(page, approved(CLERK))
    before = client.get(page.url).content
    draft = page.get_latest_revision_as_object()
    draft.memo_subject = "เรื่องใหม่"
    draft.memo_approvals = [("approval", {"name": "นายร่าง สี่", "position": "ปลัดเทศบาล"})]
    draft.save_revision()
    assert client.get(page.url).content == before
    assert names(memo_of(client, page)) == bracketed(ON_PAPER, CLERK)
    data = json.loads(client.get(f"{page.url}report.json").content)
    assert [each["name"] for each in data["report"]["memo"]["approvals"]] == [
        ON_PAPER.name,
        CLERK.name,
    ]


def test_a_chain_is_that_of_the_text_that_is_public_and_of_no_other(
    client: Client, page: Any
) -> None:
    record_chain(page, approved(CLERK))
    draft = page.get_latest_revision_as_object()
    draft.introduction = "<p>ใหม่</p>"
    with without_publish_rule():
        draft.save_revision().publish()
    page.refresh_from_db()
    assert names(memo_of(client, page)) == bracketed(ON_PAPER)
    record_chain(page, approved(MAYOR))
    assert names(memo_of(client, page)) == bracketed(ON_PAPER, MAYOR)


def test_an_approval_of_an_earlier_text_is_marked(client: Client, page: Any) -> None:
    record_chain(page, approved(CLERK, on_earlier_text=True), approved(MAYOR))
    marks = [
        bool(step.select(".ita-chain__earlier"))
        for step in memo_of(client, page).select(".ita-chain li")
    ]
    assert marks == [False, True, False]


def test_it_is_never_called_a_signature(client: Client, page: Any) -> None:
    page.memo_approvals = []
    with without_publish_rule():
        page.save_revision().publish()
    assert not memo_of(client, page).select(".ita-memo__note")
    page.refresh_from_db()
    record_chain(page, approved(MAYOR))
    memo = memo_of(client, page)
    assert "ลายมือชื่อดิจิทัล" in memo.select_one(".ita-memo__note").get_text()
    assert "ลงชื่อ" not in memo.select_one(".ita-chain").get_text()


def test_a_report_without_a_typed_memo_shows_who_approved_it(client: Client, index: Any) -> None:
    page = make_report(index, replace(RECORD, memo=MemoRecord()))
    assert not BeautifulSoup(client.get(page.url).content, "html.parser").select(".ita-memo")
    record_chain(page, approved(MAYOR))
    assert names(memo_of(client, page)) == bracketed(MAYOR)


def test_what_stands_in_both_is_shown_once(page: Any) -> None:
    version = PublishedVersion(approvals=[approved(replace(ON_PAPER, id="")).to_json()])
    assert [each.record for each in public_approvals(page, version)] == [ON_PAPER]


def test_a_preview_shows_what_is_typed_and_no_chain(page: Any) -> None:
    record_chain(page, approved(CLERK))
    draft = page.get_latest_revision_as_object()
    response = draft.make_preview_request()
    memo = BeautifulSoup(response.rendered_content, "html.parser").select_one(".ita-memo")
    assert names(memo) == bracketed(ON_PAPER)
    # That approvals are still to come is said, beside that they are no signatures.
    assert len(memo.select(".ita-memo__note")) == 2


def test_names_and_opinions_are_shown_as_text(client: Client, page: Any) -> None:
    record_chain(page, approved(replace(CLERK, name="<b>น</b>", opinion="<script>1</script>")))
    memo = memo_of(client, page)
    assert not memo.select("b, script")
    assert "<script>1</script>" in memo.get_text()


# ------------------------------------------------------------------------------------- files


def test_every_file_has_the_approvals_of_the_page(client: Client, page: Any) -> None:
    record_chain(page, approved(CLERK), approved(MAYOR, on_earlier_text=True))
    publication = publication_of(page)
    assert publication.record.memo.approvals == (ON_PAPER, CLERK, MAYOR)
    assert publication.earlier_approvals == {2}
    data = client.get(f"{page.url}report.json").content
    assert read(data).memo.approvals == (ON_PAPER, CLERK, MAYOR)
    written = json.loads(data)["report"]["memo"]["approvals"]
    assert [each["on_earlier_text"] for each in written] == [False, False, True]
    pack = zipfile.ZipFile(io.BytesIO(client.get(f"{page.url}evidence.zip").getvalue()))
    (report_json,) = (name for name in pack.namelist() if name.endswith("report.json"))
    assert read(pack.read(report_json)).memo.approvals == (ON_PAPER, CLERK, MAYOR)


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_papers_print_the_chain_with_opinion_name_and_position(page: Any, name: str) -> None:
    if not FORMATS[name].is_available:
        pytest.skip(f"the extra for {name} is not installed")
    record_chain(page, approved(CLERK), approved(MAYOR, on_earlier_text=True))
    data = FORMATS[name].make(publication_of(page))
    text = flat(docx_text(data) if name == "docx" else pdf_text(data))
    places = [text.index(flat(f"({each.name})")) for each in (ON_PAPER, CLERK, MAYOR)]
    assert places == sorted(places)
    for each, place in zip((ON_PAPER, CLERK, MAYOR), places, strict=True):
        assert flat(each.opinion) in text[:place]
        assert text[place:].startswith(flat(f"({each.name}){each.position}"))


def flat(text: str) -> str:
    """Without spaces and marks for breaking lines, which papers set as they need."""
    return re.sub(r"[\s\u200b\ufffe]", "", text)


def docx_text(data: bytes) -> str:
    docx = pytest.importorskip("docx")
    return "".join(each.text for each in docx.Document(io.BytesIO(data)).paragraphs)


def pdf_text(data: bytes) -> str:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(data)
    text = "".join(each.get_textpage().get_text_range() for each in document)
    document.close()
    return text


def test_a_file_is_made_anew_when_the_chain_is_known(client: Client, page: Any) -> None:
    before = client.get(f"{page.url}report.json")
    record_chain(page, approved(CLERK))
    etag = {"if-none-match": before["ETag"]}
    assert client.get(f"{page.url}report.json", headers=etag).status_code == 200


# ----------------------------------------------------------------------------------- the form


def test_the_lines_of_the_form_stand_in_its_order(client: Client, page: Any) -> None:
    ITASettings.objects.create(site=page.get_site(), thai_digits=True)
    memo = memo_of(client, page)
    assert memo.find("h2").get_text() == "บันทึกข้อความ"
    labels = [each.get_text() for each in memo.select("dt")]
    assert labels == ["ส่วนราชการ", "ที่", "วันที่", "เรื่อง", "เรียน"]
    assert memo.select_one(".ita-memo__lines time").get_text() == "๑๘ มีนาคม ๒๕๖๙"
    headings = [each.get_text() for each in memo.select(".ita-memo__part h3")]
    assert len(headings) == 3


@pytest.mark.parametrize(
    "name",
    ["unit", "number", "date", "subject", "addressee", "background", "facts", "proposal"],
)
def test_a_memo_of_one_field_has_no_empty_lines(client: Client, index: Any, name: str) -> None:
    memo = MemoRecord(**{name: getattr(RECORD.memo, name)})
    shown = memo_of(client, make_report(index, replace(RECORD, memo=memo)))
    parts = [*shown.select("dd"), *shown.select(".ita-memo__part p")]
    assert [bool(each.get_text(strip=True)) for each in parts] == [True]
    assert not shown.select(".ita-chain, .ita-memo__note")


# Wagtail leaves the file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in.*:pytest.PytestUnraisableExceptionWarning")
def test_the_emblem_stands_at_the_head_when_the_site_has_one(client: Client, page: Any) -> None:
    assert not memo_of(client, page).find("img")
    image = get_image_model().objects.create(title="ตรา", file=get_test_image_file("emblem.png"))
    ITASettings.objects.update_or_create(site=page.get_site(), defaults={"emblem": image})
    top = memo_of(client, page).select_one(".ita-memo__top")
    assert [child.name for child in top.find_all(recursive=False)] == ["picture", "h2"]
    assert top.find("img")["alt"] == ""


@pytest.mark.usefixtures("made_anew")
def test_the_chain_costs_no_query_of_its_own(client: Client, page: Any) -> None:
    def queries(chain: Sequence[ChainApproval]) -> int:
        record_chain(page, *chain)
        client.get(page.url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(page.url)
        return len(found)

    assert queries([approved(CLERK)] * 9) == queries([])
