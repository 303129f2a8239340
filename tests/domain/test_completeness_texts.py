"""What texts say: counts, codes, copied samples; and the date of the memo."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from tests import sample_sentences
from tests.domain.completeness_cases import (
    CONTEXT,
    ITEM_CONTEXT,
    codes,
    found,
    found_in_item,
    found_in_measure,
    item,
    measure,
    report,
    spot,
)
from wagtail_ita.domain.completeness import check_item
from wagtail_ita.domain.findings import Severity
from wagtail_ita.domain.records import MemoRecord
from wagtail_ita.domain.samples import (
    SHORTEST,
    copied_sentences,
    fingerprint,
    fingerprints_of,
    normalise,
    sample_fingerprints,
    sentences,
)

# The list of 2568 has 28 items, that of 2569 has 26, that of 2566 has 43.
COUNTS = [
    ("ทวนสอบข้อมูลทั้ง ๔๓ รายการ ตามแบบวัด OIT", "ข้อมูลทั้ง ๔๓ รายการ"),
    ("การประเมิน OIT ข้อมูลทั้ง ๔๓ รายการ", "OIT ข้อมูลทั้ง ๔๓ รายการ"),
    ("ทวนสอบข้อมูลทั้ง ๒๘ รายการ ตามแบบวัด OIT", None),
    ("ทวนสอบข้อมูลทั้ง 26 รายการ ตามแบบวัด OIT", None),
    ("เผยแพร่ข้อมูลครบทั้ง ๔๓ ข้อ", "ข้อมูลครบทั้ง ๔๓ ข้อ"),
    ("เผยแพร่ข้อมูลครบทั้ง ๒๘ ข้อ", None),
    ("แบบวัด OIT จำนวน 35 ข้อ", "OIT จำนวน 35 ข้อ"),
    ("OIT 43 ข้อ", "OIT 43 ข้อ"),
    ("ตั้งแต่ข้อ O1 - O43", "O1 - O43"),
    ("ตั้งแต่ข้อ O๑ ถึง O๒๖", None),
    ("all 43 items of OIT", "all 43 items"),
    ("public disclosure (43 items)", "public disclosure (43 items"),
    # Counts of other things.
    ("ขึ้นทะเบียนครุภัณฑ์ ๑,๒๑๔ รายการ", None),
    ("ลดเอกสารจาก ๖๑ รายการเหลือ ๓๘ รายการ", None),
    ("เปิดเผยข้อมูลเรื่องร้องเรียน จำนวน ๔๓ เรื่อง", None),
    ("เปิดเผยข้อมูลการจัดซื้อจัดจ้าง จำนวน ๔๓ รายการ", None),
    ("ปรับปรุง OIT จำนวน ๑๖ ข้อที่ได้คะแนนต่ำ", None),
    ("ตาม OIT รับข้อร้องเรียน ๔๓ ข้อร้องเรียน", None),
    ("OIT ครบทั้ง ๕ ข้อ", None),
    ("ข้อมูลครุภัณฑ์ทั้ง ๔๓ รายการ", None),
    ("ทำสำเนาข้อมูลทั้ง ๔๓ รายการ", None),
    ("คะแนน OIT ๔๓.๐๐ คะแนน", None),
]


@pytest.mark.parametrize(("text", "quoted"), COUNTS)
def test_number_of_items_in_a_measure_and_on_the_page(text, quoted):
    in_measure = found_in_measure(steps=("ลงมือทำ", text))
    in_front = found(report(conclusion=f"<p>{text}</p>"))
    for findings, place in ((in_measure, "1/steps"), (in_front, "conclusion")):
        assert codes(findings) == (["item-count"] if quoted else [])
        if quoted:
            assert findings[0].severity is Severity.WARNING
            assert findings[0].params == {"text": quoted, "year": 2568, "count": 28}
            assert spot(findings[0].place) == place


def test_a_count_of_data_is_one_of_items_where_the_measure_is_about_disclosure():
    steps = {"steps": ("ทวนสอบข้อมูลทั้ง ๔๓ รายการ",)}
    assert codes(found_in_measure(**steps, title="ศูนย์ข้อมูลตามเกณฑ์ (OIT)")) == ["item-count"]
    assert codes(found_in_measure(**steps, title="ทะเบียนพัสดุ")) == []
    two = report(measure(1, **steps), measure(2, title="ศูนย์ข้อมูลตามเกณฑ์ (OIT)"))
    assert codes(found(two)) == []


@pytest.mark.parametrize(
    ("counts", "number", "expected"),
    [
        ({2568: 28}, "๔๓", ["item-count"]),
        ({2568: 28}, "๒๖", ["item-count"]),
        ({2568: 28, 2569: 26}, "๒๖", []),
        # Without the list of the reported year nothing can be said.
        ({2569: 26}, "๔๓", []),
        ({}, "๔๓", []),
    ],
)
def test_number_of_items_is_compared_with_the_lists_that_are_known(counts, number, expected):
    context = replace(CONTEXT, item_counts=counts)
    record = report(introduction=f"OIT ครบทั้ง {number} ข้อ")
    assert codes(found(record, context)) == expected


def test_each_text_that_counts_wrongly_is_told_once():
    text = "<p>OIT ครบทั้ง ๔๓ ข้อ และ OIT ครบทั้ง ๔๔ ข้อ</p>"
    assert codes(found(report(introduction=text, conclusion=text))) == ["item-count"] * 2


def test_number_of_items_in_an_item():
    assert codes(found_in_item(text="ปี ๒๕๖๘ OIT ครบทั้ง ๔๓ ข้อ")) == ["item-count"]
    assert codes(found_in_item(text="ปี ๒๕๖๘ OIT ครบทั้ง ๒๘ ข้อ")) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ดำเนินการครบทั้ง ๑๐ มาตรการ", None),
        ("รายงานแบ่งเป็น ๑๐ มาตรการ", None),
        ("ดำเนินการครบทั้ง ๙ มาตรการ", "measure-count"),
        ("รายงานแบ่งเป็น 12 มาตรการ", "measure-count"),
        ("all 9 measures were completed", "measure-count"),
        ("ทั้ง ๒ มาตรการดังกล่าวต้องปรับปรุง", None),
        ("กำหนดจำนวน ๓ มาตรการย่อย", None),
        ("องค์การบริหารส่วนตำบลรายงานครอบคลุมทั้ง ๑๐ ตำบล", "count-word"),
        ("อบต. รายงานครอบคลุมทั้ง ๑๐ ด้าน", None),
        ("องค์การบริหารส่วนตำบลรายงานครอบคลุมทั้ง ๙ ตำบล", None),
        ("อำเภอมีทั้ง ๑๐ ตำบล", None),
        ("เทศบาลตำบลดูแลทั้ง ๑๐ หมู่บ้าน", None),
    ],
)
def test_number_of_measures(text, code):
    findings = found(report(introduction=f"<p>{text}</p>"))
    assert codes(findings) == ([code] if code else [])
    # Inside a measure such words count something else.
    assert codes(found(report(*[measure(n, description=text) for n in range(1, 11)]))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ตามข้อ O26", []),
        ("ตามข้อ O๒๖", []),
        ("ตามข้อ ๐๒๖", [("code-spelling", "๐๒๖")]),
        ("ตามข้อ 0๒๖", [("code-spelling", "0๒๖")]),
        ("ตามข้อ 026", [("code-spelling", "026")]),
        ("ตามข้อ O28", [("code-other", "O28")]),
        ("ตามข้อ ๐๒๘", [("code-other", "O28")]),
        ("ตามข้อ O25 และข้อ O26", []),
        ("ตามข้อ ๒๖", []),
        ("ตามข้อ ๑๐", []),
        ("จากข้อ e๗", []),
        ("item O28 of the list", [("code-other", "O28")]),
        ("โทร. 026", []),
    ],
)
def test_item_code_in_the_text(text, expected):
    for findings in (
        found(report(introduction=text)),
        found(report(memo=MemoRecord(proposal=text))),
    ):
        assert [
            (each.code, each.params.get("other") or each.params["text"]) for each in findings
        ] == expected
        assert {each.severity for each in findings} <= {Severity.NOTE}


# ------------------------------------------------------------------------------ copied samples

SAMPLE = "บันทึกวันรับคำขอและวันแล้วเสร็จในระบบสารบรรณอิเล็กทรอนิกส์ทุกเรื่อง"
OWN = fingerprints_of([SAMPLE])


def test_the_shipped_fingerprints_are_those_of_the_samples():
    shipped = json.loads(sample_sentences.TARGET.read_text(encoding="utf-8"))
    assert shipped["sentences"] == sample_sentences.fingerprints(), (
        "The samples have changed. Run: python -m tests.sample_sentences"
    )
    assert shipped["comment"] == sample_sentences.COMMENT


def test_every_sentence_of_the_samples_is_known_but_for_titles_and_stock_phrases():
    common = [normalise(each) for each in sample_sentences.common_texts()]
    common.sort(key=len, reverse=True)
    texts = [*sample_sentences.content_texts(), *sample_sentences.preview_texts()]
    own = {sentence for text in texts for sentence in sentences(text)}
    unknown = {each for each in own if fingerprint(each) not in sample_fingerprints()}
    assert len(own) > 500
    for sentence in unknown:
        rest = normalise(sentence)
        for phrase in common:
            rest = "" if rest in phrase else rest.replace(phrase, "")
        assert len(rest) < SHORTEST, sentence


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        (SAMPLE, True),
        (SAMPLE.replace("วันรับ", "วัน รับ").replace("ทุก", "\u200bทุก"), True),
        (f"๑. อย่างอื่น\n“{SAMPLE}”", True),
        (SAMPLE.replace("ำ", "ํา"), True),
        (SAMPLE[:-1], False),
        ("บันทึกวันรับคำขอ", False),
        ("", False),
    ],
)
def test_a_copied_sentence_is_recognised_in_other_spacing_and_spelling(text, copied):
    assert bool(copied_sentences(text, OWN)) is copied


def test_digits_do_not_tell_a_copy_from_the_sample():
    samples = fingerprints_of(["ประกาศเวลามาตรฐานครบทั้ง ๓๒ งานบริการ"])
    assert copied_sentences("ประกาศเวลามาตรฐานครบทั้ง 32 งานบริการ", samples)


def test_a_thai_clause_of_a_longer_paragraph_is_recognised():
    clause = "แล้วกำหนดเวลาแล้วเสร็จและผู้รับผิดชอบของแต่ละขั้นตอนให้ครบถ้วน"
    samples = fingerprints_of([f"ทบทวนงานบริการทุกงาน {clause}"])
    assert copied_sentences(f"เรื่องของเราเอง {clause}", samples) == [clause]


def test_a_sentence_and_a_clause_of_it_are_one_copy_and_two_sentences_are_two():
    clause = "แล้วกำหนดเวลาแล้วเสร็จและผู้รับผิดชอบของแต่ละขั้นตอนให้ครบถ้วน"
    line = f"ทบทวนงานบริการทุกงาน {clause}"
    samples = fingerprints_of([line, SAMPLE])
    assert copied_sentences(line, samples) == [line]
    assert copied_sentences(f"{SAMPLE}\n{line}", samples) == [SAMPLE, line]
    assert copied_sentences("\ud800" * 100, samples) == []


def test_common_phrases_belong_to_nobody():
    title = "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    assert fingerprints_of([f"{title} ฉบับนี้"], common=[title]) == frozenset()
    assert fingerprints_of([f"{title} {SAMPLE}"], common=[title])


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": SAMPLE}, "1/measure"),
        ({"description": SAMPLE}, "1/measure"),
        ({"steps": ("ลงมือทำ", SAMPLE)}, "1/steps"),
        ({"output": f"<p>ก</p><p><b>{SAMPLE}</b></p>"}, "1/output"),
        ({"outcome": f"<ul><li>{SAMPLE}</li></ul>"}, "1/outcome"),
        # Divisions and positions are called alike everywhere.
        ({"responsible": (SAMPLE,)}, None),
        ({"steps": ("ลงมือทำเอง",)}, None),
    ],
)
def test_text_copied_from_a_sample(changes, place):
    findings = found(report(measure(**changes)), replace(CONTEXT, samples=OWN))
    assert codes(findings) == (["copied-from-sample"] if place else [])
    if place:
        (field,) = changes
        assert findings[0].severity is Severity.WARNING
        assert spot(findings[0].place) == place
        assert findings[0].place.path == f"measures.m1.{field}"
        assert SAMPLE.startswith(findings[0].params["text"].rstrip("…"))


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("ก" * 60, "ก" * 60),
        ("ก" * 61, "ก" * 59 + "…"),
        ("ก" * 58 + " ขค", "ก" * 58 + "…"),
        ("ก" * 30 + "\u2003 " + "ข" * 20, "ก" * 30 + " " + "ข" * 20),
    ],
)
def test_a_copy_is_quoted_in_one_line_and_no_longer_than_fits(sentence, quoted):
    context = replace(CONTEXT, samples=fingerprints_of([sentence]))
    (finding,) = found(report(measure(description=sentence)), context)
    assert finding.params["text"] == quoted


def test_samples_are_not_looked_for_when_there_are_none():
    assert codes(found_in_measure(description=SAMPLE)) == []


def test_text_of_an_item_copied_from_a_sample():
    context = replace(ITEM_CONTEXT, samples=OWN)
    record = item(text=f"ปีงบประมาณ ๒๕๖๘\n{SAMPLE}")
    assert codes(check_item(record, context)) == ["copied-from-sample"]


# -------------------------------------------------------------------------------------- memo


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (None, []),
        (dt.date(2025, 10, 1), []),
        (dt.date(2026, 3, 20), []),
        (dt.date(2025, 9, 30), ["memo-early"]),
        (dt.date(2025, 3, 18), ["memo-early"]),
        (dt.date(2026, 3, 21), ["memo-future"]),
        (dt.date(2569, 3, 18), ["memo-future"]),
    ],
)
def test_date_of_the_memo(date, expected):
    findings = found(report(memo=MemoRecord(date=date)))
    assert codes(findings) == expected
    for each in findings:
        assert (each.severity, each.place.path) == (Severity.WARNING, "memo_date")


def test_date_of_the_memo_without_a_year_or_a_today():
    memo = MemoRecord(date=dt.date(2569, 3, 18))
    assert codes(found(report(memo=memo), replace(CONTEXT, today=None))) == []
    early = report(memo=MemoRecord(date=dt.date(2020, 1, 1)), reported_year=None)
    assert codes(found(early)) == ["reported-year-missing"]
