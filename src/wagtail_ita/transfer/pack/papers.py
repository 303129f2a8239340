"""The texts and lists that go with the files of a pack, in the active language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wagtail_ita.clock import local_day, local_time
from wagtail_ita.domain.dates import format_date
from wagtail_ita.domain.records import ItemRecord
from wagtail_ita.transfer.formats.csv import csv_bytes
from wagtail_ita.transfer.pack.parts import ListedPiece
from wagtail_ita.transfer.pack.zipping import ZipStream


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a pack says of itself.

    Attributes:
        moment: When what is in it was last published.
        is_year: Whether it holds a whole year.
    """

    title: str
    agency: str
    url: str
    language: str
    moment: dt.datetime | None
    is_year: bool = False


def readme(paper: Paper) -> bytes:
    """Say what the pack is and how to check it."""
    what = (
        _("All published items of the year, a folder each.")
        if paper.is_year
        else _("The published item with its evidence.")
    )
    files = [
        ("evidence/", _("the evidence files that are open to the public")),
        ("evidence.csv", _("the list of all evidence, also pages and links, and what is missing")),
        ("publications.csv", _("when the pages were published and taken back")),
        ("SHA256SUMS", _("sums to prove that no file was changed: sha256sum -c SHA256SUMS")),
    ]
    if paper.is_year:
        files.insert(0, ("items.csv, items.xlsx, items.json", _("the list of the items")))
    lines = [
        paper.title,
        paper.agency,
        paper.url,
        _last_changed(paper.moment),
        "",
        what,
        _("Nothing in it is a draft or needs a login."),
        "",
        *(f"{name} – {about}" for name, about in files),
    ]
    return _text(line for position, line in enumerate(lines) if line or position > 3)


def item_text(
    record: ItemRecord, url: str, moment: dt.datetime | None, pieces: Sequence[ListedPiece]
) -> bytes:
    """Write what an item page says."""
    lines = [
        f"{record.code} {record.title}".strip(),
        url,
        _last_changed(moment),
        "",
        *record.nothing_to_report.splitlines(),
        *record.text.splitlines(),
    ]
    if pieces:
        lines += ["", _("Evidence")]
        lines += [
            " ".join(filter(None, (f"- {each.target.title}", each.target.url, each.path)))
            for each in pieces
        ]
    return _text(lines)


def evidence_list(
    pieces: Iterable[ListedPiece], written: ZipStream, missing: Collection[str]
) -> bytes:
    """List the evidence; what the site could not find is named, and nothing is left out."""
    columns = (
        *("item", "measure", "kind", "title", "note", "url"),
        *("file", "size", "sha256", "remark"),
    )
    rows = (
        (
            piece.item,
            piece.measure,
            piece.kind.value,
            piece.target.title,
            piece.note,
            piece.target.url,
            "" if piece.path in missing else piece.path,
            written.sizes.get(piece.path),
            written.sums.get(piece.path),
            _("The file is not on the site any more.") if piece.path in missing else "",
        )
        for piece in pieces
    )
    return csv_bytes(columns, rows)


def log_list(log: Iterable[tuple[dt.datetime, str, str]]) -> bytes:
    """List what was published and taken back, and when; not by whom."""
    labels = {
        "publish": pgettext("item", "Published"),
        "publish.scheduled": _("Published as scheduled"),
        "unpublish": _("Taken back"),
        "unpublish.scheduled": _("Taken back as scheduled"),
    }
    rows = (
        (local_time(moment).isoformat(timespec="seconds"), item, action, labels[action])
        for moment, item, action in log
    )
    return csv_bytes(("time", "item", "action", "description"), rows)


def sums(of: Mapping[str, str]) -> bytes:
    """Write the sums as ``sha256sum`` reads them."""
    return "".join(f"{digest}  {path}\n" for path, digest in of.items()).encode()


def _text(lines: Iterable[str]) -> bytes:
    # The editor of an old Windows knows neither UTF-8 without the mark nor bare line feeds.
    return "\r\n".join([*lines, ""]).encode("utf-8-sig")


def _last_changed(moment: dt.datetime | None) -> str:
    if moment is None:
        return ""
    label = _("Last changed")
    return f"{label}: {format_date(local_day(moment), language=get_language() or 'th')}"
