"""Nothing of ours can be sent from another website: each POST needs the token of the form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import wagtail_ita
from tests.sample import make_index, make_report
from tests.security.admin_views import SUPERUSER, VIEWS, Ground, everything, make_ground

pytestmark = pytest.mark.django_db

TEMPLATES = Path(wagtail_ita.__file__).parent / "templates"
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)


@pytest.fixture
def ground() -> Ground:
    return make_ground()


@pytest.mark.parametrize("route", [route for route, view in VIEWS.items() if view.writes])
def test_a_post_without_the_token_does_nothing(ground: Ground, route: str) -> None:
    view, user = VIEWS[route], ground.users[SUPERUSER]
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    address = view.address(ground, user)
    before = everything()
    data = view.data(ground, user)
    for headers in ({}, {"X-Requested-With": "XMLHttpRequest"}, {"Origin": "https://evil.example"}):
        assert client.post(address, data, headers=headers).status_code == 403
    assert everything() == before


def test_nothing_is_changed_by_get(ground: Ground) -> None:
    user = ground.users[SUPERUSER]
    for view in VIEWS.values():
        address = view.address(ground, user)
        before = everything()
        # What a form would send, in the address.
        data = {key: value for key, value in view.data(ground, user).items() if key != "file"}
        ground.clients[SUPERUSER].get(address, data)
        after = everything()
        for kept in (before, after):
            # How far reading of the upload has come, and the empty row that Wagtail makes.
            del kept["ImportUpload"], kept["ITASettings"]
        assert after == before, view.name


def test_each_form_of_ours_that_posts_has_the_token() -> None:
    forms = [
        (path.name, form)
        for path in TEMPLATES.rglob("*.html")
        for form in FORM.findall(path.read_text())
    ]
    posting = [(name, form) for name, form in forms if 'method="post"' in form.lower()]
    assert posting
    assert [name for name, form in posting if "{% csrf_token %}" not in form] == []


def test_public_pages_take_no_post(client: Client) -> None:
    index = make_index()
    report = make_report(index)
    strict = Client(enforce_csrf_checks=True)
    addresses = (
        *(f"{report.url}{name}" for name in report.download_names),
        *(f"{index.url}{name}" for name in index.download_names),
        f"{index.url}?q=x",
    )
    for address in addresses:
        assert client.post(address).status_code == 405, address
        assert strict.post(address).status_code == 403, address
