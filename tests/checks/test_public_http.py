"""The look from outside at a deployed site, over HTTP: a server of this test plays the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.checks.outside_view import link
from tests.checks.servers import (
    HTML,
    Answer,
    Server,
    body_drop_by_drop,
    content,
    drop_by_drop,
    endless,
    page,
    raw,
    redirect,
    serving,
    slowly,
)
from tests.sample import make_index, make_item
from wagtail_ita.checks.public import Inspection, check_public, inspect_public
from wagtail_ita.domain.findings import Severity

pytestmark = pytest.mark.django_db

HOME = link("/ita-2569/", "ITA 2569")
INDEX = link("/ita-2569/o2/", "O2 ข้อมูลผู้บริหาร") + link(
    "/ita-2569/o7/", "O7 รายงานผลการดำเนินงานประจำปี"
)
O2 = "<title>O2</title><main>ปีงบประมาณ ๒๕๖๙ %s</main>"
O7 = "<title>O7</title><main>ปีงบประมาณ ๒๕๖๘ %s</main>"
PDF = content(b"%PDF-1.7\n", "application/pdf")
# A site on 127.0.0.1 has no certificate.
ALWAYS = ("", "public-insecure-site")


@pytest.fixture
def index() -> Any:
    index = make_index()
    make_item(index, "O2")
    make_item(index, "O7")
    return index


@pytest.fixture
def town() -> Iterator[Server]:
    """A site that is in order."""
    answers: dict[str, Answer] = {
        "/": page(HOME),
        "/ita-2569/": page(INDEX),
        "/ita-2569/o2/": page(O2 % link("/documents/1/report.pdf", "รายงาน")),
        "/ita-2569/o7/": page(O7 % ""),
        "/documents/1/report.pdf": PDF,
    }
    with serving(answers) as server:
        yield server


def look(index: Any, town: Server, *, seconds: float = 1.0, **options: Any) -> Inspection:
    return inspect_public(index, base_url=town.url(), seconds=seconds, **options)


def found(index: Any, town: Server, **options: Any) -> list[tuple[str, str]]:
    findings = look(index, town, **options).findings
    return [(finding.place.label, finding.code) for finding in findings]


def test_a_deployed_site_that_is_in_order_is_only_not_encrypted(index: Any, town: Server) -> None:
    assert found(index, town) == [ALWAYS]
    assert [item.status for item in look(index, town).items] == [200, 200]


def test_the_addresses_are_those_of_the_deployed_site(index: Any, town: Server) -> None:
    item = look(index, town).items[0]
    assert item.url == town.url("/ita-2569/o2/")
    assert [click.url for click in item.click_path or ()] == [town.url("/ita-2569/"), item.url]


def test_planted_faults_are_found_and_nothing_else(index: Any, town: Server) -> None:
    links = "".join(
        [
            link("#", "รอใส่ลิงก์"),
            link("/documents/1/report.pdf", "ดี"),
            link("/documents/2/report.pdf", "ผิดชนิด"),
            link("/documents/3/report.pdf", "ไม่มี"),
            link("http://192.168.1.5/report.pdf", "ในบ้าน"),
            link("https://drive.google.com/open?id=1", "ไดรฟ์"),
            '<iframe src="https://docs.google.com/viewer?url=x"></iframe>',
        ]
    )
    town.answers["/ita-2569/"] = page(INDEX.replace("O7 รายงานผลการดำเนินงานประจำปี", "เปิดข้อมูล"))
    town.answers["/ita-2569/o2/"] = page(O2 % links)
    town.answers["/ita-2569/o7/"] = page("<main>ปี 2560</main>")
    town.answers["/documents/2/report.pdf"] = page("<!doctype html><title>404</title>")
    assert found(index, town, fetch_outside=False) == [
        ALWAYS,
        ("O2", "link-empty"),
        ("O2", "file-other"),
        ("O2", "link-dead"),
        ("O2", "link-private"),
        ("O2", "link-drive"),
        ("O2", "link-drive"),
        ("O7", "public-link-text"),
        ("O7", "public-year"),
    ]


def test_findings_are_sentences_in_both_languages(index: Any, town: Server) -> None:
    town.answers["/ita-2569/o2/"] = page("x", status=503)
    [_insecure, closed] = look(index, town).findings
    with translation.override("en"):
        data = closed.as_dict()
    assert data["message"] == (
        f"O2: The page {town.url('/ita-2569/o2/')} does not open: the answer is status 503."
    )
    assert (data["place"], data["severity"], data["params"]["item"]) == ("O2", "error", "O2")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (page("x", status=404), "public-page-closed"),
        (page("x", status=500), "public-page-closed"),
        (page("x", status=403), "public-page-closed"),
        (page("x", status=401), "public-page-login"),
        (redirect("/accounts/login/?next=/ita-2569/o2/"), "public-page-login"),
        (redirect("https://sso.example.go.th/auth"), "public-page-login"),
        (page("<main><form><input type=password></form></main>"), "public-page-login"),
        (redirect("/ita-2569/o2/"), "public-page-closed"),
        (redirect("http://10.0.0.1/"), "public-page-closed"),
        (redirect("/ita-2569/o7/"), "public-page-redirect"),
        (slowly(2, page("late")), "public-page-closed"),
        (drop_by_drop, "public-page-closed"),
        (body_drop_by_drop, "public-page-closed"),
        (raw(b"\x00\x01\x02"), "public-page-closed"),
        (content(b"%PDF-1.7 2569", "application/pdf"), "public-page-unreadable"),
        (endless(HTML), "public-page-unreadable"),
        (page("<main>ปี ๒๕๖๙ <input type=password>" + "ก" * 2000), ""),
        (page("<main>ข้อมูลผู้บริหาร ๒๕๖๙ <input type=password>"), ""),
        (page("<div>" * 20_000 + "๒๕๖๙"), ""),
        (page("<main>๒๕๖๙ <a href='http://["), ""),
        (content("ปี ๒๕๖๙".encode("cp874"), "text/html; charset=tis-620"), ""),
    ],
)
def test_whatever_a_page_answers_is_a_finding_or_fine(
    index: Any, town: Server, answer: Answer, code: str
) -> None:
    town.answers["/ita-2569/o2/"] = answer
    codes = {each for item, each in found(index, town, seconds=0.5) if item == "O2"}
    assert codes - {"public-year", "link-malformed"} == ({code} if code else set())


def test_a_site_that_is_down_is_told_quickly(index: Any) -> None:
    with serving() as gone:
        base_url = gone.url()
    codes = [(each.place.label, each.code) for each in check_public(index, base_url=base_url)]
    assert codes == [
        ALWAYS,
        ("", "public-home-closed"),
        ("ITA 2569", "public-page-closed"),
        ("O2", "public-page-closed"),
        ("O7", "public-page-closed"),
    ]


@pytest.mark.parametrize(
    "base_url", ["www.example.go.th", "https://", "ftp://example.go.th", "http://a@b/", "http://["]
)
def test_an_address_of_the_site_that_is_none_is_a_finding(index: Any, base_url: str) -> None:
    [finding] = check_public(index, base_url=base_url)
    assert (finding.code, finding.params["url"]) == ("public-bad-address", base_url)


def test_the_sites_own_host_is_the_only_private_one_that_is_opened(
    index: Any, town: Server
) -> None:
    with serving({"/": page("secret")}) as neighbour:
        town.answers["/"] = page(HOME + link(neighbour.url(), "x"))
        town.answers["/ita-2569/o2/"] = page(O2 % link(neighbour.url(), "x"))
        assert found(index, town) == [ALWAYS, ("O2", "link-private")]
        assert neighbour.requests == []


def test_the_walk_does_not_leave_the_site_nor_open_logins_and_files(
    index: Any, town: Server
) -> None:
    more = link("/login/", "login") + link("/a.pdf", "file") + link("mailto:a@b", "mail")
    town.answers["/"] = page(HOME.replace("/ita-2569/", "/news/") + more)
    town.answers["/news/"] = page(HOME)
    assert found(index, town) == [ALWAYS]
    assert {path for _method, path in town.requests} & {"/login/", "/a.pdf"} == set()


def test_a_link_by_way_of_a_redirect_counts(index: Any, town: Server) -> None:
    town.answers["/"] = page(link("/go", "ITA"))
    town.answers["/go"] = redirect("/ita-2569/")
    assert found(index, town) == [ALWAYS]


def test_a_path_is_known_in_any_spelling(index: Any, town: Server) -> None:
    town.answers["/"] = page(link("/ITA/../ita%2D2569", "ITA"))
    town.answers["/ita%2D2569"] = redirect("/ita-2569/")
    assert found(index, town) == [ALWAYS]


def test_each_page_is_opened_once(index: Any, town: Server) -> None:
    look(index, town)
    assert len(town.requests) == len(set(town.requests)) == 5


def test_an_unencrypted_site_is_a_warning(index: Any, town: Server) -> None:
    [finding] = look(index, town).findings
    assert finding.severity is Severity.WARNING
