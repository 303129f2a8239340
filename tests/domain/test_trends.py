"""Where scores go on a chart, and where nothing goes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_ita.domain.trends import YearScores, trends_of


def year(number: int, total: str | None = None, **scores: str) -> YearScores:
    return YearScores(
        year=number,
        total=None if total is None else Decimal(total),
        scores={int(key[1:]): Decimal(score) for key, score in scores.items()},
    )


def em(place: str) -> float:
    return float(place.removesuffix("em"))


def percent(place: str) -> float:
    return float(place.removesuffix("%"))


@pytest.mark.parametrize(
    "years",
    [
        [],
        [year(2568, "99.98")],
        [year(2568, "99.98"), year(2568, "97.00")],
        [year(2568, "99.98"), year(2567)],
    ],
)
def test_one_year_is_no_trend(years: list[YearScores]) -> None:
    assert trends_of(years) is None


def test_scores_are_kept_as_entered_and_stand_in_order() -> None:
    trends = trends_of([year(2568, "99.98"), year(2566, "94.23"), year(2567, "97.42")])
    assert trends is not None
    assert [(each.year, str(each.score)) for each in trends.total.points] == [
        (2566, "94.23"),
        (2567, "97.42"),
        (2568, "99.98"),
    ]
    places = [percent(each.x) for each in trends.total.points]
    assert places == sorted(places)
    heights = [em(each.y) for each in trends.total.points]
    assert heights == sorted(heights, reverse=True)
    assert trends.total.direction == "rose"
    assert len(trends.total.segments) == 2


def test_places_are_in_the_units_that_the_chart_is_drawn_in() -> None:
    trends = trends_of([year(2567, "80", s2="80"), year(2568, "90", s2="100")])
    assert trends is not None
    assert [(each.x, each.y) for each in trends.total.points] == [
        ("14.00%", "11.000em"),
        ("91.00%", "6.500em"),
    ]
    assert [(each.x, each.y) for each in trends.indicators[1].points] == [
        ("4.00%", "2.750em"),
        ("96.00%", "0.500em"),
    ]
    assert [(line.score, line.y) for line in trends.grid] == [
        (80, "11.000em"),
        (90, "6.500em"),
        (100, "2.000em"),
    ]
    assert [(tick.year, tick.x) for tick in trends.ticks] == [(2567, "14.00%"), (2568, "91.00%")]
    (line,) = trends.total.segments
    assert (line.x1, line.y1, line.x2, line.y2) == ("14.00%", "11.000em", "91.00%", "6.500em")


def test_a_scale_from_nothing_has_a_line_at_each_quarter() -> None:
    trends = trends_of([year(2567, "10"), year(2568, "90")])
    assert trends is not None
    assert [line.score for line in trends.grid] == [0, 25, 50, 75, 100]


def test_of_two_reports_of_one_year_the_first_counts() -> None:
    trends = trends_of([year(2568, "99"), year(2567, "98"), year(2568, "97"), year(2566)])
    assert trends is not None
    assert [(each.year, str(each.total)) for each in trends.years] == [
        (2567, "98"),
        (2568, "99"),
    ]


def test_a_year_of_which_only_indicators_are_known_has_a_place() -> None:
    trends = trends_of([year(2567, s1="70"), year(2568, "99", s1="80")])
    assert trends is not None
    assert [each.year for each in trends.years] == [2567, 2568]
    assert trends.floor == 70
    assert trends.total.direction == "alone"
    assert trends.has_levels is False


def test_a_year_is_known_by_its_level() -> None:
    with_level = YearScores(year=2568, total=Decimal(99), level="excellent")
    trends = trends_of([year(2567, "98"), with_level])
    assert trends is not None and trends.has_levels


def test_a_year_is_missing_at_the_edge_of_the_known_scales() -> None:
    unknown = trends_of([year(2560, "90"), year(2566, "91")])
    assert unknown is not None and unknown.new_levels_since is None


def test_a_year_that_is_missing_leaves_its_room_and_no_line_crosses_it() -> None:
    trends = trends_of([year(2565, "90"), year(2567, "91"), year(2568, "92")])
    assert trends is not None
    first, second, third = (percent(each.x) for each in trends.total.points)
    assert second - first == pytest.approx(2 * (third - second), abs=0.02)
    assert len(trends.total.segments) == 1
    assert trends.total.segments[0].x1 == trends.total.points[1].x


def test_a_score_that_is_missing_is_a_gap() -> None:
    trends = trends_of([year(2566, "90", s7="91"), year(2567, "91"), year(2568, "92", s7="93")])
    assert trends is not None
    seventh = trends.indicators[6]
    assert [each.year for each in seventh.points] == [2566, 2568]
    assert seventh.segments == ()
    assert [cell.score for cell in seventh.cells] == [Decimal(91), None, Decimal(93)]


@pytest.mark.parametrize(
    ("scores", "direction"),
    [(("90", "95"), "rose"), (("95", "90"), "fell"), (("95", "95.00"), "same")],
)
def test_the_direction_is_that_of_the_first_and_the_last(
    scores: tuple[str, str], direction: str
) -> None:
    trends = trends_of([year(2567, scores[0]), year(2568, scores[1])])
    assert trends is not None
    assert trends.total.direction == direction
    between = trends_of([year(2566, scores[0]), year(2567, "92"), year(2568, scores[1])])
    assert between is not None
    assert between.total.direction == direction


def test_a_lone_score_is_a_point_and_no_score_is_nothing() -> None:
    trends = trends_of([year(2567, "90", s1="80"), year(2568, "91")])
    assert trends is not None
    assert trends.indicators[0].direction == "alone"
    assert trends.indicators[1].direction == ""
    assert [each.indicator and each.indicator.number for each in trends.rows] == [None, 1]


@pytest.mark.parametrize(
    ("lowest", "floor"),
    [("99", 80), ("80", 80), ("79.99", 70), ("61", 60), ("50", 50), ("49", 0), ("0", 0)],
)
def test_the_scale_starts_at_a_round_figure_and_covers_twenty_points(
    lowest: str, floor: int
) -> None:
    trends = trends_of([year(2567, "100"), year(2568, "99", s3=lowest)])
    assert trends is not None
    assert trends.floor == floor
    assert trends.is_cut is (floor > 0)
    assert [trends.grid[0].score, trends.grid[-1].score] == [floor, 100]


def test_the_levels_changed_with_2566() -> None:
    across = trends_of([year(2565, "90"), year(2566, "91")])
    since = trends_of([year(2566, "91"), year(2567, "92")])
    assert across is not None and across.new_levels_since == 2566
    longer = trends_of([year(2564, "89"), year(2565, "90"), year(2566, "91")])
    assert longer is not None and longer.new_levels_since == 2566
    assert since is not None and since.new_levels_since is None


def test_of_many_years_a_few_are_named_where_there_is_little_room() -> None:
    trends = trends_of([year(2557 + n, str(70 + n)) for n in range(12)])
    assert trends is not None
    named = [tick.year for tick in trends.ticks if tick.is_key]
    assert len(named) <= 6
    assert named[-1] == 2568
    assert [each.year for each in trends.total.points if each.is_key] == [2557, 2568]
    assert named == [2558, 2560, 2562, 2564, 2566, 2568]
    thirteen = trends_of([year(2556 + n, "90") for n in range(13)])
    assert thirteen is not None
    assert [tick.year for tick in thirteen.ticks if tick.is_key] == [2556, 2559, 2562, 2565, 2568]


def test_of_many_years_the_lowest_and_the_highest_score_are_named_too() -> None:
    scores = ["90", "80", "91", "92", "99", "93", "94"]
    trends = trends_of([year(2562 + n, score) for n, score in enumerate(scores)])
    assert trends is not None
    keys = [each.year for each in trends.total.points if each.is_key]
    assert keys == [2562, 2563, 2566, 2568]
    six = trends_of([year(2562 + n, score) for n, score in enumerate(scores[:6])])
    assert six is not None
    assert all(each.is_key for each in six.total.points)
    assert all(tick.is_key for tick in six.ticks)
    assert [tick.year for tick in trends.ticks if tick.is_key] == [2562, 2564, 2566, 2568]


@given(
    st.dictionaries(
        st.integers(2540, 2600),
        st.decimals(0, 100, places=2),
        min_size=2,
        max_size=30,
    )
)
def test_nothing_leaves_the_chart(scores: dict[int, Decimal]) -> None:
    trends = trends_of(YearScores(year=number, total=score) for number, score in scores.items())
    assert trends is not None
    for point in trends.total.points:
        assert 0 <= percent(point.x) <= 100
        assert em(trends.grid[-1].y) <= em(point.y) <= em(trends.grid[0].y)
