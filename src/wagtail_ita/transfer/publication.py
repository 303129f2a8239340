"""A published report with what only the site knows of it: what every format out is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.records import EvidenceRecord, ReportRecord
from wagtail_ita.domain.scripts import is_in_thai


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceTarget:
    """Where a piece of evidence leads.

    Attributes:
        title: Its title as shown to the public, never empty.
        url: Absolute address.
        filename: Name of the stored file without folders; empty for a page or a link.
        storage_name: Name in the storage of documents or images; empty for a page or a link.
        content_type: Of a file, such as ``application/pdf``.
        size: Of a file, in bytes, where it is known.
    """

    title: str
    url: str
    filename: str = ""
    storage_name: str = ""
    content_type: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The live revision of a report, as anonymous visitors may see it.

    Evidence that they may not see is in neither the record nor in ``targets``.

    Attributes:
        record: The content; ``record.agency`` is the name that the site's settings give.
        url: Absolute address of the page.
        scheme: Whose list the year follows.
        assessment_year: B.E.; ``None`` for a page outside an index.
        item_title: Official title of the item in the page's language; empty when unknown.
        language: Language of the content, such as ``th``.
        thai_digits: Whether the site shows Thai digits in this language.
        first_published: When the page first went public.
        last_published: When the live revision went public.
        revision: Number of the live revision.
        targets: Where evidence leads, by the ``id`` of its ``EvidenceRecord``.
        earlier_approvals: Positions in ``record.memo.approvals`` of those that were given before
            the text was changed.
        emblem: Stored image file of the agency's emblem, as bytes; empty when none is set.
    """

    record: ReportRecord
    url: str
    scheme: str = ""
    assessment_year: int | None = None
    item_title: str = ""
    language: str = "th"
    thai_digits: bool = True
    first_published: dt.datetime | None = None
    last_published: dt.datetime | None = None
    revision: int | None = None
    targets: Mapping[str, EvidenceTarget] = field(default_factory=dict)
    earlier_approvals: frozenset[int] = frozenset()
    emblem: bytes = b""

    @property
    def shown_title(self) -> str:
        """Title of the report; outside Thai the official one in place of a Thai one."""
        title = self.record.title
        untranslated = is_in_thai(title) and not is_thai(self.language)
        official = "" if is_in_thai(self.item_title) else self.item_title
        return official or title if untranslated else title

    def target(self, piece: EvidenceRecord) -> EvidenceTarget | None:
        """Return where a piece of evidence of the record leads."""
        return self.targets.get(piece.id)
