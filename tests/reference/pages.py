"""Which part of which page is made by what.

A page of docs/reference is written by hand around its made parts, each between two marks:
``<!-- made by make reference: settings -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import override

from tests.reference.blocks import blocks
from tests.reference.commands import commands
from tests.reference.findings import findings
from tests.reference.models import fields, public_names, settings_fields
from tests.reference.settings import settings
from tests.reference.templates import includes, page_blocks, tags

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "docs" / "reference"
SCHEMAS: Final = (
    ROOT / "src/wagtail_ita/domain/data/catalogue.schema.json",
    ROOT / "src/wagtail_ita/transfer/formats/report-1.schema.json",
)
MADE: Final = re.compile(
    r"(<!-- made by make reference: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL
)
PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "blocks": blocks,
    "commands": commands,
    "fields": fields,
    "findings": findings,
    "includes": includes,
    "page-blocks": page_blocks,
    "public-names": public_names,
    "settings": settings,
    "settings-fields": settings_fields,
    "tags": tags,
}


def made_files() -> Iterator[tuple[Path, str]]:
    """Return each file that is made, wholly or in part, with what it has to say."""
    for path in sorted(FOLDER.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if MADE.search(text):
            with override("en"):
                yield path, MADE.sub(_made, text)
    # Beside the pages that tell of them, so that a reader of the site can take them along.
    for schema in SCHEMAS:
        yield FOLDER / schema.name, schema.read_text(encoding="utf-8")


def _made(found: re.Match[str]) -> str:
    return f"{found[1]}\n{PARTS[found['name']]().strip()}\n\n{found[3]}"
