"""The rule that a change of what is public is published with a note on what was corrected."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from wagtail_ita.domain.differences import ChangeKind, MeasureChange, differences
from wagtail_ita.domain.findings import Finding, FindingType, Place, Severity, register
from wagtail_ita.domain.personal_data import redact
from wagtail_ita.models import add_publish_rule
from wagtail_ita.transfer.pages import report_to_record
from wagtail_ita.workflow.recording import has_versions, last_public

logger = logging.getLogger(__name__)

_SHOWN: Final = 3

NOTE_MISSING: Final = register(
    FindingType(
        code="correction-note-missing",
        severity=Severity.ERROR,
        title=_("Correction without a note"),
        explanation=_(
            "Whoever has read the report before, or handed in its address, must see what was "
            "corrected since."
        ),
        statement=_(
            "No new note says what was corrected, although visitors will see another text in: "
            "%(changes)s."
        ),
        remedy=_(
            "Write in one or two sentences what was corrected. Visitors see the note and its date."
        ),
    )
)


@dataclass(frozen=True, slots=True)
class ChangedPlaces:
    """Where the measures differ; ``str()`` names the places in the active language."""

    changes: Sequence[MeasureChange]

    def __str__(self) -> str:
        labels = [_label(change) for change in self.changes]
        shown = "; ".join(labels[:_SHOWN])
        more = len(labels) - _SHOWN
        if more > 0:
            shown += "; " + gettext("and %(count)d more") % {"count": more}
        return shown


def add_rule() -> None:
    """Give the models the rule; called once, when the app is ready."""
    add_publish_rule(correction_findings, while_typing=True)


def correction_findings(page: Any) -> tuple[Finding, ...]:
    """Return what keeps a change of a report from going public: that no note tells of it."""
    if not has_versions(page) or page.pk is None:
        return ()
    last = last_public(page)
    if last is None or last.new_note:
        return ()
    try:
        record = report_to_record(page)
    except Exception:
        # That it cannot be read is a finding of the rules about its content.
        logger.exception("The page %s cannot be compared with what is public.", page.pk)
        return ()
    changes = differences(last.record, record)
    if not changes or _is_translation(page):
        return ()
    return (NOTE_MISSING.at(Place(field="correction_note"), changes=ChangedPlaces(changes)),)


def _is_translation(page: Any) -> bool:
    """Tell whether a page says in another language what one in the site's own language says.

    The note is asked for there. Here it is a text to be translated like the others, and what a
    translator mends in his own words is no correction of the report.
    """
    main = Locale.get_default()
    if page.locale_id == main.pk:
        return False
    originals = type(page)._base_manager.filter(
        translation_key=page.translation_key, locale=main, alias_of=None
    )
    return bool(originals.exists())


def _label(change: MeasureChange) -> str:
    place = Place(measure_number=change.number, measure_title=redact(change.title))
    label = place.measure_label
    if change.kind is ChangeKind.ADDED:
        return gettext("%(measure)s: new") % {"measure": label}
    if change.kind is ChangeKind.REMOVED:
        return gettext("%(measure)s: left out") % {"measure": label}
    parts = ", ".join(
        f"({part.element.number}) {part.label}" if part.element else str(part.label)
        for part in change.parts
    )
    return f"{label}: {parts}"
