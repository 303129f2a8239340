from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import translation
from docx import Document as WordDocument

from tests.transfer.office import FONTS, convert
from tests.transfer.refused import refused
from tests.transfer.source_files import LINES, pdf
from wagtail_ita.transfer.sources import Document, SourceKind, read_document
from wagtail_ita.transfer.sources.pdf_lines import Letter, lines_of
from wagtail_ita.transfer.sources.pdf_text import from_latin, normalise

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LONG = "เทศบาลดำเนินการสำรวจทรัพย์สินทั้งหมด ขั้นตอนนี้กำหนดให้ทำทุกปี ผู้รับผิดชอบคือกองคลัง " * 4
WORDS = ("ดำเนินการ", "ทั้งหมด", "ขั้นตอนนี้กำหนดให้ทำทุกปี", "ผู้รับผิดชอบ")


def read(data: bytes) -> Document:
    return read_document(data, name="o26.pdf")


def written(text: str, left: float = 0, *, baseline: float = 100, lift: float = 0) -> list[Letter]:
    """Letters side by side, each half as wide as it is high, and marks without width."""
    letters = []
    for letter in text:
        width = 0 if letter in "ัิีึืุู่้๊๋์็ํ" else 5
        letters.append(Letter(letter, left, left + width, baseline, 10, lift))
        left += width
    return letters


def texts(letters: list[Letter]) -> list[str]:
    return [line.text for line in lines_of(letters)[0]]


def test_lines_are_read_as_paragraphs() -> None:
    document = read(pdf())
    assert document.kind is SourceKind.PDF
    assert document.lines == LINES
    assert document.remarks == ()


@pytest.mark.parametrize("justify", ["true", "false"])
def test_a_wrapped_paragraph_is_whole_again(justify: str) -> None:
    font = 'font: ("Loma", "Sarabun", "Noto Sans Thai")'
    settings = f"#set par(justify: {justify}); #set text({font}, size: 14pt)"
    document = read(pdf("ต้น", LONG, "ปลาย", settings=settings))
    found = [line for line in document.lines if line]
    assert len(found) == 3
    assert "".join(found[1].split()) == "".join(LONG.split())


def test_a_page_ends_with_a_blank_line_between_two_paragraphs() -> None:
    data = pdf("หนึ่ง", "สอง", settings="#show par: it => it + pagebreak(weak: true)")
    assert read(data).lines == ("หนึ่ง", "", "สอง")


def test_a_paragraph_goes_on_over_a_page_and_its_number() -> None:
    settings = '#set page(height: 5cm, numbering: "1"); #set text(font: "Loma", size: 14pt)'
    found = read(pdf(LONG * 2, settings=settings)).lines
    whole = "".join((LONG * 2).split())
    assert "".join(found[0].split()) == whole
    assert {"1", "2"} <= set(found[1:])


def test_what_comes_late_in_a_line_is_put_in_its_place() -> None:
    dash = written("–", 19)
    assert texts([*written("ก ข"), *written("ค", 30), *dash]) == ["ก ข – ค"]


def test_a_mark_that_comes_late_is_put_on_its_letter() -> None:
    letters = [*written("รับร"), *written("สก", 20), Letter("ู", 14, 14.5, 100, 10)]
    assert texts(letters) == ["รับรู สก"]


def test_a_cluster_that_stands_on_an_equal_one_is_taken_out() -> None:
    word = written("ทั้ง")
    copy = [Letter(letter, 3 + at, 4 + at, 101, 10, 8) for at, letter in enumerate("ทั้")]
    lines, copies = lines_of([*word, *copy, *written("หมด", 10)])
    assert [line.text for line in lines] == ["ทั้งหมด"]
    assert copies == 1


def test_words_that_are_really_written_twice_stay() -> None:
    assert texts(written("ที่ที่ประชุม")) == ["ที่ที่ประชุม"]


def test_the_width_of_sara_am_is_no_space() -> None:
    letters: list[Letter] = []
    left = 0.0
    for word in ("ทำ", "นำ", "จำ", "กำ", "ดำ"):
        letters += written(word, left)
        left += 13
    assert texts([*letters, *written("ปี", left + 4)]) == ["ทำนำจำกำดำ ปี"]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("ดํา", "ดำ"),
        ("นํ้า", "น้ำ"),
        ("ดำาเนิน", "ดำเนิน"),
        ("ด˸าเนิน", "ดำเนิน"),
        ("ท ี่", "ที่"),
        ("ที่่", "ที่"),
        ("ที\uf70a", "ที่"),
        ("ที่ ประชุม", "ที่ ประชุม"),
    ],
)
def test_broken_marks_are_made_whole(broken: str, whole: str) -> None:
    assert normalise(broken) == whole


def test_letters_of_an_old_font_are_guessed() -> None:
    text = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรม (ITA)"
    latin = text.encode("cp874").decode("latin-1")
    assert from_latin(latin) == text
    assert from_latin(text) is None
    assert from_latin("Über Maßnahmen für Bürger – ein Bericht der Verwaltung") is None


def test_progress_is_told_for_every_page() -> None:
    told: list[tuple[int, int]] = []
    data = pdf("หนึ่ง", "สอง", settings="#show par: it => it + pagebreak(weak: true)")
    read_document(data, name="o26.pdf", progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_page_that_lies_on_its_side_is_read() -> None:
    data = pdf(*LINES, settings="#show: it => rotate(90deg, reflow: true, it)")
    found = [line for line in read(data).lines if line]
    assert ["".join(line.split()) for line in found] == ["".join(line.split()) for line in LINES]


def test_a_file_in_an_old_font_is_guessed_and_the_editor_is_told() -> None:
    latin = [line.encode("cp874").decode("latin-1") for line in LINES]
    with translation.override("en"):
        document = read(pdf(*latin))
    assert document.lines == LINES
    [remark] = document.remarks
    assert remark.startswith("The PDF has an old Thai font, and its letters were guessed.")


def test_pages_without_text_are_named() -> None:
    breaks = "#pagebreak()#pagebreak()"
    made = pdf("หนึ่ง", "สอง", settings=f"#show par: it => it + [{breaks}]")
    with translation.override("en"):
        assert read(made).remarks == ("Pages without text were left out: 2, 4, 5.",)


def test_more_letters_than_any_report_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf("หนึ่งสอง", "สามสี่ห้า", settings="#show par: it => it + pagebreak(weak: true)")
    monkeypatch.setattr("wagtail_ita.transfer.sources.pdf._MOST_LETTERS", 17)
    assert read(data).lines == ("หนึ่งสอง", "", "สามสี่ห้า")
    monkeypatch.setattr("wagtail_ita.transfer.sources.pdf._MOST_LETTERS", 16)
    error = refused(lambda: read(data))
    assert error.code == "too_many_letters"
    assert str(error).startswith("o26.pdf has more letters on page 2 than any report.")


@pytest.mark.slow
def test_a_pdf_of_libreoffice_gives_its_words_back(tmp_path: Path) -> None:
    word = WordDocument()
    for line in (*LINES, LONG):
        word.add_paragraph(line)
    source = tmp_path / "o26.docx"
    word.save(source)
    found = read(convert(source, "pdf", tmp_path).read_bytes()).lines
    assert ["".join(line.split()) for line in found if line] == [
        "".join(line.split()) for line in (*LINES, LONG)
    ]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed.")
def test_a_pdf_of_chromium_has_its_letters_once(tmp_path: Path) -> None:
    page = tmp_path / "o26.html"
    font = (FONTS / "Sarabun-Regular.ttf").as_uri()
    text = f"{LONG} ข้อมูลที่ใช้ทั้งสิ้นซึ่งเพิ่มขึ้น ไม่มีสิ่งใดชี้ว่าผู้ใช้อย่างต่อเนื่อง"
    style = f"@font-face{{font-family:S;src:url({font})}}body{{font:16px S}}"
    page.write_text(f"<meta charset=utf-8><style>{style}</style><p>{text}</p>", encoding="utf-8")
    made = tmp_path / "o26.pdf"
    subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            "--allow-file-access-from-files",
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--print-to-pdf={made}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    document = read(made.read_bytes())
    found = " ".join(document.lines)
    assert "".join(found.split()) == "".join(text.split())
    assert all(word in found for word in WORDS)
    assert len(document.remarks) == 1, "the editor is told to look"
