"""Say what an assessor would miss, item by item."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_ita.checks.listing import ListFormat, write_listing
from wagtail_ita.checks.public import Progress
from wagtail_ita.checks.year import CheckedYear, check_year, check_year_from_outside
from wagtail_ita.domain.findings import Severity
from wagtail_ita.management.arguments import (
    add_year_and_scheme,
    item_code,
    require_site,
    scheme_of,
)
from wagtail_ita.management.base import ITACommand
from wagtail_ita.selectors import find_index

FOUND_ERRORS = 1
WRONG_USE = 2


class Command(ITACommand):
    """Checks and prints; the exit code is for cron."""

    help = (
        "Checks every item of an assessment year. Exits with 0 when no error is found, with 1 "
        "when there are errors (warnings and notes do not count), with 2 when it cannot check."
    )
    database_gone = WRONG_USE

    def add_arguments(self, parser: CommandParser) -> None:
        add_year_and_scheme(parser)
        parser.add_argument("--item", type=item_code, default=None, help="Only this item.")
        parser.add_argument(
            "--public",
            action="store_true",
            help="Look at the public pages as a visitor does, instead of the drafts.",
        )
        parser.add_argument(
            "--base-url",
            default=None,
            metavar="URL",
            help="With --public: address of the deployed site; this process answers by default.",
        )
        parser.add_argument(
            "--no-outside",
            action="store_true",
            help="With --public: do not open links to other websites.",
        )
        parser.add_argument(
            "--format",
            choices=[each.value for each in ListFormat],
            default=ListFormat.TEXT.value,
            help="How findings are written; stdout holds nothing else.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._require_public(options)
        checked = self._check(options)
        if options["item"] and not checked.items:
            raise CommandError(
                _("Neither the list nor the site has an item %(code)s in %(year)s.")
                % {"code": options["item"], "year": options["year"]},
                returncode=WRONG_USE,
            )
        self._write(checked, ListFormat(options["format"]))
        errors = checked.count(Severity.ERROR)
        if errors:
            message = ngettext("%(count)d error was found.", "%(count)d errors were found.", errors)
            raise CommandError(message % {"count": errors}, returncode=FOUND_ERRORS)

    def _require_public(self, options: dict[str, Any]) -> None:
        given = {"--base-url": options["base_url"], "--no-outside": options["no_outside"]}
        for name, value in given.items():
            if value and not options["public"]:
                raise CommandError(
                    _("%(option)s has a meaning only together with --public.") % {"option": name},
                    returncode=WRONG_USE,
                )

    def _check(self, options: dict[str, Any]) -> CheckedYear:
        scheme = scheme_of(options)
        site = require_site(returncode=WRONG_USE)
        index = find_index(year=options["year"], scheme=scheme, site=site)
        if index is None:
            raise CommandError(
                _(
                    "The site has no index page of %(scheme)s for %(year)s. "
                    "Make it with the command ita_setup."
                )
                % {"scheme": scheme, "year": options["year"]},
                returncode=WRONG_USE,
            )
        # A log file or a mail from cron needs no progress; a person who waits does.
        talks = options["verbosity"] > 1 or (options["verbosity"] and self.stderr.isatty())
        if options["public"]:
            return check_year_from_outside(
                index,
                code=options["item"],
                base_url=options["base_url"],
                fetch_outside=not options["no_outside"],
                progress=self._show_progress if talks else None,
            )
        return check_year(index, code=options["item"], progress=self._say if talks else None)

    def _show_progress(self, progress: Progress) -> None:
        total = f"/{progress.total}" if progress.total else ""
        self._say(f"{progress.stage.label} {progress.done}{total} {progress.what}")

    def _say(self, text: str) -> None:
        self.stderr.write(text, style_func=str)

    def _write(self, checked: CheckedYear, form: ListFormat) -> None:
        text = write_listing(checked, form)
        raw = getattr(self.stdout, "buffer", None)
        if form is ListFormat.TEXT or raw is None:
            self.stdout.write(text, ending="")
            return
        # Programs and spreadsheets expect UTF-8, whatever the terminal speaks.
        self.stdout.flush()
        raw.write(text.encode("utf-8"))
        raw.flush()
