"""The ways in which a page is looked at: widths, light and dark, forced colours, large text."""

from __future__ import annotations

import os
from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.axe import COLOURS, violations

WIDTHS = (360, 768, 1280)
HEIGHT = 800
# The second of two runs looks at the light only: the colours are the same on every Wagtail.
SCHEMES = ("light",) if os.environ.get("ITA_TEST_LOOKS") == "light" else ("light", "dark", "forced")

# What is never drawn never ends to fade, and Playwright would wait for it for ever.
_SETTLED = """() => Promise.race([
    new Promise((done) => setTimeout(done, 5000)),
    Promise.all(document.getAnimations().filter((each) => each instanceof CSSTransition)
        .map((each) => each.finished.catch(() => 0))),
])"""


def in_every_look(page: Page) -> Iterator[str]:
    """Show the open page in each width and scheme, one after the other; yield the look's name.

    One page and no new address: what is opened or typed in it stays.
    """
    for scheme in SCHEMES:
        set_scheme(page, scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            # What fades from one look into the other has no contrast to measure yet.
            page.evaluate(_SETTLED)
            yield f"{scheme} {width}"
    set_scheme(page, "light")
    page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})


def set_scheme(page: Page, scheme: str) -> None:
    """Show the page as a reader sees it who has set light, dark or forced colours."""
    page.emulate_media(
        color_scheme="dark" if scheme == "dark" else "light",
        forced_colors="active" if scheme == "forced" else "none",
    )


def violations_in_every_look(
    page: Page, *, include: str = "html", without: tuple[str, ...] = ()
) -> list[str]:
    """Run axe in every look; each line names the look in which it was found."""
    # A scheme changes colours only: everything else is asked in the light.
    return [
        f"{look}: {found}"
        for look in in_every_look(page)
        for found in violations(
            page,
            include=include,
            without=without,
            only=() if look.startswith("light") else COLOURS,
        )
    ]


def enlarge_text(page: Page) -> None:
    """Set text of 200 %, as a reader does in the settings of the browser."""
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")


def wider_than_its_place(page: Page) -> list[str]:
    """Return what a reader would have to scroll sideways for, outside of tables made for that."""
    found: list[str] = page.evaluate(
        """() => [document.scrollingElement, document.querySelector('main'),
                ...document.querySelectorAll('main [class*=ita-]')]
            .filter((each) => each.scrollWidth > each.clientWidth && each.clientWidth)
            .filter((each) => !['auto', 'scroll'].includes(getComputedStyle(each).overflowX)
                || each.matches('main') || each === document.scrollingElement)
            .filter((each) => getComputedStyle(each).clipPath === 'none')
            .map((each) => `${each.tagName}.${each.className} ${each.scrollWidth}`)"""
    )
    return found
