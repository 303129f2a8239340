"""Show the lists that this site knows, each with its date and how sure it is."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wagtail_ita.catalogues import all_catalogues, catalogue_faults
from wagtail_ita.domain.catalogue import Catalogue
from wagtail_ita.domain.dates import format_date
from wagtail_ita.management.arguments import fiscal_year
from wagtail_ita.management.base import ITACommand


class Command(ITACommand):
    """Prints each list, and with ``--items`` each row."""

    help = "Shows the catalogues: where each comes from, its date and how sure it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=fiscal_year, default=None, help="Only of this year.")
        parser.add_argument("--items", action="store_true", help="Show the rows of each list, too.")

    def handle(self, *args: Any, **options: Any) -> None:
        for catalogue in all_catalogues():
            if options["year"] in (None, catalogue.year):
                self._print_catalogue(catalogue, rows=options["items"])
        faults = catalogue_faults()
        if faults:
            raise CommandError("\n".join(str(fault) for fault in faults))

    def _print_catalogue(self, catalogue: Catalogue, *, rows: bool) -> None:
        language = get_language() or "th"
        self.stdout.write(f"{catalogue.scheme} {catalogue.year}  {catalogue.title(language)}")
        facts = [
            (pgettext("catalogue", "Items"), len(catalogue.items)),
            (_("Collected"), format_date(catalogue.collected, language=language)),
            (_("How sure"), f"{catalogue.certainty.name} – {catalogue.certainty.label}"),
            (pgettext("catalogue", "Source"), catalogue.source),
        ]
        for label, value in facts:
            self.stdout.write(f"  {label}: {value}")
        if rows:
            for item in catalogue.items:
                title = item.title(language)
                self.stdout.write(f"    {item.code} [{item.certainty.name}] {title}")
                self.stdout.write(f"        {item.source}")
