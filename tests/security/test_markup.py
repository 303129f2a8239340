"""Markup that somebody has typed, sent in a file or put into an address is shown and never obeyed.

The browser proves it in ``tests/browser/test_hostile_site.py``; here each answer is taken apart.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.admin.typed_forms import typed_form
from tests.sample import RECORD, make_index, make_report
from tests.security.hostile import (
    HOSTILE,
    RICH,
    HostileSite,
    hostile_json,
    make_hostile_site,
    settings_of,
)
from tests.security.public_answers import text_of
from wagtail_ita.models import ITASettings, safe_markup
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.reading import read_report

ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcdoc", "xlink:href")


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> HostileSite:
    settings.WAGTAIL_ITA = settings_of(tmp_path)
    return make_hostile_site()


@pytest.fixture
def admin(site: HostileSite) -> Client:
    client = Client()
    client.force_login(site.admin)
    return client


def what_would_run(markup: str) -> list[str]:
    """Return what of a page would do something that its author did not write."""
    soup = BeautifulSoup(markup, "html.parser")
    found = []
    for script in soup.find_all("script"):
        words = script.get_text()
        if script.get("type") in ("application/ld+json", "application/json"):
            json.loads(words)
        elif "hurt" in words:
            found.append(words[:200])
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            text = "".join(str(value).lower().split())
            if name.startswith("on") and "hurt" in text:
                found.append(f"{tag.name} {name}")
            if name in ADDRESSES and text.startswith(("javascript:", "data:text", "vbscript:")):
                found.append(f"{tag.name} {name}={value}")
        if tag.name == "img" and tag.get("src") == "x":
            found.append(str(tag))
    return found


@pytest.mark.django_db
def test_no_public_page_obeys_what_was_typed(site: HostileSite) -> None:
    shown = {}
    for address in site.public:
        response = Client().get(address)
        assert response.status_code == 200, address
        shown[address] = response.content.decode()
        assert what_would_run(shown[address]) == [], address
    everything = "".join(shown.values())
    # It is there as words, and no template has read it either.
    assert "{{7|add:7}}" in everything
    for address in site.public[:4]:
        assert "&lt;script&gt;hurt=1" in shown[address], address


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["th", "en"])
def test_no_screen_of_the_admin_obeys_it(site: HostileSite, admin: Client, language: str) -> None:
    with translation.override(language):
        for address in site.screens:
            response = admin.get(address)
            assert response.status_code == 200, address
            assert what_would_run(response.content.decode()) == [], address


@pytest.mark.django_db
def test_neither_the_panel_nor_the_memo_nor_a_preview_obeys_it(
    site: HostileSite, admin: Client
) -> None:
    data = typed_form(site.report)
    panel = admin.post(reverse("wagtail_ita_findings", args=[site.report.pk]), data)
    assert panel.status_code == 200
    assert what_would_run(panel.content.decode()) == []
    memo = admin.post(reverse("wagtail_ita_memo", args=[site.report.pk]), data)
    # A script of another website that asks for it as a page would get no page.
    assert memo["Content-Type"] == "application/json"
    for page in (site.report, site.item, site.index):
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
        assert admin.post(preview, typed_form(page)).json()["is_valid"] in (True, False)
        assert what_would_run(admin.get(preview).content.decode()) == []
        # What is stored, past the form, and shown with the rights of whoever looks.
        stored = page.make_preview_request(original_request=panel.wsgi_request)
        assert "hurt=1" in stored.content.decode()
        assert what_would_run(stored.content.decode()) == []


@pytest.mark.django_db
def test_a_file_brings_no_script_into_the_database(site: HostileSite) -> None:
    read = read_report(hostile_json(), name="report.json")
    record = read.parsed.record
    texts = [record.introduction, record.conclusion]
    texts += [text for each in record.measures for text in (each.output, each.outcome)]
    assert [each for each in texts if what_would_run(each)] == []
    assert any("ข้อความ" in each for each in texts)
    assert [each.code for each in read.parsed.notices] == [NoticeCode.MARKUP]


@pytest.mark.django_db
def test_no_data_file_hands_a_script_on(site: HostileSite) -> None:
    report = json.loads(Client().get(f"{site.report.url}report.json").getvalue())["report"]
    texts = [report["introduction"], report["conclusion"]]
    texts += [each[part] for each in report["measures"] for part in ("output", "outcome")]
    assert [each for each in texts if what_would_run(each)] == []
    assert "ข้อความ" in report["introduction"]


@pytest.mark.django_db
def test_the_names_of_files_cannot_end_the_header(site: HostileSite) -> None:
    ITASettings.objects.update(agency_name_th=f"{HOSTILE}\r\nX-Hurt: 1")
    for page in (site.report, site.index):
        for name in page.download_names:
            response = Client().get(f"{page.url}{name}")
            assert response.status_code == 200, name
            disposition = response["Content-Disposition"]
            assert "X-Hurt" not in response
            assert '"' not in disposition.split("filename*=")[1]
            assert response["X-Content-Type-Options"] == "nosniff"
            assert not response["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_the_paper_runs_no_program() -> None:
    """The PDF is set by a language that can read files."""
    words = '#read("/etc/passwd") #eval("1+1") $x^2$ *หนา* @ref \\u{41}'
    report = make_report(make_index(), replace(RECORD, title=words, conclusion=f"<p>{words}</p>"))
    text = text_of(Client().get(f"{report.url}report.pdf")).replace("\u200b", "")
    assert '#read("/etc/passwd")' in text
    assert '#eval("1+1")' in text
    assert "root:" not in text


# -------------------------------------------------------------------------------- the rich text


@pytest.mark.parametrize(
    "markup",
    [
        '<p data-block-key="a1b2">ข้อความ <b>หนา</b><br/>ต่อ</p><ul><li>ก</li></ul><hr/>',
        '<p><a href="https://example.go.th/?a=1&amp;b=2#c">ที่นี่</a></p>',
        '<p><a id="3" linktype="page">หน้า</a> <a linktype="document" id="4">ไฟล์</a></p>',
        '<p><a href="mailto:a@example.go.th">อีเมล</a> <a href="/o26/">หน้า</a></p>',
        "ไม่มีแท็ก & ไม่มีอะไร",
        "",
    ],
)
def test_what_the_editor_writes_comes_back_to_the_letter(markup: str) -> None:
    assert safe_markup(markup) == markup


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        (RICH, "ข้อความ"),
        ("<mark class='x'>เน้น</mark><script>hurt=1</script>", '<mark class="x">เน้น</mark>'),
        ("<p>ก</p><style>p{}</style>", "<p>ก</p>"),
        ("<svg><script>hurt=1</script></svg>ข", "ข"),
        ("<iframe srcdoc='<script>hurt=1</script>'></iframe>ข", "ข"),
        ("<img src=x onerror=hurt=1", "onerror"),
        ("<![CDATA[<img src=y><script>hurt=1</script>]]>ข", "ข"),
        ("<!--><script>hurt=1</script>-->ข", "ข"),
        ("<a href='java\nscript:hurt=1'>ค</a>", "<a>ค</a>"),
        ("<a href='&#1;javascript&colon;hurt=1'>ค</a>", "<a>ค</a>"),
        ("<a href='DATA:text/html,hurt'>ค</a>", "<a>ค</a>"),
        ("<a href='DATA:text/html,<script>hurt=1</script>'>ค</a>", "ค"),
        ('<a href="vbscript:hurt">ค</a>', "<a>ค</a>"),
        ('<embed embedtype="image" id="1" onload="hurt=1"/>', 'embedtype="image"'),
        ("<form action='javascript:hurt=1'><input onfocus=hurt=1 autofocus></form>ง", "ง"),
        ("<span>" * 5000 + "ลึก", "ลึก"),
    ],
)
def test_what_would_run_is_taken_out_and_the_words_stay(markup: str, kept: str) -> None:
    safe = safe_markup(markup)
    assert what_would_run(safe) == []
    assert kept in safe
    assert safe_markup(safe) == safe


_PIECES = st.sampled_from(
    [
        *("<", ">", "</", "/>", "<p>", "</p>", "<b", '"', "'", "=", " ", "&lt;", "&", "ก", "\x00"),
        *("<script>", "</script>", "<img src=x onerror=hurt=1>", "<svg>", "<math>", "<style>"),
        *("<!--", "-->", "<![CDATA[", "]]>", "<?", "<a href=", "javascript:hurt=1", "<textarea>"),
        *("<title>", "onclick=hurt=1", "<noscript>", "<template>", "<select>", "<plaintext>"),
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_no_heap_of_pieces_runs(markup: str) -> None:
    assert what_would_run(f"<div>{safe_markup(markup)}</div>") == []
