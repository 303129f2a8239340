"""Small pieces of Markdown."""

from __future__ import annotations

import html
import inspect
import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

_PLACE = re.compile(r"%\((\w+)\)[sd]")


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table; a row whose cells are all empty has no place in one."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([cell(each) for each in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(value: object) -> str:
    """Return a value for one cell of a table, a | in it in a way that GitHub and our site know."""
    text = " ".join(str(value).split())
    text = re.sub(r"`([^`|]*\|[^`]*)`", lambda found: f"<code>{html.escape(found[1])}</code>", text)
    return text.replace("|", "&#124;")


def code(text: object) -> str:
    return f"`{text}`"


def in_code(text: str) -> str:
    """Turn the double backticks of a docstring into those of Markdown."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"`\1`", text)
    return text.replace("``", "`")


def paragraphs(thing: Any) -> list[str]:
    """Return the paragraphs of a docstring, without its sections of arguments and the like."""
    text = inspect.getdoc(thing) or ""
    parts = re.split(r"\n\s*\n", text)
    kept = []
    for part in parts:
        if re.match(r"(Args|Attributes|Raises|Returns|Yields):", part):
            break
        kept.append(in_code(" ".join(part.split())))
    return kept


def first_sentence(thing: Any) -> str:
    """Return the first paragraph of a docstring."""
    return next(iter(paragraphs(thing)), "")


def both(text: Any) -> tuple[str, str]:
    """Return a text that is translated when it is shown, in English and in Thai."""
    if text is None:
        return "", ""
    with override("en"):
        english = str(text)
    with override("th"):
        return english, str(text)


def filled(text: str) -> str:
    """Show the places of a sentence as a reader knows them: ``{year}``."""
    return _PLACE.sub(r"{\1}", text).replace("%%", "%")
