"""The public templates with their blocks, and the tags and filters they are written with."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import wagtail_ita
from tests.reference.markdown import code, first_sentence, table

FOLDER = Path(wagtail_ita.__file__).parent / "templates" / "wagtail_ita"
LIBRARIES = ("wagtail_ita_tags", "wagtail_ita_trends")
_BLOCK = re.compile(r"{% block (\w+) %}")
_COMMENT = re.compile(r"{# (.+?) #}")


def page_blocks() -> str:
    """Return the blocks of each public template that has some, in their order."""
    rows = []
    for path in sorted(FOLDER.glob("*.html")):
        names = dict.fromkeys(_BLOCK.findall(_without_comments(path)))
        rows.append((code(f"wagtail_ita/{path.name}"), ", ".join(map(code, names))))
    return table(("template", "blocks"), rows)


def includes() -> str:
    """Return the smaller templates, each with what it says of itself."""
    rows = []
    for folder in ("includes", "blocks"):
        for path in sorted((FOLDER / folder).glob("*.html")):
            comment = _COMMENT.search(path.read_text(encoding="utf-8"))
            rows.append((code(f"wagtail_ita/{folder}/{path.name}"), comment[1] if comment else ""))
    return table(("template", ""), rows)


def tags() -> str:
    """Return the tags and filters of both libraries."""
    return "\n\n".join(map(_library, LIBRARIES))


def _library(name: str) -> str:
    library = importlib.import_module(f"wagtail_ita.templatetags.{name}").register
    rows = [(code(each), "tag", _about(made)) for each, made in sorted(library.tags.items())]
    rows += [(code(each), "filter", _about(made)) for each, made in sorted(library.filters.items())]
    return f"`{{% load {name} %}}`\n\n{table(('name', '', ''), rows)}"


def _about(made: Any) -> str:
    return first_sentence(getattr(made, "__wrapped__", made))


def _without_comments(path: Path) -> str:
    return re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))
