"""The HTML of a record as a small tree of blocks and runs that the Typst template prints."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from django.utils.encoding import iri_to_uri
from wagtail.rich_text import expand_db_html

Run = dict[str, Any]
Block = dict[str, Any]

MAX_DEPTH: Final = 4
"""Lists within lists; what is deeper is printed at this depth."""
MAX_URL_LENGTH: Final = 2000

# Stray signs are text; so is a tag with attributes too long to be one of Wagtail's.
_TAG: Final = re.compile(
    r"""<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})"""
    r"""(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*'){0,3000})>|<!--.{0,3000}?-->""",
    re.DOTALL,
)
_HREF: Final = re.compile(r"""(?:^|\s)href\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
_EMBED: Final = re.compile(r"</?embed\b[^<>]*>", re.IGNORECASE)
_SPACES: Final = re.compile(r"[ \t\n\r\f\v]+")

_BLOCKS: Final = frozenset({"p", "div", "blockquote", "section", "article", "table", "tr", "pre"})
_CELLS: Final = frozenset({"td", "th"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_STYLES: Final[Mapping[str, str]] = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic"}
_HIDDEN: Final = frozenset({"script", "style", "template", "title"})


def rich_blocks(markup: str, *, base_url: str = "") -> list[Block]:
    """Return the blocks of a fragment of HTML.

    A block is ``{"kind": "p" | "h", "runs": […]}`` or ``{"kind": "ol" | "ul", "items": […]}``
    with the blocks of each item. A run is ``{"text": …}`` with ``bold``, ``italic`` and ``url``
    where it has them, or ``{"br": true}``.

    Args:
        markup: As a record holds it, with Wagtail's internal links.
        base_url: Address of the page, which addresses without a host belong to.
    """
    markup = _EMBED.sub("", markup)
    if "linktype=" in markup:
        markup = str(expand_db_html(markup))
    builder = _Builder(base_url=base_url)
    position = 0
    for tag in _TAG.finditer(markup):
        builder.text(markup[position : tag.start()])
        builder.tag(tag)
        position = tag.end()
    builder.text(markup[position:])
    return builder.finish()


def plain_blocks(text: str) -> list[Block]:
    """Return the paragraphs of plain text: an empty line parts them, any other ends a line."""
    paragraphs = (part.strip() for part in re.split(r"\n[ \t]*\n\s*", _line_ends(text)))
    return [{"kind": "p", "runs": plain_runs(part)} for part in paragraphs if part]


def plain_runs(text: str) -> list[Run]:
    """Return plain text as runs, its lines kept."""
    lines = [" ".join(line.split()) for line in _line_ends(text).split("\n")]
    runs: list[Run] = []
    for line in filter(None, lines):
        runs += [{"br": True}] if runs else []
        runs.append({"text": line})
    return runs


def safe_url(url: str, base_url: str = "") -> str:
    """Return the address that a reader may follow from paper or PDF; empty when there is none."""
    try:
        address = urljoin(base_url, url.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    has_target = parts.netloc if parts.scheme in {"http", "https"} else parts.path
    if parts.scheme not in {"http", "https", "mailto", "tel"} or not has_target:
        return ""
    encoded = iri_to_uri(address.encode("utf-8", "replace").decode())
    return encoded if len(encoded) <= MAX_URL_LENGTH and encoded.isprintable() else ""


def _line_ends(text: str) -> str:
    return re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)


@dataclass(slots=True, kw_only=True)
class _List:
    """A list that is still open, with the blocks that it belongs to."""

    kind: str
    outer: list[Block]
    items: list[list[Block]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Builder:
    """Follows the tags of a fragment, whether or not they are well nested."""

    base_url: str
    blocks: list[Block] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    styles: dict[str, int] = field(default_factory=lambda: {"bold": 0, "italic": 0})
    url: str = ""
    hidden: str = ""
    heading: bool = False

    def tag(self, tag: re.Match[str]) -> None:
        name = (tag["name"] or "").lower()
        closing = bool(tag["close"])
        if self.hidden or name in _HIDDEN:
            self.hidden = "" if closing and name == self.hidden else self.hidden or name
        elif name in _STYLES:
            style = _STYLES[name]
            self.styles[style] = max(0, self.styles[style] + (-1 if closing else 1))
        elif name == "a":
            self.url = "" if closing else self._address(tag["attributes"])
        elif name == "br":
            self.runs.append({"br": True})
        elif name in _CELLS:
            self.text(" " if closing else "")
        else:
            self._block_tag(name, closing)

    def text(self, source: str) -> None:
        if self.hidden or not source:
            return
        text = _SPACES.sub(" ", html.unescape(source))
        run: Run = {"text": text}
        run |= {style: True for style, depth in self.styles.items() if depth}
        run |= {"url": self.url} if self.url else {}
        self.runs.append(run)

    def finish(self) -> list[Block]:
        self._end_block()
        while self.lists:
            self._end_list()
        return self.blocks

    def _block_tag(self, name: str, closing: bool) -> None:
        if name in {"ol", "ul"}:
            self._end_block()
            if not closing and len(self.lists) < MAX_DEPTH:
                self.lists.append(_List(kind=name, outer=self.blocks))
                self.blocks = []
            elif closing and self.lists:
                self._end_list()
        elif name == "li":
            self._end_block()
            self._end_item()
        elif name in _BLOCKS or name in _HEADINGS:
            self._end_block()
            self.heading = name in _HEADINGS and not closing

    def _address(self, attributes: str) -> str:
        found = _HREF.search(attributes)
        address = html.unescape(found["double"] or found["single"] or "") if found else ""
        return safe_url(address, self.base_url) if address else ""

    def _end_block(self) -> None:
        runs = list(_trimmed(self.runs))
        if runs:
            # A heading in a list has no place in the outline.
            kind = "h" if self.heading and not self.lists else "p"
            self.blocks.append({"kind": kind, "runs": runs})
        self.runs = []
        self.heading = False

    def _end_item(self) -> None:
        if self.lists and self.blocks:
            self.lists[-1].items.append(self.blocks)
            self.blocks = []

    def _end_list(self) -> None:
        self._end_item()
        done = self.lists.pop()
        self.blocks = done.outer
        if done.items:
            self.blocks.append({"kind": done.kind, "items": done.items})


def _trimmed(runs: list[Run]) -> Iterator[Run]:
    """Yield the runs of a paragraph without empty ones, and without space that nobody sees."""
    pending: list[Run] = []
    at_start = True
    for run in runs:
        if "br" in run:
            pending += [] if at_start else [run]
            at_start = True
            continue
        text = run["text"].lstrip(" ") if at_start else run["text"]
        if not text.strip():
            # A space between two links belongs to neither.
            pending += [{"text": " "}] if text else []
            continue
        yield from pending
        pending = []
        at_start = text.endswith(" ")
        yield {**run, "text": text}
