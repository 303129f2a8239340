"""Where an item stands: one main status, and the marks beside it."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_ita.domain.years import FiscalYear

PENDING_DAYS: Final = 14
"""Days after which a change that is not published makes the public page stale."""


class Status(enum.Enum):
    """What an item can be. ``Status("live")`` finds a member.

    Attributes:
        label: Lazy translation of the name.
        explanation: Lazy translation of the rule behind it.
    """

    label: str
    explanation: str

    MISSING = (
        "missing",
        pgettext_lazy("item status", "Missing"),
        _("The year's list asks for it, and there is no page."),
    )
    DRAFT = (
        "draft",
        pgettext_lazy("item status", "Draft"),
        _("There is a page; the public does not see it."),
    )
    IN_APPROVAL = (
        "in_approval",
        pgettext_lazy("item status", "In approval"),
        _("A version waits in an approval workflow."),
    )
    SCHEDULED = (
        "scheduled",
        pgettext_lazy("item status", "Scheduled"),
        _("A version goes public at a set time."),
    )
    LIVE = (
        "live",
        pgettext_lazy("item status", "Live"),
        _("The page is public."),
    )
    STALE = (
        "stale",
        pgettext_lazy("item status", "Stale"),
        _(
            "The page is public, but was last published before the assessed fiscal year "
            "began, or has changes that wait for publication for more than 14 days or past "
            "the due date."
        ),
    )
    NOT_PUBLIC = (
        "not_public",
        pgettext_lazy("item status", "Not public"),
        _("The page is published, but private or without an address: visitors cannot open it."),
    )
    REFUSED = (
        "refused",
        pgettext_lazy("item status", "Schedule stopped"),
        _("The page had errors when its schedule came due, and was not published."),
    )
    OVERDUE = (
        "overdue",
        pgettext_lazy("item status", "Overdue"),
        _("The due date has passed, and the public does not see the item."),
    )
    WITH_ERRORS = (
        "with_errors",
        pgettext_lazy("item status", "With errors"),
        _("The checks find errors in the latest version."),
    )
    TRANSLATION_MISSING = (
        "translation_missing",
        pgettext_lazy("item status", "Translation missing"),
        _("The year's index page has a translation; this item has none that is public."),
    )

    def __new__(cls, key: str, label: str, explanation: str) -> Status:
        member = object.__new__(cls)
        member._value_ = key
        member.label = label
        member.explanation = explanation
        return member


PUBLISHED: Final = frozenset({Status.LIVE, Status.STALE})
"""Main statuses of a page that is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the status of a page follows from.

    Attributes:
        live: Whether the page is published.
        public: Whether a visitor can open it.
        in_workflow: Whether a version waits for approval.
        scheduled: Whether a version is to go live later.
        changed_on: Day of the latest change that is not published; ``None`` without one.
        published_on: Day of the last publication, if known.
        due: Due date of the item.
        refused: Whether errors stopped the latest schedule.
        has_errors: Whether the checks find errors.
        untranslated: Whether a translation is missing.
    """

    live: bool
    public: bool = True
    in_workflow: bool = False
    scheduled: bool = False
    changed_on: dt.date | None = None
    published_on: dt.date | None = None
    due: dt.date | None = None
    refused: bool = False
    has_errors: bool = False
    untranslated: bool = False


def main_status(facts: Facts, year: FiscalYear, today: dt.date) -> Status:
    """Return the one status of a page in the board of an assessment year.

    Of a page that is not live the nearest step to publication counts: a schedule, then an
    approval. A page that was taken down or has expired is a draft.
    """
    if facts.live:
        return Status.STALE if _is_stale(facts, year, today) else Status.LIVE
    if facts.scheduled:
        return Status.SCHEDULED
    return Status.IN_APPROVAL if facts.in_workflow else Status.DRAFT


def marks(facts: Facts, main: Status, today: dt.date) -> Iterator[Status]:
    """Yield what else is true of a page, the gravest first."""
    if facts.live and not facts.public:
        yield Status.NOT_PUBLIC
    if facts.refused:
        yield Status.REFUSED
    if facts.has_errors:
        yield Status.WITH_ERRORS
    if is_overdue(facts.due, published=facts.live and facts.public, today=today):
        yield Status.OVERDUE
    if facts.in_workflow and main is not Status.IN_APPROVAL:
        yield Status.IN_APPROVAL
    if facts.scheduled and main is not Status.SCHEDULED:
        yield Status.SCHEDULED
    if facts.untranslated:
        yield Status.TRANSLATION_MISSING


def is_overdue(due: dt.date | None, *, published: bool, today: dt.date) -> bool:
    """Tell whether an item should be public by now and is not; the due date itself counts."""
    return due is not None and due < today and not published


def _is_stale(facts: Facts, year: FiscalYear, today: dt.date) -> bool:
    if facts.published_on and facts.published_on < year.start:
        return True
    if facts.changed_on is None:
        return False
    waits_long = (today - facts.changed_on).days > PENDING_DAYS
    return waits_long or (facts.due is not None and facts.due < today)
