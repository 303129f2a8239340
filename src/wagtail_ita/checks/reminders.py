"""Mails to the owners of items that are due: what goes to whom, and that it goes once a day."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Site

from wagtail_ita import clock
from wagtail_ita.checks.admin_links import edit_address
from wagtail_ita.checks.year import check_latest, future_schedule, latest_version
from wagtail_ita.domain.codes import code_sort_key
from wagtail_ita.domain.dates import format_date
from wagtail_ita.domain.digits import in_digits, numbers_in
from wagtail_ita.domain.findings import Finding
from wagtail_ita.models import item_page_models
from wagtail_ita.selectors import interface_digits

logger = logging.getLogger(__name__)

REMIND_ACTION: Final = "wagtail_ita.remind"
SHOWN_ERRORS: Final = 5


class ReminderFailed(Exception):
    """A mail could not be sent; the sentence says to whom and why.

    Attributes:
        is_general: Whether the other mails would most likely fail, too.
    """

    def __init__(self, message: str, *, is_general: bool) -> None:
        super().__init__(message)
        self.is_general = is_general


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """One item that somebody has to see to.

    Attributes:
        page: The page as the database has it.
        days_left: Until the due date; negative when it has passed.
        errors: What stops the latest version from being published.
    """

    page: Any
    code: str
    title: str
    due: dt.date
    days_left: int
    errors: tuple[Finding, ...]

    @property
    def due_sentence(self) -> str:
        """When it is due and how far off that is, in the active language."""
        date = format_date(self.due, language=get_language() or "th")
        if self.days_left < 0:
            count = -self.days_left
            sentence = ngettext(
                "Due %(date)s, %(count)d day ago", "Due %(date)s, %(count)d days ago", count
            )
        elif self.days_left:
            count = self.days_left
            sentence = ngettext(
                "Due %(date)s, in %(count)d day", "Due %(date)s, in %(count)d days", count
            )
        else:
            count, sentence = 0, _("Due today, %(date)s")
        return sentence % {"date": date, "count": count}

    @property
    def shown_errors(self) -> tuple[Finding, ...]:
        return self.errors[:SHOWN_ERRORS]

    @property
    def more_errors(self) -> int:
        return len(self.errors) - len(self.shown_errors)

    @property
    def edit_address(self) -> str:
        return edit_address(self.page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that one owner is told on one day.

    Attributes:
        sent_today: Whether a mail has gone to him on this day already.
    """

    owner: Any
    items: tuple[DueItem, ...]
    sent_today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlan:
    """Who is told what, and what nobody can be told about.

    Attributes:
        orphans: Items due without an owner who is active and has an e-mail address.
    """

    today: dt.date
    digests: tuple[Digest, ...]
    orphans: tuple[DueItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail as it is sent."""

    recipient: str
    subject: str
    body: str


def plan_reminders(*, days: int, today: dt.date | None = None) -> ReminderPlan:
    """Find the items that are due within some days or overdue, by owner.

    An item is due while it is not live, or its latest version has errors. One that goes
    live by itself in time, and without errors, needs nobody. Owner and date count as the
    latest version has them: before it is first published a page has them nowhere else.
    """
    today = today or clock.today()
    by_owner: dict[Any, list[DueItem]] = {}
    owners: dict[Any, Any] = {}
    orphans: list[DueItem] = []
    for owner, item in _due_items(today, until=today + dt.timedelta(days=days)):
        if owner is not None and owner.is_active and owner.email:
            owners[owner.pk] = owner
            by_owner.setdefault(owner.pk, []).append(item)
        else:
            orphans.append(item)
    told = _told_on(today)
    digests = [
        Digest(owner=owners[key], items=tuple(sorted(items, key=_order)), sent_today=key in told)
        for key, items in by_owner.items()
    ]
    return ReminderPlan(
        today=today, digests=tuple(digests), orphans=tuple(sorted(orphans, key=_order))
    )


def compose(digest: Digest) -> Letter:
    """Write the mail in the language that its reader has chosen for the admin, or the site's."""
    with override(_language_of(digest.owner)):
        count = len(digest.items)
        digits = interface_digits(digest.items[0].page)
        subject = ngettext("ITA: %(count)d item is due", "ITA: %(count)d items are due", count)
        context = {
            "name": get_user_display_name(digest.owner),
            "items": digest.items,
            "digits": digits,
        }
        with numbers_in(digits):
            body = render_to_string("wagtail_ita/email/reminder.txt", context)
        return Letter(
            recipient=digest.owner.email,
            subject=in_digits(subject % {"count": count}, digits),
            body=body,
        )


def send(digest: Digest, *, today: dt.date) -> bool:
    """Send an owner his mail, unless he has had one today; tell whether it was sent.

    What was sent is kept in the history of each page. When the mail fails nothing is kept,
    so that the next run tries again.

    Raises:
        ReminderFailed: The mail server did not take it.
    """
    letter = compose(digest)
    owner = digest.owner
    with transaction.atomic():
        # Two runs at once: the second one waits here, and then finds what the first has kept.
        get_user_model()._default_manager.select_for_update().get(pk=owner.pk)
        if owner.pk in _told_on(today):
            return False
        for item in digest.items:
            log(instance=item.page, action=REMIND_ACTION, data={"recipient": str(owner.pk)})
        _post(letter)
    return True


def _post(letter: Letter) -> None:
    message = EmailMessage(
        letter.subject,
        letter.body,
        getattr(settings, "WAGTAILADMIN_NOTIFICATION_FROM_EMAIL", None),
        [letter.recipient],
        # Keeps out-of-office answers away, as Wagtail's own mails do.
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except Exception as error:
        # Each mail service has exceptions of its own.
        logger.exception("The reminder to %s could not be sent.", letter.recipient)
        about_recipient = isinstance(error, SMTPRecipientsRefused | SMTPDataError)
        raise ReminderFailed(
            _("The reminder to %(recipient)s could not be sent: %(reason)s.")
            % {"recipient": letter.recipient, "reason": str(error) or type(error).__name__},
            is_general=not about_recipient,
        ) from error


def _due_items(today: dt.date, *, until: dt.date) -> Iterator[tuple[Any, DueItem]]:
    """Yield the owner, if there is one, and the item."""
    pages = _pages()
    schedule = future_schedule(pages)
    for page in pages:
        try:
            version = latest_version(page)
        except Exception:  # noqa: BLE001 - a broken draft is what its owner has to hear about
            version = page
        due = version.due_date
        if due is None or due > until:
            continue
        errors = tuple(each for each in check_latest(page, page.index_page) if each.is_error)
        goes_live = schedule.get(str(page.pk))
        is_in_time = page.live or (goes_live and clock.local_day(goes_live) <= due)
        if is_in_time and not errors:
            continue
        yield (
            version.item_owner,
            DueItem(
                page=page,
                code=version.code,
                title=version.title,
                due=due,
                days_left=(due - today).days,
                errors=errors,
            ),
        )


def _pages() -> list[Any]:
    """Return the items of all sites, without translations and copies that follow another page."""
    locales = Site.objects.values("root_page__locale")
    pages = [
        page
        for model in item_page_models()
        for page in model.objects.filter(alias_of=None, locale__in=locales)
        if page.specific_class is model
    ]
    # Pages of several classes at once: the relation is the same in all of them.
    prefetch_related_objects(pages, "latest_revision")
    return pages


def _told_on(day: dt.date) -> set[Any]:
    """Return the primary keys of the users to whom a mail went on a day."""
    start = clock.as_stored(dt.datetime.combine(day, dt.time.min))
    entries = PageLogEntry.objects.filter(
        action=REMIND_ACTION, timestamp__gte=start, timestamp__lt=start + dt.timedelta(days=1)
    )
    # As text, because a primary key may be a UUID, which JSON does not have.
    to_python = get_user_model()._meta.pk.to_python
    return {to_python(entry.data["recipient"]) for entry in entries}


def _order(item: DueItem) -> tuple[Any, ...]:
    return (item.due, code_sort_key(item.code), item.page.pk)


def _language_of(owner: Any) -> str:
    profile = getattr(owner, "wagtail_userprofile", None)
    return getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE
