"""The workbook that we hand out: an agency writes its measures into it, and we read it back."""

from __future__ import annotations

from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.transfer.formats.workbook import Column, Row, Sheet, workbook_bytes
from wagtail_ita.transfer.tables.own import EXPLANATIONS, heads

_WIDTHS: Final = {
    "indicator": 12,
    "title": 36,
    "description": 32,
    "steps": 48,
    "period_start": 16,
    "period_end": 16,
    "period_note": 24,
    "responsible": 28,
    "output": 36,
    "outcome": 36,
}
_EXPLAINED: Final = {
    "indicator": gettext_noop("A number from 1 to 10. Leave it empty if there is none."),
    "title": gettext_noop("The name as it is to be published. One measure in each row."),
    "description": gettext_noop("In a sentence, what the measure is for."),
    "steps": gettext_noop("What was done, in order. Press Alt+Enter to begin the next line."),
    "period_start": gettext_noop("The day, such as 1/10/2567. Leave it empty if there is none."),
    "period_end": gettext_noop("The day, such as 30/9/2568. Leave it empty if there is none."),
    "period_note": gettext_noop("Words in place of days or beside them: “throughout the year”."),
    "responsible": gettext_noop("Units or positions, not names of persons."),
    "output": gettext_noop("What was produced, with figures."),
    "outcome": gettext_noop("What changed because of it."),
}


def import_template(language: str) -> bytes:
    """Return an empty workbook with heads and explanations in a language."""
    with translation.override(language):
        return workbook_bytes(
            [_measures(language), _scores(language), _explanations(language)],
            title=_("Measures report"),
            creator="",
            moment=None,
            thai=language.startswith("th"),
            heading=_("Measures report"),
        )


def _measures(language: str) -> Sheet:
    names = heads(language)
    columns = [Column(names[name], width) for name, width in _WIDTHS.items()]
    return Sheet(name=_("Measures"), columns=columns, rows=[], frozen_columns=2)


def _scores(language: str) -> Sheet:
    columns = (
        Column(_("No."), 8),
        Column(pgettext("report", "Indicator"), 48),
        Column(pgettext("report", "Score"), 12),
    )
    rows: list[Row] = [(each.number, each.name(language), None) for each in INDICATORS]
    rows.append((None, _("Total score"), None))
    rows.append((None, pgettext("report", "Level"), None))
    return Sheet(name=pgettext("report", "Scores"), columns=columns, rows=rows)


def _explanations(language: str) -> Sheet:
    names = heads(language)
    rows: list[Row] = [(names[name], _(words)) for name, words in _EXPLAINED.items()]
    columns = (Column(_("Column"), 40), Column(_("What to write"), 80))
    return Sheet(name=_(EXPLANATIONS), columns=columns, rows=rows)
