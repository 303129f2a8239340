"""Opening addresses: real servers that are slow, endless, broken or lead in circles."""

from __future__ import annotations

import gzip
import socket
import time
from typing import Any

import pytest

from tests.checks.servers import (
    HTML,
    Answer,
    Server,
    body_drop_by_drop,
    content,
    drop_by_drop,
    endless,
    only_for,
    page,
    raw,
    redirect,
    serving,
    slowly,
)
from wagtail_ita.checks.public.addresses import Guard
from wagtail_ita.checks.public.fetching import Fetcher
from wagtail_ita.checks.public.files import FileFault
from wagtail_ita.checks.public.outside import Outcome, open_all
from wagtail_ita.checks.public.visits import HEAD_BYTES, Trouble, Visit, follow, looks_like_login

PDF = content(b"%PDF-1.7\n", "application/pdf")


def fetcher(*servers: Server, seconds: float = 2.0, **options: Any) -> Fetcher:
    # The servers of the tests are on 127.0.0.1, which nothing else would ever be opened at.
    return Fetcher(Guard(allowed=[server.host for server in servers], **options), seconds=seconds)


def visit(answer: Answer, *, path: str = "/", seconds: float = 2.0) -> Visit:
    with serving({path: answer}) as server:
        return follow(server.url(path), fetcher(server, seconds=seconds).open)


def outcome(answer: Answer, path: str = "/") -> Outcome:
    with serving({path: answer}) as server:
        [found] = open_all([server.url(path)], fetcher(server)).values()
        return found


# ------------------------------------------------------------------------------------ one answer


def test_an_answer_is_read_with_its_type() -> None:
    reply = visit(page("<p>สวัสดี</p>")).reply
    assert (reply.status, reply.content_type, reply.body.decode()) == (200, HTML, "<p>สวัสดี</p>")


def test_thai_in_headers_is_read_whatever_the_standard_says() -> None:
    name = "รายงาน.pdf".encode().decode("latin-1")
    answer = content(b"%PDF-", "application/pdf", Content_Disposition=f'inline; filename="{name}"')
    assert visit(answer).reply.filename == "รายงาน.pdf"


def test_a_compression_that_nobody_asked_for_is_undone() -> None:
    body = gzip.compress(b"<p>text</p>")
    assert visit(content(body, HTML, Content_Encoding="gzip")).reply.body == b"<p>text</p>"


def test_a_bomb_is_not_unpacked() -> None:
    reply = visit(content(gzip.compress(bytes(50_000_000)), HTML, Content_Encoding="gzip")).reply
    assert (len(reply.body), reply.cut) == (HEAD_BYTES, True)


def test_of_a_gigabyte_only_the_beginning_is_read() -> None:
    start = time.monotonic()
    found = visit(endless("application/pdf"), seconds=5)
    assert (found.is_ok, len(found.reply.body), found.reply.cut) == (True, HEAD_BYTES, True)
    assert time.monotonic() - start < 4


# ------------------------------------------------------------------------------------ in time


@pytest.mark.parametrize(
    "answer",
    [slowly(2, page("late")), drop_by_drop, body_drop_by_drop],
    ids=["silent", "header-drop-by-drop", "body-drop-by-drop"],
)
def test_a_server_that_takes_too_long_is_left(answer: Answer) -> None:
    start = time.monotonic()
    assert visit(answer, seconds=0.3).trouble is Trouble.TIMEOUT
    assert time.monotonic() - start < 1.5


def test_a_host_that_never_answers_is_not_waited_for_again_and_again() -> None:
    paths = [f"/{number}" for number in range(20)]
    with serving({path: slowly(3, page("late")) for path in paths}) as server:
        found = open_all([server.url(path) for path in paths], fetcher(server, seconds=0.2))
        assert {each.visit.trouble for each in found.values()} == {Trouble.TIMEOUT}
        assert len(server.requests) <= 4


# ------------------------------------------------------------------------------------ trouble


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), Trouble.BROKEN),
        (raw(b"HTTP/1.1 abc\r\n\r\n"), Trouble.BROKEN),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 500 + b"\r\n"), Trouble.BROKEN),
        (raw(b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 70_000), Trouble.BROKEN),
        (raw(b""), Trouble.BROKEN),
        (redirect("http://["), Trouble.BROKEN),
        (redirect("/"), Trouble.LOOP),
        (redirect("/accounts/login/?next=/"), Trouble.LOGIN),
        (redirect("https://login.example.go.th/"), Trouble.LOGIN),
        (redirect("http://169.254.169.254/latest/meta-data/"), Trouble.PRIVATE),
        (redirect("http://[::ffff:10.0.0.1]/"), Trouble.PRIVATE),
        (redirect("//localhost/"), Trouble.PRIVATE),
        (redirect("http://2130706433:1/"), Trouble.PRIVATE),
        (redirect("https://user@www.example.go.th/"), Trouble.CREDENTIALS),
        (redirect("https://www.example.go.th:22/"), Trouble.PORT),
        (redirect("file:///etc/passwd"), Trouble.MALFORMED),
    ],
)
def test_a_bad_answer_is_named(answer: Answer, trouble: Trouble) -> None:
    assert visit(answer).trouble is trouble


def test_a_chunk_that_lies_is_no_failure() -> None:
    answer = raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe")
    assert visit(answer).reply.body in (b"", b"he")


def test_a_port_that_nobody_listens_on_is_unreachable() -> None:
    with serving() as server:
        gone = server
    assert follow(gone.url(), fetcher(gone).open).trouble is Trouble.UNREACHABLE


def test_a_server_without_a_certificate_fails_over_https() -> None:
    with serving({"/": page("plain")}) as server:
        found = follow(f"https://{server.host}/", fetcher(server).open)
    assert found.trouble is Trouble.CERTIFICATE


def test_redirects_are_followed_to_their_end() -> None:
    with serving({"/": redirect("/a"), "/a": redirect("b", 308), "/b": page("end")}) as server:
        found = follow(server.url(), fetcher(server).open)
        assert (found.final_url, found.is_ok) == (server.url("/b"), True)


def test_redirects_without_an_end_are_given_up() -> None:
    steps = {f"/{number}": redirect(f"/{number + 1}") for number in range(50)}
    with serving(steps) as server:
        found = follow(server.url("/0"), fetcher(server).open)
        assert (found.trouble, len(server.requests)) == (Trouble.LOOP, 6)


def test_every_stop_on_the_way_is_looked_up_and_judged() -> None:
    def resolve(host: str, seconds: float) -> list[str]:
        return ["127.0.0.1"]

    with serving({"/": redirect("http://inside.example.go.th/")}) as server:
        found = follow(server.url(), fetcher(server, resolve=resolve).open)
        assert (found.trouble, server.requests) == (Trouble.PRIVATE, [("GET", "/")])


def test_a_name_is_looked_up_once_and_that_answer_is_connected_to() -> None:
    answers = iter(["127.0.0.1"])
    with serving({"/": page("here")}) as server:
        name = f"town.example.go.th:{server.port}"
        opener = Fetcher(
            Guard(allowed=[name], resolve=lambda host, seconds: [next(answers)]), seconds=2
        )
        assert opener.open(f"http://{name}/").body == b"here"


def test_a_private_address_is_never_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []
    monkeypatch.setattr(socket, "create_connection", lambda *place, **_: connected.append(place))
    with serving({"/": page("secret")}) as server:
        found = follow(server.url(), Fetcher(Guard()).open)
        assert (found.trouble, connected, server.requests) == (Trouble.PRIVATE, [], [])


# ------------------------------------------------------------------------------------ many links


def test_one_host_gets_two_requests_at_once_and_no_more() -> None:
    paths = [f"/{number}" for number in range(12)]
    with serving({path: slowly(0.05, page("x")) for path in paths}) as server:
        found = open_all([server.url(path) for path in paths], fetcher(server))
        assert all(each.visit.is_ok for each in found.values())
        assert server.busiest == 2


def test_redirects_to_one_host_count_as_well() -> None:
    with serving({"/": slowly(0.05, page("x"))}) as hub, serving() as first, serving() as second:
        starts = [first, second]
        for server in starts:
            server.answers.update({f"/{n}": redirect(f"{hub.url()}?{n}") for n in range(6)})
        urls = [server.url(f"/{n}") for server in starts for n in range(6)]
        # The two starting points are one host to the guard, as they share the address.
        found = open_all(urls, fetcher(hub, first, second))
        assert all(each.visit.is_ok for each in found.values())
        assert hub.busiest <= 2


def test_a_head_is_enough_where_it_is_answered() -> None:
    with serving({"/": page("x")}) as server:
        open_all([server.url()], fetcher(server))
        assert server.requests == [("HEAD", "/")]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_a_link_is_not_dead_because_of_its_head(status: int) -> None:
    assert outcome(only_for("GET", page("x"), otherwise=status)).visit.is_ok


def test_a_dead_link_is_dead_for_both() -> None:
    assert outcome(page("gone", status=404)).visit.status == 404


@pytest.mark.parametrize(
    ("path", "answer", "fault"),
    [
        ("/a.pdf", PDF, None),
        ("/a.pdf", page("<!doctype html><title>Sign in</title>"), FileFault.OTHER),
        ("/a.pdf", content(b"", "application/pdf"), FileFault.EMPTY),
        ("/a.pdf", endless("application/pdf"), None),
        ("/a", PDF, None),
    ],
)
def test_a_file_elsewhere_is_looked_into(
    path: str, answer: Answer, fault: FileFault | None
) -> None:
    assert outcome(answer, path).fault is fault


def test_progress_is_told_for_each_link() -> None:
    told: list[int] = []
    with serving({"/a": page("a"), "/b": page("b")}) as server:
        urls = [server.url("/a"), server.url("/b"), server.url("/a")]
        open_all(urls, fetcher(server), progress=lambda done, url: told.append(done))
    assert told == [1, 2]


def test_what_fails_in_an_unforeseen_way_is_one_answer_among_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opener = Fetcher(Guard())
    monkeypatch.setattr(opener, "open", lambda *arguments, **options: 1 / 0)
    [found] = open_all(["https://www.example.go.th/"], opener).values()
    assert found.visit.trouble is Trouble.BROKEN


@pytest.mark.parametrize(
    ("url", "is_login"),
    [
        ("https://www.example.go.th/accounts/login/?next=/", True),
        ("https://accounts.google.com/ServiceLogin?continue=x", True),
        ("https://login.microsoftonline.com/common/oauth2/authorize", True),
        ("https://www.example.go.th/_util/login/", True),
        ("https://www.example.go.th/wp-login.php", True),
        ("https://www.example.go.th/UserLogin.aspx", True),
        ("https://www.example.go.th/sign-in", True),
        ("https://www.example.go.th/blogin/", False),
        ("https://www.example.go.th/design-in-thai/", False),
        ("https://www.example.go.th/plugins/", False),
        ("https://www.example.go.th/ita-2569/o26/", False),
        ("https://[", False),
    ],
)
def test_a_login_is_known_by_its_address(url: str, is_login: bool) -> None:
    assert looks_like_login(url) is is_login
