"""One site that is home to several agencies: each meets its own years only."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from tests.admin.roles import client_of, make_user, speak
from tests.sample import make_document, make_item, make_site
from wagtail_ita.checks.board import access
from wagtail_ita.checks.board.access import boards_for, find_board, newest_board
from wagtail_ita.domain.records import EvidenceKind
from wagtail_ita.models import Visibility, get_index_page_model
from wagtail_ita.selectors import find_index

pytestmark = pytest.mark.django_db


def agency(slug: str, *years: int) -> list[Any]:
    """Return the index pages of a new agency below the home page."""
    parent = make_site().root_page.add_child(instance=Page(title=slug, slug=slug))
    return [
        parent.add_child(
            instance=get_index_page_model()(title=f"{slug} {year}", assessment_year=year)
        )
        for year in years
    ]


def links_of(index: Any) -> list[str]:
    html = BeautifulSoup(Client().get(index.url).content, "html.parser")
    return [each["href"] for each in html.select(".ita-years a")]


def test_years_lead_to_each_other_wherever_they_are_as_long_as_no_year_is_there_twice() -> None:
    newer, older = agency("one", 2569)[0], agency("archive", 2568)[0]
    assert links_of(newer) == links_of(older) == ["/one/ita-2569/", "/archive/ita-2568/"]


def test_an_agency_is_not_led_to_the_years_of_another_one() -> None:
    mine, _older = agency("one", 2569, 2568)
    theirs, *_rest = agency("two", 2569, 2567)
    assert links_of(mine) == ["/one/ita-2569/", "/one/ita-2568/"]
    assert links_of(theirs) == ["/two/ita-2569/", "/two/ita-2567/"]


def test_an_editor_has_the_boards_of_his_agency_and_of_single_items() -> None:
    mine = agency("one", 2569, 2568)
    theirs, other = agency("two", 2569, 2568)
    item = make_item(theirs, "O1")
    editor = make_user("editor", mine[0].get_parent(), "change")
    clerk = make_user("clerk", item, "publish")
    assert boards_for(editor) == mine
    assert boards_for(clerk) == [theirs]
    assert find_board(editor, mine[1].pk) == mine[1]
    assert find_board(editor, theirs.pk) is None
    assert find_board(clerk, theirs.pk) == theirs
    assert find_board(clerk, other.pk) is None
    assert newest_board(editor) == mine[0]


def test_of_very_many_boards_those_of_the_agency_are_offered(
    admin_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "MANY", 3)
    speak(admin_user, "en")
    agencies = [agency(name, 2569, 2568) for name in ("one", "two", "three")]
    html = client_of(admin_user).get(reverse("wagtail_ita_board", args=[agencies[1][0].pk]))
    found = html.content.decode()
    assert reverse("wagtail_ita_board", args=[agencies[1][1].pk]) in found
    assert reverse("wagtail_ita_board", args=[agencies[0][0].pk]) not in found


def test_the_first_index_page_of_a_year_is_found_without_reading_them_all(
    django_assert_max_num_queries: Any,
) -> None:
    first, *_rest = agency("one", 2569)
    agency("two", 2569)
    site = make_site()
    with django_assert_max_num_queries(2):
        assert find_index(year=2569, scheme="nacc", site=site) == first


def test_what_is_below_something_private_is_private_however_much_of_it_there_is(
    django_assert_num_queries: Any,
) -> None:
    pages = [agency(f"a{number}", 2569)[0] for number in range(6)]
    root = Collection.get_first_root_node()
    folders = [root.add_child(name=f"c{number}") for number in range(6)]
    inner = [folder.add_child(name="inner") for folder in folders]
    for page, folder in zip(pages[:3], folders[:3], strict=True):
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
        CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    for page, folder in zip(pages, inner, strict=True):
        page.refresh_from_db()
        document = make_document("แผน", collection=folder)
        page.document = type(
            "Piece", (), {"kind": EvidenceKind.DOCUMENT, "target": document, "url": "/"}
        )
    visibility = Visibility()
    with django_assert_num_queries(3):
        assert [visibility.allows_page(page) for page in pages] == [False] * 3 + [True] * 3
        assert [visibility.allows(page.document) for page in pages] == [False] * 3 + [True] * 3
