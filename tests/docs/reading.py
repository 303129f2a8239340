"""Reads the documentation: its pages, the blocks of code in them, the links and the headings."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = tuple(sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")]))
# What happened once; it names things that are gone.
HISTORY = frozenset({ROOT / "CHANGELOG.md", *(DOCS / "decisions").glob("0*.md")})
PRESENT = tuple(path for path in PAGES if path not in HISTORY)

_FENCE = re.compile(
    r"^(?P<indent> *)(?P<marks>`{3,})(?P<language>[\w+-]*)(?P<rest>[^\n`]*)\n"
    r"(?P<text>.*?)^(?P=indent)(?P=marks)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r'title="([^"]+)"')
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\((?P<address><[^>]+>|[^()\s]+)(?: \"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6} +(?P<text>.+?) *(?:\{#(?P<id>[\w-]+)\})?$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of code between fences.

    Attributes:
        title: File that the text belongs into, where the block names one.
        line: Its first line in the page, from 1.
    """

    page: Path = field(repr=False)
    line: int
    language: str
    title: str
    text: str = field(repr=False)

    @property
    def place(self) -> str:
        return f"{named(self.page)}:{self.line}"


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks_of(page: Path) -> Iterator[Block]:
    """Return the blocks of code of a page, without the indent that a list gives them."""
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        title = _TITLE.search(found["rest"])
        yield Block(
            page=page,
            line=text.count("\n", 0, found.start()) + 1,
            language=found["language"],
            title=title[1] if title else "",
            text=textwrap.dedent(found["text"]),
        )


def prose_of(page: Path) -> str:
    """Return a page without its blocks of code and its comments."""
    return _COMMENT.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))


def codes_of(page: Path) -> list[str]:
    """Return what stands in backticks inside of sentences."""
    return [" ".join(text.split()) for _marks, text in _CODE.findall(prose_of(page))]


def links_of(page: Path) -> list[str]:
    """Return the addresses that a page links to; pictures are links, too."""
    prose = _CODE.sub(lambda code: code[0] if "](" not in code[0] else "", prose_of(page))
    return [found["address"].strip("<>") for found in _LINK.finditer(prose)]


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub and our site make them."""
    anchors: set[str] = set()
    for heading in _HEADING.finditer(prose_of(page)):
        anchor = heading["id"] or slug(heading["text"])
        number = 0
        while (known := f"{anchor}-{number}" if number else anchor) in anchors:
            number += 1
        anchors.add(known)
    return anchors


def slug(heading: str) -> str:
    """Return the anchor of a heading: small letters, no punctuation, - for each space."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", html.unescape(heading))
    text = unicodedata.normalize("NFC", text.replace("`", "").replace("*", ""))
    kept = (each for each in text.strip().lower() if each in "-_ " or _is_of_a_word(each))
    return "".join(kept).replace(" ", "-")


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"
