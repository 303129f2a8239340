from __future__ import annotations

import datetime as dt
import random
import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from stdnum.th import pin

from tests.domain.shared import shared_file
from wagtail_ita.domain.characters import plain_characters
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import CODES, Place, Severity
from wagtail_ita.domain.personal_data import PersonalData, find_personal_data, redact
from wagtail_ita.domain.privacy import (
    MOST_FINDINGS,
    check_privacy,
    texts_of_item,
    texts_of_report,
)
from wagtail_ita.domain.records import (
    ApprovalRecord,
    EvidenceKind,
    EvidenceRecord,
    ItemRecord,
    MeasureRecord,
    MemoRecord,
    PeriodRecord,
    ReportRecord,
)

# A number that passes the check and is nobody's: there is no registration office 9999.
CITIZEN = "8999999999996"
BODY = Place(field="body")


def codes_in(text, **options):
    return [finding.code for finding in check_privacy([(BODY, text)], **options)]


def with_check_digit(twelve: str) -> str:
    return twelve + pin.calc_check_digit(twelve)


def test_the_sample_number_is_a_valid_citizen_number():
    assert pin.is_valid(CITIZEN)


# -------------------------------------------------------------------------- citizen numbers


@pytest.mark.parametrize(
    "text",
    [
        "8999999999996",
        "๘๙๙๙๙๙๙๙๙๙๙๙๖",
        "8-9999-99999-99-6",
        "8 9999 99999 99 6",
        "๘-๙๙๙๙-๙๙๙๙๙-๙๙-๖",
        "๘ ๙๙๙๙ ๙๙๙๙๙ ๙๙ ๖",
        "8 - 9999 - 99999 - 99 - 6",
        "8.9999.99999.99.6",
        "8-999999999996",
        "8-9999-9999999-6",
        "8–9999–99999–99–6",  # en dashes
        "8‑9999‑99999‑99‑6",  # non-breaking hyphens
        "8−9999−99999−99−6",  # minus signs
        "8\u00a09999\u00a099999\u00a099\u00a06",
        "8\u202f9999\u202f99999\u202f99\u202f6",
        "8999\u200b999999996",
        "8\u200b-\u200b9999-99999-99-6",
        "\ufeff8999\u00ad9999\u2060999\u200d96",
        "8999999\ufe0f999996",
        "８９９９９９９９９９９９６",  # full-width
        "8\t9999\t99999\t99\t6",
        "8999\x08999999996",
        "໘໙໙໙໙໙໙໙໙໙໙໙໖",  # digits of Laos
        "รหัสโครงการของเทศบาลตัวอย่าง 8999999999996",
        "a 8999999999996 b",
        "ประชาชนเลข8999999999996ครับ",
        "นาย ก 8999999999996, นาย ข",
        "1.8999999999996 นาย ก",
        "3 8-9999-99999-99-6 นาย ก",  # cells of a table
        "สำเนาบัตร_8_9999_99999_99_6.pdf",
        "scan8999999999996.pdf",
        "https://example.go.th/files/8999999999996.pdf",
        "https://example.go.th/8%209999%2099999%2099%206.pdf",
        "https://example.go.th/%E0%B9%98%E0%B9%99%E0%B9%99%E0%B9%99%E0%B9%99%E0%B9%99%E0%B9%99%E0%B9%99"
        "%E0%B9%99%E0%B9%99%E0%B9%99%E0%B9%99%E0%B9%96",
        "เลขประจำตัวผู้เสียภาษี 8999999999996",  # a trader's is the citizen number
        "เลขประจำตัวประชาชน 8 9 9 9 9 9 9 9 9 9 9 9 6",
        "เลขประจําตัวประชาชน 89 999 9999 99 9 6",  # sara am typed in two parts
        "บัตรประชาชนเลขที่ 8999 9999 9999 6",
        "จำนวนผู้ร้อง นาย ก 8999999999996",
        "เลขที่หนังสือร้องเรียนของ นาย ก 8999999999996",
    ],
)
def test_a_citizen_number_is_found_however_it_is_written(text):
    assert codes_in(text) == ["citizen-number"]


@pytest.mark.parametrize(
    "text",
    [
        "8999999999997",  # check digit
        "8-9999-99999-99-7",
        "เลขประจำตัวประชาชน 8 9 9 9 9 9 9 9 9 9 9 9 7",
        "0994000617721",  # a juristic person
        "0-9940-00617-72-1",
        "๐๙๙๔๐๐๐๖๑๗๗๒๑",
        "9786160408559",  # ISBN-13
        "978-616-04-0855-9",
        "89999999999964",  # 14 digits
        "899999999999",
        "12-8-9999-99999-99-6",
        "8,999,999,999,996",
        "8,999,999,999,996.00 บาท",
        "8999999999996 บาท",
        "8999999999996.00",
        "8 9 9 9 9 9 9 9 9 9 9 9 6",  # a row of a table, as far as one can see
        "8999 9999 9999 6",
        "5 999999999996",
        "8999999\n999996",
        "ที่ มท 0808.2/ว 1234 ลงวันที่ 30 กันยายน 2568",
        "30/09/2568 10:15:30",
        "2568-09-30 2569-03-31",
        "รหัสโครงการ 8999999999996",
        "รหัสงบประมาณ: 8999999999996",
        "เลขที่สัญญา ๘๙๙๙๙๙๙๙๙๙๙๙๖",
        "เลขครุภัณฑ์ 8-9999-99999-99-6",
        "ISBN 8999999999996",
        "project code 8999999999996",
        "จำนวนเงิน 8999999999996",
        "https://example.org/d/1aB8999999999996cdEF",  # a key
        "a8999999999996b",
        "8999999\t999996",  # two cells
        "x-xxxx-xxxxx-xx-x",
        "",
    ],
)
def test_what_is_no_citizen_number_is_left_alone(text):
    assert codes_in(text) == []


@given(st.integers(0, 10**13 - 1).map("{:013d}".format))
def test_thirteen_digits_are_flagged_exactly_when_they_are_a_persons_valid_number(number):
    is_person = pin.is_valid(number) and not number.startswith("0")
    assert (codes_in(f"หมายเลข {number}") == ["citizen-number"]) is is_person


@given(
    number=st.integers(10**11, 9 * 10**11 - 1).map(str).map(with_check_digit),
    gap=st.sampled_from(["", " ", "-", " - ", "–", "\u00a0", "\u200b", "\u200b-\u200b", "_"]),
    in_thai=st.booleans(),
)
def test_no_usual_spelling_hides_a_number(number, gap, in_thai):
    spelled = gap.join([number[0], number[1:5], number[5:10], number[10:12], number[12]])
    if in_thai:
        spelled = spelled.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert codes_in(f"เลข {spelled} ของผู้ร้อง") == ["citizen-number"]


def test_a_citizen_number_stops_publishing_until_the_page_confirms_it():
    (refused,) = check_privacy([(BODY, CITIZEN)])
    (confirmed,) = check_privacy([(BODY, CITIZEN)], confirmed=True)
    assert (refused.severity, confirmed.severity) == (Severity.ERROR, Severity.WARNING)
    with translation.override("en"):
        assert "under another name" not in str(refused.remedy)
    with translation.override("en"):
        assert "confirm" in str(refused.remedy)
        assert "confirms that" in str(confirmed.remedy)


def test_confirming_changes_nothing_else():
    text = "โทร 081-234-5678 a@gmail.com บัญชีเลขที่ 123-4-56789-0"
    assert check_privacy([(BODY, text)]) == check_privacy([(BODY, text)], confirmed=True)


def test_of_a_chosen_file_it_is_said_that_its_name_has_to_change():
    place = Place(measure_number=1, part="evidence", entry_number=2, entry_part="document")
    names = [(place, f"/สำเนาบัตร-{CITIZEN}.pdf"), (place, "โทร 0812345678")]
    number, phone = check_privacy([], names=names)
    assert (number.code, number.severity) == ("citizen-number", Severity.ERROR)
    with translation.override("en"):
        assert "under another name" in str(number.remedy)
        assert "confirm" in str(number.remedy)
        assert "under another name" in str(phone.remedy)
        assert "confirm" not in str(phone.remedy)
    (confirmed, _phone) = check_privacy([], names=names, confirmed=True)
    assert confirmed.severity is Severity.WARNING


def test_what_is_no_name_with_a_place_is_passed_over():
    broken = [None, (BODY,), (BODY, None), (None, CITIZEN)]
    assert check_privacy([], names=broken) == ()
    for texts, names in (([*broken, (BODY, CITIZEN)], []), ([], [*broken, (BODY, CITIZEN)])):
        assert [each.code for each in check_privacy(texts, names=names)] == ["citizen-number"]


def test_the_time_of_an_upload_in_an_address_is_only_a_warning():
    number = next(
        number
        for number in map(str, range(1_727_683_200_000, 1_727_683_200_100))
        if pin.is_valid(number)
    )
    address = f"https://example.go.th/files/{number}.pdf"
    (finding,) = check_privacy([(BODY, address)])
    assert (finding.code, finding.severity) == ("possible-citizen-number", Severity.WARNING)
    assert codes_in(f"/files/{number}.pdf") == ["possible-citizen-number"]
    assert codes_in(f"ไฟล์ {number}.pdf") == ["citizen-number"]
    assert codes_in(f"{address} {number}") == ["possible-citizen-number", "citizen-number"]


# --------------------------------------------------------------------------- mobile numbers


@pytest.mark.parametrize(
    "text",
    [
        "0812345678",
        "๐๘๑๒๓๔๕๖๗๘",
        "061-234-5678",
        "081-2345678",
        "๐๘๑-๒๓๔-๕๖๗๘",
        "09 1234 5678",
        "๐ ๘๑๒๓ ๔๕๖๗๘",
        "08-1234-5678",
        "081.234.5678",
        "(081) 234-5678",
        "(081)2345678",
        "0812 345 678",
        "081\u00a0234\u00a05678",
        "081\u200b2345678",
        "081 – 234 – 5678",
        "+66 81 234 5678",
        "+66812345678",
        "+66 (0) 81-234-5678",
        "0066812345678",
        "tel:+66812345678",
        "https://wa.me/66812345678",
        "โทร.0812345678ในเวลาราชการ",
        "โทร 02-123-4567/081-234-5678",
        "โทร 0 2123 4567 ต่อ 12, 081-234-5678",
        "081-234-5678-9",
        "1.081-234-5678",
        "รายชื่อ_0812345678.jpg",
        "พร้อมเพย์ 0812345678",
        "พร้อมเพย์ 0612345678",
        "พร้อมเพย์ 0912345678",
        "tel:081%2D234%2D5678",
        "รหัสโครงการ 12 ผู้ประสาน 0812345678",
        "โทร 08-2568-0012",
        "พร้อมเพย์ 08-2568-0012",
        "ชื่อ : 0812345678",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text):
    assert codes_in(text) == ["mobile-number"]


@pytest.mark.parametrize(
    "text",
    [
        "02-123-4567",
        "0 2123 4567",
        "๐ ๒๑๒๓ ๔๕๖๗",
        "0 2123 4567-9 ต่อ 1234",
        "038-123-456",
        "0 3812 3456",
        "053-123456 ต่อ 0812",
        "+66 2 123 4567",
        "1567",
        "สายด่วน ๑๕๖๗",
        "1800-123-456",
        "081234567",
        "08123456789",
        "9780812345678",
        "978-0812345678",
        "978-0-8123-4567-8",
        "ISBN 0812345678",
        "รหัสโครงการ 0812345678",
        "เลขที่สัญญา 08-1234-5678",
        "เลขที่ 0812345678",
        "เลขที่ : 0812345678",
        "09-2568-0001",
        "09 2568 2569",
        "08.30-16.30 น.",
        "08.30 - 16.30 25 มกราคม",
        "06/08/2568",
        "06-10-2568",
        "2025-09-08 06 30",
        "081,234,567.80",
        "0.0812345678",
        "1.0812345678",
        "0812345678 บาท",
        "ที่ ศธ 0812.2/5678",
        "https://example.org/d/1aB0812345678cdEF",
        "68019012345",  # a project of the procurement system
        "66129012345",
    ],
)
def test_what_is_no_mobile_number_is_left_alone(text):
    assert codes_in(text) == []


def test_one_number_in_two_spellings_is_one_finding():
    text = "081-234-5678, 0812345678, +66 81 234 5678 และ ๐๘ ๑๒๓๔ ๕๖๗๘"
    assert codes_in(text) == ["mobile-number"]


# --------------------------------------------------------------------------- e-mail addresses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("somchai.j@gmail.com", ["private-email"]),
        ("อีเมลsomchai@hotmail.comโทร", ["private-email"]),
        ("mailto:Somchai@Yahoo.co.th.", ["private-email"]),
        ("<somchai@outlook.co.th>", ["private-email"]),
        ("somchai\u200b@gmail.com", ["private-email"]),
        ("somchai＠gmail.com", ["private-email"]),
        ("mailto:somchai%40gmail.com", ["private-email"]),
        ("saraban.obt@gmail.com", ["private-email"]),  # an office's, at a private provider
        ("somchai@company.co.th", ["private-email"]),
        ("somchai@go.th.example.com", ["private-email"]),
        ("somchai.j@example.go.th", ["agency-email"]),
        ("somchai@mail.example.ac.th", ["agency-email"]),
        ("saraban@example.go.th", []),
        ("saraban_05990101@example.go.th", []),
        ("ita-2569@example.or.th", []),
        ("info@company.co.th", []),
        ("https://www.tiktok.com/@somchai.j", []),
        ("https://maps.example.org/@13.75,100.5", []),
        ("package@1.2.3", []),
        ("a@b", []),
        ("@gmail.com", []),
        ("ติดต่อ @somchai", []),
    ],
)
def test_addresses_are_told_apart_by_whose_they_are(text, expected):
    assert codes_in(text) == expected


def test_an_officers_address_is_a_note_and_a_private_one_a_warning():
    found = check_privacy([(BODY, "somchai@example.go.th somchai@gmail.com")])
    assert {each.code: each.severity for each in found} == {
        "agency-email": Severity.NOTE,
        "private-email": Severity.WARNING,
    }


# ------------------------------------------------------------------------------ bank accounts


@pytest.mark.parametrize(
    "text",
    [
        "เลขที่บัญชี 1234567890",
        "เลขที่บัญชี ๑๒๓-๔-๕๖๗๘๙-๐",
        "บัญชีเลขที่ 123-4-56789-0",
        "บัญชีธนาคารกรุงไทย สาขาในเมือง 123-4-56789-0",
        "ธนาคารออมสิน 1234567890",
        "ธนาคารออมสิน 0200 1234 5678",
        "ธ.ก.ส. 123456789012",
        "โอนเข้าบัญชี นายตัวอย่าง 1234567890",
        "123-4-56789-0 (ธนาคารกรุงไทย)",
        "1234567890 ธนาคารกรุงไทย",
        "1234567890     ธนาคารกรุงไทย",
        "1234567890 (พร้อมเพย์)",
        "เลขที่บัญชี " + "ก" * 58 + " 1234567890",
        "พร้อมเพย์ 1234567890",
        "Bank account no. 123-4-56789-0",
        "เลขที่บัญชี 0812345678",
        "ชื่อ | เลขที่บัญชี\nรายการ ก จำนวน 5,000 บาท และรายการ ข จำนวน 7,000 บาท "
        "ซึ่งจ่ายแล้วทั้งหมดภายในปี\n123-4-56789-0",
        "ชื่อบัญชี นางตัวอย่าง เลขที่บัญชี 1234567890",
        "ชื่อบัญชี เทศบาลตัวอย่าง โดยนายตัวอย่าง เลขที่ 1234567890",
    ],
)
def test_a_bank_account_is_found_near_the_words_for_it(text):
    assert codes_in(text) == ["bank-account"]


@pytest.mark.parametrize(
    "text",
    [
        "1234567890",
        "123-4-56789-0",
        "หนังสือค้ำประกันธนาคารกรุงไทย เลขที่ 1234567890",
        "เลขที่สัญญา 1234567890 ธนาคาร",
        "ธนาคาร วงเงิน 1234567890",
        "โอนเข้าบัญชีธนาคาร 1234567890 บาท",
        "โอนเข้าบัญชีธนาคาร 1,234,567,890",
        "ธนาคารกรุงไทย โทร 0 2123 4567",
        "ธนาคารกรุงไทย โทร 02-123-4567-9",
        "ธนาคาร 30-09-2568 10.15",
        "ชื่อบัญชี เทศบาลตัวอย่าง ธนาคารกรุงไทย เลขที่บัญชี 123-4-56789-0",
        "เลขที่บัญชี 123-4-56789-0 ชื่อบัญชี กองทุนสวัสดิการ",
        "กรมบัญชีกลาง 1234567890",
        "1234567890      ธนาคารกรุงไทย",
        "เลขที่บัญชี " + "ก" * 59 + " 1234567890",
        "ธนาคาร 12345678901",
    ],
)
def test_other_numbers_and_accounts_of_agencies_are_left_alone(text):
    assert codes_in(text) == []


def test_a_mobile_number_is_not_taken_for_an_account():
    assert codes_in("นักวิชาการเงินและบัญชี 0812345678") == ["mobile-number"]
    assert codes_in("ธนาคารกรุงไทย โทร 0812345678") == ["mobile-number"]
    assert codes_in("เลขที่บัญชี 1234567890 โทร 0812345678") == ["bank-account", "mobile-number"]


# ----------------------------------------------------------------------------------- messages

EVERYTHING = (
    f"เลข {CITIZEN} โทร 081-234-5678 somchai@gmail.com อีเมล somsri@example.go.th "
    "เลขที่บัญชี 123-4-56789-0"
)
SECRETS = (CITIZEN, "81-234-5678", "812345678", "somchai@", "somsri@", "3-4-56789-0", "1234567890")


@pytest.mark.parametrize("language", ["en", "th"])
def test_no_finding_repeats_what_it_warns_of(language):
    place = Place(measure_number=1, measure_title=EVERYTHING, element=Element.MEASURE)
    with translation.override(language):
        found = [finding.as_dict() for finding in check_privacy([(place, EVERYTHING)])]
    assert {each["code"] for each in found} == {
        *("citizen-number", "mobile-number", "private-email", "agency-email", "bank-account")
    }
    for each in found:
        shown = repr(each)
        assert [secret for secret in SECRETS if secret in shown] == []
        assert each["params"]["masked"] in each["message"]
        assert each["remedy"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("8-9999-99999-99-6", "8-9xxx-xxxxx-x9-6"),
        ("๘๙๙๙๙๙๙๙๙๙๙๙๖", "89xxxxxxxxx96"),
        ("081-234-5678", "081-xxx-xx78"),
        ("+66 81 234 5678", "+66 81 xxx xx78"),
        ("บัญชีเลขที่ 123-4-56789-0", "12x-x-xxxx9-0"),
        ("somchai@gmail.com", "so***@gmail.com"),
        ("ab@gmail.com", "a***@gmail.com"),
    ],
)
def test_the_middle_is_masked_and_the_ends_tell_which_it_is(text, masked):
    (finding,) = check_privacy([(BODY, text)])
    assert finding.params["masked"] == masked


def test_a_text_without_personal_data_is_not_changed_by_masking():
    assert redact("ก\u200bข ๑๒๓") == "ก\u200bข ๑๒๓"
    assert redact("โทร ๐๘๑๒๓๔๕๖๗๘ ๐๘๑๒๓๔๕๖๗๘ ค่ะ") == "โทร 081xxxxx78 081xxxxx78 ค่ะ"


def test_a_measures_title_keeps_its_words_in_the_place():
    place = Place(measure_number=2, measure_title=f"ตรวจสอบ {CITIZEN}", element=Element.STEPS)
    (finding,) = check_privacy([(place, "โทร 0812345678")])
    assert finding.place.measure_title == "ตรวจสอบ 89xxxxxxxxx96"
    assert finding.place.path == place.path


def test_each_kind_is_registered_with_its_source():
    for kind in PersonalData:
        assert CODES[kind.value].source.startswith("Personal Data Protection Act")


def test_the_same_number_counts_once_in_a_place_and_again_in_another():
    other = Place(field="title")
    texts = [(BODY, f"{CITIZEN} {CITIZEN}"), (BODY, CITIZEN), (other, CITIZEN)]
    assert [finding.place for finding in check_privacy(texts)] == [BODY, other]


def test_each_person_of_a_list_counts_and_each_only_once():
    other = with_check_digit("899999999998")
    text = f"{CITIZEN} 8-9999-99999-99-6 {other}"
    masked = [each.params["masked"] for each in check_privacy([(BODY, text)])]
    assert masked == ["89xxxxxxxxx96", f"89xxxxxxxxx{other[-2:]}"]
    boxed = " ".join(other)
    assert codes_in(f"เลขประจำตัวประชาชน {' '.join(CITIZEN)}, เลขประจำตัวประชาชน {boxed}") == (
        ["citizen-number"] * 2
    )
    addresses = "somchai@gmail.com Somchai@GMAIL.com somchai@hotmail.com somsri@gmail.com"
    assert codes_in(addresses) == ["private-email"] * 3
    accounts = "เลขที่บัญชี 123-4-56789-0 เลขที่บัญชี 1234567890 เลขที่บัญชี 123-4-56789-1"
    assert codes_in(accounts) == ["bank-account"] * 2
    assert codes_in("0812345678 081-234-5678 0812345679") == ["mobile-number"] * 2


def test_a_long_list_of_numbers_has_an_end():
    numbers = " ".join(f"0812345{number:03d}" for number in range(200))
    assert codes_in(numbers) == ["mobile-number"] * MOST_FINDINGS


# ------------------------------------------------------------------------------------- texts

MEASURE = MeasureRecord(
    id="m1",
    indicator=4,
    title="ชื่อมาตรการ",
    description="คำอธิบาย",
    steps=("ขั้นหนึ่ง", "ขั้นสอง"),
    period=PeriodRecord(start=dt.date(2024, 10, 1), note="ตลอดปี"),
    responsible=("กองคลัง",),
    output='<p>ผล<b>ผลิต</b> <a href="mailto:somchai@gmail.com">ติดต่อ</a></p>',
    outcome="<p>ผลลัพธ์</p>",
    evidence=(
        EvidenceRecord(
            id="e1",
            kind=EvidenceKind.IMAGE,
            title="ภาพ",
            url="https://example.go.th/1",
            note="หมายเหตุ",
            alt_text="คำบรรยาย",
        ),
    ),
)
REPORT = ReportRecord(
    code="O26",
    title="รายงาน",
    introduction="<p>บทนำ</p>",
    measures=(MEASURE,),
    conclusion="<p>สรุป</p>",
    memo=MemoRecord(
        unit="หน่วย",
        number="ตย 1",
        subject="เรื่อง",
        addressee="เรียน",
        background="ที่มา",
        facts="ข้อเท็จจริง",
        proposal="ข้อเสนอ",
        approvals=(
            ApprovalRecord(
                id="a1", heading="คำสั่ง", opinion="อนุมัติ", name="นายตัวอย่าง", position="นายก"
            ),
        ),
    ),
    attachments=(EvidenceRecord(id="e2", kind=EvidenceKind.LINK, title="แนบ", url="/x"),),
)


def test_every_text_of_a_report_is_given_with_its_place():
    assert [(place.path, text) for place, text in texts_of_report(REPORT)] == [
        ("code", "O26"),
        ("title", "รายงาน"),
        ("introduction", "บทนำ"),
        ("measures.m1.title", "ชื่อมาตรการ"),
        ("measures.m1.description", "คำอธิบาย"),
        ("measures.m1.steps", "ขั้นหนึ่ง"),
        ("measures.m1.steps", "ขั้นสอง"),
        ("measures.m1.period_note", "ตลอดปี"),
        ("measures.m1.responsible", "กองคลัง"),
        ("measures.m1.output", "ผลผลิต ติดต่อ"),
        ("measures.m1.output", "mailto:somchai@gmail.com"),
        ("measures.m1.outcome", "ผลลัพธ์"),
        ("measures.m1.evidence.e1.title", "ภาพ"),
        ("measures.m1.evidence.e1.url", "https://example.go.th/1"),
        ("measures.m1.evidence.e1.note", "หมายเหตุ"),
        ("measures.m1.evidence.e1.alt_text", "คำบรรยาย"),
        ("conclusion", "สรุป"),
        ("memo_unit", "หน่วย"),
        ("memo_number", "ตย 1"),
        ("memo_subject", "เรื่อง"),
        ("memo_addressee", "เรียน"),
        ("memo_background", "ที่มา"),
        ("memo_facts", "ข้อเท็จจริง"),
        ("memo_proposal", "ข้อเสนอ"),
        ("memo_approvals.a1.heading", "คำสั่ง"),
        ("memo_approvals.a1.opinion", "อนุมัติ"),
        ("memo_approvals.a1.name", "นายตัวอย่าง"),
        ("memo_approvals.a1.position", "นายก"),
        ("attachments.e2.title", "แนบ"),
        ("attachments.e2.url", "/x"),
    ]


def test_the_places_in_a_measure_name_the_measure():
    second = MeasureRecord(title="มาตรการที่สอง", steps=("ขั้น",))
    places = [place for place, _text in texts_of_report(ReportRecord(measures=(MEASURE, second)))]
    assert {
        (place.measure_number, place.measure_title) for place in places if place.part != ""
    } == {
        (1, "ชื่อมาตรการ"),
    }
    assert [place.measure_label for place in places[-2:]] == ["มาตรการที่ 2 “มาตรการที่สอง”"] * 2


def test_the_places_in_an_entry_name_its_number():
    pieces = (
        EvidenceRecord(id="e1", kind=EvidenceKind.LINK, title="หนึ่ง"),
        EvidenceRecord(id="e2", kind=EvidenceKind.LINK, title="สอง"),
    )
    texts = texts_of_report(ReportRecord(attachments=pieces))
    assert [(place.entry_number, text) for place, text in texts] == [(1, "หนึ่ง"), (2, "สอง")]


@pytest.mark.parametrize("record", [None, 5, ReportRecord(measures=5, attachments=None)])
def test_of_what_is_no_record_there_are_no_texts(record):
    assert list(texts_of_report(record)) == []


def test_only_rich_text_is_read_as_markup():
    typed = "<b>ก</b>"
    measure = MeasureRecord(
        title=typed,
        steps=(typed,),
        period=PeriodRecord(note=typed),
        responsible=(typed,),
        output=typed,
        outcome=typed,
    )
    record = ReportRecord(title=typed, measures=(measure,), memo=MemoRecord(facts=typed))
    assert [(place.path or place.field, text) for place, text in texts_of_report(record)] == [
        ("title", typed),
        *[("measures", typed)] * 4,
        *[("measures", "ก")] * 2,
        ("memo_facts", typed),
    ]


def test_every_text_of_an_item_is_given_with_its_place():
    record = ItemRecord(
        code="O7",
        title="ข่าว",
        text="ก < ข",
        nothing_to_report="ไม่มี",
        evidence=(EvidenceRecord(id="e1", kind=EvidenceKind.LINK, title="ลิงก์", note="โน้ต"),),
    )
    assert [(place.path, text) for place, text in texts_of_item(record)] == [
        ("code", "O7"),
        ("title", "ข่าว"),
        ("body", "ก < ข"),
        ("nothing_to_report", "ไม่มี"),
        ("evidence.e1.title", "ลิงก์"),
        ("evidence.e1.note", "โน้ต"),
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>8-9999-<b>99999</b>-99-6</p>", ["citizen-number"]),
        ("<p>8&nbsp;9999&#160;99999 99 6</p>", ["citizen-number"]),
        ("<p>8999&#8203;999999996</p>", ["citizen-number"]),
        ("<td>8999999</td><td>999996</td>", []),
        ('<a href="tel:0812345678">โทร</a>', ["mobile-number"]),
        ('<a href="/x?q=a&#64;gmail.com">x</a>', ["private-email"]),
        ("<img alt='8999999999996'>", ["citizen-number"]),
        ("<!-- 8999999999996 -->", ["citizen-number"]),
        ("<script>8999999999996", ["citizen-number"]),
        ("<![foo[ 8999999999996", ["citizen-number"]),
        ("<p 8999999999996", ["citizen-number"]),
        ('<p data-block-key="8999999999996">x</p>', []),
    ],
)
def test_rich_text_hides_nothing(markup, expected):
    texts = texts_of_report(ReportRecord(introduction=markup))
    assert [finding.code for finding in check_privacy(texts)] == expected


def test_the_seed_report_gives_no_personal_data_away():
    text = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    assert codes_in(text) == []


# ------------------------------------------------------------------------------- broken input


@pytest.mark.parametrize(
    "texts",
    [
        None,
        5,
        "text",
        [None],
        [(BODY,)],
        [(BODY, None), (BODY, b"8999999999996"), (BODY, 1.5), (BODY, True), (BODY, 10**5000)],
        [(None, CITIZEN)],
        [(BODY, "\ud800\x00\udfff")],
        {"a": 1},
    ],
)
def test_what_is_no_text_with_a_place_is_passed_over(texts):
    assert check_privacy(texts) == ()


def test_a_number_where_a_text_belongs_is_read():
    record = ReportRecord(title=int(CITIZEN), measures=(MeasureRecord(steps="โทร 0812345678"),))
    found = check_privacy(texts_of_report(record))
    assert [finding.code for finding in found] == ["citizen-number", "mobile-number"]


GARBAGE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.just(object())
)
BROKEN = st.one_of(
    GARBAGE, st.lists(GARBAGE, max_size=2), st.dictionaries(st.text(), GARBAGE, max_size=1)
)


@pytest.mark.slow
@given(st.data())
def test_broken_records_never_raise(data):
    def fill(kind):
        return kind(**{name: data.draw(BROKEN) for name in kind.__dataclass_fields__})

    entries = (fill(EvidenceRecord), fill(ApprovalRecord), data.draw(BROKEN))
    measure = MeasureRecord(
        id=data.draw(BROKEN), title=data.draw(BROKEN), period=fill(PeriodRecord), evidence=entries
    )
    memo = MemoRecord(subject=data.draw(BROKEN), approvals=entries)
    records = (
        *(fill(ReportRecord), fill(ItemRecord), data.draw(BROKEN)),
        ReportRecord(measures=(measure, fill(MeasureRecord), data.draw(BROKEN)), memo=memo),
    )
    for record in records:
        for finding in check_privacy((*texts_of_report(record), *texts_of_item(record))):
            assert isinstance(finding.as_dict()["message"], str)


@given(st.text(alphabet="0123456789๐๘๙ -._()+@/%:abกบญช\u200b\u00a0\n", max_size=80))
def test_any_text_is_searched_and_masked(text):
    plain = plain_characters(text)
    hits = sorted(find_personal_data(text), key=lambda hit: hit.start)
    assert all(first.end <= second.start for first, second in zip(hits, hits[1:], strict=False))
    for hit in hits:
        assert len(hit.masked) == len(plain[hit.start : hit.end]) or "@" in hit.masked
    assert plain_characters(plain) == plain or "%" in text


# ----------------------------------------------------------------------------------- hostile

SIZE = 200_000
HOSTILE = {
    "digits": "1",
    "citizens": "8999999999996 ",
    "mobiles": "0812345678 ",
    "accounts": "เลขที่บัญชี 123-4-56789-0 ",
    "far label": "รหัสโครงการ",
    "at signs": "@",
    "addresses": "a@a.",
    "dots": "a.",
    "gaps": "1 ",
    "hyphens": "0-8-",
    "prefixes": "+66 (",
    "invisible": "1\u200b",
    "escapes": "/%E0%B9%91",
    "labels": "ชื่อบัญชีธนาคาร ",
    "stamps": "/1727683200000/",
    "less": "<",
    "open tags": "<a ",
    "quotes": "<a b='c",
    "hrefs": '<a href="',
    "ends": "</",
    "comments": "<!--",
    "sections": "<![CDATA[",
    "scripts": "<script",
    "equals": "<a title= ",
    "ampersands": "&#",
}


@pytest.mark.slow
@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_the_time_grows_with_a_hostile_text_and_not_with_its_square(unit):
    text = (unit * (SIZE // len(unit) + 1))[:SIZE]
    assert grows_slowly(text[: SIZE // 8] + " 1", text + " 1")


@pytest.mark.slow
def test_the_time_grows_with_a_list_of_different_numbers_and_not_with_its_square():
    rng = random.Random(3)
    numbers = [with_check_digit(str(rng.randrange(10**11, 9 * 10**11))) for _each in range(6000)]
    lines = [f"เลขที่บัญชี {number[:10]} {number}" for number in numbers]
    assert grows_slowly(" ".join(lines[:750]), " ".join(lines))


def grows_slowly(short, eight_times):
    """Tell whether eight times the text takes less than four times eight times as long.

    With the square it would be 64 times. Of three attempts, because other work on the machine
    slows one down.
    """
    return any(seconds(eight_times) < 32 * seconds(short) for _attempt in range(3))


def seconds(text):
    start = time.process_time()
    check_privacy(texts_of_report(ReportRecord(introduction=text)))
    # So that what takes no time at all has one that can be compared.
    return time.process_time() - start + 0.002
