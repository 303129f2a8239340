"""The report as PDF: what a reader, a screen reader and a search find in it."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icu4py.breakers import WordBreaker
from PIL import Image

from tests.domain.shared import shared_file
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, RECORD
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    MeasureRecord,
    MemoRecord,
    ReportRecord,
)
from wagtail_ita.transfer.formats.content import document_tree
from wagtail_ita.transfer.formats.pdf import PDF
from wagtail_ita.transfer.formats.pdf.words import BREAK, mark_breaks
from wagtail_ita.transfer.publication import EvidenceTarget, Publication
from wagtail_ita.transfer.text import parse_report

PUBLISHED = dt.datetime(2026, 3, 20, 3, tzinfo=dt.UTC)
URL = "https://www.example.go.th/ita-2569/o26/"
THAI = re.compile("[ก-๎]")
TLWG = Path("/usr/share/fonts/truetype/tlwg")

needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed (poppler-utils)"
)


def publication(record: ReportRecord = RECORD, **fields: Any) -> Publication:
    given = {"assessment_year": 2569, "first_published": PUBLISHED, "last_published": PUBLISHED}
    return Publication(record=record, url=URL, **{**given, **fields})


def text_of(data: bytes, *flags: str) -> str:
    done = subprocess.run(["pdftotext", *flags, "-", "-"], input=data, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def strings(value: Any, name: str = "") -> Iterator[str]:
    """Every text of the tree that stands on paper."""
    if isinstance(value, str) and name not in {"kind", "url", "digits", "page"}:
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key != "about":
                yield from strings(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, name)


def found_share(of: Publication, text: str) -> tuple[float, set[str]]:
    """Which share of the distinct words of at least four letters is in the text."""
    with translation.override(of.language):
        tree = document_tree(of)
    words = {
        word
        for string in strings(tree)
        for word in WordBreaker(string, "th")
        if len(word) >= 4 and THAI.search(word)
    }
    missing = {word for word in words if word not in flat(text)}
    return 1 - len(missing) / len(words), missing


def elements(data: bytes) -> list[str]:
    """Names of the structure elements, in order."""
    names: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Array):
                waiting += reversed(list(node))
            elif isinstance(node, pikepdf.Dictionary):
                names += [str(node.S)[1:]] if "/S" in node else []
                waiting += [node.K] if "/K" in node else []
    return names


@pytest.fixture(scope="module")
def sample() -> bytes:
    return PDF.make(publication())


@pytest.fixture(scope="module")
def real() -> Publication:
    text = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    return publication(parse_report(text).record)


@pytest.fixture(scope="module")
def real_pdf(real: Publication) -> bytes:
    return PDF.make(real)


# ----------------------------------------------------------------------------------- text layer


@needs_pdftotext
@pytest.mark.parametrize("flags", [(), ("-raw",), ("-layout",)])
def test_the_words_of_the_real_report_come_back(
    real: Publication, real_pdf: bytes, flags: tuple[str, ...]
) -> None:
    text = text_of(real_pdf, *flags)
    share, missing = found_share(real, text)
    assert share >= 0.995, missing
    assert text.count("ดำเนินการ") > 20
    assert all(word in text for word in ("ผู้", "ที่", "ทั้ง"))
    assert BREAK not in text and "\u00a0" not in text


@needs_pdftotext
def test_every_syllable_comes_back() -> None:
    above = ("", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็")
    letters = [chr(code) for code in range(0xE01, 0xE2F) if chr(code) not in "ฤฦ"]
    plain = [a + b + c for a in letters for b in above for c in ("", "่", "้", "๊", "๋", "์")]
    with_am = [a + b + "ำ" for a in letters for b in ("", "่", "้", "๊", "๋")]
    syllables = plain + with_am
    text = " ".join(syllables)
    measure = MeasureRecord(title=text, output=f"<p>{text}</p><p><i>{text}</i></p>")
    found = text_of(PDF.make(publication(ReportRecord(measures=(measure,))))).split()
    assert set(syllables) <= set(found)
    assert found.count("น้ำ") == found.count("ที่") == 3


@needs_pdftotext
def test_lines_end_where_words_end(real: Publication, real_pdf: bytes) -> None:
    source = "\n".join(strings(document_tree(real)))
    lines = [line.strip() for line in text_of(real_pdf, "-layout").splitlines()]
    ends = wrong = 0
    for first, second in pairwise(lines):
        if not (first and second and THAI.match(first[-1]) and THAI.match(second[0])):
            continue
        ends += 1
        left, right = first.split()[-1], second.split()[0]
        if left + right in source:  # Otherwise the line ends at a space.
            wrong += len(left) not in {end for _, end in WordBreaker(left + right, "th").segments()}
    assert ends > 100
    assert wrong / ends <= 0.005


@needs_pdftotext
def test_pdfium_reads_the_same(sample: bytes) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(sample)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert found_share(publication(), text)[0] == 1


def test_words_are_kept_whole() -> None:
    marked = mark_breaks("สำนักงาน ป.ป.ช.กำหนด พ.ศ. ๒๕๖๘ ของสำนักปลัดอบต.ตัวอย่าง อื่น ๆ ข้อ ๒")
    assert "ป.ป.ช." in marked and "อบต." in marked
    assert "พ.ศ.\u00a0๒๕๖๘" in marked and "อื่น\u00a0ๆ" in marked and "ข้อ\u00a0๒" in marked
    assert marked.replace(BREAK, "").replace("\u00a0", " ").startswith("สำนักงาน ป.ป.ช.กำหนด")


def test_what_has_no_words_can_still_be_broken() -> None:
    for token in ("ก" * 400, "x" * 400, "เ" * 400, f"https://example.go.th/{'a' * 400}", "๑" * 400):
        marked = mark_breaks(token)
        assert marked.replace(BREAK, "") == token
        assert max(map(len, marked.split(BREAK))) <= 40


# --------------------------------------------------------------------------------- accessibility


def test_it_claims_pdf_ua_and_names_its_title_and_language(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == RECORD.title
        assert str(pdf.Root.Lang) == "th"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/CreationDate"] == "D:20260320030000+00'00"
        width, height = (float(each) for each in pdf.pages[0].mediabox[2:])
        assert (round(width), round(height)) == (595, 842)


def test_headings_lists_tables_and_links_are_tagged(sample: bytes) -> None:
    found = elements(sample)
    assert found.count("H1") == 2  # the memo and the report
    assert found.count("H3") == 2  # a heading for each measure
    assert found.count("H4") == 2 * 6 + 1  # their elements, and the evidence of one
    assert found.count("TR") == 11 and found.count("TH") == 3 and "THead" in found
    assert {"L", "LI", "Lbl", "LBody", "Link", "Caption"} <= set(found)


def test_links_lead_to_the_evidence_and_have_words(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", ())]
        assert {str(note.A.URI) for note in notes} == {"https://example.go.th/news", URL}
        words = {str(note.Contents) for note in notes if "/Contents" in note}
        assert all(BREAK not in each for each in words)
        assert len(words) == 2


def test_bookmarks_are_plain_text(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf, pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        below = [each.title for entry in outline.root[1].children for each in entry.children]
    assert titles == ["บันทึกข้อความ", RECORD.title]
    assert len(below) == 2 and below[0].endswith("การใช้ทรัพย์สินของราชการ")


# -------------------------------------------------------------------------------------- content


@needs_pdftotext
def test_pages_are_counted_in_thai_digits(sample: bytes) -> None:
    pages = text_of(sample).split("\f")[:-1]
    numbers = [re.search("([๐-๙]+) / ([๐-๙]+)\\s*$", page) for page in pages]
    assert [found and found.groups() for found in numbers] == [("๑", "๓"), ("๒", "๓"), ("๓", "๓")]


@needs_pdftotext
def test_it_says_what_the_page_says(sample: bytes) -> None:
    text = flat(text_of(sample))
    memo = RECORD.memo
    for part in (memo.subject, memo.number, "๑๘ มีนาคม ๒๕๖๙", "(นายตัวอย่าง หนึ่ง)", "ส่วนราชการ"):
        assert flat(part) in text
    for part in ("๙๙.๙๘", "ผ่านดีเยี่ยม", "๙๙.๙๕", "ตุลาคม ๒๕๖๗ – กันยายน ๒๕๖๘", "๒. บันทึกการยืม"):
        assert flat(part) in text
    assert text.index("บันทึกข้อความ") < text.index(flat(RECORD.title)) < text.index("จะพัฒนาต่อไป")
    assert text.index("(๑)") < text.index("(๖)") < text.index(URL)


@needs_pdftotext
def test_in_english_it_has_english_words_and_arabic_digits() -> None:
    data = PDF.make(publication(language="en"))
    text = text_of(data)
    assert "Memorandum" in text and "18 March 2026" in text and "1 / 3" in text
    assert "มาตรการทะเบียนยืมพัสดุกลาง" in text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "en"


@needs_pdftotext
def test_a_site_may_prefer_arabic_digits() -> None:
    text = text_of(PDF.make(publication(thai_digits=False)))
    assert "99.98" in text and "18 มีนาคม 2569" in text and "(1)" in text


@needs_pdftotext
def test_a_file_is_named_with_its_kind_and_size() -> None:
    piece = EvidenceRecord(id="a", kind=EvidenceKind.DOCUMENT, title="คำสั่ง", key="1")
    target = EvidenceTarget(
        title="คำสั่งแต่งตั้ง", url="https://example.go.th/d/1", filename="order.pdf", size=2048
    )
    record = replace(RECORD, attachments=(piece,))
    text = text_of(PDF.make(publication(record, targets={"a": target})))
    assert re.search("คำสั่งแต่งตั้ง \\(PDF, ๒\\.๐\\s", text)
    assert "https://example.go.th/d/1" in text


def test_the_same_publication_gives_the_same_bytes(sample: bytes) -> None:
    assert PDF.make(publication()) == sample


# -------------------------------------------------------------------------------- anything at all


def picture(mode: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (900, 1000), (120, 20, 20)).save(target, mode)
    return target.getvalue()


@pytest.mark.parametrize(
    ("emblem", "drawn"),
    [
        (picture(), True),
        (picture("JPEG"), True),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>',
            False,
        ),
        (b"<svg><broken", False),
        (b"\x89PNG\r\n\x1a\nbroken", False),
        (b"no picture", False),
    ],
)
def test_an_emblem_is_drawn_or_left_out(sample: bytes, emblem: bytes, drawn: bool) -> None:
    data = PDF.make(publication(emblem=emblem))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert bool(pdf.pages[0].get_images()) == drawn
        # A vector image is drawn by operators of its own.
        is_vector = b"<path" in emblem
    assert (len(data) == len(sample)) == (not drawn and not is_vector)
    assert "Figure" not in elements(data)


ODD_RECORDS = [
    ReportRecord(),
    ReportRecord(title="\x00", agency="\u200b", level="none", scores={99: RECORD.scores[1]}),
    ReportRecord(measures=(MeasureRecord(),), memo=MemoRecord(approvals=(ApprovalRecord(),))),
    ReportRecord(measures=(replace(FULL_MEASURE, indicator=99, output="<p>ก</p>" * 1000),)),
    ReportRecord(
        measures=(replace(FULL_MEASURE, output="<ul><li>" * 300 + "x", outcome="<a" * 999),)
    ),
    ReportRecord(measures=(replace(FULL_MEASURE, title="ก ข " * 3000, steps=("x" * 9000,)),)),
    ReportRecord(
        memo=MemoRecord(subject="ก ข " * 900, approvals=(ApprovalRecord(opinion="ก " * 9000),))
    ),
    ReportRecord(
        attachments=(EvidenceRecord(kind=EvidenceKind.LINK, url="https://x.th/" + "y" * 3000),)
    ),
]


@pytest.mark.parametrize("record", ODD_RECORDS)
def test_any_record_gives_a_document(record: ReportRecord) -> None:
    assert PDF.make(publication(record)).startswith(b"%PDF-")


@needs_pdftotext
def test_what_no_font_has_is_seen_as_a_square() -> None:
    measure = replace(PLAIN_MEASURE, title="ดี 😀 มาก 漢 \ue000 ☑ #let $x$ *y*")
    text = text_of(PDF.make(publication(replace(RECORD, measures=(measure,)))))
    assert "ดี □ มาก □ □ ☑ #let $x$ *y*" in text


texts = st.text(max_size=60) | st.text(alphabet="กขเแำัี่้์ๆฯ .<>&😀\u200d\ufe0f\u0301", max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, texts, texts)
def test_any_text_gives_a_document(first: str, second: str, third: str) -> None:
    measure = MeasureRecord(title=first, steps=(second, third), output=third, outcome=f"<p>{first}")
    record = ReportRecord(title=second, agency=third, measures=(measure,), introduction=first)
    assert PDF.make(publication(record)).startswith(b"%PDF-")


@pytest.mark.slow
def test_a_hundred_measures_are_one_document() -> None:
    record = replace(RECORD, measures=(FULL_MEASURE, PLAIN_MEASURE) * 50)
    assert elements(PDF.make(publication(record))).count("H3") == 100


# ---------------------------------------------------------------------------------------- fonts


@pytest.mark.skipif(not TLWG.is_dir(), reason="fonts-thai-tlwg is not installed")
@needs_pdftotext
def test_a_font_of_the_site_is_as_tall_as_ours() -> None:
    from wagtail_ita.transfer.formats.pdf.typesetting import OFFICIAL_HEIGHT, typeface

    ours = typeface((), "")
    assert ours.families == ("Sarabun",) and ours.size == pytest.approx(10.9, abs=0.05)
    theirs = typeface((str(TLWG),), "laksaman")
    assert theirs.families == ("Laksaman", "Sarabun")
    assert theirs.size * theirs.stretch == pytest.approx(ours.size, rel=0.01)
    assert OFFICIAL_HEIGHT == 16 * 0.4
    with override_settings(
        WAGTAIL_ITA={"PDF_FONT_FOLDERS": [str(TLWG)], "PDF_FONT_FAMILY": "Laksaman"}
    ):
        data = PDF.make(publication())
    assert found_share(publication(), text_of(data))[0] == 1
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {str(font.BaseFont) for font in pdf.pages[0].resources.Font.values()}
    assert all("Laksaman" in name for name in names)


def test_a_font_that_is_not_there_is_a_mistake_of_the_site() -> None:
    with (
        override_settings(WAGTAIL_ITA={"PDF_FONT_FAMILY": "TH Sarabun New"}),
        pytest.raises(ImproperlyConfigured, match="PDF_FONT_FAMILY"),
    ):
        PDF.make(publication())
