"""The keys of WAGTAIL_ITA: from the dataclass, which is where they are read."""

from __future__ import annotations

import inspect
import re
from dataclasses import MISSING, Field, fields
from typing import Any

from tests.reference.markdown import code, in_code
from wagtail_ita.conf import Settings

KINDS = {
    "Mapping[str, str]": "Dict of strings",
    "bool": "`True` or `False`",
    "bool | None": "`True`, `False` or `None`",
    "int": "Whole number",
    "str": "String",
    "tuple[Mapping[str, str], ...]": "List of dicts of strings",
    "tuple[str | PathLike[str], ...]": "List of paths",
    "tuple[str, ...]": "List of strings",
}


def settings() -> str:
    """Return one entry for each key."""
    texts = _texts()
    return "\n\n".join(
        f"### `{each.name}`\n\n{KINDS[str(each.type)]}; default {_default(each)}."
        f"\n\n{texts[each.name]}"
        for each in fields(Settings)
    )


def _texts() -> dict[str, str]:
    doc = inspect.getdoc(Settings) or ""
    section = doc.partition("Attributes:\n")[2]
    entries = re.findall(r"^ {4}([A-Z_]+): (.+(?:\n {8}.+)*)", section, re.MULTILINE)
    return {name: in_code(" ".join(text.split())) for name, text in entries}


def _default(setting: Field[Any]) -> str:
    value = setting.default_factory() if setting.default is MISSING else setting.default  # type: ignore[misc]
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1024 * 1024:
        return f"{code(value)} ({value // 1024**2} MB)"
    return code(repr(list(value) if isinstance(value, tuple) else value))
