"""Plain text to simple HTML and back, for formats that have no rich text."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Final

# fmt: off
_BLOCK_TAGS: Final = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr",
    "ul",
})
# fmt: on
_CELL_TAGS: Final = frozenset({"td", "th"})
_HIDDEN_TAGS: Final = frozenset({"script", "style", "template"})
_LINE_BREAKS: Final = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")


def to_html(text: str) -> str:
    """Return the text as escaped paragraphs, one for each line that has words."""
    lines = (" ".join(line.split()) for line in _LINE_BREAKS.split(text))
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


def to_text(markup: str) -> str:
    """Return the words of the HTML, one line for each block, without tags.

    The inverse of ``to_html`` as far as words go: bold, links and pictures are lost,
    what a reader could read is not.
    """
    collector = _TextCollector()
    collector.feed(bare_tags(markup)[0])
    collector.close()
    lines = (" ".join(line.split()) for line in "".join(collector.parts).split("\n"))
    return "\n".join(line for line in lines if line)


_TAG: Final = re.compile(
    r"""<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})"""
    r"""(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*)>"""
)


def bare_tags(markup: str, *, revealed: frozenset[str] = frozenset()) -> tuple[str, str]:
    """Return the HTML with bare tags, and the attributes that they had.

    What is no tag is escaped. The standard library's parser raises on some broken markup, and
    takes minutes for a text of nothing but ``<a``; with bare tags it does neither.

    Args:
        markup: HTML, broken or not.
        revealed: Names of elements whose tags are left out, so that what they hide is read.
    """
    attributes: list[str] = []
    parts: list[str] = []
    position = 0
    for match in _TAG.finditer(markup):
        name = match["name"].lower()
        parts.append(markup[position : match.start()].replace("<", "&lt;"))
        parts.append("\n" if name in revealed else f"<{match['close']}{name}>")
        attributes.append(match["attributes"])
        position = match.end()
    parts.append(markup[position:].replace("<", "&lt;"))
    return "".join(parts), " ".join(attributes)


def escape_strays(markup: str) -> str:
    """Return the HTML with its tags, and whatever else begins like one escaped.

    Comments and declarations are text then. No parser can take the rest for other tags.
    """
    parts: list[str] = []
    position = 0
    for match in _TAG.finditer(markup):
        parts.append(markup[position : match.start()].replace("<", "&lt;"))
        parts.append(match[0])
        position = match.end()
    parts.append(markup[position:].replace("<", "&lt;"))
    return "".join(parts)


class _TextCollector(HTMLParser):
    """Gathers the text of a fragment and marks where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN_TAGS:
            self._hidden += 1
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN_TAGS and self._hidden:
            self._hidden -= 1
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # A line break inside a paragraph of HTML is only a space.
            self.parts.append(_LINE_BREAKS.sub(" ", data))

    def _separate(self, tag: str) -> None:
        if tag in _BLOCK_TAGS:
            self.parts.append("\n")
        elif tag in _CELL_TAGS:
            self.parts.append(" ")
