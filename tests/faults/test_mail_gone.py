"""The mail server is gone: the work goes on, and who was not told is told the next time."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from tests.admin.roles import client_of, speak
from tests.faults.smtp import mail_server, no_mail_server
from tests.sample import make_index, make_item, make_report
from tests.upgrades.content import NOTHING
from tests.workflow import chains
from wagtail_ita.checks.publishing import REFUSED_ACTION


def make_owner(name: str) -> User:
    owner = User.objects.create_user(name, f"{name}@example.go.th", "x")
    speak(owner, "en")
    return owner


def due(index: Any, code: str, owner: User) -> Any:
    page = make_item(index, code, live=False)
    page.item_owner, page.due_date = owner, timezone.localdate()
    page.save_revision()
    return page


def planned(index: Any, code: str, **fields: Any) -> Any:
    """Return a draft whose hour has come."""
    page = make_item(index, code, live=False, **fields)
    revision = page.save_revision()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision.save(update_fields=["approved_go_live_at"])
    return page


def remind() -> str:
    out = io.StringIO()
    call_command("ita_remind", stdout=out)
    return out.getvalue()


def test_who_could_not_be_reminded_is_reminded_by_the_next_run(index: Any) -> None:
    due(index, "O1", make_owner("malee"))
    with no_mail_server(), pytest.raises(CommandError) as error:
        remind()
    assert "malee@example.go.th could not be sent" in str(error.value)
    assert "Nothing is lost: run the command again." in str(error.value)
    with mail_server() as server:
        assert "mail sent" in remind()
        assert "has had a mail today" in remind()
    assert len(server.letters) == 1
    assert "To: malee@example.go.th" in server.letters[0]


def test_a_server_that_breaks_off_has_told_the_first_and_not_the_second(index: Any) -> None:
    due(index, "O1", make_owner("anong"))
    due(index, "O2", make_owner("malee"))
    with mail_server(breaks_after=1) as server, pytest.raises(CommandError):
        remind()
    [first] = server.letters
    with mail_server() as server:
        remind()
    [second] = server.letters
    told = {letter.partition("To: ")[2].partition("\r\n")[0] for letter in (first, second)}
    assert told == {"anong@example.go.th", "malee@example.go.th"}


def test_a_report_climbs_its_chain_without_mail() -> None:
    page = make_report(make_index(), publish=False)
    chains.make_chain_for(page)
    clerk, mayor = chains.make_clerk(), chains.make_mayor()
    with no_mail_server():
        chains.submit(page, make_owner("reporter"))
        client = client_of(clerk)
        response = client.post(chains.action_address(page), chains.decision())
        assert response.status_code in (200, 302)
        chains.approve(page, mayor)
    assert chains.is_live(page)


def test_an_officer_is_told_while_there_is_a_server() -> None:
    page = make_report(make_index(), publish=False)
    chains.make_chain_for(page)
    chains.make_clerk()
    with mail_server() as server:
        chains.submit(page, make_owner("reporter"))
    assert ["clerk@example.go.th" in letter for letter in server.letters] == [True]


def test_a_page_that_is_put_back_stops_no_other_though_its_owner_cannot_be_told(
    index: Any,
) -> None:
    bad = planned(index, "O1", item_owner=make_owner("malee"))
    good = planned(index, "O2", nothing_to_report=NOTHING)
    with no_mail_server():
        call_command("publish_scheduled")
    for page in (bad, good):
        page.refresh_from_db()
    assert (bad.live, good.live) == (False, True)
    assert PageLogEntry.objects.filter(page=bad.pk, action=REFUSED_ACTION).exists()
