"""What is stored of each block: the names and types of all its parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail import blocks as wagtail_blocks
from wagtail.fields import StreamField

from wagtail_ita import blocks
from wagtail_ita.models import (
    get_index_page_model,
    get_item_page_model,
    get_report_page_model,
)

PATH = Path(__file__).resolve().parent / "blocks.json"
APP = "wagtail_ita_pages"
WHAT_TO_DO = (
    "The blocks are not as tests/upgrades/blocks.json has them, and what editors have stored is. "
    "A new part that may be empty needs nothing more: run `python -m tests.upgrades blocks` and "
    "commit the file. A part that is gone, has another name or another type needs a data "
    "migration in the same commit, for pages and their revisions (wagtail.blocks.migrations, in "
    "src/wagtail_ita/pages/migrations), a line in CHANGELOG.md for sites with page types of "
    "their own, and then the same command."
)


def shapes() -> dict[str, Any]:
    """Return the blocks that sites may have stored: those of our pages, and the public ones."""
    found: dict[str, Any] = {}
    for get_model in (get_index_page_model, get_item_page_model, get_report_page_model):
        model = get_model()
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                found[f"{model.__name__}.{field.name}"] = shape(field.stream_block)
    for name in blocks.__all__:
        found[f"blocks.{name}"] = shape(getattr(blocks, name)())
    return found


def shape(block: Any) -> Any:
    """Return what a block is made of, as far as its stored form depends on it."""
    if isinstance(block, wagtail_blocks.BaseStreamBlock):
        return {"stream": _children(block)}
    if isinstance(block, wagtail_blocks.BaseStructBlock):
        return {"struct": _children(block)}
    if isinstance(block, wagtail_blocks.ListBlock):
        return {"list": shape(block.child_block)}
    if isinstance(block, wagtail_blocks.ChoiceBlock):
        return {"choice": sorted(str(value) for value, _label in block.field.choices if value)}
    # Of a class of ours Wagtail's own, which decides what is stored.
    return next(each.__name__ for each in type(block).__mro__ if _is_wagtails(each))


def _children(block: Any) -> dict[str, Any]:
    return {name: shape(child) for name, child in sorted(block.child_blocks.items())}


def _is_wagtails(cls: type) -> bool:
    return cls.__module__.startswith("wagtail.")


def losses(before: Any, after: Any, place: str = "") -> Iterator[str]:
    """Yield the parts that are stored and no longer known, or known as something else."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, part in before.items():
            here = f"{place}/{name}"
            if name not in after:
                yield here
            else:
                yield from losses(part, after[name], here)
    elif isinstance(before, list) and isinstance(after, list):
        yield from (f"{place}={value}" for value in before if value not in after)
    elif before != after:
        yield place


def kept_shapes() -> dict[str, Any]:
    """Return what was written down last."""
    found: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return found


def last_migration() -> str:
    """Return the name of the newest migration of our pages."""
    loader = MigrationLoader(connection)
    return str(max(name for app, name in loader.graph.leaf_nodes(APP)))


def keep_shapes() -> tuple[str, int]:
    """Write down what the blocks are made of, unless a data migration is missing.

    Returns:
        What was done, and the exit code.
    """
    now, migration = shapes(), last_migration()
    kept = kept_shapes() if PATH.exists() else {"migration": "", "blocks": {}}
    lost = list(losses(kept["blocks"], now))
    if lost and kept["migration"] == migration:
        return f"{WHAT_TO_DO}\nNo longer as stored: {', '.join(lost)}", 1
    data = {"migration": migration, "blocks": now}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    PATH.write_text(f"{text}\n", encoding="utf-8")
    return f"Written: {PATH}", 0
