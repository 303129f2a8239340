"""Dark exactly where the site around is dark."""

from __future__ import annotations

import pytest

from tests.browser.looks import set_scheme
from tests.sample import make_report

WHITE = "rgb(255, 255, 255)"
PAPER = "getComputedStyle(document.querySelector('.ita-page')).backgroundColor"


@pytest.mark.parametrize(
    ("site", "reader", "is_dark"),
    [
        ("light", "dark", False),  # a site without a dark scheme: no dark island in it
        ("light dark", "light", False),
        ("light dark", "dark", True),
        ("dark", "light", True),  # a reader who pressed the site's own switch
    ],
)
def test_the_pages_follow_the_scheme_of_the_site(page, index, site, reader, is_dark):
    set_scheme(page, reader)
    page.goto(make_report(index).get_url())
    page.evaluate("scheme => { document.documentElement.style.colorScheme = scheme; }", site)
    assert (page.evaluate(PAPER) != WHITE) == is_dark


def test_our_own_base_is_light_and_dark(page, index):
    page.goto(make_report(index).get_url())
    seen = []
    for scheme in ("light", "dark"):
        set_scheme(page, scheme)
        seen.append(page.evaluate(PAPER))
    assert seen[0] == WHITE
    assert seen[1] != WHITE
