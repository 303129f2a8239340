"""Rich text and plain text as the blocks and runs that Word and PDF are made of."""

from __future__ import annotations

from typing import Any

import pytest

from wagtail_ita.transfer.formats.richtext import (
    MAX_DEPTH,
    MAX_URL_LENGTH,
    plain_blocks,
    plain_runs,
    rich_blocks,
    safe_url,
)

URL = "https://www.example.go.th/ita-2569/o26/"


def runs(markup: str) -> list[Any]:
    """The runs of the only paragraph of a fragment."""
    [block] = rich_blocks(markup, base_url=URL)
    assert block["kind"] == "p"
    found: list[Any] = block["runs"]
    return found


def shape(blocks: list[Any]) -> list[Any]:
    """Blocks as short words: ``p:ก``, ``h:ก``, and lists as a kind with the shapes of its items."""
    return [
        (each["kind"], [shape(item) for item in each["items"]])
        if "items" in each
        else f"{each['kind']}:{''.join(run.get('text', '/') for run in each['runs'])}"
        for each in blocks
    ]


def test_rich_text_keeps_its_lists_links_and_emphasis() -> None:
    blocks = rich_blocks(
        '<h3>หัวข้อ</h3><p>ก <b>ข</b> &amp; <a href="/x?y=1">ลิงก์</a></p>'
        "<ol><li>หนึ่ง<ul><li>ย่อย</li></ul></li><li>สอง</li></ol><script>z</script>",
        base_url=URL,
    )
    assert [each["kind"] for each in blocks] == ["h", "p", "ol"]
    runs = blocks[1]["runs"]
    assert {"text": "ข", "bold": True} in runs
    assert {"text": "ลิงก์", "url": "https://www.example.go.th/x?y=1"} in runs
    first, second = blocks[2]["items"]
    assert [each["kind"] for each in first] == ["p", "ul"]
    assert second == [{"kind": "p", "runs": [{"text": "สอง"}]}]


@pytest.mark.django_db
def test_internal_links_of_wagtail_lead_to_their_pages() -> None:
    from tests.sample import make_site

    home = make_site().root_page
    [block] = rich_blocks(f'<p><a linktype="page" id="{home.pk}">หน้า</a></p>', base_url=URL)
    assert block["runs"] == [{"text": "หน้า", "url": "https://www.example.go.th/"}]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[bad",
        "ftp://x",
        "https://",
        "http:///x",
        "mailto:",
        "tel:",
    ],
)
def test_an_address_that_leads_nowhere_is_no_link(url: str) -> None:
    assert safe_url(url) == ""


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://example.go.th/", "http://example.go.th/"),
        (" https://example.go.th/ก?ข=๑ ", "https://example.go.th/%E0%B8%81?%E0%B8%82=%E0%B9%91"),
        ("mailto:a@example.go.th", "mailto:a@example.go.th"),
        ("tel:+6620000000", "tel:+6620000000"),
        ("../o1/", "https://www.example.go.th/ita-2569/o1/"),
        ("#ส่วน", f"{URL}#%E0%B8%AA%E0%B9%88%E0%B8%A7%E0%B8%99"),
        ("//other.go.th/x", "https://other.go.th/x"),
        ("/a\ud800", "https://www.example.go.th/a?"),
    ],
)
def test_an_address_is_one_of_the_whole_web(url: str, address: str) -> None:
    assert safe_url(url, URL) == address


def test_an_address_has_a_longest_length() -> None:
    longest = "https://e.go.th/".ljust(MAX_URL_LENGTH, "x")
    assert safe_url(longest) == longest
    assert safe_url(f"{longest}x") == ""


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>ก</p><p>ข</p>", ["p:ก", "p:ข"]),
        ("ก<p>ข</p>ค", ["p:ก", "p:ข", "p:ค"]),
        ("<h2>ก</h2>ข<h6>ค</h6>", ["h:ก", "p:ข", "h:ค"]),
        ("<P>ก</P><H3>ข</H3>", ["p:ก", "h:ข"]),
        ("<p> </p><p>ก</p><p><br></p>", ["p:ก"]),
        ("<p>ก<br>ข<br/><br>ค<br></p>", ["p:ก/ข/ค"]),
        ("<p><br>ก</p>", ["p:ก"]),
        ("<p>  ก \n ข  </p>", ["p:ก ข "]),
        ("<table><tr><td>ก</td><td>ข</td></tr><tr><th>ค</th></tr></table>", ["p:ก ข", "p:ค"]),
        ("<p>ก<script>ข</script>ค<style>ง</style></p>", ["p:กค"]),
        ("<title>ก<b>ข</b></title>ค", ["p:ค"]),
        ("<p>ก<!-- ข -->ค</p>", ["p:กค"]),
        ('<p>ก<embed embedtype="image" id="3"/>ข</p>', ["p:กข"]),
        ("<p>๑ < ๒ &amp; ๓ &gt; ๒</p>", ["p:๑ < ๒ & ๓ > ๒"]),
        ("<p>ก</b></i>ข</p>", ["p:กข"]),
        ("<ul><li>ก</li><li> </li><li>ข</li></ul>", [("ul", [["p:ก"], ["p:ข"]])]),
        ("<ul></ul>ก", ["p:ก"]),
        ("<ul><li><h3>ก</h3></li></ul>", [("ul", [["p:ก"]])]),
        ("<ol><li>ก<p>ข</p></li></ol>ค", [("ol", [["p:ก", "p:ข"]]), "p:ค"]),
        ("<ol><li>ก<ul><li>ข", [("ol", [["p:ก", ("ul", [["p:ข"]])]])]),
        ("</ul>ก</li>", ["p:ก"]),
    ],
)
def test_a_fragment_becomes_blocks(markup: str, expected: list[Any]) -> None:
    assert shape(rich_blocks(markup)) == expected


def test_lists_in_lists_have_an_end() -> None:
    blocks = rich_blocks("<ul><li>ก" * (MAX_DEPTH + 3))
    for _level in range(MAX_DEPTH):
        [found] = [each for each in blocks if each["kind"] == "ul"]
        blocks = found["items"][-1]
    assert {each["kind"] for each in blocks} == {"p"}


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<strong>ก</strong><em>ข</em>",
            [{"text": "ก", "bold": True}, {"text": "ข", "italic": True}],
        ),
        (
            "<b>ก<i>ข</i></b>ค",
            [
                {"text": "ก", "bold": True},
                {"text": "ข", "bold": True, "italic": True},
                {"text": "ค"},
            ],
        ),
        (
            "<b><b>ก</b>ข</b>ค",
            [
                {"text": "ก", "bold": True},
                {"text": "ข", "bold": True},
                {"text": "ค"},
            ],
        ),
        ("</b><b>ก</b>", [{"text": "ก", "bold": True}]),
        (
            "<a href='/x'>ก</a> <a href=\"/y\">ข</a>",
            [
                {"text": "ก", "url": "https://www.example.go.th/x"},
                {"text": " "},
                {"text": "ข", "url": "https://www.example.go.th/y"},
            ],
        ),
        (
            "<a>ก</a><a href='javascript:x'>ข</a><a href=''>ค</a>",
            [
                {"text": "ก"},
                {"text": "ข"},
                {"text": "ค"},
            ],
        ),
        ("<a data-href='/x'>ก</a>", [{"text": "ก"}]),
        ("<a href='/x'> </a>ก", [{"text": "ก"}]),
    ],
)
def test_runs_have_what_stands_around_them(markup: str, expected: list[Any]) -> None:
    assert runs(markup) == expected


def test_plain_text_has_paragraphs_and_lines() -> None:
    text = "  ก  ข \r\nค\r\n \t\r\n\n ง\vจ\u2028ฉ\n"
    assert plain_blocks(text) == [
        {"kind": "p", "runs": [{"text": "ก ข"}, {"br": True}, {"text": "ค"}]},
        {
            "kind": "p",
            "runs": [{"text": "ง"}, {"br": True}, {"text": "จ"}, {"br": True}, {"text": "ฉ"}],
        },
    ]
    assert plain_blocks(" \n ") == []
    assert plain_runs("\nก\n\nข") == [{"text": "ก"}, {"br": True}, {"text": "ข"}]
