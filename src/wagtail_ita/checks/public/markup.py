"""Reads a web page as far as an assessor does: its links with their texts, and what it says.

Built on the parser of the standard library and without a tree, so that neither broken nor
endlessly nested HTML stops it.
"""

from __future__ import annotations

import codecs
import enum
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from wagtail_ita.checks.public.visits import Reply

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_FRAMES: Final = frozenset({"nav", "header", "footer", "aside"})
_SILENT: Final = frozenset({"script", "style", "template"})
_SOURCES: Final = {"iframe": "src", "embed": "src", "object": "data", "img": "src"}
# Any other element begins a new word; a part of a word may stand in one of these.
_INLINE: Final = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    }
)
# A browser reads these as windows-874, which holds all of TIS-620.
_THAI_CHARSETS: Final = frozenset({"tis-620", "tis620", "iso-8859-11", "windows-874"})


class LinkKind(enum.Enum):
    """What a page does with an address."""

    LINK = "link"
    EMBEDDED = "embedded"
    IMAGE = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One address on a page.

    Attributes:
        href: As written, without the page's own address; ``None`` for an ``<a>`` that has none.
        text: What a visitor reads, or hears, as the text of the link.
        in_content: Whether it is part of what the page is about, not of the site's menus.
    """

    href: str | None
    text: str = ""
    kind: LinkKind = LinkKind.LINK
    in_content: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPage:
    """A web page, read.

    Attributes:
        base: What relative addresses are relative to, where the page says so itself.
        content: Text of what the page is about, with its title and without dates.
        anchors: Where links within the page may lead.
        asks_password: Whether a form in the content asks for a password.
        is_broken: Whether the page could be read to the end.
    """

    title: str = ""
    base: str = ""
    content: str = ""
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    asks_password: bool = False
    is_broken: bool = False


def parse_page(reply: Reply) -> ParsedPage:
    """Read the page in an answer. Never raises."""
    reader = _Reader()
    is_broken = False
    try:
        reader.feed(decode(reply))
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        # Older parsers of the standard library give up on some declarations.
        is_broken = True
    return reader.result(is_broken=is_broken)


def decode(reply: Reply) -> str:
    """Return the text of an answer, in the encoding that it names; otherwise UTF-8."""
    if reply.body.startswith(codecs.BOM_UTF8):
        return reply.body.decode("utf-8-sig", "replace")
    match = _CHARSET.search(reply.content_type.encode("ascii", "ignore")) or _CHARSET.search(
        reply.body[:2048]
    )
    name = match[1].decode("ascii").lower() if match else "utf-8"
    try:
        return reply.body.decode("cp874" if name in _THAI_CHARSETS else name, "replace")
    except (LookupError, ValueError):
        return reply.body.decode("utf-8", "replace")


@dataclass(slots=True)
class _OpenLink:
    href: str | None
    label: str
    is_target: bool
    in_main: bool
    in_frame: bool
    texts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects while it reads; what is content shows only at the end, when it has seen <main>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[Link, bool, bool]] = []
        self._open: _OpenLink | None = None
        self._depth = {"main": 0, "frame": 0, "silent": 0, "title": 0, "time": 0}
        self._has_main = False
        self._base = ""
        self._title: list[str] = []
        self._in_main: list[str] = []
        self._outside_frames: list[str] = []
        self._everything: list[str] = []
        self._anchors: set[str] = set()
        self._passwords: list[tuple[bool, bool]] = []

    # ------------------------------------------------------------------------------- parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs)}
        self._note_anchor(tag, values)
        self._divide(tag)
        if tag in ("a", "area"):
            self._start_link(tag, values)
        elif tag in _SOURCES:
            self._add_source(tag, values)
        elif tag == "base":
            self._base = self._base or values.get("href", "")
        elif tag == "input" and values.get("type", "").lower() == "password":
            self._passwords.append((self._inside("main"), self._inside("frame")))
        self._enter(tag, 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # "<a/>" and "<main/>" are start tags to a browser.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._divide(tag)
        if tag == "a":
            self._end_link()
        self._enter(tag, -1)

    def handle_data(self, data: str) -> None:
        if self._inside("title"):
            # In a link it is the name of an icon.
            (self._open.texts if self._open else self._title).append(data)
        elif not self._inside("silent"):
            self._add_text(data)

    def close(self) -> None:
        super().close()
        self._end_link()

    # ------------------------------------------------------------------------------- collecting

    def _inside(self, what: str) -> bool:
        return self._depth[what] > 0

    def _enter(self, tag: str, step: int) -> None:
        what = "frame" if tag in _FRAMES else "silent" if tag in _SILENT else tag
        if what in self._depth:
            self._depth[what] = max(0, self._depth[what] + step)
        self._has_main = self._has_main or what == "main"

    def _divide(self, tag: str) -> None:
        if tag not in _INLINE and not self._inside("silent"):
            self._add_text(" ")

    def _note_anchor(self, tag: str, values: dict[str, str]) -> None:
        self._anchors.add(values.get("id", ""))
        if tag == "a":
            self._anchors.add(values.get("name", ""))

    def _start_link(self, tag: str, values: dict[str, str]) -> None:
        self._end_link()
        self._open = _OpenLink(
            href=values.get("href"),
            label=values.get("aria-label") or values.get("title") or values.get("alt") or "",
            is_target=bool(values.get("id") or values.get("name")),
            in_main=self._inside("main"),
            in_frame=self._inside("frame"),
        )
        if tag == "area":
            self._end_link()

    def _end_link(self) -> None:
        link, self._open = self._open, None
        # Without an address but with a name it is no link, but a place that links lead to.
        if link is None or (link.href is None and link.is_target):
            return
        text = squeeze("".join(link.texts)) or squeeze(link.label)
        if link.href is None and not text:
            return
        self._found.append((Link(href=link.href, text=text), link.in_main, link.in_frame))

    def _add_source(self, tag: str, values: dict[str, str]) -> None:
        source = values.get(_SOURCES[tag], "")
        text = squeeze(values.get("alt") or values.get("title") or "")
        if self._open is not None and text:
            self._open.texts.append(f" {text} ")
        if source and not source.strip().lower().startswith(("data:", "about:")):
            kind = LinkKind.IMAGE if tag == "img" else LinkKind.EMBEDDED
            self._found.append(
                (
                    Link(href=source, text=text, kind=kind),
                    self._inside("main"),
                    self._inside("frame"),
                )
            )

    def _add_text(self, data: str) -> None:
        if self._open is not None:
            self._open.texts.append(data)
        # A date of publication is no year that the page is about.
        if self._inside("time"):
            return
        self._everything.append(data)
        if self._inside("main"):
            self._in_main.append(data)
        if not self._inside("frame"):
            self._outside_frames.append(data)

    # ------------------------------------------------------------------------------- result

    def result(self, *, is_broken: bool) -> ParsedPage:
        """Return what was collected."""
        texts = self._in_main if self._has_main else self._outside_frames
        # A header that is never closed swallows the page.
        frames_count = bool(squeeze("".join(self._outside_frames)))

        def is_content(in_main: bool, in_frame: bool) -> bool:
            return in_main if self._has_main else not (in_frame and frames_count)

        title = squeeze(" ".join(self._title))
        return ParsedPage(
            title=title,
            base=self._base,
            content=squeeze(f"{title} {''.join(texts or self._everything)}"),
            links=tuple(
                Link(
                    href=link.href,
                    text=link.text,
                    kind=link.kind,
                    in_content=is_content(in_main, in_frame),
                )
                for link, in_main, in_frame in self._found
            ),
            anchors=frozenset(self._anchors - {""}),
            asks_password=any(is_content(*where) for where in self._passwords),
            is_broken=is_broken,
        )


def squeeze(text: str) -> str:
    """Return text on one line, with single spaces."""
    return " ".join(text.split())
