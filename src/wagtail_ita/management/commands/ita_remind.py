"""Mail the owners of items that are due or overdue."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from wagtail_ita.checks.reminders import (
    Digest,
    ReminderFailed,
    ReminderPlan,
    compose,
    plan_reminders,
    send,
)
from wagtail_ita.management.base import ITACommand


class Command(ITACommand):
    """Plans, and unless it is a dry run sends; meant to run once a day."""

    help = (
        "Mails the owner of each item that is due soon or overdue and not yet published, or has "
        "errors. An owner gets one mail for all his items, and at most one a day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=_days,
            default=14,
            help="Items that are due within so many days; 14 by default.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Only print the mails, send none."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        plan = plan_reminders(days=options["days"])
        if options["dry_run"]:
            self._print(plan)
        else:
            self._send(plan)
        if not plan.digests:
            self.stdout.write(_("There is nobody to remind."))
        for item in plan.orphans:
            self.stdout.write(
                _("%(code)s %(title)s is due, but has no owner with an e-mail address.")
                % {"code": item.code, "title": item.title}
            )
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing has been changed."))

    def _print(self, plan: ReminderPlan) -> None:
        for digest in plan.digests:
            if digest.sent_today:
                self._say(digest, _("has had a mail today"))
                continue
            letter = compose(digest)
            self._say(digest, letter.subject)
            self.stdout.write(letter.body)

    def _send(self, plan: ReminderPlan) -> None:
        failures = []
        for digest in plan.digests:
            try:
                is_new = send(digest, today=plan.today)
            except ReminderFailed as failure:
                failures.append(str(failure))
                if failure.is_general:
                    break
            else:
                self._say(digest, _("mail sent") if is_new else _("has had a mail today"))
        if failures:
            failures.append(_("Nothing is lost: run the command again."))
            raise CommandError("\n".join(failures))

    def _say(self, digest: Digest, what: str) -> None:
        codes = ", ".join(item.code for item in digest.items)
        self.stdout.write(f"{digest.owner.email} ({codes}): {what}")


def _days(text: str) -> int:
    try:
        days = int(text)
    except ValueError:
        days = -1
    if not 0 <= days <= 3660:
        message = _("“%(text)s” is not a number of days from 0 to 3660.") % {"text": text}
        raise argparse.ArgumentTypeError(message)
    return days
