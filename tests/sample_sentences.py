"""Writes the fingerprints of our sample sentences anew: ``python -m tests.sample_sentences``.

Run it after a change to the example site's content, to the preview of a block or to its Thai
translation. A test compares what it would write with what is shipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import django
from django.utils import translation
from django.utils.functional import Promise

from wagtail_ita.domain.catalogue import read_catalogue, shipped_catalogues
from wagtail_ita.domain.completeness.passages import plain_text
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.samples import fingerprints_of

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "example_site" / "townsite" / "sample" / "content"
TARGET = ROOT / "src" / "wagtail_ita" / "domain" / "data" / "sample_sentences.json"
COMMENT = (
    "Fingerprints of the sentences of the example site and of the previews of the blocks. "
    "Written by: python -m tests.sample_sentences"
)
# What stands in these fields is names, codes, click paths, units and positions: no sentences.
NO_SENTENCES = frozenset(
    {"agency", "key", "kind", "file", "slug", "type", "code", "explanation", "email", "cells"}
    | {"responsible", "unit", "addressee", "heading", "name", "position"}
    | {"note", "caption"}
)

# What every agency writes in these words. Longer sentences that only add a few letters to one
# of them are everybody's too.
STOCK_PHRASES = (
    "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
    "การประเมินคุณธรรมและความโปร่งใส (ITA)",
    "ประจำปีงบประมาณ พ.ศ. 2567",
    "ประจำปีงบประมาณ พ.ศ. 2568",
    "ประจำปีงบประมาณ พ.ศ. 2569",
    "ปีงบประมาณ พ.ศ. 2567",
    "ปีงบประมาณ พ.ศ. 2568",
    "ปีงบประมาณ พ.ศ. 2569",
    "1 ตุลาคม 2567 – 30 กันยายน 2568",
    "จึงเรียนมาเพื่อโปรดพิจารณา",
    "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ",
    "รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้",
    "รับทราบ อนุมัติตามเสนอ",
    "เห็นควรนำเรียนเพื่อโปรดพิจารณาอนุมัติตามเสนอ",
    "ขออนุมัติเผยแพร่",
    "เผยแพร่บนเว็บไซต์หลักของหน่วยงาน",
    "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
    "ผลการประเมิน ITA ปีงบประมาณ",
    "ผลการดำเนินงานตามยุทธศาสตร์",
    "ปัญหา อุปสรรค และข้อเสนอแนะ",
    "ตรวจสอบรายงานและหลักฐานแล้ว ถูกต้องครบถ้วน",
    "วันจันทร์–วันศุกร์ 08.30–16.30 น.",
    "คำสั่งแต่งตั้งและรายชื่อตำแหน่ง",
    "รายชื่อผู้บริหารและช่องทางติดต่อ",
    "จำนวนเรื่องร้องเรียน รายไตรมาส",
    "ดำเนินการแล้วเสร็จครบทั้ง 10 มาตรการ",
    "All ten measures were completed.",
    "Submitted for consideration.",
    "Noted. Publish as proposed.",
    "fiscal year 2024 (B.E. 2567)",
    "fiscal year 2025 (B.E. 2568)",
    "fiscal year 2026 (B.E. 2569)",
    "Integrity and Transparency Assessment (ITA)",
    "Report on actions promoting integrity and transparency inside the agency",
    "measures promoting integrity and transparency inside the agency",
)


def strings(value: Any) -> Iterator[str]:
    """Yield every text in a value of JSON or of a block."""
    if isinstance(value, str | Promise):
        yield plain_text(str(value))
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in NO_SENTENCES:
                yield from strings(each)
    elif hasattr(value, "source"):  # rich text
        yield plain_text(value.source)
    elif hasattr(value, "block_type") or hasattr(value, "list_block"):
        yield from strings(value.value if hasattr(value, "block_type") else list(value))
    elif isinstance(value, Iterable):
        for each in value:
            yield from strings(each)


def content_texts() -> Iterator[str]:
    """Yield the texts of the example site."""
    for path in sorted(CONTENT.glob("*.json")):
        yield from strings(json.loads(path.read_text(encoding="utf-8")))


def preview_texts() -> Iterator[str]:
    """Yield the texts of the previews of all blocks, in both languages."""
    import wagtail_ita.blocks

    for language in ("en", "th"):
        with translation.override(language):
            for name in wagtail_ita.blocks.__all__:
                yield from strings(getattr(wagtail_ita.blocks, name)().get_preview_value())


def common_texts() -> Iterator[str]:
    """Yield what is nobody's own: official titles and stock phrases."""
    yield from STOCK_PHRASES
    for indicator in INDICATORS:
        yield from (indicator.name_th, indicator.name_en)
    for language in ("en", "th"):
        with translation.override(language):
            for element in Element:
                yield from (str(element.label), str(element.hint))
    for path in shipped_catalogues():
        catalogue = read_catalogue(path)
        yield from (catalogue.scheme_title_th, catalogue.scheme_title_en)
        for item in catalogue.items:
            yield from (item.title_th, item.title_en, item.group_th, item.group_en)
            yield from (item.sub_indicator_title_th, item.sub_indicator_title_en)
            yield from item.components


def fingerprints() -> list[str]:
    """Return what belongs into the file, in its order."""
    texts = [*content_texts(), *preview_texts()]
    return sorted(fingerprints_of(texts, common=common_texts()))


def main() -> None:
    """Write the file."""
    django.setup()
    content = {"comment": COMMENT, "sentences": fingerprints()}
    text = json.dumps(content, indent=1, ensure_ascii=False)
    TARGET.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
