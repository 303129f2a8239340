"""The wizard: who may use it, what it refuses, what it writes."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupCollectionPermission, PageLogEntry, Revision

from tests.admin.roles import client_of, make_user, speak
from tests.sample import RECORD, make_index, make_item, make_report, translate
from wagtail_ita.models import ImportUpload, get_report_page_model
from wagtail_ita.transfer.pages import report_to_record
from wagtail_ita.views.importing.tokens import make_token

pytestmark = pytest.mark.django_db

START = "wagtail_ita_import"
TEXT = """รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘

ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ
(๑) มาตรการ: มาตรการทะเบียนยืมพัสดุกลาง
(๒) ขั้นตอนหรือวิธีการดำเนินการ: ๑. เวียนคู่มือฉบับใหม่ ๒. ลงทะเบียนทุกครั้ง
(๓) ระยะเวลาดำเนินการ: ๑ ตุลาคม ๒๕๖๗ – ๓๐ กันยายน ๒๕๖๘
(๔) ผู้รับผิดชอบ: กองคลัง
(๕) ผลผลิต: มีการยืม ๒๐๐ ครั้ง ลงทะเบียนครบ
(๖) ผลลัพธ์: ไม่พบพัสดุสูญหายเลย
"""
STEPS = ("เวียนคู่มือฉบับใหม่", "ลงทะเบียนทุกครั้ง")


@pytest.fixture(autouse=True)
def _english(admin_user: User) -> Iterator[None]:
    speak(admin_user, "en")
    with translation.override("en"):
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def page(index: Any) -> Any:
    return make_report(index)


def make_scan() -> bytes:
    """What a scanner makes: a PDF with a picture of a page and no text."""
    with io.BytesIO() as pdf:
        Image.new("L", (600, 850), 230).save(pdf, "PDF")
        return pdf.getvalue()


SCAN = make_scan()


def file_of(content: bytes | str = TEXT, name: str = "report.txt") -> SimpleUploadedFile:
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data)


def upload(client: Client, destination: str, file: Any = None, **more: Any) -> Any:
    """Send the first step."""
    return client.post(
        reverse(START), {"destination": destination, "file": file or file_of(), **more}
    )


def plan_address(client: Client, destination: str, file: Any = None) -> str:
    response = upload(client, destination, file)
    assert response.status_code == 302, shown(response).get_text(" ", strip=True)
    return str(response.url)


def shown(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def boxes(soup: BeautifulSoup) -> dict[str, bool]:
    return {box["value"]: box.has_attr("checked") for box in soup.select("input[name=take]")}


def seen_of(soup: BeautifulSoup) -> str:
    return str(soup.select_one("input[name=seen]")["value"])


def apply(client: Client, address: str, *paths: str) -> Any:
    seen = seen_of(shown(client.get(address)))
    return client.post(address, {"take": paths, "seen": seen})


def error_at(soup: BeautifulSoup, field: str) -> str:
    wrapper = soup.select_one(f"#id_{field}").find_parent(class_="w-field__wrapper")
    return str(wrapper.select_one(".w-field__errors").get_text(" ", strip=True))


def messages_of(response: Any) -> str:
    return " ".join(
        each.get_text(" ", strip=True)
        for each in BeautifulSoup(response.content, "html.parser").select(".messages li")
    )


def content(page: Any) -> Any:
    fresh = get_report_page_model().objects.get(pk=page.pk)
    return report_to_record(fresh.get_latest_revision_as_object())


def report() -> Any:
    return get_report_page_model().objects.get()


# ------------------------------------------------------------------------------ who may come in


def addresses(owner: User, page: Any) -> list[str]:
    kept = ImportUpload.keep(owner=owner, name="a.txt", data=TEXT.encode())
    token = make_token(kept, f"page:{page.pk}")
    return [
        reverse(START),
        f"{reverse(START)}?page={page.pk}",
        reverse("wagtail_ita_import_template"),
        reverse("wagtail_ita_import_plan", args=[token]),
    ]


def test_a_visitor_is_sent_to_the_login(client: Client, admin_user: User, page: Any) -> None:
    for address in addresses(admin_user, page):
        assert "/login/" in client.get(address).url


def test_who_has_no_right_to_pages_stays_outside(page: Any) -> None:
    stranger = make_user("stranger")
    for address in addresses(stranger, page):
        response = client_of(stranger).get(address)
        assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


@pytest.mark.parametrize("actions", [("change",), ("add", "change"), ("publish", "change")])
def test_an_editor_comes_in(page: Any, index: Any, actions: tuple[str, ...]) -> None:
    editor = make_user("editor", index, *actions)
    for address in addresses(editor, page):
        assert client_of(editor).get(address).status_code == 200


def test_who_may_only_lock_has_nothing_to_choose(page: Any, index: Any) -> None:
    locker = make_user("locker", index, "lock")
    soup = shown(client_of(locker).get(reverse(START)))
    assert soup.select_one("input[name=file]") is None
    response = client_of(locker).get(f"{reverse(START)}?page={page.pk}")
    assert response.url == reverse("wagtailadmin_home")


def test_the_choice_has_what_the_user_may_edit_or_make(index: Any, admin_client: Client) -> None:
    make_index(2570)
    make_item(index, "O7")
    report_page = make_report(index)
    soup = shown(admin_client.get(reverse(START)))
    values = [each["value"] for each in soup.select("#id_destination option")]
    # The list of 2570 is not known yet, so nobody can say which item the report is.
    assert values == [f"page:{report_page.pk}"]
    editor = make_user("adder", index, "add")
    assert shown(client_of(editor).get(reverse(START))).select("#id_destination") == []


def test_a_year_without_its_report_offers_to_make_it(index: Any, admin_client: Client) -> None:
    soup = shown(admin_client.get(reverse(START)))
    options = soup.select("#id_destination option")
    assert [each["value"] for each in options] == [f"index:{index.pk}"]
    assert "O26: make a new page" in options[0].get_text()


def test_a_translation_is_offered_when_one_comes_from_it(
    page: Any, index: Any, admin_client: Client
) -> None:
    copy = translate(page)
    soup = shown(admin_client.get(f"{reverse(START)}?page={copy.pk}"))
    assert soup.select_one("#id_destination option[selected]")["value"] == f"page:{copy.pk}"


def test_only_what_is_offered_can_be_chosen(page: Any, index: Any) -> None:
    editor = make_user("editor", make_report(make_index(2568)), "change")
    soup = shown(upload(client_of(editor), f"page:{page.pk}"))
    assert "not one of the available choices" in error_at(soup, "destination")
    assert not ImportUpload.objects.exists()


def test_an_item_page_is_no_place_to_import_to(index: Any, admin_client: Client) -> None:
    item = make_item(index, "O7")
    assert admin_client.get(f"{reverse(START)}?page={item.pk}").status_code == 404


def test_the_ways_in_are_there_for_those_who_may(page: Any, index: Any) -> None:
    address = f"{reverse(START)}?page={page.pk}"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    listing = reverse("wagtailadmin_explore", args=[index.pk])
    editor = client_of(make_user("editor", index, "change"))
    for where in (edit, listing):
        assert address in editor.get(where).content.decode()
    locker = client_of(make_user("locker", index, "lock"))
    assert address not in locker.get(listing).content.decode()
    home = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse(START) in home


# ------------------------------------------------------------------------------------- the token


@pytest.mark.parametrize("what", ["forged", "of another", "expired", "gone", "nonsense", "old"])
def test_a_token_that_is_not_good_leads_back_to_the_first_step(
    what: str, admin_user: User, admin_client: Client, page: Any, index: Any
) -> None:
    kept = ImportUpload.keep(owner=admin_user, name="a.txt", data=TEXT.encode())
    token = make_token(kept, f"page:{page.pk}")
    client = admin_client
    if what == "forged":
        token = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    elif what == "of another":
        client = client_of(make_user("other", index, "change"))
    elif what == "expired":
        ImportUpload.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
        ImportUpload.drop_forgotten()
    elif what == "gone":
        kept.delete()
    elif what == "nonsense":
        token = signing.dumps(["x", admin_user.pk, "y", "page:1"], salt="wagtail_ita.import")
    else:
        stamp = signing.TimestampSigner(salt="wagtail_ita.import").timestamp()
        token = f"{signing.dumps([1]).split(':')[0]}:{stamp}:x"
    before = Revision.objects.count()
    for name in ("plan", "attach"):
        address = reverse(f"wagtail_ita_import_{name}", args=[token])
        for method in ("get", "post") if name == "plan" else ("post",):
            response = getattr(client, method)(address, follow=True)
            assert response.redirect_chain == [(reverse(START), 302)]
            assert "Choose the file again" in messages_of(response)
    assert Revision.objects.count() == before


def test_a_token_of_another_user_is_no_use_even_with_his_rights(page: Any, index: Any) -> None:
    one, other = make_user("one", index, "change"), make_user("two", index, "change")
    address = plan_address(client_of(one), f"page:{page.pk}")
    assert client_of(other).get(address).url == reverse(START)
    assert client_of(one).get(address).status_code == 200


def test_after_applying_the_upload_is_gone_and_the_token_with_it(
    page: Any, admin_client: Client
) -> None:
    address = plan_address(admin_client, f"page:{page.pk}")
    assert ImportUpload.objects.count() == 1
    assert apply(admin_client, address, "measures.0.steps").status_code == 302
    assert not ImportUpload.objects.exists()
    assert admin_client.get(address).url == reverse(START)


def test_uploads_do_not_pile_up(page: Any, admin_client: Client, admin_user: User) -> None:
    for _time in range(7):
        plan_address(admin_client, f"page:{page.pk}")
    assert ImportUpload.objects.count() == 5
    ImportUpload.objects.update(created_at=timezone.now() - dt.timedelta(hours=25))
    plan_address(admin_client, f"page:{page.pk}")
    assert ImportUpload.objects.count() == 1


def test_a_right_that_was_taken_away_counts_at_every_step(page: Any, index: Any) -> None:
    editor = make_user("editor", index, "change")
    client = client_of(editor)
    address = plan_address(client, f"page:{page.pk}")
    seen = seen_of(shown(client.get(address)))
    Group.objects.get(name="group of editor").page_permissions.all().delete()
    make_user("x", index)
    before = Revision.objects.count()
    for method, data in (("get", {}), ("post", {"take": "measures.0.steps", "seen": seen})):
        assert getattr(client, method)(address, data).status_code == 302
    assert Revision.objects.count() == before


# ------------------------------------------------------------------------------------- bad files

BAD_FILES = {
    "empty": (b"", "empty.docx"),
    "a letter": ("เรียน ท่านผู้อำนวยการ\nขอแสดงความนับถือ".encode(), "letter.txt"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "photo.png"),
    "a picture that says it is a Word file": (b"\xff\xd8\xff" + bytes(300), "report.docx"),
    "a damaged PDF": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj", "report.pdf"),
    "a damaged zip": (b"PK\x03\x04" + bytes(200), "report.docx"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "report.doc"),
    "json of something else": (json.dumps({"a": 1}).encode(), "report.json"),
    "noise": (bytes(range(256)) * 50, "report.txt"),
}


@pytest.mark.parametrize(("data", "name"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_a_sentence_at_the_field(
    data: bytes, name: str, page: Any, admin_client: Client
) -> None:
    before = Revision.objects.count()
    response = upload(admin_client, f"page:{page.pk}", file_of(data, name))
    if response.status_code == 302:
        response = admin_client.get(response.url)
    soup = shown(response)
    assert error_at(soup, "file").endswith(".")
    assert soup.select_one("#id_destination option[selected]")["value"] == f"page:{page.pk}"
    assert not ImportUpload.objects.exists()
    assert Revision.objects.count() == before


def test_the_sentence_is_in_the_language_of_the_user(page: Any, admin_user: User) -> None:
    speak(admin_user, "th")
    client = client_of(admin_user)
    address = upload(client, f"page:{page.pk}", file_of(b"", "a.docx")).url
    assert "ไฟล์" in error_at(shown(client.get(address)), "file")


def test_a_file_that_is_too_large_is_refused_before_it_is_stored(
    page: Any, admin_client: Client
) -> None:
    with override_settings(WAGTAIL_ITA={"MAX_IMPORT_BYTES": 100}):
        soup = shown(upload(admin_client, f"page:{page.pk}"))
        assert "100\xa0bytes" in error_at(soup, "file")
        assert "at most 100\xa0bytes" in soup.select_one("form.ita-import__form").get_text()
    assert not ImportUpload.objects.exists()


def test_without_a_file_the_form_says_so_and_keeps_the_choice(
    page: Any, admin_client: Client
) -> None:
    soup = shown(admin_client.post(reverse(START), {"destination": f"page:{page.pk}"}))
    assert "required" in error_at(soup, "file")
    assert soup.select_one("#id_destination option[selected]")["value"] == f"page:{page.pk}"


def test_a_plan_of_more_parts_than_a_form_may_have_is_a_sentence(
    page: Any, admin_client: Client
) -> None:
    address = plan_address(admin_client, f"page:{page.pk}")
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=6):
        response = admin_client.get(address, follow=True)
    assert "ita_import" in messages_of(response)


# -------------------------------------------------------------------------------------- the plan


def test_the_plan_shows_the_source_and_what_was_understood(page: Any, admin_client: Client) -> None:
    soup = shown(admin_client.get(plan_address(admin_client, f"page:{page.pk}")))
    lines = [each.get_text() for each in soup.select(".ita-plan__line .ita-plan__text")]
    assert lines[:1] == TEXT.splitlines()[:1]
    row = soup.select_one("[data-lines]:has([value='measures.0.steps'])")
    number = row["data-lines"].split()[0]
    assert row.select_one("a.ita-plan__origin")["href"] == f"#line-{number}"
    assert soup.select_one(f"#line-{number}") is not None
    values = row.select_one(".ita-plan__values").get_text(" ", strip=True)
    assert RECORD.measures[0].steps[0] in values
    assert f"1. {STEPS[0]}" in values


def test_by_hand_is_marked_and_not_chosen(page: Any, admin_client: Client) -> None:
    soup = shown(admin_client.get(plan_address(admin_client, f"page:{page.pk}")))
    assert boxes(soup)["measures.0.steps"] is False
    row = soup.select_one("[data-lines]:has([value='measures.0.steps'])")
    assert "written by hand on the page" in row.get_text()
    assert any(path.startswith("remove.") for path in boxes(soup))


def test_everything_is_chosen_for_a_new_page(index: Any, admin_client: Client) -> None:
    soup = shown(admin_client.get(plan_address(admin_client, f"index:{index.pk}")))
    chosen = boxes(soup)
    assert chosen["measures.0.title"]
    assert chosen["measures.0.steps"]
    for path, is_chosen in chosen.items():
        row = soup.select_one(f"[data-lines]:has([value='{path}'])")
        assert is_chosen != ("unsure" in row.select_one(".ita-plan__about").get_text())


def test_markup_in_a_file_is_text(index: Any, admin_client: Client) -> None:
    hostile = TEXT.replace("กองคลัง", "<script>alert(1)</script>")
    address = plan_address(admin_client, f"index:{index.pk}", file_of(hostile, "<b>.txt"))
    page = admin_client.get(address).content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>.txt" not in page


# ------------------------------------------------------------------------------------- applying


def test_one_element_is_applied_beside_the_live_page(page: Any, admin_client: Client) -> None:
    address = plan_address(admin_client, f"page:{page.pk}")
    response = apply(admin_client, address, "measures.0.steps")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    expected = replace(RECORD.measures[0], steps=STEPS)
    assert content(page) == replace(RECORD, measures=(expected, RECORD.measures[1]))
    live = report()
    assert live.live
    assert report_to_record(live) == RECORD
    entry = PageLogEntry.objects.get(action="wagtail_ita.import")
    assert entry.data["source"] == "report.txt"
    assert "1 part of report.txt" in messages_of(admin_client.get(response.url))


def test_a_new_page_is_made_as_a_draft(index: Any, admin_client: Client) -> None:
    address = plan_address(admin_client, f"index:{index.pk}")
    everything = boxes(shown(admin_client.get(address)))
    apply(admin_client, address, *everything)
    made = report()
    assert (made.live, made.code, made.slug) == (False, "O26", "o26")
    measure = content(made).measures[0]
    assert (measure.steps, measure.responsible) == (STEPS, ("กองคลัง",))
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[made.pk])).status_code == 200


def test_nothing_chosen_writes_nothing(page: Any, admin_client: Client) -> None:
    before = Revision.objects.count()
    response = apply(admin_client, plan_address(admin_client, f"page:{page.pk}"))
    assert "Nothing is chosen" in messages_of(response)
    assert Revision.objects.count() == before
    assert ImportUpload.objects.exists()


def test_who_saved_meanwhile_is_not_overwritten(page: Any, admin_client: Client) -> None:
    address = plan_address(admin_client, f"page:{page.pk}")
    seen = seen_of(shown(admin_client.get(address)))
    draft = report().get_latest_revision_as_object()
    draft.conclusion = "<p>ของคนอื่น</p>"
    draft.save_revision()
    before = Revision.objects.count()
    chosen = {"take": ["measures.0.steps"], "seen": seen}
    response = admin_client.post(address, chosen)
    assert "Somebody saved the page meanwhile" in messages_of(response)
    assert Revision.objects.count() == before
    chosen["seen"] = seen_of(shown(response))
    assert admin_client.post(address, chosen).status_code == 302
    assert content(page).conclusion == "<p>ของคนอื่น</p>"
    assert content(page).measures[0].steps == STEPS


@pytest.mark.parametrize("seen", ["", "forged", "1"])
def test_a_forged_version_counts_as_not_seen(seen: str, page: Any, admin_client: Client) -> None:
    address = plan_address(admin_client, f"page:{page.pk}")
    before = Revision.objects.count()
    response = admin_client.post(address, {"take": "measures.0.steps", "seen": seen})
    assert "look" in messages_of(response).lower()
    assert Revision.objects.count() == before


def test_a_page_that_another_locked_is_said_to_be(page: Any, index: Any) -> None:
    client = client_of(make_user("editor", index, "change"))
    locker = User.objects.create_superuser("locker")
    get_report_page_model().objects.update(locked=True, locked_by=locker)
    assert "locked" in error_at(shown(upload(client, f"page:{page.pk}")), "destination")
    assert not ImportUpload.objects.exists()


# ---------------------------------------------------------------------------------------- a scan


def scan(client: Client, page: Any) -> BeautifulSoup:
    address = plan_address(client, f"page:{page.pk}", file_of(SCAN, "บันทึกข้อความ.pdf"))
    return shown(client.get(address))


def test_a_scan_is_offered_as_evidence_and_attached(page: Any, admin_client: Client) -> None:
    soup = scan(admin_client, page)
    assert "has no text" in soup.select_one(".ita-import__scan").get_text()
    response = admin_client.post(soup.select_one(".ita-import__scan form")["action"])
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    document = get_document_model().objects.get()
    assert (document.title, document.file.read()) == ("บันทึกข้อความ", SCAN)
    document.file.close()
    assert document.file_size == len(SCAN)
    assert [each.key for each in content(page).attachments] == [str(document.pk)]
    assert report_to_record(report()).attachments == ()
    assert not ImportUpload.objects.exists()


def test_who_may_not_add_documents_is_not_offered_it(page: Any, index: Any) -> None:
    client = client_of(make_user("editor", index, "change"))
    soup = scan(client, page)
    assert soup.select(".ita-import__scan form") == []
    token = make_token(ImportUpload.objects.get(), f"page:{page.pk}")
    response = client.post(reverse("wagtail_ita_import_attach", args=[token]), follow=True)
    assert "no right to add documents" in messages_of(response)
    assert not get_document_model().objects.exists()


def test_the_document_goes_into_a_collection_that_the_user_may_use(page: Any, index: Any) -> None:
    editor = make_user("editor", index, "change")
    own, other, third = (
        Collection.get_first_root_node().add_child(name=name) for name in ("one", "two", "three")
    )
    for collection in (own, third):
        GroupCollectionPermission.objects.create(
            group=editor.groups.get(),
            collection=collection,
            permission=Permission.objects.get(
                codename="add_document", content_type__app_label="wagtaildocs"
            ),
        )
    client = client_of(editor)
    address = scan(client, page).select_one(".ita-import__scan form")["action"]
    response = client.post(address, {"collection": other.pk}, follow=True)
    assert "cannot be stored" in messages_of(response)
    assert not get_document_model().objects.exists()
    assert client.post(address, {"collection": third.pk}).status_code == 302
    assert get_document_model().objects.get().collection == third


def test_when_the_page_is_refused_no_document_is_left(page: Any, admin_client: Client) -> None:
    address = scan(admin_client, page).select_one(".ita-import__scan form")["action"]
    before = Revision.objects.count()
    locker = User.objects.create_superuser("locker")
    get_report_page_model().objects.update(locked=True, locked_by=locker)
    response = admin_client.post(address, follow=True)
    assert "locked" in messages_of(response)
    assert not get_document_model().objects.exists()
    assert Revision.objects.count() == before


# -------------------------------------------------------------------------- progress and template


def test_progress_is_told_to_the_owner_only(page: Any, index: Any, admin_client: Client) -> None:
    key = uuid.uuid4()
    address = reverse("wagtail_ita_import_progress", args=[key])
    nothing = {"arrived": False, "done": 0, "total": 0}
    assert admin_client.get(address).json() == nothing
    upload(admin_client, f"page:{page.pk}", key=str(key))
    ImportUpload.objects.get(pk=key).note_progress(12, 40)
    assert admin_client.get(address).json() == {"arrived": True, "done": 12, "total": 40}
    other = client_of(make_user("other", index, "change"))
    assert other.get(address).json() == nothing


def test_a_key_that_is_taken_gives_way_to_a_fresh_one(page: Any, admin_client: Client) -> None:
    key = uuid.uuid4()
    for _time in range(2):
        assert upload(admin_client, f"page:{page.pk}", key=str(key)).status_code == 302
    assert ImportUpload.objects.count() == 2


def test_the_sheet_to_fill_in_is_a_spreadsheet(admin_client: Client, page: Any) -> None:
    response = admin_client.get(reverse("wagtail_ita_import_template"))
    assert "ita-report-template.xlsx" in response["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames
