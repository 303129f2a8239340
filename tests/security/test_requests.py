"""A link that somebody has typed never makes this server ask its neighbours.

Each spelling of an address, slow servers and redirects are in ``tests/checks``; here the whole way
is gone: from a report to the check of its links, past a real server that must hear nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.checks.servers import Server, page, redirect, serving
from tests.sample import FULL_MEASURE, RECORD, make_index, make_report
from wagtail_ita.checks.public.addresses import Guard
from wagtail_ita.checks.public.fetching import Fetcher
from wagtail_ita.checks.public.visits import Trouble, follow
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.models import LinkCheck

# The same machine in the spellings that a browser understands.
SPELLINGS = (
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "017700000001",
    "0177.0.0.1",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "0.0.0.0",
    "127.0.0.1.",
    "１２７.0.0.1",
    "neighbour",
)


@pytest.fixture
def neighbour() -> Iterator[Server]:
    """A machine of the house that trusts whoever can reach it."""
    with serving({"/": page("ความลับของเครือข่าย")}) as server:
        yield server


def report_with(addresses: list[str]) -> Any:
    index = make_index()
    index.save_revision().publish()
    pieces = tuple(
        EvidenceRecord(kind=EvidenceKind.LINK, url=address, title=f"ลิงก์ {number}")
        for number, address in enumerate(addresses)
    )
    measure = replace(FULL_MEASURE, evidence=pieces)
    return make_report(index, replace(RECORD, measures=(measure,), attachments=pieces))


@pytest.mark.django_db
def test_the_check_of_links_leaves_the_neighbours_alone(
    neighbour: Server, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    report = report_with([f"http://{each}:{neighbour.port}/" for each in SPELLINGS])
    address = reverse("wagtail_ita_links", args=[report.get_parent().pk])
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(address)
    check = LinkCheck.objects.get()
    assert check.finished_at and not check.failed
    assert neighbour.requests == []
    assert "ความลับของเครือข่าย" not in str(check.results)
    # Each link is told of, so that the editor can mend it.
    told = str(check.results)
    assert all(f"ลิงก์ {number}" in told for number in range(len(SPELLINGS)))


@pytest.mark.django_db
def test_the_command_leaves_them_alone_too(neighbour: Server, capfd: Any) -> None:
    report_with([f"http://{each}:{neighbour.port}/" for each in SPELLINGS])
    with pytest.raises(CommandError):
        call_command("ita_check", year=2569, public=True, format="json", verbosity=0)
    assert neighbour.requests == []
    assert "ความลับของเครือข่าย" not in capfd.readouterr().out


def test_a_redirect_to_a_neighbour_is_not_followed(neighbour: Server) -> None:
    for spelling in filter(str.isascii, SPELLINGS):
        place = f"http://{spelling}:{neighbour.port}/"
        with serving({"/": redirect(place)}) as hub:
            # The hub stands for a website of the internet: nothing else is named as an exception.
            opener = Fetcher(Guard(allowed=[f"127.0.0.1:{hub.port}"]), seconds=2)
            found = follow(hub.url(), opener.open)
        assert found.trouble is Trouble.PRIVATE, spelling
    assert neighbour.requests == []


def test_a_name_that_changes_its_mind_gains_nothing(
    neighbour: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public when it is looked at and private when it is connected to, by the system's own call."""
    asked: list[str] = []
    connected: list[str] = []

    def answer(host: str, *rest: Any, **more: Any) -> list[Any]:
        asked.append(host)
        ip = "203.150.8.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, neighbour.port))]

    def connect(place: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        connected.append(place[0])
        raise OSError("There is no internet here.")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", connect)
    for _time in range(3):
        found = follow("http://rebinding.example.go.th/", Fetcher(Guard(), seconds=2).open)
        assert found.trouble in (Trouble.UNREACHABLE, Trouble.PRIVATE)
    assert set(connected) == {"203.150.8.1"}
    assert neighbour.requests == []


@pytest.mark.parametrize("variable", ["http_proxy", "https_proxy", "all_proxy"])
def test_no_proxy_takes_the_address_out_of_our_hands(
    variable: str, neighbour: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, neighbour.url())
    follow("http://www.example.invalid/", Fetcher(Guard(), seconds=2).open)
    assert neighbour.requests == []
