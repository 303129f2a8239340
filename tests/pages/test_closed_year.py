"""A closed year: nothing in it changes, whichever way an ordinary editor tries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import wagtail
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry, Revision

from tests.admin.roles import client_of, make_user
from tests.admin.typed_forms import typed_form
from tests.sample import make_index, make_item, make_report, translate
from wagtail_ita.models import ClosedYearLock, ITAIndexMixin, ITASettings, YearClosed
from wagtail_ita.transfer.importing import ImportRefused, index_target, refuse_without_right
from wagtail_ita.years.closing import ClosingRefused, close_year, pending_in, reopen_year

pytestmark = pytest.mark.django_db

EVERYTHING = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
ROLES = ("index", "report", "item")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def index() -> Any:
    return make_index()


@pytest.fixture
def report(index: Any) -> Any:
    return make_report(index)


@pytest.fixture
def item(index: Any) -> Any:
    return make_item(index, "O3", nothing_to_report="ไม่มีรายการในปีนี้")


@pytest.fixture
def editor(index: Any) -> User:
    return make_user("editor", index.get_parent(), *EVERYTHING)


@pytest.fixture
def keeper(index: Any) -> User:
    """Somebody who may close years."""
    user = make_user("keeper", index.get_parent(), *EVERYTHING)
    user.user_permissions.add(Permission.objects.get(codename="close_year"))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def closed(index: Any, report: Any, item: Any) -> dict[str, Any]:
    index.save_revision()
    item.save_revision()
    close_year(index)
    return {"index": fresh(index), "report": fresh(report), "item": fresh(item)}


def fresh(page: Any) -> Any:
    return Page.objects.get(pk=page.pk).specific


def again(user: User) -> User:
    """The user as the next request has him: without what was looked up for him."""
    return User.objects.get(pk=user.pk)


def state(page: Any) -> Any:
    """What must not change: place, address, versions, publication."""
    return Page.objects.values_list(
        "path", "url_path", "live", "latest_revision_id", "live_revision_id", "locked", "title"
    ).get(pk=page.pk)


# ------------------------------------------------------------------------------- what is left


@pytest.mark.parametrize("role", ROLES)
def test_only_the_form_is_left_to_read_in(closed: dict[str, Any], editor: User, role: str) -> None:
    rights = closed[role].permissions_for_user(editor)
    assert rights.can_edit()
    refused = (
        "can_publish",
        "can_unpublish",
        "can_delete",
        "can_move",
        "can_add_subpage",
        "can_publish_subpage",
        "can_reorder_children",
        "can_submit_for_moderation",
        "can_set_view_restrictions",
        "can_unschedule",
        "can_lock",
        "can_unlock",
    )
    assert [name for name in refused if getattr(rights, name)()] == []


@pytest.mark.parametrize("role", ROLES)
def test_the_lock_says_why_in_words(closed: dict[str, Any], editor: User, role: str) -> None:
    lock = closed[role].get_lock()
    assert isinstance(lock, ClosedYearLock)
    assert lock.for_user(editor)
    assert "was closed on" in lock.get_message(editor)
    assert "reopen" in lock.get_description(editor)


def test_the_rights_of_a_plain_page_object_are_the_same(
    closed: dict[str, Any], editor: User
) -> None:
    plain = Page.objects.get(pk=closed["report"].pk)
    assert not plain.permissions_for_user(editor).can_publish()


def test_a_superuser_and_a_keeper_of_years_go_on(
    closed: dict[str, Any], keeper: User, admin_user: User
) -> None:
    for user in (keeper, admin_user):
        rights = closed["report"].permissions_for_user(user)
        assert rights.can_publish()
        assert rights.can_delete()
        assert not closed["report"].get_lock().for_user(user)


def test_another_year_is_open(closed: dict[str, Any], editor: User) -> None:
    other = make_item(make_index(2570), "O3")
    assert other.permissions_for_user(editor).can_publish()
    assert other.get_lock() is None


# --------------------------------------------------------------------------- the ways to change


def edit(client: Client, page: Any) -> Any:
    form = {**typed_form(page, title="ชื่ออื่น"), "action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)


def at(name: str, **data: Any) -> Callable[[Client, Any], Any]:
    """A POST to one of Wagtail's addresses of a page."""

    def send(client: Client, page: Any) -> Any:
        return client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), data)

    return send


def bulk(action: str) -> Callable[[Client, Any], Any]:
    def send(client: Client, page: Any) -> Any:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return client.post(f"{address}?id={page.pk}&next=/admin/", {"include_descendants": "on"})

    return send


def move(client: Client, page: Any) -> Any:
    home = page.get_ancestors().filter(depth=2).get()
    if isinstance(page, ITAIndexMixin):
        target = home.add_child(instance=Page(title="อื่น", slug="aside", locale=home.locale))
    else:
        target = make_index(2570)
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))


def reorder(client: Client, page: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:set_page_position", args=[page.pk]))


def revert(client: Client, page: Any) -> Any:
    revision = page.get_latest_revision().pk
    form = {**typed_form(page), "revision": revision, "action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)


WAYS = {
    "edit": edit,
    "revert": revert,
    "unpublish": at("unpublish"),
    "delete": at("delete"),
    "move": move,
    "lock": at("lock"),
    "convert an alias": at("convert_alias"),
    "bulk publish": bulk("publish"),
    "bulk unpublish": bulk("unpublish"),
    "bulk delete": bulk("delete"),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_the_admin_changes_a_page(
    closed: dict[str, Any], editor: User, way: str, role: str
) -> None:
    page = closed[role]
    before = state(page)
    response = WAYS[way](client_of(editor), page)
    assert response.status_code < 500
    assert state(page) == before


def test_the_same_ways_work_in_an_open_year(item: Any, report: Any, editor: User) -> None:
    """So that a way which is refused for another reason does not pass for a closed one."""
    for way in ("lock", "edit", "unpublish", "bulk publish", "move", "delete"):
        before = state(item)
        WAYS[way](client_of(editor), fresh(item))
        assert not Page.objects.filter(pk=item.pk).exists() or state(item) != before, way
        if way == "lock":
            Page.objects.filter(pk=item.pk).update(locked=False)


def test_the_order_of_the_pages_stays(closed: dict[str, Any], editor: User) -> None:
    before = state(closed["report"]), state(closed["item"])
    reorder(client_of(editor), closed["report"])
    assert (state(closed["report"]), state(closed["item"])) == before


def test_nothing_is_added(closed: dict[str, Any], editor: User) -> None:
    address = reverse(
        "wagtailadmin_pages:add", args=["wagtail_ita_pages", "itaitempage", closed["index"].pk]
    )
    client_of(editor).post(address, {"title": "ใหม่", "slug": "o9", "code": "O9"})
    assert closed["index"].get_children().count() == 2


def test_nothing_is_moved_or_copied_into_it(closed: dict[str, Any], editor: User) -> None:
    guest = make_item(make_index(2570), "O9")
    client = client_of(editor)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[guest.pk, closed["index"].pk]))
    client.post(
        reverse("wagtailadmin_pages:copy", args=[guest.pk]),
        {"new_title": "ใหม่", "new_slug": "o9", "new_parent_page": closed["index"].pk, "alias": ""},
    )
    assert closed["index"].get_children().count() == 2


def test_a_page_above_it_is_neither_moved_nor_deleted(index: Any) -> None:
    home = index.get_parent()
    above = home.add_child(instance=Page(title="ข้อมูล", slug="about", locale=home.locale))
    aside = home.add_child(instance=Page(title="อื่น", slug="aside", locale=home.locale))
    index.move(above, pos="last-child")
    make_item(fresh(index), "O3")
    close_year(fresh(index))
    editor = make_user("editor", home, *EVERYTHING)
    client = client_of(editor)
    before = state(index)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[above.pk, aside.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[above.pk]))
    assert state(index) == before


def test_a_save_that_asked_for_no_right_is_refused_too(
    closed: dict[str, Any], editor: User
) -> None:
    """As a button of a translation app does."""
    before = state(closed["report"])
    with LogContext(user=editor), pytest.raises(YearClosed, match="was closed"):
        closed["report"].save()
    assert issubclass(YearClosed, PermissionDenied)
    assert state(closed["report"]) == before


def test_a_translation_of_a_closed_year_is_closed_and_nobody_makes_one(
    index: Any, item: Any, editor: User
) -> None:
    english = translate(index)
    close_year(index)
    assert fresh(english).closed_since
    with LogContext(user=editor), pytest.raises(YearClosed):
        fresh(item).copy_for_translation(english.locale)
    assert not fresh(english).get_children().exists()


def test_a_translation_made_later_is_closed_and_a_copy_is_not(
    closed: dict[str, Any],
) -> None:
    index = closed["index"]
    assert fresh(translate(index)).closed_since == index.closed_since
    copy = index.copy(update_attrs={"title": "ITA 2571", "slug": "ita-2571"})
    assert fresh(copy).closed_since is None


def test_an_earlier_version_does_not_reopen_it(index: Any) -> None:
    open_version = index.save_revision()
    close_year(index)
    Revision.objects.get(pk=open_version.pk).publish()
    assert fresh(index).closed_since
    assert fresh(index).get_latest_revision_as_object().closed_since


def test_nothing_is_imported_into_it(closed: dict[str, Any], editor: User, tmp_path: Any) -> None:
    file = tmp_path / "report.txt"
    file.write_text("(๑) มาตรการ: มาตรการใหม่\n(๔) ผู้รับผิดชอบ: กองคลัง\n", encoding="utf-8")
    for user in (editor, None):
        with pytest.raises(ImportRefused, match="was closed"):
            refuse_without_right(index_target(closed["index"], "O26"), user)
        with pytest.raises(ImportRefused, match="was closed"):
            refuse_without_right(index_target(closed["index"], "O99"), user)
    with pytest.raises(CommandError, match="was closed"):
        call_command("ita_import", file, "--year", "2569")


def test_neither_setup_nor_rollforward_adds_to_it(closed: dict[str, Any]) -> None:
    make_index(2568)
    for command in (("ita_setup", "--year", "2569"), ("ita_rollforward", "2568", "2569")):
        with pytest.raises(CommandError, match="was closed"):
            call_command(*command)
    assert closed["index"].get_children().count() == 2


if wagtail.VERSION >= (8, 0):

    @pytest.mark.urls("tests.urls_api")
    @pytest.mark.parametrize("role", ROLES)
    def test_the_api_changes_nothing(closed: dict[str, Any], editor: User, role: str) -> None:
        _token, key = apps.get_model("wagtailcore", "APIToken").create_token(
            user=editor, name="sync"
        )
        api = Client(headers={"authorization": f"Bearer {key}"})
        page, before = closed[role], state(closed[role])
        kind = f"{page._meta.app_label}.{page._meta.object_name}"
        calls = [
            api.patch(
                reverse("wagtailapi_v3:update_page", kwargs={"page_id": page.pk}),
                {"meta": {"type": kind}, "title": "ชื่ออื่น"},
                content_type="application/json",
            ),
            api.post(reverse("wagtailapi_v3:pages_actions_publish", kwargs={"page_id": page.pk})),
            api.post(
                reverse("wagtailapi_v3:pages_actions_unpublish", kwargs={"page_id": page.pk}),
                {},
                content_type="application/json",
            ),
            api.delete(f"{reverse('wagtailapi_v3:update_page', kwargs={'page_id': page.pk})}"),
        ]
        assert [response.status_code for response in calls] == [403] * 4
        assert state(page) == before


# ------------------------------------------------------------------------------ what stays


def test_visitors_see_what_they_saw(index: Any, report: Any, item: Any, client: Client) -> None:
    addresses = ["", "o26/", "o3/", "o26/report.json", "items.json"]
    before = [client.get(f"{index.url}{each}") for each in addresses]
    close_year(index)
    after = [client.get(f"{index.url}{each}") for each in addresses]
    assert [each.status_code for each in after] == [200] * len(addresses)
    assert [each.content for each in after] == [each.content for each in before]


def test_an_editor_still_reads_the_form_and_the_history(
    closed: dict[str, Any], editor: User
) -> None:
    client = client_of(editor)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[closed["report"].pk]))
    assert form.status_code == 200
    assert "was closed on" in form.content.decode()
    history = client.get(reverse("wagtailadmin_pages:history", args=[closed["report"].pk]))
    assert history.status_code == 200


def test_a_listing_asks_once_for_the_year(editor: User, index: Any) -> None:
    """The number of queries for the rights does not grow with the pages."""

    def count(number: int) -> int:
        pages = [fresh(page) for page in index.get_children()[:number]]
        user = again(editor)
        user.has_perm("wagtail_ita.close_year")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for page in pages:
                rights = page.permissions_for_user(user)
                rights.can_publish()
                rights.can_add_subpage()
        return len(queries)

    for number in range(1, 9):
        make_item(index, f"O{number}")
    assert count(8) == count(2)
    close_year(index)
    assert count(8) == count(2)


# ----------------------------------------------------------------------- closing and reopening


def test_what_waits_has_to_be_decided_first(index: Any, report: Any, item: Any) -> None:
    report.go_live_at = timezone.now() + dt.timedelta(days=3)
    report.save_revision().publish()
    type(item).objects.filter(pk=item.pk).update(expire_at=timezone.now() + dt.timedelta(days=3))
    assert [each.page.pk for each in pending_in(index)] == [report.pk, item.pk]
    with pytest.raises(ClosingRefused, match="still change"):
        close_year(index)
    assert fresh(index).closed_since is None


def test_an_approval_under_way_has_to_be_decided_first(
    index: Any, item: Any, admin_user: User
) -> None:
    workflow = item.get_workflow()
    assert workflow is not None
    item.save_revision()
    workflow.start(item, admin_user)
    assert [each.page.pk for each in pending_in(index)] == [item.pk]


def test_the_permission_is_given_in_the_form_of_a_group(admin_client: Client) -> None:
    permission = Permission.objects.get(codename="close_year")
    assert permission.content_type.model_class() is ITASettings
    page = admin_client.get(reverse("wagtailusers_groups:add")).content.decode()
    assert f'value="{permission.pk}"' in page


def send(user: User, index: Any, action: str) -> Any:
    address = reverse("wagtail_ita_closing", args=[index.pk])
    return client_of(user).post(address, {"action": action})


def test_a_year_is_closed_and_reopened_on_its_screen(index: Any, report: Any, keeper: User) -> None:
    send(keeper, index, "close")
    assert fresh(index).closed_since
    send(keeper, index, "reopen")
    assert fresh(index).closed_since is None
    entries = PageLogEntry.objects.filter(page=index.pk, action__startswith="wagtail_ita.year")
    assert [(each.action, each.user) for each in entries.order_by("timestamp", "pk")] == [
        ("wagtail_ita.year_closed", keeper),
        ("wagtail_ita.year_reopened", keeper),
    ]
    assert report.permissions_for_user(again(keeper)).can_publish()


def test_two_at_once_do_not_undo_each_other(index: Any, keeper: User) -> None:
    send(keeper, index, "close")
    since = fresh(index).closed_since
    response = send(keeper, index, "close")
    assert "closed already" in response.content.decode()
    assert fresh(index).closed_since == since


@pytest.mark.parametrize("rights", [(), ("add", "change")])
def test_who_may_not_publish_the_year_may_not_close_it(index: Any, rights: tuple[str, ...]) -> None:
    user = make_user("other", index.get_parent(), *rights)
    user.user_permissions.add(Permission.objects.get(codename="close_year"))
    send(user, index, "close")
    assert fresh(index).closed_since is None


def test_an_editor_may_neither_close_nor_reopen(
    closed: dict[str, Any], editor: User, index: Any
) -> None:
    send(editor, closed["index"], "reopen")
    assert fresh(index).closed_since
    reopen_year(index)
    send(editor, index, "close")
    assert fresh(index).closed_since is None


def test_the_board_says_that_it_is_closed(closed: dict[str, Any], editor: User) -> None:
    board = client_of(editor).get(reverse("wagtail_ita_board", args=[closed["index"].pk]))
    assert "<strong>Closed</strong>" in board.content.decode()
    assert "no page yet" not in board.content.decode()


def test_the_menu_of_the_index_offers_what_the_user_may(
    index: Any, editor: User, keeper: User
) -> None:
    edit_page = reverse("wagtailadmin_pages:edit", args=[index.pk])
    address = reverse("wagtail_ita_closing", args=[index.pk])
    assert address not in client_of(editor).get(edit_page).content.decode()
    assert address in client_of(keeper).get(edit_page).content.decode()
