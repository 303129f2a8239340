"""The chart of the scores over the years, as a visitor gets it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from tests.sample import RECORD, make_index, make_report, make_site, translate
from wagtail_ita.models import ITASettings, get_index_page_model

pytestmark = pytest.mark.django_db

ALL = {number: Decimal(90 + number) for number in range(1, 11)}


def year(
    number: int, total: str | None, scores: dict[int, Decimal] | None = None, **more: Any
) -> Any:
    """Publish the year after ``number`` with the report about it."""
    index = make_index(number + 1)
    record = replace(
        RECORD,
        reported_year=number,
        overall_score=None if total is None else Decimal(total),
        scores=ALL if scores is None else scores,
        **more,
    )
    return index, make_report(index, record)


def shown(client: Client, page: Any) -> Any:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one(".ita-trends")


def text(soup: Any) -> str:
    return re.sub(r"\s+", " ", soup.get_text(" ", strip=True))


def table(soup: Any) -> list[list[str]]:
    return [[text(cell) for cell in row.find_all(["th", "td"])] for row in soup.select("table tr")]


def test_two_years_are_a_chart_with_a_table_of_the_same_figures(client: Client) -> None:
    year(2567, "97.42")
    index, _report = year(2568, "99.98")
    trends = shown(client, index)
    rows = table(trends)
    assert rows[0][1:] == ["๒๕๖๗", "๒๕๖๘"]
    assert rows[1][1:] == ["๙๗.๔๒", "๙๙.๙๘"]
    assert len(rows) == 1 + 1 + 10 + 1
    assert rows[-1][1:] == ["ผ่านดีเยี่ยม", "ผ่านดีเยี่ยม"]
    assert trends.select_one("caption")
    assert all(th.get("scope") for th in trends.select("th"))
    figures = [text(each) for each in trends.select(".ita-trend__figure")]
    assert figures == ["๙๗.๔๒", "๙๙.๙๘"]
    assert len(trends.select("li svg[role=img]")) == 10


def test_the_trend_is_told_in_a_sentence(client: Client) -> None:
    year(2567, "97.42")
    index, _report = year(2568, "99.98")
    trends = shown(client, translate_year(index))
    picture = trends.select_one("svg.ita-trend--large")
    named = " ".join(text(trends.find(id=each)) for each in picture["aria-labelledby"].split())
    assert named == "Total score From 97.42 in 2567 up to 99.98 in 2568"
    first = trends.select_one("li svg title")
    assert text(first) == "91.00 in 2567 and again in 2568"


def translate_year(index: Any) -> Any:
    """Return a year in English, with the reports of all years beside it."""
    for other in get_index_page_model().objects.filter(locale=index.locale):
        for child in other.get_children():
            translate(child.specific)
    return get_index_page_model().objects.get(
        assessment_year=index.assessment_year, locale__language_code="en"
    )


def test_one_year_shows_nothing(client: Client) -> None:
    index, _report = year(2568, "99.98")
    assert shown(client, index) is None
    make_index(2570)
    assert shown(client, index) is None


def test_a_missing_score_is_a_gap_and_is_said(client: Client) -> None:
    year(2566, "94.23", {7: Decimal("91.00")})
    year(2567, None, {1: Decimal("92.00")})
    index, _report = year(2568, "99.98", {7: Decimal("93.00")})
    trends = shown(client, index)
    assert not trends.select("svg.ita-trend--large > .ita-trend__line")
    assert len(trends.select("svg.ita-trend--large > .ita-trend__point")) == 2
    (total, *_rest) = table(trends)[1:]
    assert (total[1], total[2][0], total[3]) == ("๙๔.๒๓", "–", "๙๙.๙๘")


def test_a_cut_scale_is_plainly_marked(client: Client) -> None:
    year(2567, "97.42")
    index, _report = year(2568, "99.98")
    trends = shown(client, index)
    assert trends.select_one(".ita-trend__cut")
    assert "๘๐" in text(trends.select_one(".ita-trends__note"))


def test_a_low_score_has_a_scale_from_zero(client: Client) -> None:
    year(2567, "12.00")
    index, _report = year(2568, "99.98")
    assert not shown(client, index).select(".ita-trend__cut")


def test_only_what_is_public_counts(client: Client) -> None:
    index, _report = year(2568, "99.98")
    _older, private = year(2567, "97.42")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert shown(client, index) is None
    draft = make_index(2567)
    make_report(draft, replace(RECORD, reported_year=2566), publish=False)
    assert shown(client, index) is None


def test_a_newer_draft_has_no_part_in_it(client: Client) -> None:
    year(2567, "97.42")
    index, report = year(2568, "99.98")
    report.overall_score = Decimal("11.11")
    report.save_revision()
    assert "๑๑.๑๑" not in text(shown(client, index))


def test_another_list_or_site_is_another_chart(client: Client) -> None:
    index, _report = year(2568, "99.98")
    other = make_index(2568, scheme="ovec")
    make_report(other, replace(RECORD, reported_year=2567))
    assert shown(client, index) is None
    home = make_site().root_page
    elsewhere = home.get_parent().add_child(
        instance=type(home)(title="อีกแห่ง", slug="elsewhere", locale=home.locale)
    )
    Site.objects.create(hostname="elsewhere.example", root_page=elsewhere)
    Site.clear_site_root_paths_cache()
    there = get_index_page_model()(title="ITA 2568", assessment_year=2568)
    elsewhere.add_child(instance=there)
    make_report(there, replace(RECORD, reported_year=2567))
    assert shown(client, index) is None


def test_where_a_site_has_a_year_twice_only_those_beside_it_count(client: Client) -> None:
    year(2567, "97.42")
    index, _report = year(2568, "99.98")
    home = make_site().root_page
    agency = home.add_child(instance=type(home)(title="กอง", slug="division", locale=home.locale))
    there = get_index_page_model()(title="ITA 2569", assessment_year=2569)
    agency.add_child(instance=there)
    make_report(there, replace(RECORD, reported_year=2568, overall_score=Decimal("11.11")))
    assert table(shown(client, index))[1][1:] == ["๙๗.๔๒", "๙๙.๙๘"]
    assert shown(client, there) is None


def test_arabic_digits_where_the_site_wants_them(client: Client) -> None:
    agency = ITASettings.for_site(make_site())
    agency.thai_digits = False
    agency.agency_name_th = "<script>alert(1)</script>"
    agency.save()
    year(2567, "97.42")
    index, _report = year(2568, "99.98")
    trends = shown(client, index)
    assert table(trends)[0][1:] == ["2567", "2568"]
    assert not re.search("[๐-๙]", text(trends))
    assert not trends.select("script, [style]")


def test_letters_give_way_to_levels_with_a_note(client: Client) -> None:
    year(2565, "94.23", level="a")
    index, _report = year(2566, "95.98")
    notes = [text(each) for each in shown(client, index).select(".ita-trends__note")]
    assert any("๒๕๖๖" in note for note in notes)


def test_it_costs_one_query_for_all_years(client: Client) -> None:
    def queries() -> int:
        client.get(index.get_url())
        with CaptureQueriesContext(connection) as found:
            assert client.get(index.get_url()).status_code == 200
        return len(found)

    index, _report = year(2568, "99.98")
    alone = queries()
    year(2567, "97.42")
    two = queries()
    for number in range(2560, 2567):
        year(number, "90.00")
    assert two <= alone + 1
    assert queries() == two <= 12
