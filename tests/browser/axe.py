"""Deque's axe, run on a page: what it finds, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

# The rules that a colour can break.
COLOURS = ("color-contrast", "link-in-text-block")
# WCAG 2.2 AA is what is promised; the best practices come on top.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@cache
def _script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(
    page: Page,
    *,
    include: str = "html",
    exclude: Sequence[str] = (),
    without: Sequence[str] = (),
    only: Sequence[str] = (),
) -> list[str]:
    """Run axe on a part of a page.

    Args:
        page: What the browser shows.
        include: Selector of the part.
        exclude: Selectors inside it that are left out.
        without: Ids of rules that are left out.
        only: Ids of the rules that are asked, instead of all.
    """
    page.evaluate(_script())
    found = page.evaluate(
        """async ([include, exclude, tags, without, only]) => {
            const context = { include: [[include]], exclude: exclude.map((each) => [each]) };
            const rules = Object.fromEntries(without.map((id) => [id, { enabled: false }]));
            const result = await axe.run(context, {
                runOnly: only.length ? { type: "rule", values: only } : tags,
                rules, resultTypes: ["violations"],
            });
            const looked = result.passes.length + result.incomplete.length;
            if (!looked) throw new Error(`axe looked at nothing in ${include}`);
            return result.violations.flatMap(({ id, help, nodes }) =>
                nodes.map(({ target, html }) => `${id}: ${help} | ${target} | ${html}`));
        }""",
        [include, list(exclude), list(TAGS), list(without), list(only)],
    )
    return list(found)
