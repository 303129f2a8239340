from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_ita.domain.digits import to_arabic, to_thai
from wagtail_ita.domain.years import FiscalYear, YearError


def test_only_digits_change():
    assert to_thai("O26 ปี 2568, ²½ x") == "O๒๖ ปี ๒๕๖๘, ²½ x"
    assert to_arabic("ข้อ ๐๒๖ ปี ๒๕๖๘ ①") == "ข้อ 026 ปี 2568 ①"


@given(st.text(alphabet=st.characters(exclude_characters="๐๑๒๓๔๕๖๗๘๙")))
def test_thai_digits_come_back_as_they_were(text):
    assert to_arabic(to_thai(text)) == text


@pytest.mark.parametrize(
    ("text", "be"),
    [
        ("2568", 2568),
        ("๒๕๖๘", 2568),
        ("68", 2568),
        ("๖๘", 2568),
        (" 2568 ", 2568),
        ("พ.ศ. ๒๕๖๘", 2568),
        ("พ.ศ.2568", 2568),
        ("พศ 2568", 2568),
        ("พุทธศักราช ๒๕๖๘", 2568),
        ("ปี 2568", 2568),
        ("ปีงบประมาณ 2568", 2568),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๘", 2568),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", 2568),
        ("งบประมาณ 68", 2568),
        ("2568".ljust(60), 2568),
        ("B.E. 2568", 2568),
        ("fiscal year 2568", 2568),
        ("FY2568", 2568),
        ("2025", 2568),
        ("FY2025", 2568),
        ("ค.ศ. 2025", 2568),
        ("A.D. 2025", 2568),
        ("2401", 2401),
        ("2999", 2999),
    ],
)
def test_a_year_is_read_however_it_is_written(text, be):
    assert FiscalYear.parse(text) == FiscalYear(be)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ปี",
        "8",
        "256",
        "25680",
        "2400",
        "3000",
        "1899",
        "พ.ศ. 2025",
        "ค.ศ. 2568",
        "ค.ศ. 68",
        "2568-2569",
        "2568/2569",
        "๒๕๖๘ปี",
        "สองพัน",
        "-2568",
        "2568".ljust(61),
        "2568" * 100_000,
        "ปี" * 100_000 + "2568",
    ],
)
def test_what_is_not_one_year_is_refused(text):
    with pytest.raises(YearError) as caught:
        FiscalYear.parse(text)
    assert caught.value.code == "invalid"
    sentence = f"“{text[:60]}” ไม่ใช่ปีงบประมาณ โปรดระบุปีพุทธศักราช เช่น 2569"
    assert str(caught.value) == sentence


@pytest.mark.parametrize("number", [0, 68, 2025, 2400, 3000, -2568])
def test_a_number_outside_the_era_is_refused_by_name(number):
    with pytest.raises(YearError, match=str(number)) as caught:
        FiscalYear(number)
    assert caught.value.code == "out-of-range"
    assert str(caught.value) == (f"{number} ไม่ใช่ปีพุทธศักราชที่ใช้ได้ โปรดระบุปี 2401 ถึง 2999 เช่น 2569")


def test_a_fiscal_year_runs_from_october_to_september():
    year = FiscalYear(2568)
    assert (year.ce, year.start, year.end) == (2025, dt.date(2024, 10, 1), dt.date(2025, 9, 30))


@pytest.mark.parametrize(
    ("day", "be"),
    [
        (dt.date(2024, 9, 30), 2567),
        (dt.date(2024, 10, 1), 2568),
        (dt.date(2024, 12, 31), 2568),
        (dt.date(2025, 1, 1), 2568),
        (dt.date(2025, 9, 30), 2568),
        (dt.date(2025, 10, 1), 2569),
        (dt.datetime(2025, 9, 30, 23, 59), 2568),
    ],
)
def test_a_day_belongs_to_one_fiscal_year(day, be):
    year = FiscalYear.of(day)
    assert year == FiscalYear(be)
    assert day in year
    assert day not in year.previous
    assert day not in year.next


def test_years_sort_and_print():
    years = [FiscalYear(2569), FiscalYear(2568)]
    assert [str(year) for year in sorted(years)] == ["2568", "2569"]
    assert int(FiscalYear(2568)) == 2568
    assert FiscalYear(2568).next == FiscalYear(2569)
    assert FiscalYear(2568).previous == FiscalYear(2567)


@pytest.mark.parametrize("edge", [FiscalYear(2401).start, FiscalYear(2999).end])
def test_the_first_and_the_last_year_have_their_days(edge):
    assert edge in FiscalYear.of(edge)
