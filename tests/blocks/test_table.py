"""A pasted table, as the page shows it."""

from __future__ import annotations

import pytest

from wagtail_ita.blocks.item import TableBlock


def figure_columns(*lines: str) -> frozenset[int]:
    return TableBlock().to_python({"cells": "\n".join(lines)}).figure_columns


@pytest.mark.parametrize(
    "cells",
    [
        ("12,648,000", "๘,๔๕๗,๓๐๐"),
        ("๙๙.๙๕", "100.00"),
        ("0", "–"),
        ("3.5 %", "๑๒%"),
        ("-4", "+5"),
    ],
)
def test_a_column_of_figures_is_told_by_its_cells(cells):
    assert figure_columns("name|sum", *(f"row|{cell}" for cell in cells)) == {1}


@pytest.mark.parametrize(
    "cells",
    [
        ("12", "twelve"),
        ("30/9/2568", "1/10/2568"),
        ("๓ วัน", "๑๕ วัน"),
        ("0 2000 0000", "0 2000 0001"),
        ("–", ""),
    ],
)
def test_words_dates_and_numbers_that_are_names_are_no_figures(cells):
    assert figure_columns("name|what", *(f"row|{cell}" for cell in cells)) == frozenset()


def test_the_first_column_names_the_row_even_when_it_is_a_year():
    assert figure_columns("year|score", "2567|97.42", "2568|99.98") == {1}


def test_figures_stand_at_the_right_under_their_heading():
    block = TableBlock()
    value = block.to_python({"cells": "ไตรมาส|จำนวน\nหนึ่ง|๑๒"})
    html = block.render(value)
    assert '<th scope="col" class="ita-figure">จำนวน</th>' in html
    assert '<td>หนึ่ง</td><td class="ita-figure">๑๒</td>' in html


def test_a_table_without_rows_has_no_figures():
    assert figure_columns("year|score") == frozenset()
