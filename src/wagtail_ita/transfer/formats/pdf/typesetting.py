"""From the content of a document to the pages that Typst sets."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from django.core.exceptions import ImproperlyConfigured

from wagtail_ita.conf import SETTING_NAME, get_settings
from wagtail_ita.transfer.emblems import raster_emblem
from wagtail_ita.transfer.fonts import FONT_FAMILY, FONT_FOLDER
from wagtail_ita.transfer.formats.characters import UNKNOWN, visible
from wagtail_ita.transfer.formats.pdf.words import mark_breaks

FOLDER: Final = Path(__file__).parent
TEMPLATE: Final = FOLDER / "report.typ"

OFFICIAL_HEIGHT: Final = 6.4
"""Height of ก in points in official papers: TH Sarabun of 16 points."""
OWN_HEIGHT: Final = 0.586
"""Height of ก in our Sarabun of one point."""

MAX_ATTEMPTS: Final = 4
EMBLEM_PIXELS: Final = 400
MAX_SVG_BYTES: Final = 1_000_000

# Typst names every character that it has no glyph for, odd ones as \u{1f600}.
_MISSING: Final = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_SURE: Final = re.compile(r"[^\n -~\u0e01-\u0e3a\u0e3f-\u0e5b\u00a0]")
_NOT_TEXT: Final = frozenset({"kind", "url", "digits"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """The font of the site, or ours.

    Attributes:
        families: Names to look for, best first.
        size: Size in points at which it is as tall as official papers.
        stretch: Its em against that of Sarabun, at the same height.
    """

    fonts: typst.Fonts
    families: tuple[str, ...]
    size: float
    stretch: float


def set_pages(tree: Mapping[str, Any], *, emblem: bytes = b"") -> bytes:
    """Return the document as PDF/UA-1.

    What no font can show becomes a square, and an emblem that cannot be drawn is left out: a
    report is never without its PDF because of one character.
    """
    settings = get_settings()
    folders = tuple(str(folder) for folder in settings.PDF_FONT_FOLDERS)
    face = typeface(folders, settings.PDF_FONT_FAMILY)
    inputs = {
        "size": repr(face.size),
        "stretch": repr(face.stretch),
        "fonts": json.dumps(face.families),
    }
    picture = _picture(emblem)
    try:
        return _set_text(tree, inputs | picture, face)
    except typst.TypstError:
        if not picture:
            raise
        return _set_text(tree, inputs, face)


def _set_text(tree: Mapping[str, Any], inputs: dict[str, str], face: Typeface) -> bytes:
    missing: set[str] = set()
    for _attempt in range(MAX_ATTEMPTS):
        try:
            return _compile(_marked(tree, _without(missing)), inputs, face)
        except typst.TypstError as error:
            found = {_unescape(each) for each in _MISSING.findall(error.diagnostic)} - missing
            if not found:
                break
            missing |= found
    return _compile(_marked(tree, lambda text: _SURE.sub(UNKNOWN, text)), inputs, face)


def _compile(tree: Any, inputs: dict[str, str], face: Typeface) -> bytes:
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=face.fonts,
        pdf_standards=["ua-1"],
        sys_inputs={**inputs, "data": json.dumps(tree, ensure_ascii=False)},
    )


# ----------------------------------------------------------------------------------------- text


def _marked(value: Any, shown: Callable[[str], str], name: str = "") -> Any:
    """Return the tree with every text as it is to be set."""
    if isinstance(value, str):
        if name in _NOT_TEXT:
            return value
        text = shown(visible(value))
        return text if name == "about" else mark_breaks(text)
    if isinstance(value, Mapping):
        # What is said about the document has no lines to break.
        return {
            key: _marked(each, shown, name if name == "about" else key)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_marked(each, shown, name) for each in value]
    return value


def _without(missing: Iterable[str]) -> Callable[[str], str]:
    if not missing:
        return str
    longest_first = sorted(missing, key=lambda each: (-len(each), each))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: pattern.sub(UNKNOWN, text)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


# ---------------------------------------------------------------------------------------- fonts


@lru_cache(maxsize=4)
def typeface(folders: tuple[str, ...], family: str) -> Typeface:
    """Return the font to set in, at its official size.

    Raises:
        ImproperlyConfigured: The folders do not hold the family that the site names.
    """
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[*folders, str(FONT_FOLDER)])
    known = {name.lower(): name for name in fonts.families()}
    if family and family.lower() not in known:
        raise ImproperlyConfigured(
            f'{SETTING_NAME}["PDF_FONT_FAMILY"] is {family!r}, which is in none of the folders of '
            f'"PDF_FONT_FOLDERS". There are: {", ".join(sorted(known.values()))}.'
        )
    name = known[family.lower()] if family else FONT_FAMILY
    height = _height(fonts, name) or OWN_HEIGHT
    return Typeface(
        fonts=fonts,
        families=tuple(dict.fromkeys((name, FONT_FAMILY))),
        size=round(OFFICIAL_HEIGHT / height, 3),
        stretch=round(height / OWN_HEIGHT, 4),
    )


def _height(fonts: typst.Fonts, family: str) -> float:
    """Return how tall ก is in a font of one point: TH Sarabun is drawn small."""
    source = (
        "#context [#metadata(measure(text(font: sys.inputs.family, size: 100pt, "
        'top-edge: "bounds", bottom-edge: "baseline")[ก]).height.pt()) <height>]'
    )
    inputs = {"family": family}
    found = typst.query(
        source.encode(), "<height>", field="value", one=True, font_paths=fonts, sys_inputs=inputs
    )
    return float(json.loads(found)) / 100


# --------------------------------------------------------------------------------------- emblem


def _picture(emblem: bytes) -> dict[str, str]:
    """Return what the template needs to draw the emblem; nothing when it is no picture."""
    if not emblem:
        return {}
    if b"<svg" in emblem[:2000].lower():
        text = emblem.decode("utf-8", "replace") if len(emblem) <= MAX_SVG_BYTES else ""
        return {"emblem": "svg", "image": text} if text else {}
    image = raster_emblem(emblem, (EMBLEM_PIXELS * 2, EMBLEM_PIXELS))
    if image is None:
        return {}
    target = io.BytesIO()
    image.save(target, format="PNG")
    return {"emblem": "png", "image": json.dumps(list(target.getvalue()))}
