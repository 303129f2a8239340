"""The list of published versions in the admin, and who may withhold one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageLogEntry

from tests.admin.roles import make_user
from tests.sample import FULL_MEASURE, RECORD, make_index, make_item, make_report, make_site
from wagtail_ita.models import ITASettings, PublishedVersion
from wagtail_ita.transfer.pages import apply_report

pytestmark = pytest.mark.django_db

NOTE = "แก้หน่วยงานผู้รับผิดชอบ"


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def page() -> Any:
    """A report that was corrected once."""
    page = make_report(make_index())
    draft = type(page).objects.get(pk=page.pk)
    apply_report(draft, replace(RECORD, measures=(replace(FULL_MEASURE, responsible=("กองช่าง",)),)))
    draft.correction_note = NOTE
    draft.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def address(page: Any) -> str:
    return reverse("wagtail_ita_versions", args=[page.pk])


def first(page: Any) -> PublishedVersion:
    return PublishedVersion.objects.of(page).get(number=1)


def with_permission(user: Any) -> Any:
    permission = Permission.objects.get(codename="withhold_version")
    user.user_permissions.add(permission)
    return type(user).objects.get(pk=user.pk)


def test_it_lists_who_published_what_and_why(admin_client: Client, page: Any) -> None:
    response = admin_client.get(address(page))
    shown = response.content.decode()
    rows = response.context["versions"]
    assert [row["version"].number for row in rows] == [2, 1]
    assert [row["is_current"] for row in rows] == [True, False]
    assert NOTE in shown
    assert FULL_MEASURE.title in shown


def test_an_earlier_version_can_be_opened_where_visitors_can(
    admin_client: Client, page: Any
) -> None:
    link = f"{page.get_url()}versions/1/"
    assert link not in admin_client.get(address(page)).content.decode()
    agency = ITASettings.for_site(make_site())
    agency.show_versions = True
    agency.save()
    assert link in admin_client.get(address(page)).content.decode()


def test_withholding_and_showing_again_are_in_the_history(
    admin_client: Client, admin_user: Any, page: Any
) -> None:
    admin_client.post(address(page), {"number": 1, "reason": "มีข้อมูลส่วนบุคคล"})
    version = first(page)
    assert (version.is_withheld, version.withheld_reason) == (True, "มีข้อมูลส่วนบุคคล")
    admin_client.post(address(page), {"number": 1, "reason": "ตรวจแล้ว"})
    assert not first(page).is_withheld
    entries = PageLogEntry.objects.filter(action__startswith="wagtail_ita.version_")
    assert [(each.action, each.user, each.data["version"]) for each in entries.order_by("pk")] == [
        ("wagtail_ita.version_withheld", admin_user, 1),
        ("wagtail_ita.version_shown", admin_user, 1),
    ]
    assert admin_client.get(address(page)).status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {"number": 1, "reason": ""},
        {"number": 2, "reason": "ปัจจุบัน"},
        {"number": "x", "reason": "ก"},
        {"reason": "ก"},
        {},
    ],
)
def test_without_a_reason_or_for_what_is_current_nothing_is_withheld(
    admin_client: Client, page: Any, data: dict[str, Any]
) -> None:
    response = admin_client.post(address(page), data, follow=True)
    assert [str(message) for message in response.context["messages"]]
    assert not PublishedVersion.objects.filter(withheld_at__isnull=False).exists()


def test_a_version_that_there_is_not_is_not_found(admin_client: Client, page: Any) -> None:
    assert admin_client.post(address(page), {"number": 9, "reason": "ก"}).status_code == 404


@pytest.mark.parametrize("number", [0, 999999])
def test_another_page_has_no_versions(admin_client: Client, page: Any, number: int) -> None:
    item = make_item(page.index_page, "O7")
    for key in (item.pk, number):
        found = admin_client.get(reverse("wagtail_ita_versions", args=[key]))
        assert found.status_code == 404


class TestRights:
    def test_who_has_no_right_to_the_page_sees_nothing(self, client: Client, page: Any) -> None:
        client.force_login(make_user("stranger"))
        assert client.get(address(page)).status_code == 302

    def test_an_editor_sees_the_list_and_withholds_nothing(self, client: Client, page: Any) -> None:
        client.force_login(with_permission(make_user("editor", page.get_parent(), "change")))
        response = client.get(address(page))
        assert all(row["form"] is None for row in response.context["versions"])
        client.post(address(page), {"number": 1, "reason": "ก"})
        assert not first(page).is_withheld

    def test_publishing_alone_is_not_enough(self, client: Client, page: Any) -> None:
        client.force_login(make_user("publisher", page.get_parent(), "change", "publish"))
        client.post(address(page), {"number": 1, "reason": "ก"})
        assert not first(page).is_withheld

    def test_who_may_publish_and_withhold_does(self, client: Client, page: Any) -> None:
        user = make_user("publisher", page.get_parent(), "change", "publish")
        client.force_login(with_permission(user))
        client.post(address(page), {"number": 1, "reason": "ก"})
        assert first(page).is_withheld

    def test_the_permission_can_be_given_in_the_form_of_a_group(self, admin_client: Client) -> None:
        group = Group.objects.create(name="ผู้เผยแพร่")
        response = admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk]))
        permission = Permission.objects.get(codename="withhold_version")
        assert permission in response.context["form"].fields["permissions"].queryset


class TestButtons:
    def test_the_form_of_a_published_report_leads_there(
        self, admin_client: Client, page: Any
    ) -> None:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert address(page) in admin_client.get(edit).content.decode()

    def test_a_draft_that_was_never_public_does_not(self, admin_client: Client) -> None:
        draft = make_report(make_index(), publish=False)
        edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
        assert address(draft) not in admin_client.get(edit).content.decode()


class TestForm:
    def form(self, client: Client, page: Any) -> Any:
        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200
        return response.context["form"], response.content.decode()

    def test_the_box_for_a_note_waits_for_the_first_publication(self, admin_client: Client) -> None:
        draft = make_report(make_index(), publish=False)
        form, shown = self.form(admin_client, draft)
        assert "correction_note" not in form.fields
        assert 'name="correction_note"' not in shown

    def test_it_is_empty_and_what_is_public_stands_beside_it(
        self, admin_client: Client, page: Any
    ) -> None:
        form, shown = self.form(admin_client, page)
        assert form["correction_note"].value() == ""
        assert NOTE in shown

    def test_a_note_that_waits_in_a_draft_is_kept(self, admin_client: Client, page: Any) -> None:
        page.correction_note = "แก้ปี"
        page.save_revision()
        form, _shown = self.form(admin_client, page)
        assert form["correction_note"].value() == "แก้ปี"
