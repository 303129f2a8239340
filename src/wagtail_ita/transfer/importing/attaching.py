"""A file that cannot be read, such as a scan, as evidence of the report instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.db import transaction

from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.transfer.importing.applying import write_draft
from wagtail_ita.transfer.importing.targets import Target

ATTACH_ACTION: Final = "wagtail_ita.attach"


@transaction.atomic
def attach_document(target: Target, document: Any, *, user: Any = None) -> Any:
    """Add a document of the site to the attachments of a report, in a new draft version.

    Args:
        target: The report, there already or to be made.
        document: A stored document.
        user: Who does it.

    Returns:
        The page.

    Raises:
        ImportRefused: As with ``apply_import``.
    """
    piece = EvidenceRecord(kind=EvidenceKind.DOCUMENT, title=document.title, key=str(document.pk))
    record = replace(
        target.present,
        code=target.code,
        title=target.title,
        attachments=(*target.present.attachments, piece),
    )
    return write_draft(
        target, record, user=user, action=ATTACH_ACTION, data={"source": document.filename}
    )
