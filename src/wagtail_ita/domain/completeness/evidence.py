"""Evidence that leads somewhere, says what it is, and can be heard by who does not see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.addresses import is_followed
from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.completeness import sources
from wagtail_ita.domain.completeness.words import quote, says_something
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.domain.samples import normalise

EVIDENCE_EMPTY: Final = register(
    FindingType(
        code="evidence-empty",
        severity=Severity.ERROR,
        title=_("Evidence that leads nowhere"),
        explanation=_("An assessor who cannot open the evidence counts it as missing."),
        statement=_("This piece of evidence has no file, image, page or address."),
        remedy=_("Choose what it leads to, or delete the entry."),
        source=sources.REACHABLE,
        certainty=Certainty.D,
    )
)
EVIDENCE_UNTITLED: Final = register(
    FindingType(
        code="evidence-untitled",
        severity=Severity.WARNING,
        title=_("Evidence without a title"),
        explanation=_("Without a title the bare address is shown, which tells a reader nothing."),
        statement=_("The link %(url)s has no title."),
        remedy=_("Enter the name of the document or page that it leads to."),
        source=sources.REACHABLE,
        certainty=Certainty.D,
    )
)
EVIDENCE_VAGUE: Final = register(
    FindingType(
        code="evidence-title-vague",
        severity=Severity.WARNING,
        title=_("Evidence with a title that says nothing"),
        explanation=_(
            "A list of links that all say “click here” cannot be used: not by an assessor, and "
            "not by who has it read aloud."
        ),
        statement=_("The title “%(title)s” does not say what the evidence is."),
        remedy=_("Enter the name of the document or page that it leads to."),
        source=sources.REACHABLE,
        certainty=Certainty.D,
    )
)
ALT_MISSING: Final = register(
    FindingType(
        code="image-alt-missing",
        severity=Severity.WARNING,
        title=_("Image without words for those who do not see it"),
        explanation=_("The Web Content Accessibility Guidelines ask for a text for each image."),
        statement=_("The image has no text that says what it shows."),
        remedy=_("Say in a few words what the image shows."),
    )
)

_VAGUE: Final = frozenset(
    map(
        normalise,
        (
            *("คลิก", "คลิกที่นี่", "คลิกที่นี้", "คลิ๊ก", "คลิ๊กที่นี่", "คลิกเพื่อดู", "คลิกดู", "ที่นี่"),
            *("กดที่นี่", "กดดู", "ลิงก์", "ลิงค์", "ดาวน์โหลด", "ดาวโหลด", "ดาวน์โหลดไฟล์", "ดูเพิ่มเติม"),
            *("เพิ่มเติม", "อ่านต่อ", "รายละเอียด", "ดูรายละเอียด", "เอกสาร", "ไฟล์", "เอกสารแนบ", "ไฟล์แนบ"),
            *("เปิดข้อมูล", "เปิดไฟล์", "หลักฐาน", "รูปภาพ", "ภาพ", "ภาพถ่าย"),
            *("click", "click here", "here", "link", "download", "more", "read more", "details"),
            *("document", "file", "image", "picture", "photo", "evidence", "attachment"),
        ),
    )
)


def leads_somewhere(piece: EvidenceRecord) -> bool:
    """Tell whether something was chosen, or an address entered that a link may lead to."""
    if piece.kind is EvidenceKind.LINK:
        return bool(piece.url.strip()) and is_followed(piece.url)
    return bool(piece.key.strip())


def check_evidence(pieces: Sequence[EvidenceRecord], place: Place) -> Iterator[Finding]:
    """Yield what is wrong with the evidence at a place, a measure's or a field's.

    A chosen file, image or page without a title of its own is shown with the one that it
    has in its library: only a link has none to fall back on.
    """
    for number, piece in enumerate(pieces, start=1):
        here = replace(place, entry_id=piece.id, entry_number=number)
        yield from _check_piece(piece, here)


def _check_piece(piece: EvidenceRecord, place: Place) -> Iterator[Finding]:
    is_link = piece.kind is EvidenceKind.LINK
    titled = replace(place, entry_part="title")
    if not leads_somewhere(piece):
        part = "url" if is_link else piece.kind.value
        yield EVIDENCE_EMPTY.at(replace(place, entry_part=part))
    elif is_link and (not says_something(piece.title) or piece.title.strip() == piece.url.strip()):
        yield EVIDENCE_UNTITLED.at(titled, url=quote(piece.url))
    if normalise(piece.title) in _VAGUE:
        yield EVIDENCE_VAGUE.at(titled, title=quote(piece.title))
    if piece.kind is EvidenceKind.IMAGE and not says_something(piece.alt_text):
        yield ALT_MISSING.at(replace(place, entry_part="alt_text"))
