"""Mends the text of a PDF by Typst, so that Thai can be copied, searched and read aloud.

Typst maps each glyph of a cluster to the whole cluster, and draws a tone mark that the font lifts
apart from its letter, as if the cluster stood there twice. Here the lifted marks go back to their
clusters, and each glyph is mapped to the one character that it mostly stands for. What a cluster
means is still said by its ``ActualText``, because no map can say that ◌ํ and า are ำ.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

from wagtail_ita.transfer.formats.pdf.streams import (
    HIDDEN,
    Glyph,
    Piece,
    Show,
    Shows,
    drawing,
    meaning,
    moved,
    parted,
    pieces_of,
    text_of,
)

Map = dict[Glyph, str]
Key = tuple[int, int]
Names = dict[bytes, Key]
Cluster = tuple[str, tuple[Glyph, ...]]

_MAPPING: Final = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]*)>")
_BLOCK: Final = 100
"""Entries of one block of a map, the most that its format allows."""


def mend_text_layer(source: bytes) -> bytes:
    """Return the same document with a text that programs understand.

    A page that is not built as Typst 0.15 builds it stays as it is.
    """
    with pikepdf.open(io.BytesIO(source)) as pdf:
        streams = [page.Contents.read_bytes() for page in pdf.pages]
        fonts, resources = _fonts(pdf)
        pages = [list(pieces_of(stream)) for stream in streams]
        for pieces, names in zip(pages, resources, strict=True):
            _join_lifted(pieces, names, fonts)
        _elect(pages, resources, fonts)
        known: _Written = {}
        for page, stream, pieces, names in zip(pdf.pages, streams, pages, resources, strict=True):
            page.Contents = pdf.make_stream(_rewritten(stream, pieces, names, fonts, known))
        for font in fonts.values():
            font.object.ToUnicode = pdf.make_stream(_written_map(font.elected))
        _show_no_hidden_characters(pdf)
        target = io.BytesIO()
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return target.getvalue()


# -------------------------------------------------------------------------------------- reading


@dataclass(slots=True, kw_only=True)
class _Font:
    """A font with what its glyphs mean: by Typst, and in the end."""

    object: Any
    texts: Map
    elected: Map = field(default_factory=dict)


Fonts = dict[Key, _Font]
_Written = dict[tuple[tuple[Key | None, ...], Shows, Shows, str], bytes]


def _fonts(pdf: pikepdf.Pdf) -> tuple[Fonts, list[Names]]:
    """Return the fonts by their key, and for each page the keys by their names there."""
    fonts: Fonts = {}
    resources: list[Names] = []
    for page in pdf.pages:
        names: Names = {}
        for name, font in dict(page.resources.get("/Font", {})).items():
            if "/ToUnicode" in font:
                key = names[str(name)[1:].encode()] = font.objgen
                if key not in fonts:
                    fonts[key] = _Font(object=font, texts=_read_map(font.ToUnicode.read_bytes()))
        resources.append(names)
    return fonts, resources


def _read_map(source: bytes) -> Map:
    return {int(glyph, 16): text_of(text) for glyph, text in _MAPPING.findall(source)}


# -------------------------------------------------------------------------------------- mending


def _join_lifted(pieces: list[Piece], names: Names, fonts: Fonts) -> None:
    """Give marks that were drawn apart back to the cluster before them."""
    before: Piece | None = None
    for piece in pieces:
        if before is None or not _is_lifted(piece, before, names, fonts):
            before = piece
            continue
        (mark,) = piece.shows
        before.marks += (moved(mark, piece.x - before.x, before.y - piece.y),)
        before.meant = _last_cluster(before.shows[-1], fonts[names[mark.font]].texts)
        piece.shows = ()


def _is_lifted(piece: Piece, before: Piece, names: Names, fonts: Fonts) -> bool:
    if len(piece.shows) != 1 or not before.shows:
        return False
    mark, letter = piece.shows[0], before.shows[-1]
    if not 0.001 < abs(piece.y - before.y) < float(mark.size) / 2:
        return False
    if (mark.font, mark.size) != (letter.font, letter.size) or mark.font not in names:
        return False
    texts = fonts[names[mark.font]].texts
    meant = texts.get(mark.glyphs[0], "") if mark.actual is None else mark.actual
    return len(meant) > 1 and meant == _last_cluster(letter, texts)


def _last_cluster(show: Show, texts: Map) -> str:
    return texts.get(show.glyphs[-1], "") if show.actual is None else show.actual


def _clusters(shows: Shows, marks: Shows, texts: Map) -> Iterator[Cluster]:
    """Yield what is meant and the glyphs that show it."""
    lifted = tuple(glyph for mark in marks for glyph in mark.glyphs)
    for number, show in enumerate(shows, 1):
        more = lifted if number == len(shows) else ()
        if show.actual is not None:
            yield show.actual, (*show.glyphs, *more)
            continue
        for glyph in show.glyphs[:-1]:
            yield texts.get(glyph, ""), (glyph,)
        yield texts.get(show.glyphs[-1], ""), (show.glyphs[-1], *more)


def _drawn(text: str) -> str:
    """Return the characters in the order in which a font draws them: ำ is ◌ํ, a tone, า."""
    return re.sub("([\u0e48-\u0e4b]?)\u0e33", "\u0e4d\\1\u0e32", text)


def _elect(pages: list[list[Piece]], resources: list[Names], fonts: Fonts) -> None:
    """Let each cluster vote for what its glyphs stand for."""
    stretches: Counter[tuple[Key, Shows, Shows]] = Counter()
    for pieces, names in zip(pages, resources, strict=True):
        for piece in pieces:
            fonts_used = {show.font for show in piece.shows}
            if len(fonts_used) == 1 and (key := names.get(fonts_used.pop())):
                stretches[key, piece.shows, piece.marks] += 1
    clusters: dict[Key, Counter[Cluster]] = defaultdict(Counter)
    for (key, shows, marks), count in stretches.items():
        for cluster in _clusters(shows, marks, fonts[key].texts):
            clusters[key][cluster] += count
    for key, font in fonts.items():
        font.elected = font.texts | _elected(clusters[key])


def _elected(clusters: Counter[Cluster]) -> Map:
    votes: dict[Glyph, Counter[str]] = defaultdict(Counter)
    for (text, glyphs), count in clusters.items():
        characters = _drawn(text)
        if len(characters) == len(glyphs):
            for glyph, character in zip(glyphs, characters, strict=True):
                votes[glyph][character] += count
    elected = {glyph: min(each.items(), key=_rank)[0] for glyph, each in votes.items()}
    return _ligatures(clusters, elected) | elected


def _rank(vote: tuple[str, int]) -> tuple[int, str]:
    return -vote[1], vote[0]


def _ligatures(clusters: Counter[Cluster], elected: Map) -> Map:
    """Return what is left for a glyph that is the only one of its cluster without a character."""
    found: Map = {}
    for text, glyphs in sorted(clusters):
        characters = _drawn(text)
        unknown = [place for place, glyph in enumerate(glyphs) if glyph not in elected]
        if len(unknown) == 1 and len(characters) > len(glyphs):
            place = unknown[0]
            rest = characters[place : len(characters) - (len(glyphs) - place - 1)]
            found.setdefault(glyphs[place], rest)
    return found


# -------------------------------------------------------------------------------------- writing


def _rewritten(
    stream: bytes, pieces: list[Piece], names: Names, fonts: Fonts, known: _Written
) -> bytes:
    parts: list[bytes] = []
    position = 0
    for piece in pieces:
        parts.append(stream[position : piece.start])
        keys = tuple(names.get(show.font) for show in piece.shows)
        stretch = (keys, piece.shows, piece.marks, piece.meant)
        if stretch not in known:
            known[stretch] = b"".join(_written(piece, keys, fonts))
        parts.append(known[stretch])
        position = piece.end
    parts.append(stream[position:])
    return b"".join(parts)


def _written(piece: Piece, keys: tuple[Key | None, ...], fonts: Fonts) -> Iterator[bytes]:
    for place, (key, show) in enumerate(zip(keys, piece.shows, strict=True), 1):
        font = fonts[key] if key else None
        if piece.marks and place == len(piece.shows):
            before, last = (b"", drawing(show)) if show.actual is not None else parted(show)
            if before and font:
                before = _with_meaning(before, None, show.glyphs[:-1], font)
            lifted = b"".join(drawing(mark) for mark in piece.marks)
            yield before + meaning(piece.meant, last + lifted)
        elif font:
            yield _with_meaning(drawing(show), show.actual, show.glyphs, font)
        else:
            yield drawing(show) if show.actual is None else meaning(show.actual, drawing(show))


def _with_meaning(
    operators: bytes, actual: str | None, glyphs: tuple[Glyph, ...], font: _Font
) -> bytes:
    """Return the operators, with what they mean where the map does not say it."""
    meant = "".join(font.texts.get(each, "") for each in glyphs) if actual is None else actual
    mapped = "".join(font.elected.get(each, "") for each in glyphs)
    # A cluster keeps its meaning even so: readers that look at places take a mark without a width
    # for a second letter at its place, and part the word there.
    is_cluster = actual is not None and len(glyphs) > 1
    return meaning(meant, operators) if is_cluster or meant != mapped else operators


def _written_map(texts: Map) -> bytes:
    entries = [
        f"<{glyph:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for glyph, text in sorted(texts.items())
        if text
    ]
    blocks = (entries[at : at + _BLOCK] for at in range(0, len(entries), _BLOCK))
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _show_no_hidden_characters(pdf: pikepdf.Pdf) -> None:
    """Take the marks of possible line ends out of bookmarks and descriptions of links."""
    waiting = [pdf.Root.Outlines.First] if "/First" in pdf.Root.get("/Outlines", {}) else []
    while waiting:
        entry = waiting.pop()
        entry.Title = pikepdf.String(str(entry.Title).translate(HIDDEN))
        waiting += [entry[name] for name in ("/Next", "/First") if name in entry]
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            if "/Contents" in note:
                note.Contents = pikepdf.String(str(note.Contents).translate(HIDDEN))
