"""Answers the panel beside an edit form: the findings of what is typed there now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wagtail_ita.checks.typed import FormError, TypedCheck, check_typed
from wagtail_ita.domain.digits import numbers_in
from wagtail_ita.domain.findings import Finding, Place, Severity
from wagtail_ita.selectors import interface_digits
from wagtail_ita.views.typed_forms import Refusal, TypedFormView, sentence

_SHOWN_NOTES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the panel; ``path`` leads to its box in the form, where it has one."""

    severity: Severity
    label: str
    text: str
    remedy: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of one measure, or with the number 0 of all that is in no measure; notes last."""

    number: int
    title: str
    entries: tuple[Entry, ...]

    @property
    def urgent(self) -> tuple[Entry, ...]:
        """What is shown at once."""
        return self.entries[: len(self.entries) - len(self.folded)]

    @property
    def folded(self) -> tuple[Entry, ...]:
        """Notes, where they are so many that they would hide the rest."""
        notes = tuple(each for each in self.entries if each.severity is Severity.NOTE)
        return notes if len(notes) > _SHOWN_NOTES else ()


class FindingsView(TypedFormView):
    """What the rules say about a page as it is typed. It reads and never writes.

    The answer is a fragment of HTML, or a sentence as plain text when there is none: the
    script puts the one into the panel and the other above it.
    """

    def answer(self, form: Any, parent: Any) -> HttpResponse:
        checked = check_typed(form)
        return render(
            self.request,
            "wagtail_ita/admin/findings.html",
            panel_context(checked, interface_digits(parent)),
        )

    def refuse(self, reason: Refusal) -> HttpResponse:
        sentences = {
            Refusal.NOT_ALLOWED: _("You may not edit this page, so it is not checked."),
            Refusal.NOT_THERE: _("This page cannot be checked: it is not there."),
            Refusal.UNREADABLE: _(
                "What is typed cannot be checked now. Save the draft and open it again."
            ),
        }
        return sentence(sentences[reason], status=reason.value)


def panel_context(checked: TypedCheck, digits: str) -> dict[str, Any]:
    """Return what the template shows: groups of lines, their sums, and the bar."""
    with numbers_in(digits):
        groups = _groups(checked)
    entries = [entry for group in groups for entry in group.entries]
    counts = {each.value: sum(entry.severity is each for entry in entries) for each in Severity}
    return {"groups": groups, "counts": counts, "progress": checked.progress, "digits": digits}


def _groups(checked: TypedCheck) -> list[Group]:
    """Return the page as a whole first, then the measures in their order, the gravest on top."""
    lines = [
        *((error.place, _error_entry(error)) for error in checked.errors),
        *((finding.place, _finding_entry(finding)) for finding in checked.findings),
    ]
    titles: dict[int, str] = {}
    entries: dict[int, list[Entry]] = {}
    for place, entry in lines:
        number = place.measure_number or 0
        titles.setdefault(number, place.measure_label or _("The page"))
        entries.setdefault(number, []).append(entry)
    return [
        Group(
            number=number,
            title=titles[number],
            entries=tuple(sorted(entries[number], key=lambda entry: -entry.severity.rank)),
        )
        for number in sorted(entries)
    ]


def _error_entry(error: FormError) -> Entry:
    return Entry(
        severity=Severity.ERROR,
        label=_joined((_label_in_group(error.place), error.label)),
        text=error.text,
        remedy="",
        path=error.place.path,
    )


def _finding_entry(finding: Finding) -> Entry:
    text = str(finding.statement)
    place = finding.place
    # Where the sentence names the element itself, it need not stand there twice.
    is_named = place.element is not None and str(place.element.label) in text
    return Entry(
        severity=finding.severity,
        label="" if is_named else _label_in_group(place),
        text=text,
        remedy=str(finding.remedy),
        path=place.path,
    )


def _label_in_group(place: Place) -> str:
    return place.label.removeprefix(place.measure_label).removeprefix(", ")


def _joined(labels: Iterable[str]) -> str:
    return ", ".join(label for label in labels if label)
