from __future__ import annotations

import datetime as dt
import itertools
import re
import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.shared import shared_file
from wagtail_ita.domain.dates import (
    MAX_PERIOD_LENGTH,
    DateError,
    format_date,
    format_period,
    parse_date,
    parse_period,
    period_text,
)
from wagtail_ita.domain.digits import to_arabic, to_thai
from wagtail_ita.domain.months import (
    ENGLISH_MONTHS,
    ENGLISH_MONTHS_SHORT,
    THAI_MONTHS,
    THAI_MONTHS_SHORT,
)
from wagtail_ita.domain.records import PeriodRecord

SEP_30 = dt.date(2025, 9, 30)
OCT_1 = dt.date(2024, 10, 1)
JAN_1 = dt.date(2025, 1, 1)
DASHES = ("-", "--", "–", "—", "‐", "‑", "‒", "―", "−", "~", "〜", "～", "－", "﹣")


@pytest.mark.parametrize(
    "text",
    [
        "๓๐ กันยายน ๒๕๖๘",
        "30 กันยายน 2568",
        "30 กันยายน พ.ศ. 2568",
        "30 กันยายน พ.ศ.2568",
        "30 กันยายน พ ศ 2568",
        "30 กันยายน พุทธศักราช ๒๕๖๘",
        "30 กันยายน ปี 2568",
        "30 กันยายน ค.ศ. 2025",
        "30 กันยายน 2025",
        "30 กันยายน 68",
        "30กันยายน2568",
        "30 ก.ย. 68",
        "๓๐ ก.ย. ๖๘",
        "30 ก.ย. 2568",
        "30 ก.ย.68",
        "30ก.ย.68",
        "30 ก. ย. 68",
        "30 กย 68",
        "30 กย. 68",
        "30-ก.ย.-68",
        "30/ก.ย./68",
        "30.ก.ย.68",
        "30/9/2568",
        "30 / 9 / 2568",
        "30/09/2568",
        "๓๐/๙/๒๕๖๘",
        "30/9/68",
        "30/9/2025",
        "30-9-68",
        "30-9-2568",
        "30 - 9 - 2568",
        "30–9–2568",
        "30.9.2568",
        "30.9.68",
        "2025-09-30",
        "2025-9-30",
        "2568-09-30",
        "๒๕๖๘-๐๙-๓๐",
        "2568/09/30",
        "2025/09/30",
        "30 September 2025",
        "30 september 2568",
        "30 Sep 2025",
        "30 Sep. 2025",
        "30 Sept 2025",
        "30th September 2025",
        "30-Sep-2025",
        "วันที่ 30 กันยายน 2568",
        "วันอังคารที่ 30 เดือน กันยายน พ.ศ. 2568",
        "ณ วันที่ 30 กันยายน 2568",
        "  30\u00a0กันยายน\t2568 \n",
        "30 กัน\u200bยายน 2568",
        "３０/９/２５６８",
        "30 กันยายน 2568.",
        "30 กันยายน 2568".ljust(100),
    ],
)
def test_the_same_day_is_read_however_it_is_written(text):
    assert parse_date(text) == SEP_30


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("digits", [str, to_thai])
def test_every_month_is_read_by_every_name(month, digits):
    full, short = THAI_MONTHS[month - 1], THAI_MONTHS_SHORT[month - 1]
    names = {
        full,
        short,
        short.replace(".", ""),
        short[:-1],
        short.replace(".", ". "),
        short.replace(".", " "),
        ENGLISH_MONTHS[month - 1],
        ENGLISH_MONTHS[month - 1].upper(),
        ENGLISH_MONTHS_SHORT[month - 1],
        f"{ENGLISH_MONTHS_SHORT[month - 1]}.",
    }
    read = {name: parse_date(digits(f"7 {name} 2568")) for name in names}
    assert read == dict.fromkeys(names, dt.date(2025, month, 7))


def test_the_common_misspelling_of_july_is_read():
    assert parse_date("1 กรกฏาคม 2568") == parse_date("1 กรกฎาคม 2568") == dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29 กุมภาพันธ์ 2567", dt.date(2024, 2, 29)),
        ("29/2/67", dt.date(2024, 2, 29)),
        ("2567-02-29", dt.date(2024, 2, 29)),
        ("2568-10-01", dt.date(2025, 10, 1)),
        ("1/1/2401", dt.date(1858, 1, 1)),
        ("31/12/2999", dt.date(2456, 12, 31)),
        ("1/1/1900", dt.date(1900, 1, 1)),
        ("1/1/2399", dt.date(2399, 1, 1)),
        ("1/1/00", dt.date(1957, 1, 1)),
        ("1/1/99", dt.date(2056, 1, 1)),
    ],
)
def test_the_era_follows_from_the_size_of_the_year(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("29 กุมภาพันธ์ 2568", "no-such-day"),
        ("29 ก.พ. 68", "no-such-day"),
        ("2568-02-29", "no-such-day"),
        ("2025-02-29", "no-such-day"),
        ("31/4/2568", "no-such-day"),
        ("0/4/2568", "no-such-day"),
        ("32 มกราคม 2568", "no-such-day"),
        ("1/13/2568", "no-such-day"),
        ("2568-00-01", "no-such-day"),
        ("1/1/2400", "year"),
        ("1/1/1899", "year"),
        ("1/1/3000", "year"),
        ("0001-01-01", "year"),
        ("9999-12-31", "year"),
        ("1 มกราคม พ.ศ. 2025", "year"),
        ("1 มกราคม ค.ศ. 2568", "year"),
        ("1 มกราคม ค.ศ. 68", "year"),
        ("30 Sep 25", "ambiguous-year"),
        ("", "invalid"),
        ("   ", "invalid"),
        ("2568", "invalid"),
        ("กันยายน 2568", "invalid"),
        ("30 กันยายน", "invalid"),
        ("30/9", "invalid"),
        ("9/2568", "invalid"),
        ("300/9/2568", "invalid"),
        ("30/9/256", "invalid"),
        ("30/9/25680", "invalid"),
        ("30/9-2568", "invalid"),
        ("30 กันยา 2568", "invalid"),
        ("ภายใน 30 กันยายน 2568", "invalid"),
        ("30 กันยายน 2568 เป็นต้นไป", "invalid"),
        ("30 กันยายน 2568 - 1 ตุลาคม 2568", "invalid"),
        ("1 - 15 มกราคม 2568", "invalid"),
        ("วันนี้", "invalid"),
        ("<script>", "invalid"),
        ("²⁰/9/2568", "invalid"),
        ("\x00", "invalid"),
        (".30 กันยายน 2568", "invalid"),
        ("30 กันยายน 2568".ljust(101), "invalid"),
    ],
)
def test_what_is_not_a_day_is_refused_with_the_reason(text, code):
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            " วันนี้ ",
            "“วันนี้” ไม่ใช่วันที่ โปรดระบุวัน เดือน และปี เช่น 30 กันยายน 2568, 30/9/2568 หรือ 2025-09-30",
        ),
        (
            "30 Sep 25",
            "ปี “25” อาจเป็นได้ทั้งพุทธศักราชและคริสต์ศักราช โปรดระบุปีให้ครบสี่หลัก",
        ),
        (
            "1 มกราคม พ.ศ. 2025",
            "ปี “พ.ศ. 2025” อยู่นอกช่วงที่ใช้ได้ โปรดระบุปีพุทธศักราช เช่น 2568 หรือคริสต์ศักราช เช่น 2025",
        ),
        (
            "31/4/2568",
            "เดือนที่ 4 พ.ศ. 2568 (ค.ศ. 2025) ไม่มีวันที่ 31 โปรดระบุวันที่ 1 ถึง 30",
        ),
        ("1/13/2568", "ไม่มีเดือนที่ 13 โปรดระบุเดือนเป็นเลข 1 ถึง 12"),
    ],
)
def test_a_refusal_says_in_thai_what_is_wrong_and_what_to_write(text, sentence):
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert str(caught.value) == sentence


def test_a_refusal_quotes_no_more_than_fits_the_box():
    with pytest.raises(DateError) as caught:
        parse_date("ก" * 500)
    assert f"“{'ก' * 100}”" in str(caught.value)


@translation.override("en")
def test_the_refusal_of_29_february_names_day_month_and_both_years():
    with pytest.raises(DateError, match=r"29.* 2 .*2568.*2025.*28"):
        parse_date("29 กุมภาพันธ์ 2568")


HUGE = {
    "digits": "9" * 1_000_000,
    "spaces": " " * 1_000_000,
    "dates": "1/1/2568 " * 100_000,
    "ranges": "1 - 15 มกราคม 2568 - " * 50_000,
    "halves": "1 - " * 250_000,
    "months": "มกราคม" * 100_000,
    "abbreviations": "ม. " * 300_000,
    "days": "วันที่ " * 150_000,
    "brackets": "(" * 1_000_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_text_is_quickly_refused_as_a_date(name):
    began = time.perf_counter()
    with pytest.raises(DateError):
        parse_date(HUGE[name])
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("length", [MAX_PERIOD_LENGTH, 1_000_000])
@pytest.mark.parametrize("name", HUGE)
def test_a_huge_period_is_quickly_kept_as_a_note(name, length):
    text = HUGE[name][:length]
    began = time.perf_counter()
    assert parse_period(text) == PeriodRecord(note=text.strip())
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("language", "thai_digits", "style", "expected"),
    [
        ("th", False, "full", "30 กันยายน 2568"),
        ("th", True, "full", "๓๐ กันยายน ๒๕๖๘"),
        ("th", False, "short", "30 ก.ย. 68"),
        ("th", True, "short", "๓๐ ก.ย. ๖๘"),
        ("th-TH", False, "full", "30 กันยายน 2568"),
        ("en", False, "full", "30 September 2025"),
        ("en", False, "short", "30 Sep 2025"),
        ("en-gb", False, "full", "30 September 2025"),
        ("de", False, "full", "30 September 2025"),
        ("en", True, "full", "30 September 2025"),
    ],
)
def test_a_date_is_printed_in_the_era_of_the_language(language, thai_digits, style, expected):
    printed = format_date(SEP_30, language=language, thai_digits=thai_digits, style=style)
    assert printed == expected


def test_the_two_digit_year_keeps_its_zero():
    assert format_date(dt.date(1962, 1, 1), style="short") == "1 ม.ค. 05"


def test_a_short_date_outside_25xx_prints_its_whole_year():
    assert format_date(dt.date(2057, 1, 1), style="short") == "1 ม.ค. 2600"
    assert format_date(dt.date(2056, 1, 1), style="short") == "1 ม.ค. 99"
    assert format_date(dt.date(1957, 1, 1), style="short") == "1 ม.ค. 00"
    assert format_date(dt.date(1956, 1, 1), style="short") == "1 ม.ค. 2499"


YEARS = st.dates(dt.date(1900, 1, 1), dt.date(2399, 12, 31))


@given(
    day=YEARS,
    language=st.sampled_from(["th", "en"]),
    thai_digits=st.booleans(),
    style=st.sampled_from(["full", "short"]),
)
def test_a_printed_date_is_read_back_as_the_same_day(day, language, thai_digits, style):
    printed = format_date(day, language=language, thai_digits=thai_digits, style=style)
    assert parse_date(printed) == day


@given(
    days=st.tuples(YEARS, YEARS).map(sorted),
    whole_months=st.booleans(),
    language=st.sampled_from(["th", "en"]),
    thai_digits=st.booleans(),
)
def test_a_printed_period_is_read_back_as_the_same_days(days, whole_months, language, thai_digits):
    start, end = days
    if whole_months:
        start = start.replace(day=1)
        end = (end.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    period = PeriodRecord(start=start, end=end)
    printed = format_period(period, language=language, thai_digits=thai_digits)
    assert parse_period(printed) == period


@given(day=YEARS)
def test_iso_is_read_in_either_era(day):
    assert parse_date(day.isoformat()) == day
    in_be = f"{day.year + 543}-{day.month:02}-{day.day:02}"
    assert parse_date(in_be) == day


@given(text=st.text(max_size=80))
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        read = parse_date(text)
    except DateError as error:
        read = error
    assert isinstance(read, dt.date | DateError)


@given(
    text=st.text(
        alphabet=st.sampled_from("0123456789๐๒๕๖๘ -–/.()ถึงมกราคมมี.ค.พ.ศ.วันที่เดือน"), max_size=60
    )
)
def test_a_period_keeps_its_words_or_has_two_dates_in_order(text):
    period = parse_period(text)
    words_kept = period.note == text.strip()
    dates_in_order = period.start is not None and period.end is not None
    assert words_kept or (dates_in_order and not period.note)
    assert not dates_in_order or period.start <= period.end


YEAR_2568 = (OCT_1, SEP_30)
Q1_2568 = (JAN_1, dt.date(2025, 3, 31))
EARLY_JANUARY = (JAN_1, dt.date(2025, 1, 15))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("ตุลาคม ๒๕๖๗ – กันยายน ๒๕๖๘", YEAR_2568),
        ("ตุลาคม 2567-กันยายน 2568", YEAR_2568),
        ("ต.ค. 67 - ก.ย. 68", YEAR_2568),
        ("ต.ค.67-ก.ย.68", YEAR_2568),
        ("ตค 67 - กย 68", YEAR_2568),
        ("ตุลาคม 67 ถึง กันยายน 2568", YEAR_2568),
        ("เดือนตุลาคม 2567 ถึงเดือนกันยายน 2568", YEAR_2568),
        ("ตั้งแต่เดือนต.ค. 67 จนถึงเดือนก.ย. 68", YEAR_2568),
        ("ตุลาคม พ.ศ. 2567 – กันยายน พ.ศ. 2568", YEAR_2568),
        ("(ตุลาคม ๒๕๖๗ – กันยายน ๒๕๖๘)", YEAR_2568),
        ("ตุลาคม ๒๕๖๗ –\nกันยายน ๒๕๖๘", YEAR_2568),
        ("๑ ตุลาคม ๒๕๖๗ - ๓๐ กันยายน ๒๕๖๘", YEAR_2568),
        ("1 ต.ค. 67 – 30 ก.ย. 68", YEAR_2568),
        ("1 ต.ค. 67-30 ก.ย. 68", YEAR_2568),
        ("1-ต.ค.-67 - 30-ก.ย.-68", YEAR_2568),
        ("1 ตุลาคม 2567 ถึง 30 กันยายน 2568", YEAR_2568),
        ("วันที่ 1 ตุลาคม 2567 ถึงวันที่ 30 กันยายน 2568", YEAR_2568),
        ("ระหว่างวันที่ 1 ตุลาคม 2567 - 30 กันยายน 2568", YEAR_2568),
        ("ตั้งแต่วันอังคารที่ 1 ตุลาคม 2567 ถึงวันอังคารที่ 30 กันยายน 2568", YEAR_2568),
        ("1/10/2567 - 30/9/2568", YEAR_2568),
        ("1/10/2567-30/9/2568", YEAR_2568),
        ("1 / 10 / 2567 - 30 / 9 / 2568", YEAR_2568),
        ("1/10/67 ถึง 30/9/68", YEAR_2568),
        ("1-10-2567 - 30-9-2568", YEAR_2568),
        ("1.10.2567 - 30.9.2568", YEAR_2568),
        ("2024-10-01 - 2025-09-30", YEAR_2568),
        ("2567-10-01 ถึง 2568-09-30", YEAR_2568),
        ("October 2024 - September 2025", YEAR_2568),
        ("from 1 October 2024 to 30 September 2025", YEAR_2568),
        ("ตุลาคม 2567 - 30 กันยายน 2568", YEAR_2568),
        ("1 ตุลาคม 2567 - กันยายน 2568", YEAR_2568),
        ("มกราคม - มีนาคม 2568", Q1_2568),
        ("ม.ค.-มี.ค. 68", Q1_2568),
        ("มกราคม – มีนาคม พ.ศ. ๒๕๖๘", Q1_2568),
        ("January - March 2025", Q1_2568),
        ("1 มกราคม - 31 มีนาคม 2568", Q1_2568),
        ("1 ม.ค.-31 มี.ค. 2568", Q1_2568),
        ("1 - 15 มกราคม 2568", EARLY_JANUARY),
        ("1-15 ม.ค. 68", EARLY_JANUARY),
        ("๑ – ๑๕ มกราคม ๒๕๖๘", EARLY_JANUARY),
        ("วันที่ 1 ถึง 15 มกราคม 2568", EARLY_JANUARY),
        ("ระหว่างวันที่ 1 - 15 เดือนมกราคม พ.ศ. 2568", EARLY_JANUARY),
        ("1 มกราคม 2568 - 1 มกราคม 2568", (JAN_1, JAN_1)),
        ("มกราคม 2568", (JAN_1, dt.date(2025, 1, 31))),
        ("เดือนมกราคม 2568", (JAN_1, dt.date(2025, 1, 31))),
        ("ประจำเดือนมกราคม 2568", (JAN_1, dt.date(2025, 1, 31))),
        ("กุมภาพันธ์ 2567", (dt.date(2024, 2, 1), dt.date(2024, 2, 29))),
        ("30 กันยายน 2568", (SEP_30, SEP_30)),
        ("วันที่ 30 ก.ย. 68", (SEP_30, SEP_30)),
        ("30/9/2568", (SEP_30, SEP_30)),
        ("2025-09-30", (SEP_30, SEP_30)),
    ],
)
def test_a_text_that_is_only_a_period_gives_its_dates_and_no_note(text, dates):
    assert parse_period(text) == PeriodRecord(start=dates[0], end=dates[1])


@pytest.mark.parametrize(
    ("dash", "space"), list(itertools.product(DASHES, ["", " ", "\u00a0", "  "]))
)
def test_every_dash_joins_a_range(dash, space):
    period = parse_period(f"ตุลาคม 2567{space}{dash}{space}กันยายน 2568")
    assert (period.start, period.end, period.note) == (OCT_1, SEP_30, "")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("ดำเนินการทั้งปี (1 ตุลาคม 2567 - 30 กันยายน 2568)", YEAR_2568),
        ("จัดอบรมระหว่างวันที่ 1 - 15 มกราคม 2568 ณ ห้องประชุม", EARLY_JANUARY),
        ("อบรม (1-15 มกราคม 2568)", EARLY_JANUARY),
        ("ไตรมาสที่ 2 (มกราคม - มีนาคม 2568)", Q1_2568),
        ("มกราคม - มีนาคม 2568 ยกเว้นวันหยุดราชการ", Q1_2568),
        ("มกราคม - มีนาคม 2568 และทำต่อเนื่องทุกปี", Q1_2568),
        ("January - March 2025, which may be extended", Q1_2568),
        ("1 มกราคม - 31 มีนาคม 2568 ณ ที่ทำการ", Q1_2568),
    ],
)
def test_one_clear_range_among_words_gives_dates_and_the_whole_text(text, dates):
    assert parse_period(text) == PeriodRecord(start=dates[0], end=dates[1], note=text)


@pytest.mark.parametrize(
    "text",
    [
        "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘",
        "ตลอดปีงบประมาณ",
        "ปีงบประมาณ 2567 - 2568",
        "ปี 2568",
        "ไตรมาส 1 - 2",
        "เดือนมีนาคม และ กันยายน ๒๕๖๘",
        "มีนาคม 2568, กันยายน 2568",
        "ทุกเดือน",
        "ภายใน 30 กันยายน 2568",
        "ก่อนเดือนมีนาคม 2568",
        "ตั้งแต่ 1 ตุลาคม 2567",
        "1 ตุลาคม 2567 เป็นต้นไป",
        "สิ้นเดือนมีนาคม 2568",
        "ต.ค. 67 – มี.ค. 68 และ เม.ย. 68 – ก.ย. 68",
        "ต.ค. 67 – มี.ค. 68 และ 30 มิถุนายน 2568",
        "ต.ค. 67 – มี.ค. 68 และกรกฎาคม",
        "ต.ค. 67 – มี.ค. 68 – ก.ย. 68",
        "ตลอดปี ยกเว้น 1 - 15 มกราคม 2568",
        "ตลอดปี โดยเน้นช่วง มกราคม - มีนาคม 2568",
        "ปลายเดือนตุลาคม 2567 - กันยายน 2568",
        "ตุลาคม 2567 - ต้นกันยายน 2568",
        "ครั้งที่ 1 - 15 มกราคม 2568",
        "ครั้งที่ 2 ตุลาคม 2567 - มกราคม 2568",
        "รวม 10 - 15 มกราคม 2568",
        "ตุลาคม - กันยายน 2568",
        "กันยายน 2568 - ตุลาคม 2567",
        "ตุลาคม 2567 - กันยายน",
        "ตุลาคม - กันยายน",
        "15 - 1 มกราคม 2568",
        "1 - มกราคม 2568",
        "30 กุมภาพันธ์ 2568 - 1 มีนาคม 2568",
        "31 - 32 มกราคม 2568",
        "มกราคม 2400 - มีนาคม 2400",
        "Jan 24 - Mar 25",
        "สมคบ 68 - มีค 68",
        "อยู่ระหว่างดำเนินการ",
    ],
)
def test_no_date_is_invented(text):
    assert parse_period(text) == PeriodRecord(note=text)


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_period_is_empty(text):
    assert parse_period(text) == PeriodRecord()


def test_a_note_is_kept_word_for_word_inside():
    text = "ดำเนินการ  ทั้งปี\n(๑ ตุลาคม ๒๕๖๗ – ๓๐ กันยายน ๒๕๖๘)"
    assert parse_period(f" {text}\n").note == text


@pytest.mark.parametrize(
    ("period", "language", "thai_digits", "expected"),
    [
        (PeriodRecord(start=OCT_1, end=SEP_30), "th", False, "ตุลาคม 2567 – กันยายน 2568"),
        (PeriodRecord(start=OCT_1, end=SEP_30), "th", True, "ตุลาคม ๒๕๖๗ – กันยายน ๒๕๖๘"),
        (PeriodRecord(start=OCT_1, end=SEP_30), "en", False, "October 2024 – September 2025"),
        (PeriodRecord(start=JAN_1, end=dt.date(2025, 1, 31)), "th", False, "มกราคม 2568"),
        (
            PeriodRecord(start=JAN_1, end=dt.date(2025, 1, 15)),
            "th",
            False,
            "1 มกราคม 2568 – 15 มกราคม 2568",
        ),
        (
            PeriodRecord(start=JAN_1, end=dt.date(2025, 1, 15)),
            "en",
            False,
            "1 January 2025 – 15 January 2025",
        ),
        (
            PeriodRecord(start=JAN_1, end=dt.date(2025, 1, 15)),
            "th",
            True,
            "๑ มกราคม ๒๕๖๘ – ๑๕ มกราคม ๒๕๖๘",
        ),
        (PeriodRecord(start=OCT_1), "th", True, "ตั้งแต่ ๑ ตุลาคม ๒๕๖๗"),
        (PeriodRecord(end=SEP_30), "th", True, "ถึง ๓๐ กันยายน ๒๕๖๘"),
        (PeriodRecord(start=SEP_30, end=SEP_30), "th", False, "30 กันยายน 2568"),
        (PeriodRecord(start=OCT_1), "th", False, "ตั้งแต่ 1 ตุลาคม 2567"),
        (PeriodRecord(end=SEP_30), "th", False, "ถึง 30 กันยายน 2568"),
        (PeriodRecord(start=OCT_1), "en", False, "from 1 October 2024"),
        (PeriodRecord(end=SEP_30), "en", False, "until 30 September 2025"),
        (PeriodRecord(), "th", False, ""),
        (PeriodRecord(note="ตลอดปี"), "th", False, ""),
    ],
)
def test_a_period_prints_its_dates(period, language, thai_digits, expected):
    assert format_period(period, language=language, thai_digits=thai_digits) == expected
    assert period_text(period, language=language, thai_digits=thai_digits) == (
        expected or period.note
    )
    if language == "th" and not thai_digits:
        assert format_period(period) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (PeriodRecord(), ""),
        (PeriodRecord(note="ตลอดปี"), "ตลอดปี"),
        (PeriodRecord(start=OCT_1, end=SEP_30), "ตุลาคม 2567 – กันยายน 2568"),
        (
            PeriodRecord(start=OCT_1, end=SEP_30, note="ทั้งปี (ต.ค. 67 - ก.ย. 68)"),
            "ทั้งปี (ต.ค. 67 - ก.ย. 68)",
        ),
        (
            PeriodRecord(start=OCT_1, end=SEP_30, note="ทุกไตรมาส"),
            "ตุลาคม 2567 – กันยายน 2568 (ทุกไตรมาส)",
        ),
    ],
)
def test_the_text_of_a_period_loses_neither_dates_nor_note(period, expected):
    assert period_text(period) == expected


@pytest.mark.parametrize(
    "period", [PeriodRecord(start=OCT_1), PeriodRecord(end=SEP_30), PeriodRecord(note="ตลอดปี")]
)
def test_a_period_of_which_anything_is_known_is_one(period):
    assert period
    assert not PeriodRecord()


MONTHS_OF_2568 = (OCT_1, SEP_30, False)
NOTE_ONLY = (None, None, True)


def test_the_periods_of_a_real_report_are_read_as_written():
    text = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    report = text[text.index("ด้านที่ ๑:") :]
    areas = re.findall(r"^ด้านที่ ([๐-๙]+):(.*?)(?=^ด้านที่|\Z)", report, re.MULTILINE | re.DOTALL)
    read = {}
    for number, body in areas:
        written = re.search(r"^\(๓\)[^:]*:(.*)$", body, re.MULTILINE)[1].strip()
        period = parse_period(written)
        read[int(to_arabic(number))] = (period.start, period.end, period.note == written)
    assert read == {
        1: (OCT_1, SEP_30, True),
        2: NOTE_ONLY,
        3: NOTE_ONLY,
        4: MONTHS_OF_2568,
        5: MONTHS_OF_2568,
        6: MONTHS_OF_2568,
        7: NOTE_ONLY,
        8: MONTHS_OF_2568,
        9: (OCT_1, dt.date(2025, 3, 31), True),
        10: MONTHS_OF_2568,
    }
