"""What the checks can say: one entry for each kind of finding."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import wagtail_ita
from tests.reference.markdown import both, filled, table
from wagtail_ita.domain.findings import CODES, FindingType

PACKAGE = Path(wagtail_ita.__file__).parent
# Where a kind is declared says when it is looked for. In the order of the page.
GROUPS = {
    "domain/completeness/elements": "Measures and their six elements",
    "domain/completeness/texts": "Texts",
    "domain/completeness/readable": "Texts that are hard to read",
    "domain/completeness/periods": "Periods",
    "domain/completeness/years": "Years",
    "domain/completeness/scores": "Scores and level",
    "domain/completeness/evidence": "Evidence",
    "domain/completeness/memo": "The memo",
    "domain/completeness/items": "Items",
    "domain/approvals": "Approvals",
    "domain/privacy": "Personal data",
    "checks/pages": "The page",
    "checks/year": "The year",
    "workflow/corrections": "Corrections",
    "workflow/enforcing": "The chain of approval",
    "checks/public/kinds": "From outside: the pages",
    "checks/public/link_kinds": "From outside: the links",
}


def findings() -> str:
    """Return every kind of finding, by what it is about."""
    for package in ("domain", "checks", "workflow"):
        folder = str(PACKAGE / package)
        for module in pkgutil.walk_packages([folder], f"wagtail_ita.{package}."):
            importlib.import_module(module.name)
    return "\n\n".join(_group(title, kinds) for title, kinds in _grouped())


def _grouped() -> Iterator[tuple[str, list[FindingType]]]:
    places = {code: _place(code) for code in CODES}
    strangers = set(places.values()) - set(GROUPS)
    if strangers:
        raise ValueError(f"Give these modules a heading in GROUPS: {', '.join(sorted(strangers))}")
    for place, title in GROUPS.items():
        kinds = [kind for code, kind in CODES.items() if places[code] == place]
        if kinds:
            yield title, kinds


def _place(code: str) -> str:
    for path in sorted(PACKAGE.rglob("*.py")):
        if f'code="{code}"' in path.read_text(encoding="utf-8"):
            return path.relative_to(PACKAGE).with_suffix("").as_posix()
    raise ValueError(f"No module declares the finding {code}.")


def _group(title: str, kinds: list[FindingType]) -> str:
    return "\n\n".join([f"## {title}", *map(_entry, kinds)])


def _entry(kind: FindingType) -> str:
    severity = both(kind.severity.label)
    certainty = f"{kind.certainty.name}: {kind.certainty.label}" if kind.certainty else ""
    rows = [
        ("severity", " · ".join(severity)),
        ("says", filled(both(kind.statement)[0])),
        ("ข้อความ", filled(both(kind.statement)[1])),
        ("to mend it", filled(both(kind.remedy)[0])),
        ("วิธีแก้", filled(both(kind.remedy)[1])),
        ("source", both(kind.source)[0]),
        ("how sure", certainty),
    ]
    title = " · ".join(dict.fromkeys(both(kind.title)))
    parts = [f"### `{kind.code}`", f"{title}. {both(kind.explanation)[0]}"]
    return "\n\n".join([*parts, table(("", ""), (row for row in rows if row[1]))])
