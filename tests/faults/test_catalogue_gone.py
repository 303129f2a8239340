"""The list of a year is deleted or broken while its pages are public: they stay, and it is said."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from tests.admin.roles import client_of, speak
from tests.admin.typed_forms import typed_form
from tests.sample import make_index, make_item, make_report
from tests.test_catalogues import shipped
from tests.upgrades.content import NOTHING
from wagtail_ita import catalogues
from wagtail_ita.views.years import ANSWER_SHEET, BOARD

SCHEME = "town"


@dataclass
class Town:
    """A year that follows a list of the site's own."""

    path: Path
    index: Any
    item: Any
    report: Any

    def restart(self) -> None:
        """Forget what was read of the lists, as a new process does not know it."""
        catalogues._load.cache_clear()

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")
        self.restart()

    def lose(self) -> None:
        self.path.unlink()
        self.restart()

    @property
    def pages(self) -> tuple[Any, ...]:
        return (self.index, self.item, self.report)


@pytest.fixture
def whole_list() -> str:
    return json.dumps({**shipped("nacc-2569.json"), "scheme": SCHEME}, ensure_ascii=False)


@pytest.fixture
def town(tmp_path: Path, whole_list: str) -> Iterator[Town]:
    path = tmp_path / "town-2569.json"
    path.write_text(whole_list, encoding="utf-8")
    with override_settings(WAGTAIL_ITA={"CATALOGUES": [str(path)], "SCHEME": SCHEME}):
        catalogues._load.cache_clear()
        index = make_index(scheme=SCHEME)
        item = make_item(index, "O1", live=False, nothing_to_report=NOTHING)
        item.save_revision().publish()
        item.refresh_from_db()
        town = Town(path=path, index=index, item=item, report=make_report(index))
        assert item.catalogue_item is not None
        yield town
    catalogues._load.cache_clear()


@pytest.fixture
def admin() -> Client:
    user = User.objects.create_superuser("admin", "admin@example.go.th")
    speak(user, "en")
    return client_of(user)


def lose(town: Town) -> None:
    town.lose()


def cut_off(town: Town) -> None:
    """As a full disk leaves it."""
    town.write(town.path.read_text(encoding="utf-8")[:500])


def spoil(town: Town) -> None:
    """As a slip of the hand leaves it."""
    data = json.loads(town.path.read_text(encoding="utf-8"))
    data["items"][3]["code"] = "ข้อสี่"
    town.write(json.dumps(data, ensure_ascii=False))


FAULTS = pytest.mark.parametrize(
    "fault", [lose, cut_off, spoil], ids=["deleted", "cut off", "spoilt"]
)
Fault = Callable[[Town], None]


@FAULTS
def test_what_is_public_stays_public(town: Town, fault: Fault) -> None:
    fault(town)
    for page in town.pages:
        response = Client().get(page.url)
        assert response.status_code == 200
        assert page.title in response.content.decode()
    html = Client().get(town.index.url).content.decode()
    for page in (town.item, town.report):
        assert f'href="{page.url}"' in html


@FAULTS
def test_each_file_can_still_be_had(town: Town, fault: Fault) -> None:
    fault(town)
    for page in town.pages:
        for name in page.download_names:
            response = Client().get(f"{page.url}{name}")
            assert response.status_code == 200, name
            assert b"".join(response)


@FAULTS
def test_the_webmaster_is_told_which_file_it_is(town: Town, fault: Fault) -> None:
    fault(town)
    [found] = [each for each in run_checks() if each.id == "wagtail_ita.E003"]
    assert town.path.name in found.msg
    with pytest.raises(CommandError, match=town.path.name):
        call_command("ita_catalogues", stdout=io.StringIO())


@FAULTS
def test_the_commands_of_a_year_say_it_in_a_sentence(town: Town, fault: Fault) -> None:
    fault(town)
    with pytest.raises(CommandError) as error:
        call_command("ita_setup", "--year", "2569", "--chain", "none", stdout=io.StringIO())
    assert "2569" in str(error.value)
    out = io.StringIO()
    try:
        call_command("ita_check", "--year", "2569", stdout=out)
    except CommandError as error:
        assert error.returncode == 1
    assert "no list of the scheme town for 2569, or it is broken" in out.getvalue()


@FAULTS
def test_editors_go_on(town: Town, admin: Client, fault: Fault) -> None:
    fault(town)
    for page in town.pages:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert admin.get(address).status_code == 200
    for name in (BOARD, ANSWER_SHEET):
        html = admin.get(reverse(name, args=[town.index.pk])).content.decode()
        assert town.item.title in html
    data = typed_form(town.item, nothing_to_report="ไม่มีเรื่องร้องเรียนเลย")
    address = reverse("wagtailadmin_pages:edit", args=[town.item.pk])
    assert admin.post(address, {**data, "action-publish": "1"}).status_code == 302
    assert "ไม่มีเรื่องร้องเรียนเลย" in Client().get(town.item.url).content.decode()


@FAULTS
def test_once_it_is_back_all_is_as_before(town: Town, whole_list: str, fault: Fault) -> None:
    before = Client().get(town.index.url).content
    fault(town)
    # Something changes meanwhile, so that what was kept of the page is made again.
    town.item.save_revision().publish()
    assert Client().get(town.index.url).content != before
    town.write(whole_list)
    town.item.save_revision().publish()
    assert Client().get(town.index.url).content == before


@FAULTS
def test_a_year_that_borrows_the_list_goes_on(town: Town, admin: Client, fault: Fault) -> None:
    index = make_index(2570, scheme=SCHEME, list_year=2569)
    item = make_item(index, "O1", live=False, nothing_to_report=NOTHING)
    item.save_revision().publish()
    fault(town)
    assert item.title in Client().get(index.url).content.decode()
    for name in (BOARD, ANSWER_SHEET):
        assert admin.get(reverse(name, args=[index.pk])).status_code == 200
