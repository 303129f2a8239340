"""What an editor meets when he makes a page by hand."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.sample import RECORD, make_index, make_item, make_report
from wagtail_ita.models import get_item_page_model, get_report_page_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def editor(client: Client, index: Any) -> Client:
    user = User.objects.create_user("editor", password="x")
    group = Group.objects.get(name="Moderators")
    user.groups.add(group)
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=index,
            permission=GroupPagePermission._meta.get_field("permission").related_model.objects.get(
                codename=codename, content_type__app_label="wagtailcore"
            ),
        )
    client.force_login(user)
    return client


def add(editor: Client, index: Any, model: str, **fields: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["wagtail_ita_pages", model, index.pk])
    streams = ("measures", "memo_approvals", "attachments", "evidence", "body")
    data = {
        "title": "หน้าใหม่",
        "slug": "",
        "introduction": rich_text(""),
        "conclusion": rich_text(""),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **{name: streamfield([]) for name in streams},
        **fields,
    }
    return editor.post(address, nested_form_data(data))


def shown(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def codes(response: Any, field: str) -> list[str]:
    return [error.code for error in response.context["form"].errors[field].as_data()]


def test_a_new_report_starts_with_what_the_list_says(editor: Client, index: Any) -> None:
    address = reverse(
        "wagtailadmin_pages:add", args=["wagtail_ita_pages", "itareportpage", index.pk]
    )
    form = BeautifulSoup(editor.get(address).content, "html.parser")
    assert form.find(id="id_code")["value"] == "O26"
    assert form.find(id="id_reported_year")["value"] == "2568"
    assert "รายงานผลการดำเนินการ" in form.find(id="id_title")["value"]


def test_the_address_is_made_of_the_code_and_not_of_the_thai_title(
    editor: Client, index: Any
) -> None:
    add(editor, index, "itaitempage", code="๐๐๗")
    page = get_item_page_model().objects.get()
    assert (page.code, page.slug, page.live) == ("O7", "o7", False)


def test_a_second_page_for_an_item_is_refused_and_the_first_is_named(
    editor: Client, index: Any
) -> None:
    make_item(index, "O7", title="รายงานเดิม")
    response = add(editor, index, "itaitempage", code="O7")
    assert response.status_code == 200
    assert codes(response, "slug") == ["slug_taken"]
    assert "“รายงานเดิม”" in shown(response)
    assert get_item_page_model().objects.count() == 1


def test_a_thai_address_is_refused(editor: Client, index: Any) -> None:
    response = add(editor, index, "itaitempage", code="O7", slug="รายงาน")
    assert codes(response, "slug") == ["slug_not_ascii"]
    assert not get_item_page_model().objects.exists()


def test_a_code_that_cannot_be_read_is_refused_at_its_field(editor: Client, index: Any) -> None:
    response = add(editor, index, "itaitempage", code="ข้อเจ็ด", slug="o7")
    assert codes(response, "code")
    assert "ข้อเจ็ด" in str(response.context["form"].data["code"])
    assert not get_item_page_model().objects.exists()


def test_an_empty_report_may_be_saved_as_a_draft(editor: Client, index: Any) -> None:
    add(editor, index, "itareportpage", code="O26")
    assert get_report_page_model().objects.get().live is False


def test_the_address_of_a_page_that_was_public_stays(editor: Client, index: Any) -> None:
    report = make_report(index)
    address = reverse("wagtailadmin_pages:edit", args=[report.pk])
    form = BeautifulSoup(editor.get(address).content, "html.parser")
    assert form.find(id="id_slug")["value"] == "o26"
    response = editor.post(
        address,
        nested_form_data(
            {
                "title": RECORD.title,
                "slug": "o26-new",
                "code": "O26",
                "introduction": rich_text(""),
                "conclusion": rich_text(""),
                "measures": streamfield([]),
                "memo_approvals": streamfield([]),
                "attachments": streamfield([]),
                "comments-TOTAL_FORMS": "0",
                "comments-INITIAL_FORMS": "0",
            }
        ),
    )
    assert codes(response, "slug") == ["slug_fixed"]
    assert Page.objects.get(pk=report.pk).slug == "o26"


def test_owners_are_offered_by_name_as_in_a_dictionary(editor: Client, index: Any) -> None:
    names = ["ก้องเกียรติ ใจดี", "เกศินี ตัวอย่าง", "แจ่มใส ใจดี", "สมชาย ตัวอย่าง"]
    for number, name in enumerate(reversed(names), start=1):
        first, last = name.split()
        User.objects.create_user(f"u{number}", first_name=first, last_name=last)
    page = make_item(index, "O7", item_owner=User.objects.get(username="u1"))
    response = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    offered = BeautifulSoup(response.content, "html.parser").select("#id_item_owner option")
    # The first one is no choice.
    assert [each.get_text() for each in offered][1:] == [*names, "editor"]
    assert [each.get_text() for each in offered if each.has_attr("selected")] == [names[-1]]
