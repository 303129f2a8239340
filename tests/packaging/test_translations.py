"""The catalogues: Thai is complete and official, and what is compiled is what is written."""

from __future__ import annotations

import gettext
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
import wagtail
from django.utils import translation

from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.indicators import INDICATORS, Instrument

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "wagtail_ita"
LANGUAGES = ("en", "th")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%[a-z%]|\{[a-z_]*\}|</?[a-z]+[^>]*>")
# A number of things, with the things: such a sentence has a plural.
COUNTED = re.compile(r"%\((?:count|created|items|kept|measures|total)\)[ds] (?!is |was )[a-z]+s\b")
THAI = re.compile(r"[ก-๛]")
# Thai texts that are rightly without a Thai letter, such as codes.
WITHOUT_THAI = frozenset({"ITA %(year)s"})
# Strings that Wagtail or Django translate too. All the applications of a site share one
# catalogue in which the first application wins, so only what is the same word in the same sense
# may be here; anything else has a context of its own.
SHARED = {
    "Copied": "คัดลอกแล้ว",
    "Copy": "คัดลอก",
    "Date": "วันที่",
    "Document": "เอกสาร",
    "Edit": "แก้ไข",
    "Error": "ข้อผิดพลาด",
    "First published": "เผยแพร่ครั้งแรก",
    "Image": "รูปภาพ",
    "Page": "หน้า",
    "Status": "สถานะ",
    "Table": "ตาราง",
    "Text": "ข้อความ",
    "Warnings": "คำเตือน",
    "subject": "เรื่อง",
}
# Spellings against the Royal Society's, and other words for what has a fixed one.
NOT_THE_WORD = ("เว็บไซด์", "ลิงค์", "อัพเดท", "อีเมล์", "กรุณา", "แคตตาล็อก", "ดัชนี", "อินดิเคเตอร์")

Key = tuple[str | None, str, str]


def read(language: str) -> polib.POFile:
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"))


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or None, entry.msgid, entry.msgid_plural


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def sources(entry: polib.POEntry) -> str:
    return f"{entry.msgid}{entry.msgid_plural}"


def thai_texts() -> Iterator[str]:
    return (text for entry in read("th") for text in texts(entry))


# ------------------------------------------------------------------------------ what is written


def test_every_string_has_its_thai():
    assert [key(entry) for entry in read("th") if not entry.translated()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_is_guessed_or_left_over(language):
    catalogue = read(language)
    assert [key(entry) for entry in catalogue if entry.fuzzy or entry.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_stands_twice(language):
    keys = [(entry.msgctxt, entry.msgid) for entry in read(language)]
    assert len(keys) == len(set(keys))


def test_both_languages_have_the_same_strings():
    assert {key(entry) for entry in read("th")} == {key(entry) for entry in read("en")}


def test_the_thai_has_the_placeholders_and_tags_of_its_source():
    """Each as often as the source, which of two forms is the longer one."""
    wrong = [
        (sources(entry), text)
        for entry in read("th")
        for text in texts(entry)
        if Counter(PLACEHOLDER.findall(text))
        != Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_both_forms_of_a_plural_have_the_same_placeholders():
    """Or a language with another rule could lose one; only the number itself may be left out."""
    wrong = [
        entry.msgid
        for entry in read("en")
        if entry.msgid_plural
        and set(PLACEHOLDER.findall(entry.msgid)) - set(PLACEHOLDER.findall(entry.msgid_plural))
    ]
    assert wrong == []


def test_a_number_of_things_has_a_plural():
    one_form = [entry.msgid for entry in read("en") if not entry.msgid_plural]
    assert [msgid for msgid in one_form if COUNTED.search(msgid)] == []


def test_a_sentence_with_several_values_names_them():
    """So that a translation may put them into another order."""
    unnamed = re.compile(r"%[sd].*%[sd]|\{\}.*\{\}", re.DOTALL)
    assert [entry.msgid for entry in read("en") if unnamed.search(sources(entry))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_thai_begins_and_ends_like_its_source(language):
    """Spaces and line feeds at the ends are part of the layout."""
    wrong = [
        (msgid, text)
        for entry in read(language)
        for msgid in filter(None, (entry.msgid, entry.msgid_plural))
        for text in filter(None, texts(entry))
        if re.findall(r"^\s+|\s+$", msgid) != re.findall(r"^\s+|\s+$", text)
        or msgid.strip() != msgid
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_and_dots_are_typographic(language):
    """“ ” and …; straight quotes only in what somebody types, such as a setting."""
    straight = re.compile(r"\.\.\.|(?<![\[=\\])\"(?![\]>])")
    every = [
        text
        for entry in read(language)
        for text in (entry.msgid, entry.msgid_plural, *texts(entry))
    ]
    code = re.compile(r"\w+\[\"[A-Z_]+\"\]|pip install \"[^\"]+\"")
    assert [text for text in every if straight.search(code.sub("", text))] == []


def test_quotation_marks_come_in_pairs():
    assert [text for text in thai_texts() if text.count("“") != text.count("”")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_says_what_the_file_is(language):
    metadata = read(language).metadata
    assert metadata["Content-Type"] == "text/plain; charset=UTF-8"
    assert metadata["Content-Transfer-Encoding"] == "8bit"
    assert metadata["Language"] == language
    assert metadata["Plural-Forms"].startswith("nplurals=")


def test_thai_has_no_plural_forms():
    catalogue = read("th")
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert {tuple(entry.msgstr_plural) for entry in catalogue if entry.msgid_plural} <= {(0,)}


def test_every_thai_text_is_in_thai():
    latin_only = {text for text in thai_texts() if not THAI.search(text)}
    assert latin_only == WITHOUT_THAI


def test_no_thai_sentence_ends_with_a_full_stop_or_holds_a_double_space():
    assert [text for text in thai_texts() if re.search(r"[ก-๛)”]\.$|  |^ | $", text)] == []


@pytest.mark.parametrize("word", NOT_THE_WORD)
def test_the_thai_keeps_to_the_fixed_words(word):
    assert [text for text in thai_texts() if word in text] == []


# ----------------------------------------------------------------------------- what is compiled


def compiled(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_written_one_says(language):
    machine = {key(entry): texts(entry) for entry in polib.mofile(str(compiled(language)))}
    written = {key(entry): texts(entry) for entry in read(language) if entry.translated()}
    assert machine == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_python_reads_the_compiled_catalogue(language):
    with compiled(language).open("rb") as file:
        assert gettext.GNUTranslations(file).info()["language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_written_catalogue_compiles_to_the_compiled_one(language, tmp_path):
    if not shutil.which("msgfmt"):
        pytest.skip("GNU gettext is not installed.")
    anew = tmp_path / "django.mo"
    written = compiled(language).with_suffix(".po")
    # --check: the head, the plurals, and that no placeholder of Python is lost.
    done = subprocess.run(
        ["msgfmt", "--check", "-o", str(anew), str(written)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert machine_texts(anew) == machine_texts(compiled(language))


def machine_texts(path: Path) -> dict[Key, list[str]]:
    catalogue = polib.mofile(str(path))
    assert catalogue.metadata["Content-Type"] == "text/plain; charset=UTF-8"
    return {key(entry): texts(entry) for entry in catalogue}


# ----------------------------------------------------------------------------- what is collected


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> dict[str, set[Key]]:
    """The strings of the source tree by domain, as ``make messages`` finds them."""
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not installed.")
    copy = tmp_path_factory.mktemp("messages") / "wagtail_ita"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    (copy / "locale").mkdir()
    environ = {name: each for name, each in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    found = {}
    for domain in ("django", "djangojs"):
        options = ["--verbosity=0", "--keep-pot", "--locale=th", f"--domain={domain}"]
        # -P: our selectors.py must not be taken for the standard library's.
        command = [sys.executable, "-P", "-m", "django", "makemessages", *options]
        done = subprocess.run(command, cwd=copy, env=environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        template = copy / "locale" / f"{domain}.pot"
        entries = polib.pofile(str(template)) if template.exists() else []
        found[domain] = {key(entry) for entry in entries}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_hold_the_strings_of_the_source_and_no_others(collected, language):
    assert {key(entry) for entry in read(language)} == collected["django"]


def test_scripts_hold_no_strings_as_they_have_no_catalogue(collected):
    assert collected["djangojs"] == set()


def strings_of_others() -> set[str]:
    """The strings without a context that Wagtail and Django translate."""
    catalogues = [
        path
        for package in (wagtail, django)
        for path in Path(package.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po")
    ]
    assert len(catalogues) > 20
    return {
        entry.msgid
        for path in catalogues
        for entry in polib.pofile(str(path))
        if not entry.obsolete and entry.msgctxt is None
    }


def test_what_wagtail_and_django_translate_too_has_a_context_or_is_the_same_word():
    ours = {entry.msgid: entry.msgstr for entry in read("th") if not entry.msgctxt}
    shared = {msgid: ours[msgid] for msgid in ours.keys() & strings_of_others()}
    assert shared == {msgid: SHARED[msgid] for msgid in shared if msgid in SHARED}


# -------------------------------------------------------------------------------- official words


@pytest.mark.parametrize(
    ("element", "official"),
    [
        (Element.MEASURE, "มาตรการ โครงการ หรือกิจกรรม"),
        (Element.STEPS, "ขั้นตอนหรือวิธีการปฏิบัติ"),
        (Element.PERIOD, "ช่วงระยะเวลาในการดำเนินการ"),
        (Element.RESPONSIBLE, "ผู้รับผิดชอบ"),
        (Element.OUTPUT, "ผลการดำเนินการ (Output)"),
        (Element.OUTCOME, "ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ (Outcome/Result)"),
    ],
)
def test_an_element_has_its_official_name(element, official):
    with translation.override("th"):
        assert str(element.label) == official


def test_the_ten_indicators_have_their_official_names():
    assert [indicator.name("th") for indicator in INDICATORS] == [
        "การปฏิบัติหน้าที่",
        "การใช้งบประมาณ",
        "การใช้อำนาจ",
        "การใช้ทรัพย์สินของราชการ",
        "การแก้ไขปัญหาการทุจริต",
        "คุณภาพการดำเนินงาน",
        "ประสิทธิภาพการสื่อสาร",
        "การปรับปรุงการทำงาน",
        "การเปิดเผยข้อมูล",
        "การป้องกันการทุจริต",
    ]


@pytest.mark.parametrize(
    ("instrument", "official"),
    [
        (Instrument.IIT, "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"),
        (Instrument.EIT, "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)"),
        (Instrument.OIT, "แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)"),
    ],
)
def test_an_instrument_has_its_official_name(instrument, official):
    with translation.override("th"):
        assert str(instrument.label) == official


@pytest.mark.parametrize(
    ("context", "english", "official"),
    [
        (None, "Memorandum", "บันทึกข้อความ"),
        (None, "Government unit", "ส่วนราชการ"),
        ("memo", "No.", "ที่"),
        ("memo", "Date", "วันที่"),
        ("memo", "Subject", "เรื่อง"),
        ("memo", "To", "เรียน"),
        (None, "Background", "เรื่องเดิม"),
        (None, "Facts", "ข้อเท็จจริง"),
        (None, "Proposal for consideration", "ข้อเสนอเพื่อพิจารณา"),
        (None, "Indicator", "ตัวชี้วัด"),
        (None, "Evidence", "หลักฐาน"),
        (None, "scheme", "เกณฑ์"),
        (None, "assessment year (B.E.)", "ปีงบประมาณที่ประเมิน (พ.ศ.)"),
        (None, "Not yet published", "ยังไม่เผยแพร่"),
    ],
)
def test_a_fixed_word_has_its_thai_on_a_site(context, english, official):
    with translation.override("th"):
        shown = translation.pgettext(context, english) if context else translation.gettext(english)
    assert shown == official


def test_english_shows_the_source_as_it_is():
    with translation.override("en"):
        assert translation.pgettext("memo", "To") == "To"
        assert str(Element.OUTCOME.label) == "Outcome or result"


# ---------------------------------------------------------------------------------- what docs quote

DOCS = (*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md")))
# Two ways to quote the interface in docs: the way to a screen in bold, with arrows, as in
# **Settings → ITA: agency**, and in an English text a Thai label in “quotation marks”.
WAY = re.compile(r"\*\*([^*\n]+→[^*\n]+)\*\*")
MADE = re.compile(r"<!-- made by make reference: .*?<!-- end -->", re.DOTALL)
THAI_LABEL = re.compile(r"“([ก-๛][^”\n]*)”")


def steps_of(text: str) -> set[str]:
    return {name.strip() for way in WAY.findall(text) for name in way.split("→")}


def interface(language: str) -> set[str]:
    """All that our interface and Wagtail's say in a language.

    Wagtail leaves much of its Thai in English, so that this is what a Thai editor reads there.
    """
    known = set(thai_texts()) if language == "th" else {entry.msgid for entry in read("en")}
    for path in Path(wagtail.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po"):
        there = path.parents[2] / language / path.parent.name / path.name
        translated = (
            {entry.msgid: entry.msgstr for entry in polib.pofile(str(there))}
            if there.exists()
            else {}
        )
        known |= {translated.get(entry.msgid) or entry.msgid for entry in polib.pofile(str(path))}
    return known


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_docs_quote_the_interface_as_it_is(path):
    # What is made of the code stands there as the code says it.
    text = MADE.sub("", path.read_text(encoding="utf-8"))
    is_thai = path.stem.endswith(".th") or path.parent.name == "th"
    language = "th" if is_thai else "en"
    assert steps_of(text) - interface(language) == set()
    if language == "en":
        assert set(THAI_LABEL.findall(text)) - interface("th") == set()


def test_a_wrong_quotation_is_found():
    assert steps_of("open **Settings → ITA: agencies**.") - interface("en") == {"ITA: agencies"}


def test_what_wagtail_leaves_in_english_is_english_in_thai_docs():
    """This menu has no Thai in Wagtail 7.4 and 8.0, and the one beside it has."""
    assert {"Reports", "การตั้งค่า"} <= interface("th")
