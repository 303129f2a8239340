"""Every address of ours in the admin, with every role, reading and writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.security.admin_views import (
    ANONYMOUS,
    APPROVER,
    EDITOR,
    HIDDEN,
    HIDDEN_ITEM,
    NEIGHBOUR,
    OUTSIDER,
    PUBLIC,
    ROLES,
    SUPERUSER,
    VIEWS,
    Ground,
    View,
    everything,
    make_ground,
    our_patterns,
)
from tests.security.public_answers import text_of

pytestmark = pytest.mark.django_db

# So that a refusal is one, and not the way to the home screen with a message.
AJAX = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def ground() -> Ground:
    return make_ground()


@contextmanager
def undone() -> Iterator[None]:
    """Take back what a request has written, for the next role."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_of_ours_is_in_the_table() -> None:
    patterns = our_patterns()
    ours = {route for route, each in patterns.items() if each.name not in PUBLIC}
    assert ours == set(VIEWS)
    assert {VIEWS[route].name for route in VIEWS} == {patterns[route].name for route in VIEWS}


def got_in(view: View, response: Any, method: str) -> bool:
    """Tell whether a request did what it asked for."""
    if response.status_code == 302:
        refused = {reverse("wagtailadmin_login"), *([start()] if view.stays else [])}
        return response.url.partition("?")[0] not in refused
    # The form once more, with what was wrong.
    is_form = view.stays and method == "post"
    return bool(response.status_code == 200 and not is_form)


def start() -> str:
    return reverse("wagtail_ita_import")


def ask(view: View, ground: Ground, role: str, method: str) -> Any:
    # A visitor has no upload of his own: he comes with that of the superuser.
    user = ground.users.get(role) or ground.users[SUPERUSER]
    address = view.address(ground, user)
    before = everything()
    data = view.data(ground, user) if method == "post" else {}
    response = getattr(ground.clients[role], method)(address, data, headers=AJAX)
    return response, before


@pytest.mark.parametrize("route", VIEWS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_address_is_for_those_whom_it_is_for(ground: Ground, route: str, method: str) -> None:
    view = VIEWS[route]
    allowed = view.reads if method == "get" else view.writes
    found: set[str] = set()
    for role in ROLES:
        with undone():
            response, before = ask(view, ground, role, method)
            if got_in(view, response, method):
                found.add(role)
            else:
                assert response.status_code in (200, 302, 403, 405), (role, response.status_code)
                assert everything() == before, role
                told = response.content.decode(errors="replace")
                assert HIDDEN not in told and HIDDEN_ITEM not in told, role
    assert found == allowed


@pytest.mark.parametrize("role", [ANONYMOUS, OUTSIDER])
def test_who_is_not_of_the_house_is_sent_to_log_in(ground: Ground, role: str) -> None:
    for view in VIEWS.values():
        address = view.address(ground, ground.users[SUPERUSER])
        for response in (ground.clients[role].get(address), ground.clients[role].post(address)):
            assert response.status_code == 302, view.name
            assert response.url.startswith(reverse("wagtailadmin_login")), view.name


@pytest.mark.parametrize("name", ["wagtail_ita_board", "wagtail_ita_answer_sheet"])
@pytest.mark.parametrize("query", ["", "?export=csv", "?export=xlsx"])
def test_an_approver_reads_of_the_year_what_he_approves(
    ground: Ground, name: str, query: str
) -> None:
    address = f"{reverse(name, args=[ground.index.pk])}{query}"
    told = {role: text_of(ground.clients[role].get(address)) for role in (APPROVER, EDITOR)}
    assert HIDDEN in told[APPROVER]
    assert HIDDEN_ITEM not in told[APPROVER]
    # Else it would prove nothing.
    assert HIDDEN_ITEM in told[EDITOR]


@pytest.mark.parametrize("name", ["wagtail_ita_board", "wagtail_ita_answer_sheet"])
@pytest.mark.parametrize("query", ["", "?export=csv", "?export=xlsx"])
def test_an_editor_of_another_section_reads_nothing_of_this_one(
    ground: Ground, name: str, query: str
) -> None:
    client = ground.clients[NEIGHBOUR]
    response = client.get(f"{reverse(name)}{query}")
    assert response.status_code == 200
    told = text_of(response)
    assert HIDDEN not in told and HIDDEN_ITEM not in told
    for address in (f"{start()}?page={ground.report.pk}", reverse("wagtailadmin_home")):
        assert HIDDEN not in client.get(address, follow=True).content.decode()


def test_the_settings_of_the_agency_are_for_those_who_may_change_them(ground: Ground) -> None:
    address = reverse("wagtailsettings:edit", args=["wagtail_ita", "itasettings"])
    found = set()
    for role in ROLES:
        with undone():
            before = everything()
            client = ground.clients[role]
            response = client.post(address, {"agency_name_th": "ชื่ออื่น"}, headers=AJAX, follow=True)
            if response.status_code == 200 and "/login/" not in response.request["PATH_INFO"]:
                found.add(role)
            else:
                assert everything() == before, role
    assert found == {SUPERUSER}
