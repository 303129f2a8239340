from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_ita.domain.richtext import escape_strays, to_html, to_text


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("  \n \n", ""),
        ("บรรทัดเดียว", "<p>บรรทัดเดียว</p>"),
        ("หนึ่ง\nสอง", "<p>หนึ่ง</p><p>สอง</p>"),
        ("หนึ่ง\r\n\r\nสอง", "<p>หนึ่ง</p><p>สอง</p>"),
        ("  a   b ", "<p>a b</p>"),
        ("<script>x</script> & co", "<p>&lt;script&gt;x&lt;/script&gt; &amp; co</p>"),
        ('"Q&A"', '<p>"Q&amp;A"</p>'),
    ],
)
def test_text_becomes_escaped_paragraphs(text, markup):
    assert to_html(text) == markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("<p>หนึ่ง</p><p>สอง</p>", "หนึ่ง\nสอง"),
        ("<p>หนึ่ง<br/>สอง</p>", "หนึ่ง\nสอง"),
        ("<p>คำ<b>หนา</b>ติดกัน</p>", "คำหนาติดกัน"),
        ("<ul><li>ก</li><li>ข</li></ul>", "ก\nข"),
        ("<h2>หัวข้อ</h2>เนื้อความ", "หัวข้อ\nเนื้อความ"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ('<p><a href="https://example.org">ลิงก์</a> &amp; &lt;b&gt; &nbsp;x</p>', "ลิงก์ & <b> x"),
        ("<p>a\nb</p>", "a b"),
        ("<p>x</p><script>alert(1)</script><style>p{}</style>", "x"),
        ("ไม่มีแท็ก", "ไม่มีแท็ก"),
        ("<p>ไม่ปิด", "ไม่ปิด"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_html_becomes_the_words_a_reader_sees(markup, text):
    assert to_text(markup) == text


@pytest.mark.parametrize(
    ("markup", "escaped"),
    [
        ("", ""),
        ("ไม่มีแท็ก", "ไม่มีแท็ก"),
        ("1 < 2", "1 &lt; 2"),
        (
            '<p a="b">1 < 2<b>ก</b> < 3</p> < 4',
            '<p a="b">1 &lt; 2<b>ก</b> &lt; 3</p> &lt; 4',
        ),
        ("<!-- <b>ก</b> -->", "&lt;!-- <b>ก</b> -->"),
        ("<p", "&lt;p"),
        ("a &amp; b", "a &amp; b"),
    ],
)
def test_what_only_begins_like_a_tag_is_text(markup, escaped):
    assert escape_strays(markup) == escaped


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_words_survive_the_way_to_html_and_back(text):
    assert to_text(to_html(text)).split() == text.split()


@given(st.text(alphabet="กข <>&/p\n;#x1\"'"))
def test_no_text_can_smuggle_in_a_tag(text):
    markup = to_html(text)
    assert markup.count("<") == 2 * markup.count("<p>")
    assert to_text(markup).split() == text.split()


@pytest.mark.parametrize(
    "markup",
    ["<a " * 60_000, '<a href="' * 25_000, "<![foo[x", "<!" * 50_000, "<script>" * 20_000],
    ids=["open tags", "open attributes", "broken section", "declarations", "scripts"],
)
def test_broken_markup_is_read_at_once(markup: str) -> None:
    start = time.perf_counter()
    to_text(markup)
    assert time.perf_counter() - start < 30
