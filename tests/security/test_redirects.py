"""Nothing of ours sends anybody to another website."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from tests.sample import make_index, make_item, make_report
from tests.security.admin_views import SUPERUSER, VIEWS, make_ground

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "\t//evil.example/",
]
# Whatever an address of ours, or of a program before it, may be called.
NAMES = ("next", "return_url", "redirect", "url", "to", "q", "item", "year", "page", "p", "path")


def leads_elsewhere(response: Any) -> bool:
    place = response.get("Location", "")
    return "evil" in place.partition("?")[0] or place.lower().startswith("javascript")


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_publication_that_is_stopped_leads_back_to_this_website(
    place: str, admin_client: Client
) -> None:
    """The address of the bulk action names where to go on: a link in a mail may name any."""
    index = make_index(live=False)
    make_item(index, "O12", live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = urlencode({"id": index.pk, "next": place})
    response = admin_client.post(f"{address}?{query}", {"include_descendants": "on"})
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_it_still_leads_back_to_where_one_was(admin_client: Client) -> None:
    index = make_index(live=False)
    make_item(index, "O12", live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    here = reverse("wagtailadmin_explore", args=[index.pk])
    query = urlencode({"id": index.pk, "next": here})
    response = admin_client.post(f"{address}?{query}", {"include_descendants": "on"})
    assert response.url == here


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_public_address_leads_elsewhere(place: str) -> None:
    index = make_index()
    report = make_report(index)
    for page in (index, report):
        for address in (page.url, f"{page.url}versions/1/", f"{page.url}share.png"):
            response = Client().get(f"{address}?{urlencode(dict.fromkeys(NAMES, place))}")
            assert not leads_elsewhere(response), address
    for host in ("evil.example", "evil.example:80"):
        response = Client().get(f"{index.url}?item=O26", headers={"host": host})
        assert "//" not in response.get("Location", "").removeprefix(f"http://{host}")


def test_no_screen_of_the_admin_leads_elsewhere() -> None:
    ground = make_ground()
    user = ground.users[SUPERUSER]
    for place in ELSEWHERE[:2]:
        query = urlencode(dict.fromkeys(set(NAMES) - {"page", "year"}, place))
        for view in VIEWS.values():
            address = view.address(ground, user)
            data = {**view.data(ground, user), "next": place, "return_url": place}
            for response in (
                ground.clients[SUPERUSER].get(f"{address}?{query}"),
                ground.clients[SUPERUSER].post(f"{address}?{query}", data),
            ):
                assert not leads_elsewhere(response), (view.name, place)
