"""What a browser sends of an edit form: the page as it is, with what somebody has typed."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data, rich_text


def typed_form(page: Any, **typed: Any) -> dict[str, str]:
    """Return the data of a page's edit form; ``measures__0__title="…"`` replaces one value."""
    form = page.get_edit_handler().get_form_class()
    data = {name: _field(page, name) for name in form.base_fields if hasattr(page, name)}
    flat = nested_form_data({name: value for name, value in data.items() if value is not None})
    flat["comments-TOTAL_FORMS"] = flat["comments-INITIAL_FORMS"] = "0"
    for path, value in typed.items():
        flat[path.replace("__", "-")] = value
    return flat


def measure_field(number: int, name: str) -> str:
    """Return what the box of a measure is called, counted from 1."""
    return f"measures-{number - 1}-value-{name}"


def _field(page: Any, name: str) -> Any:
    field, value = page._meta.get_field(name), getattr(page, name)
    if isinstance(field, StreamField):
        return _block(field.stream_block, value)
    if isinstance(field, RichTextField):
        return rich_text(value)
    if value is None or value is False:
        return None
    return str(getattr(value, "pk", value))


def _block(block: Any, value: Any) -> Any:
    if isinstance(block, blocks.BaseStreamBlock):
        return _sequence(
            {"type": each.block_type, "id": each.id, "value": _block(each.block, each.value)}
            for each in value
        )
    if isinstance(block, blocks.ListBlock):
        return _sequence(
            {"type": "item", "id": each.id, "value": _block(block.child_block, each.value)}
            for each in value.bound_blocks
        )
    if isinstance(block, blocks.BaseStructBlock):
        return {name: _block(child, value.get(name)) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(value.source if isinstance(value, RichText) else "")
    return "" if value is None else str(getattr(value, "pk", value))


def _sequence(children: Any) -> dict[str, Any]:
    data = {
        str(number): {"deleted": "", "order": str(number), **child}
        for number, child in enumerate(children)
    }
    return {"count": str(len(data)), **data}
