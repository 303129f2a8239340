"""The blocks: children, labels and what a value answers."""

from __future__ import annotations

import inspect
from functools import cached_property
from typing import Any

from wagtail import blocks as wagtail_blocks

import wagtail_ita.blocks
from tests.reference.markdown import both, code, paragraphs, table


def blocks() -> str:
    """Return one entry for each block that a site may import."""
    return "\n\n".join(_entry(getattr(wagtail_ita.blocks, name)) for name in _names())


def _names() -> list[str]:
    return sorted(wagtail_ita.blocks.__all__)


def _entry(block_class: Any) -> str:
    block = block_class()
    english, thai = both(block.label) if block.label else ("", "")
    about = f"{english} · {thai}. {both(block.meta.description)[0]}" if english else ""
    parts = [f"### `{block_class.__name__}`", *paragraphs(block_class), about]
    children = getattr(block, "child_blocks", None)
    if children:
        rows = [
            (code(name), _kind(child), " · ".join(dict.fromkeys(both(child.label))), _help(child))
            for name, child in children.items()
        ]
        parts.append(table(("name", "block", "in the form", ""), rows))
    if answers := _answers(block):
        parts.append(f"A value also answers {', '.join(map(code, answers))}.")
    return "\n\n".join(filter(None, parts))


def _kind(block: Any) -> str:
    if isinstance(block, wagtail_blocks.ListBlock):
        return f"list of {_public_name(block.child_block)}"
    name = _public_name(block)
    if name in wagtail_ita.blocks.__all__:
        return f"[`{name}`](#{name.lower()})"
    return name


def _public_name(block: Any) -> str:
    """The name of a block, or of that of Wagtail's which one of ours only dresses."""
    return next(
        each.__name__
        for each in type(block).__mro__
        if each.__name__ in wagtail_ita.blocks.__all__
        or not each.__module__.startswith("wagtail_ita.")
    )


def _help(block: Any) -> str:
    if isinstance(block, wagtail_blocks.FieldBlock):
        return both(block.field.help_text)[0]
    return both(getattr(block.meta, "help_text", ""))[0]


def _answers(block: Any) -> list[str]:
    value_class = getattr(block.meta, "value_class", None)
    if value_class is None or not value_class.__module__.startswith("wagtail_ita"):
        return []
    return sorted(
        name
        for name, member in inspect.getmembers(value_class)
        if isinstance(member, property | cached_property)
        and not name.startswith("_")
        and not hasattr(wagtail_blocks.StructValue, name)
    )
