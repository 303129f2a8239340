"""What goes into the pack of a report, of another item, and of a whole year."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import override
from wagtail.models import PageLogEntry

from wagtail_ita.blocks.preloading import preloaded_targets
from wagtail_ita.clock import local_time
from wagtail_ita.domain.codes import code_sort_key
from wagtail_ita.domain.records import ItemRecord
from wagtail_ita.models import ITAReportMixin, Visibility, in_words_of
from wagtail_ita.transfer.formats.items import ITEMS_FORMATS
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.keeping import report_file, report_key
from wagtail_ita.transfer.pack.names import UniqueNames, safe_name
from wagtail_ita.transfer.pack.papers import Paper, evidence_list, item_text, log_list, readme, sums
from wagtail_ita.transfer.pack.parts import Folder, ListedPiece, MadeFile, StoredFile
from wagtail_ita.transfer.pack.zipping import ZipStream
from wagtail_ita.transfer.pages import item_to_record
from wagtail_ita.transfer.published import (
    NotPublicError,
    PublicEvidence,
    Published,
    agency_of,
    published,
)
from wagtail_ita.transfer.year_items import YearItems, year_items_of

# What the public could see; who did it, and what was only planned, is nobody's business.
_LOGGED: Final = (
    "wagtail.publish",
    "wagtail.publish.scheduled",
    "wagtail.unpublish",
    "wagtail.unpublish.scheduled",
)


@dataclass(slots=True, kw_only=True)
class Pack:
    """The files of a pack. Everything that the database knows of them is known already.

    Attributes:
        paper: What the README says.
        contents: What its content depends on, beside the files themselves.
        log: Moment, item and action of what was published and taken back.
        missing: Paths of the files that could not be read when the pack was last made.
    """

    paper: Paper
    made: list[MadeFile] = field(default_factory=list)
    stored: list[StoredFile] = field(default_factory=list)
    pieces: list[ListedPiece] = field(default_factory=list)
    contents: list[object] = field(default_factory=list)
    log: list[tuple[dt.datetime, str, str]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)

    @property
    def fingerprint(self) -> str:
        """What changes whenever the pack does."""
        parts = repr((self.paper, self.contents, self.stored, self.pieces, self.log))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()

    def stream(self) -> Iterator[bytes]:
        """Return the zip file in chunks. Needs no database but where a format asks for links."""
        # A zip file knows no zones: its times are those of a clock on the wall.
        moment = self.paper.moment
        zip_ = ZipStream(local_time(moment) if moment else None)
        missing = self.missing = set()
        yield from zip_.add("README.txt", [self._worded(readme, self.paper)])
        for made in self.made:
            content = made.read()
            if content is None:
                missing.add(made.path)
            else:
                yield from zip_.add(made.path, [content], size=len(content))
        for stored in self.stored:
            chunks = stored.read()
            if chunks is None:
                missing.add(stored.path)
            else:
                yield from zip_.add(stored.path, chunks, size=stored.measured())
        papers = {
            "evidence.csv": self._worded(evidence_list, self.pieces, zip_, missing),
            "publications.csv": self._worded(log_list, self.log),
        }
        for path, content in papers.items():
            yield from zip_.add(path, [content], size=len(content))
        yield from zip_.add("SHA256SUMS", [sums(zip_.sums)])
        yield zip_.close()

    def _worded(self, write: Callable[..., bytes], *args: Any) -> bytes:
        # The stream is read after the view, no longer in the visitor's language.
        with in_words_of(self.paper.language):
            return write(*args)


def report_pack(page: Any, *, visibility: Visibility | None = None) -> Pack:
    """Return the pack of a live report page.

    Raises:
        NotPublicError: The page is not live.
    """
    report = published(page, visibility=visibility)
    pack = Pack(paper=_paper(page, report.publication.record.agency, report.publication.url))
    names = UniqueNames()
    _add_report(pack, page, report, Folder(page.code, "", names))
    pack.log = _log([page])
    return pack


def item_pack(page: Any, *, visibility: Visibility | None = None) -> Pack:
    """Return the pack of a live item page that is not the measures report.

    Raises:
        NotPublicError: The page is not live.
    """
    if not page.live:
        raise NotPublicError(page.title)
    pack = Pack(paper=_paper(page, _agency_name(page), page.full_url or ""))
    _add_items(pack, [(page, Folder(page.code, "", UniqueNames()))], visibility or Visibility())
    pack.log = _log([page])
    return pack


def year_pack(index: Any, *, visibility: Visibility | None = None) -> Pack:
    """Return the pack of all that the live index page of a year lists, a folder an item.

    Raises:
        NotPublicError: The page is not live.
    """
    visibility = visibility or Visibility()
    year = year_items_of(index, visibility=visibility)
    pack = Pack(paper=_paper(index, year.agency, year.url, moment=year.last_published))
    _add_year_list(pack, year)
    names = UniqueNames()
    pages = _whole(index.public_items(visibility))
    folders = [
        (page, Folder(page.code, f"{names.take('', safe_name(page.code or page.slug))}/", names))
        for page in pages
    ]
    items = [each for each in folders if not isinstance(each[0], ITAReportMixin)]
    for page, folder in folders:
        page.adopt(index)
        if isinstance(page, ITAReportMixin):
            _add_report(pack, page, published(page, visibility=visibility), folder)
    _add_items(pack, items, visibility)
    pack.pieces.sort(key=lambda piece: code_sort_key(piece.item))
    pack.log = _log([index, *pages])
    return pack


def _add_year_list(pack: Pack, year: YearItems) -> None:
    pack.contents.append(year)
    for form in ITEMS_FORMATS.values():
        pack.made.append(
            MadeFile(path=form.filename, make=lambda render=form.render: render(year))  # type: ignore[misc]
        )


def _add_report(pack: Pack, page: Any, report: Published, folder: Folder) -> None:
    publication = report.publication
    for form in FORMATS.values():
        if form.is_available:
            pack.contents.append(report_key(form, report))
            pack.made.append(
                MadeFile(
                    path=f"{folder.prefix}{form.filename}",
                    make=lambda form=form: report_file(form, report),  # type: ignore[misc]
                )
            )
    for number, measure in enumerate(publication.record.measures, start=1):
        folder.add(measure.evidence, publication.target, number)
    folder.add(publication.record.attachments, publication.target)
    _take(pack, folder)


def _add_items(pack: Pack, folders: Sequence[tuple[Any, Folder]], visibility: Visibility) -> None:
    streams = [page.evidence for page, _folder in folders]
    with preloaded_targets(streams):
        for page, folder in folders:
            evidence = PublicEvidence(
                visibility=visibility, url=page.full_url or "", page_key=page.pk
            )
            record = item_to_record(page)
            pieces = list(evidence.public("evidence", record.evidence, page.evidence))
            folder.add(pieces, lambda piece, targets=evidence.targets: targets.get(piece.id))  # type: ignore[misc]
            _take(pack, folder)
            _add_item_text(pack, page, record, folder)


def _add_item_text(pack: Pack, page: Any, record: ItemRecord, folder: Folder) -> None:
    with in_words_of(pack.paper.language):
        text = item_text(record, page.full_url or "", page.last_published_at, folder.pieces)
    pack.contents.append(text)
    pack.made.append(MadeFile(path=f"{folder.prefix}item.txt", make=lambda: text))


def _take(pack: Pack, folder: Folder) -> None:
    pack.stored += folder.files
    pack.pieces += folder.pieces


def _whole(pages: Iterable[Any]) -> list[Any]:
    """Return pages with the fields that a list of them leaves out, in one query a class."""
    order = [page.pk for page in pages]
    by_class: dict[Any, list[Any]] = {}
    for page in pages:
        by_class.setdefault(type(page), []).append(page.pk)
    found = {
        page.pk: page
        for model, keys in by_class.items()
        for page in model.objects.filter(pk__in=keys, live=True).select_related("locale")
    }
    return [found[key] for key in order if key in found]


def _paper(page: Any, agency: str, url: str, moment: dt.datetime | None = None) -> Paper:
    return Paper(
        title=page.title,
        agency=agency,
        url=url,
        language=page.locale.language_code,
        moment=moment or page.last_published_at,
        is_year=hasattr(page, "assessment_year"),
    )


def _agency_name(page: Any) -> str:
    agency = agency_of(page)
    with override(page.locale.language_code):
        return agency.agency_name if agency else ""


def _log(pages: Iterable[Any]) -> list[tuple[dt.datetime, str, str]]:
    codes = {page.pk: getattr(page, "code", "") for page in pages}
    entries = (
        PageLogEntry.objects.filter(page_id__in=list(codes), action__in=_LOGGED)
        .order_by("timestamp", "pk")
        .values_list("timestamp", "page_id", "action")
    )
    return [
        (moment, codes[key], action.removeprefix("wagtail.")) for moment, key, action in entries
    ]
