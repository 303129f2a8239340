"""The guard: what it opens, and every spelling of what it does not."""

from __future__ import annotations

import socket
import time
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_ita.checks.public.addresses import (
    Guard,
    Refusal,
    RefusedError,
    is_public,
    look_up,
    parse_address,
)

PUBLIC = "203.150.8.1"


def guard(*ips: str, **options: Any) -> Guard:
    return Guard(resolve=lambda host, seconds: list(ips or (PUBLIC,)), **options)


def refusal(url: str, *ips: str) -> Refusal:
    with pytest.raises(RefusedError) as caught:
        guard(*ips).admit(url, seconds=1)
    return caught.value.refusal


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.255.255.254:8000/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0X7F.0.0.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.16.3.4/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://192.0.2.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[0:0:0:0:0:0:0:1]:80/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b:1::10.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fc00::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://ａdmin.localhost/",
        "http://router/",
        "http://metadata.google.internal/",
        "http://nas.local/",
        "http://hr.intranet/",
        "http://127%2e0.0.1/",
        "http://%31%32%37.0.0.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://12\u200b7.0.0.1/",
        "http://127.0.0.1\\@www.example.go.th/",
        "http:\\\\127.0.0.1\\",
        "ht\ntp://127.0.\t0.1/",
        " \x01http://127.0.0.1/ ",
        "HTTPS://LOCALHOST:443/",
    ],
)
def test_an_internal_address_is_refused_in_every_spelling(url: str) -> None:
    assert refusal(url) is Refusal.PRIVATE


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.1.2.3", "::1", "fe80::1%eth0", "::ffff:192.168.0.1", "fd00::1", "nonsense"],
)
def test_a_name_that_leads_inside_is_refused(ip: str) -> None:
    assert refusal("https://www.example.go.th/", ip) is Refusal.PRIVATE


def test_one_internal_address_among_public_ones_is_enough() -> None:
    assert refusal("https://www.example.go.th/", PUBLIC, "10.0.0.1") is Refusal.PRIVATE


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.example.go.th@127.0.0.1/", Refusal.CREDENTIALS),
        ("http://127.0.0.1@www.example.go.th/", Refusal.CREDENTIALS),
        ("https://user:secret@www.example.go.th/", Refusal.CREDENTIALS),
        ("http://@www.example.go.th/", Refusal.CREDENTIALS),
        ("http://www.example.go.th:22/", Refusal.PORT),
        ("http://www.example.go.th:6379/", Refusal.PORT),
        ("http://203.150.8.1:25/", Refusal.PORT),
        ("http://www.example.go.th:0/", Refusal.MALFORMED),
        ("http://www.example.go.th:65536/", Refusal.MALFORMED),
        ("http://www.example.go.th:８0/", Refusal.MALFORMED),
        ("http://www.example.go.th:80:80/", Refusal.MALFORMED),
        ("http://", Refusal.MALFORMED),
        ("http:///path", Refusal.MALFORMED),
        ("http:/www.example.go.th/", Refusal.MALFORMED),
        ("https:www.example.go.th", Refusal.MALFORMED),
        ("http://[", Refusal.MALFORMED),
        ("http://[::1", Refusal.MALFORMED),
        ("http://[::1]x/", Refusal.MALFORMED),
        ("http://[not-an-address]/", Refusal.MALFORMED),
        ("http://256.1.1.1/", Refusal.MALFORMED),
        ("http://1.2.3.4.5/", Refusal.MALFORMED),
        ("http://08.1.1.1/", Refusal.MALFORMED),
        ("http://0x100000000/", Refusal.MALFORMED),
        ("http://example%00.go.th/", Refusal.MALFORMED),
        ("http://127.1../", Refusal.MALFORMED),
        ("http://66.6666..\x00", Refusal.MALFORMED),
        ("http://www..go.th/", Refusal.MALFORMED),
        ("http://.www.go.th/", Refusal.MALFORMED),
        ("http://./", Refusal.MALFORMED),
        ("http://exam ple.go.th/", Refusal.MALFORMED),
        ("http://example%2fgo.th/", Refusal.MALFORMED),
        ("http://%ff%fe/", Refusal.MALFORMED),
        ("http://" + "a" * 300 + ".go.th/", Refusal.MALFORMED),
        ("http://www.example.go.th/" + "a" * 5000, Refusal.MALFORMED),
        ("ftp://www.example.go.th/", Refusal.MALFORMED),
        ("file:///etc/passwd", Refusal.MALFORMED),
        ("gopher://127.0.0.1:6379/_", Refusal.MALFORMED),
        ("//127.0.0.1/", Refusal.MALFORMED),
        ("", Refusal.MALFORMED),
    ],
)
def test_what_no_honest_link_looks_like_is_refused(url: str, expected: Refusal) -> None:
    assert refusal(url) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.go.th", "https://www.example.go.th/"),
        ("HTTPS://WWW.Example.GO.TH.:443/A", "https://www.example.go.th/A"),
        ("http://www.example.go.th:8080?a=1#b", "http://www.example.go.th:8080/?a=1"),
        (
            "https://www.example.go.th/รายงาน ๒๕๖๘.pdf",
            "https://www.example.go.th/%E0%B8%A3%E0%B8%B2%E0%B8%A2%E0%B8%87%E0%B8%B2%E0%B8%99"
            "%20%E0%B9%92%E0%B9%95%E0%B9%96%E0%B9%98.pdf",
        ),
        ("https://www.example.go.th/a%20b", "https://www.example.go.th/a%20b"),
        ("https://www.example.go.th/a@b:c", "https://www.example.go.th/a@b:c"),
        ("https://ตัวอย่าง.ไทย/", "https://xn--72c1a1bt4awk9o.xn--o3cw4h/"),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://3415738369/", "http://203.152.8.1/"),
        ("http://[64:ff9b::203.150.8.1]/", "http://[64:ff9b::cb96:801]/"),
    ],
)
def test_a_public_address_is_read_as_a_browser_reads_it(url: str, expected: str) -> None:
    assert guard().admit(url, seconds=1).address.url == expected


def test_the_connection_is_made_to_the_address_that_was_looked_at() -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    once = Guard(resolve=lambda host, seconds: next(answers))
    assert once.admit("https://www.example.go.th/", seconds=1).ips == (PUBLIC,)


def test_a_name_without_an_address_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any, **options: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(RefusedError) as caught:
        Guard().admit("https://www.example.go.th/", seconds=1)
    assert caught.value.refusal is Refusal.UNKNOWN_HOST


def test_a_look_up_that_does_not_end_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*arguments: Any, **options: Any) -> list[Any]:
        time.sleep(4)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    start = time.monotonic()
    with pytest.raises(OSError, match="no address"):
        look_up("www.example.go.th", 0.05)
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("127.0.0.1:8000", "http://127.0.0.1:8000/"),
        ("127.0.0.1", "http://127.0.0.1:9999/"),
        ("Intranet.Local:80", "http://intranet.local/"),
    ],
)
def test_a_host_that_is_named_is_an_exception(allowed: str, url: str) -> None:
    assert guard("10.0.0.1", allowed=[allowed]).admit(url, seconds=1).ips


@pytest.mark.parametrize("url", ["http://127.0.0.1:8001/", "http://127.0.0.2:8000/"])
def test_nothing_beside_that_host_is_one(url: str) -> None:
    with pytest.raises(RefusedError) as caught:
        guard(allowed=["127.0.0.1:8000"]).admit(url, seconds=1)
    assert caught.value.refusal is Refusal.PRIVATE


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://[", "http://a@"]))
def test_no_text_makes_it_fail_in_another_way(text: str, start: str) -> None:
    try:
        address = parse_address(start + text)
    except RefusedError as error:
        assert error.refusal in Refusal
    else:
        assert parse_address(address.url) == address


@given(st.ip_addresses(v=4))
def test_every_spelling_of_an_ipv4_address_is_judged_alike(ip: Any) -> None:
    spellings = [
        str(int(ip)),
        hex(int(ip)),
        f"0{int(ip):o}",
        f"[::ffff:{ip}]",
        ".".join(f"0{octet:o}" for octet in ip.packed),
        ".".join(hex(octet) for octet in ip.packed),
    ]
    found = [is_public(ip_address(parse_address(f"http://{text}/").host)) for text in spellings]
    assert set(found) == {is_public(ip)}
