"""The real report as files in other formats; it is kept outside the project."""

from __future__ import annotations

import io
import os
from pathlib import Path

from docx import Document as WordDocument
from docx.shared import Pt

from wagtail_ita.domain.records import MeasureRecord, ReportRecord
from wagtail_ita.domain.richtext import to_text

SHARED = Path(os.environ.get("ITA_SHARED") or Path(__file__).resolve().parents[3] / "shared")
SEED = SHARED / "seed" / "o26_report_2568.txt"
HEADS = (
    "ตัวชี้วัด",
    "มาตรการ โครงการ หรือกิจกรรม",
    "ขั้นตอนหรือวิธีการปฏิบัติ",
    "ช่วงระยะเวลาในการดำเนินการ",
    "ผู้รับผิดชอบ",
    "ผลการดำเนินการ (Output)",
    "ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ (Outcome/Result)",
)


def as_paragraphs(*, font: str = "Sarabun") -> bytes:
    """A Word file with a paragraph for each line."""
    word = _document(font)
    for line in SEED.read_text(encoding="utf-8").split("\n"):
        word.add_paragraph(line)
    return _bytes(word)


def as_table(record: ReportRecord, periods: list[str]) -> bytes:
    """A Word file with the text before the first area, and a table of all measures."""
    word = _document("Sarabun")
    text = SEED.read_text(encoding="utf-8")
    for line in text[: text.index("\nด้านที่ ๑:")].split("\n"):
        word.add_paragraph(line)
    table = word.add_table(rows=1, cols=len(HEADS))
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.text = head
    for measure, period in zip(record.measures, periods, strict=True):
        for cell, words in zip(table.add_row().cells, _row(measure, period, record), strict=True):
            cell.text = words
    for line in text[text.index("\nบทสรุป:") :].split("\n"):
        word.add_paragraph(line)
    return _bytes(word)


def _row(measure: MeasureRecord, period: str, record: ReportRecord) -> list[str]:
    number = measure.indicator or 0
    return [
        f"ด้านที่ {number} (คะแนน {record.scores[number]})",
        f'"{measure.title}"\n{measure.description}'.strip(),
        "\n".join(f"{place}. {step}" for place, step in enumerate(measure.steps, start=1)),
        period,
        "\n".join(measure.responsible),
        to_text(measure.output),
        to_text(measure.outcome),
    ]


def _document(font: str) -> WordDocument:
    word = WordDocument()
    style = word.styles["Normal"]
    style.font.name, style.font.size = font, Pt(12)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for name in ("cs", "ascii", "hAnsi"):
        fonts.set(f"{w}{name}", font)
    return word


def _bytes(word: WordDocument) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()
