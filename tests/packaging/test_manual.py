"""The editor's manual says what the screens say, and the same in both languages.

A label stands in bold, and nothing else does: ``**Save draft**``. A way through menus has
arrows, and three dots stand for words that differ: ``**Submit to …**``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import django
import polib
import pytest
import wagtail
import wagtail_localize
from django.utils import translation
from django.utils.text import capfirst

import wagtail_ita
from tests.domain.shared import shared_file
from wagtail_ita.domain.elements import Element

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "manual"
PICTURES = ROOT / "docs" / "images" / "manual"
LARGEST = 120 * 1024  # bytes; most of the readers' offices have slow lines
LANGUAGES = ("th", "en")
NAMES = sorted(path.name for path in (MANUAL / "th").iterdir())

BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s#]+)(?:#[^)]*)?\)")
HEADING = re.compile(r"^(#+) ", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
# What is on a screen and in no catalogue: Thai, English and why.
ELSEWHERE = (
    ("ตัวหนา", "bold", "the word that the manual explains its own mark-up with"),
    ("Publish in …", "Publish in …", "wagtail-localize puts the language behind"),
    ("Password", "Password", "Wagtail's login form names its box in no language but this"),
    ("ประวัติ", "History", "of Django's own admin, which a site of `wagtail start` has as well"),
)

Known = dict[str, set[str]]


def read(language: str, name: str) -> str:
    return FENCED.sub("", (MANUAL / language / name).read_text(encoding="utf-8"))


def labels(text: str) -> list[str]:
    """Return what a text quotes of the screens, one by one."""
    return [step.strip() for quoted in BOLD.findall(text) for step in quoted.split("→")]


def shown(text: str) -> str:
    """Return a string of a catalogue as the manual quotes it."""
    return " ".join(TAG.sub("", HOLE.sub("…", text)).split())


@cache
def interface() -> Known:
    """Return the Thai of each English string that our screens and Wagtail's can show.

    Asked of Django's own catalogue, because all applications share one and the first wins;
    Wagtail leaves many in English.
    """
    catalogues = [
        path
        for package in (wagtail_ita, wagtail, wagtail_localize, django)
        for path in Path(package.__file__).parent.rglob("locale/en/LC_MESSAGES/django*.po")
    ]
    found: Known = defaultdict(set)
    with translation.override("th"):
        for path in catalogues:
            for entry in polib.pofile(str(path)):
                for english, thai in _pairs(entry):
                    # A field's name begins with a capital where it is the label of a box.
                    for said in (shown(english), capfirst(shown(english))):
                        found[said].add(shown(thai))
    for thai, english, _reason in ELSEWHERE:
        found[english].add(thai)
    return found


def _pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    if entry.obsolete or not entry.msgid:
        return []
    context = entry.msgctxt
    if entry.msgid_plural:
        forms = (entry.msgid, entry.msgid_plural)
        counts = (1, 2)
        ask: Callable[[int], str] = (
            (lambda count: translation.npgettext(context, *forms, count))
            if context
            else (lambda count: translation.ngettext(*forms, count))
        )
        return [(form, ask(count)) for form, count in zip(forms, counts, strict=True)]
    if context:
        return [(entry.msgid, translation.pgettext(context, entry.msgid))]
    return [(entry.msgid, translation.gettext(entry.msgid))]


# ------------------------------------------------------------------------------- what is quoted


@pytest.mark.parametrize("name", NAMES)
def test_every_label_of_an_english_page_is_on_a_screen(name):
    assert [each for each in labels(read("en", name)) if each not in interface()] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_label_of_a_thai_page_is_on_a_screen_in_thai(name):
    thai = set().union(*interface().values())
    assert [each for each in labels(read("th", name)) if each not in thai] == []


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_of_a_page_quote_the_same_labels(name):
    thai, english = set(labels(read("th", name))), set(labels(read("en", name)))
    said = {each: interface().get(each, set()) for each in english}
    assert {each for each, words in said.items() if not words & thai} == set()
    assert thai - set().union(*said.values()) == set()


def test_a_label_that_no_screen_shows_is_found():
    thai = set().union(*interface().values())
    assert labels("**Settings → ITA: agency**") == ["Settings", "ITA: agency"]
    assert {"Settings", "ITA: agency", "Submit to …"} <= interface().keys()
    assert {"ตั้งค่า", "ITA: หน่วยงาน", "ส่งไปยัง …"} <= thai
    assert "ITA: agencies" not in interface() and "บันทึกร่างฉบับ" not in thai


# --------------------------------------------------------------------------- the two languages


def test_both_languages_have_the_same_pages():
    assert sorted(path.name for path in (MANUAL / "en").iterdir()) == NAMES
    assert "index.md" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_of_a_page_have_the_same_parts(name):
    thai, english = read("th", name), read("en", name)
    assert HEADING.findall(thai) == HEADING.findall(english)
    assert _addresses(PICTURE, thai) == _addresses(PICTURE, english)
    assert sorted(LINK.findall(thai)) == sorted(LINK.findall(english))
    for mark in (r"^\d+\. ", r"^- ", r"^\| ", r"^!!! "):
        counts = [len(re.findall(mark, text, re.MULTILINE)) for text in (thai, english)]
        assert counts[0] == counts[1], mark


def _addresses(pattern: re.Pattern[str], text: str) -> list[str]:
    return [found[-1] for found in pattern.findall(text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_tells_what_it_is_for_what_follows_and_what_goes_wrong(name, language):
    if name in {"index.md", "glossary.md", "problems.md"}:
        return
    wanted = {
        "th": ("หน้านี้ใช้ทำอะไร", "สิ่งที่ท่านจะเห็น", "ข้อผิดพลาดที่พบบ่อย"),
        "en": ("What it is for", "What you see afterwards", "Common mistakes"),
    }
    headings = re.findall(r"^## (.+)$", read(language, name), re.MULTILINE)
    assert [each for each in wanted[language] if each not in headings] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_entry_leads_to_every_page(language):
    assert {*LINK.findall(read(language, "index.md")), "index.md"} == set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_link_and_picture_of_a_page_is_there(name, language):
    text = read(language, name)
    there = [*LINK.findall(text), *_addresses(PICTURE, text)]
    assert [each for each in there if not (MANUAL / language / each).resolve().is_file()] == []
    assert all(words.strip() for words, _address in PICTURE.findall(text))


def test_every_picture_of_the_manual_is_shown_and_small():
    used = {
        (MANUAL / language / address).resolve()
        for language in LANGUAGES
        for name in NAMES
        for address in _addresses(PICTURE, read(language, name))
    }
    assert set(PICTURES.iterdir()) - used == set()
    assert {path.name for path in PICTURES.iterdir() if path.stat().st_size > LARGEST} == set()


# ------------------------------------------------------------------------------------ the words

# Spellings against the Royal Society's, and words for what has a fixed one; Wagtail's labels
# have some of them, and are quoted as they stand.
REPORT = "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
NOT_THE_WORD = ("เว็บไซด์", "ลิงค์", "อัพเดท", "อัพโหลด", "อีเมล์", "กรุณา", "คุณจะ", "เวอร์ชั่น")


@pytest.mark.parametrize("name", NAMES)
def test_the_thai_pages_are_spelt_and_worded_as_public_bodies_do(name):
    text = BOLD.sub("", read("th", name))
    assert [each for each in NOT_THE_WORD if each in text] == []
    assert re.findall(r"[ก-๛]\.(?:\s|$)", re.sub(r"(?:ก\.ย|มี\.ค|ป\.ป\.ช|พ\.ศ)\.", "", text)) == []


def test_no_sentence_of_a_real_report_is_in_the_manual():
    seed = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    with translation.override("th"):
        official = [REPORT, *(str(element.label) for element in Element)]
    for language in LANGUAGES:
        for name in NAMES:
            parts = re.findall(r"[ก-๛ ]{25,}", BOLD.sub("", read(language, name)))
            found = {part.strip() for part in parts if part.strip() in seed}
            assert [each for each in found if not any(each in name for name in official)] == []
