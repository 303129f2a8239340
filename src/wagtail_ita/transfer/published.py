"""A live page as a publication: what anonymous visitors may see of it, and nothing else."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urljoin

from django.utils.translation import override
from wagtail.documents import get_document_model

from wagtail_ita.blocks.preloading import base_page_model, preloaded_targets
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, ReportRecord
from wagtail_ita.models import (
    ITASettings,
    PublishedVersion,
    Visibility,
    public_approvals,
    public_versions,
    safe_markup,
)
from wagtail_ita.selectors import versions_of
from wagtail_ita.transfer.pages import report_to_record
from wagtail_ita.transfer.publication import EvidenceTarget, Publication

Linked = tuple[tuple[Any, ...], ...]

_LINK: Final = re.compile(r"<a\s([^<>]*)>")
_ATTRIBUTE: Final = re.compile(r'([a-z]+)="([^"]*)"')


class NotPublicError(ValueError):
    """The page is a draft, private, or below a private page: nobody gets a file of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A publication whose emblem is read only when a file is made of it.

    Attributes:
        publication: Without the bytes of the emblem.
        agency: Settings of the site that the page is on; ``None`` where it is on none.
        linked: Where the pages and documents are that rich text links to; formats look it up.
        page_key: Primary key of the page.
    """

    publication: Publication
    agency: ITASettings | None
    linked: Linked = ()
    page_key: Any = None

    @property
    def fingerprint(self) -> str:
        """What changes whenever a file made of the publication does."""
        emblem: Any = self.agency.emblem if self.agency else None
        parts = repr((self.publication, emblem.file.name if emblem else "", self.linked))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()

    def complete(self) -> Publication:
        """Return the publication with the emblem."""
        return replace(self.publication, emblem=emblem_bytes(self.agency))


def publication_of(page: Any, *, visibility: Visibility | None = None) -> Publication:
    """Return the live revision of a report as anonymous visitors may see it.

    Args:
        page: A live report page, fresh from the database.
        visibility: What visitors may see, where it is known already.

    Raises:
        NotPublicError: The page is not live.
    """
    return published(page, visibility=visibility).complete()


def published(page: Any, *, visibility: Visibility | None = None) -> Published:
    """Return the same as ``publication_of``, the emblem not yet read.

    The page is taken as the database has it, which is the live revision; a newer draft has no
    part in it. However many measures and pieces of evidence there are, the number of queries
    is the same.

    Raises:
        NotPublicError: The page is not live.
    """
    agency = agency_of(page)
    evidence, record = _public_parts(page, visibility or Visibility())
    version = public_versions(page).live_version
    return Published(
        publication=_publication(page, evidence, record, agency, version),
        agency=agency,
        linked=_linked(record),
        page_key=page.pk,
    )


def publications_of(
    pages: Sequence[Any], *, visibility: Visibility | None = None
) -> dict[Any, Publication]:
    """Return the publications of live reports, by page, without the bytes of their emblems.

    However many pages there are, the number of queries is the same, if they know already which
    index page they are under and are on one site.

    Raises:
        NotPublicError: One of them is not live.
    """
    shared = visibility or Visibility()
    versions = versions_of(pages, with_approvals=True)
    agencies: dict[Any, ITASettings | None] = {}
    found = {}
    with preloaded_targets([s for page in pages for s in (page.measures, page.attachments)]):
        for page in pages:
            parts = page.get_url_parts()
            site = parts[0] if parts else None
            if site not in agencies:
                agencies[site] = agency_of(page)
            evidence, record = _public_parts(page, shared)
            found[page.pk] = _publication(
                page, evidence, record, agencies[site], versions[page.pk].live_version
            )
    return found


def _public_parts(page: Any, visibility: Visibility) -> tuple[PublicEvidence, ReportRecord]:
    if not page.live:
        raise NotPublicError(page.title)
    evidence = PublicEvidence(visibility=visibility, url=page.full_url or "", page_key=page.pk)
    with preloaded_targets([page.measures, page.attachments]):
        return evidence, _public_record(page, evidence)


def _publication(
    page: Any,
    evidence: PublicEvidence,
    record: ReportRecord,
    agency: ITASettings | None,
    version: PublishedVersion | None,
) -> Publication:
    language = page.locale.language_code
    index = page.index_page
    item = page.catalogue_item
    with override(language):
        name = agency.agency_name if agency else ""
    approvals = public_approvals(page, version)
    memo = replace(record.memo, approvals=tuple(each.record for each in approvals))
    return Publication(
        record=replace(record, agency=name, memo=memo),
        url=evidence.url,
        scheme=index.scheme if index else "",
        assessment_year=index.assessment_year if index else None,
        item_title=item.title(language) if item else "",
        language=language,
        thai_digits=bool(agency and agency.thai_digits) and is_thai(language),
        first_published=page.first_published_at,
        last_published=page.last_published_at,
        revision=page.live_revision_id,
        targets=evidence.targets,
        earlier_approvals=frozenset(
            position for position, each in enumerate(approvals) if each.on_earlier_text
        ),
    )


def _linked(record: ReportRecord) -> Linked:
    texts = [record.introduction, record.conclusion]
    for measure in record.measures:
        texts += [measure.output, measure.outcome]
    keys: dict[str, set[int]] = {"page": set(), "document": set()}
    for tag in _LINK.findall("\n".join(texts)):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if attributes.get("linktype") in keys and attributes.get("id", "").isdecimal():
            keys[attributes["linktype"]].add(int(attributes["id"]))
    places: dict[str, tuple[Any, str]] = {
        "page": (base_page_model(), "url_path"),
        "document": (get_document_model(), "file"),
    }
    return tuple(
        row
        for kind, (model, place) in places.items()
        if keys[kind]
        for row in model._default_manager.filter(pk__in=keys[kind])
        .order_by("pk")
        .values_list("pk", place)
    )


def agency_of(page: Any) -> ITASettings | None:
    """Return the settings of the site that a page is on; ``None`` where it is on none."""
    site = page.get_site()
    found: ITASettings | None = ITASettings.for_site(site) if site else None
    return found


def emblem_bytes(agency: ITASettings | None) -> bytes:
    """Return the stored file of an agency's emblem; empty when there is none to be read."""
    emblem: Any = agency.emblem if agency else None
    if emblem is None:
        return b""
    try:
        with emblem.file.storage.open(emblem.file.name) as stored:
            content: bytes = stored.read()
            return content
    except OSError:
        return b""


@dataclass(slots=True, kw_only=True)
class PublicEvidence:
    """Evidence of one page that visitors may open, and where it leads.

    Attributes:
        url: Absolute address of the page, against which others are made absolute.
        page_key: Primary key of the page.
        targets: Where the pieces lead, by their ids; filled by ``public``.
    """

    visibility: Visibility
    url: str
    page_key: Any
    targets: dict[str, EvidenceTarget] = field(default_factory=dict)

    def public(
        self, place: str, records: Iterable[EvidenceRecord], stored: Iterable[Any]
    ) -> Iterator[EvidenceRecord]:
        """Keep the pieces that visitors may open.

        Args:
            place: Where on the page they stand, such as ``measures.0``.
            records: All pieces there.
            stored: Their blocks, in the same order.
        """
        for position, (record, child) in enumerate(zip(records, stored, strict=True)):
            if not self.visibility.allows(child.value):
                continue
            # A piece that was stored without an id, or a copy with that of another piece, gets
            # one that stays the same, because targets are found by it.
            if not record.id or record.id in self.targets:
                name = f"wagtail-ita:{self.page_key}:{place}:{position}"
                record = replace(record, id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)))
            self.targets[record.id] = evidence_target(child.value, self.url)
            yield record


def evidence_target(value: Any, base: str) -> EvidenceTarget:
    """Return where the value of an evidence block leads; its target must be there."""
    target = value.target
    address = target.full_url if value.kind is EvidenceKind.PAGE else value.url
    url = urljoin(base, address or "")
    title = str(value.title_text or url)
    if value.kind not in (EvidenceKind.DOCUMENT, EvidenceKind.IMAGE):
        return EvidenceTarget(title=title, url=url)
    name = target.filename
    return EvidenceTarget(
        title=title,
        url=url,
        filename=name,
        storage_name=target.file.name,
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        # The column: asking the storage would be a call for each piece.
        size=target.file_size,
    )


def _public_record(page: Any, evidence: PublicEvidence) -> ReportRecord:
    record = report_to_record(page)
    measures = tuple(
        replace(
            measure,
            output=safe_markup(measure.output),
            outcome=safe_markup(measure.outcome),
            evidence=tuple(
                evidence.public(
                    f"measures.{number}", measure.evidence, child.value.get("evidence") or ()
                )
            ),
        )
        for number, (measure, child) in enumerate(zip(record.measures, page.measures, strict=True))
    )
    attachments = tuple(evidence.public("attachments", record.attachments, page.attachments))
    return replace(
        record,
        introduction=safe_markup(record.introduction),
        measures=measures,
        conclusion=safe_markup(record.conclusion),
        attachments=attachments,
    )
