"""Load thousands of agencies: ``manage.py load_scale_data --agencies 2000``."""

from __future__ import annotations

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation
from wagtail.models import Page, Site

from townsite.home.models import HomePage
from townsite.sample.scale.agencies import PREFIX, Shape
from townsite.sample.scale.loading import (
    Load,
    ScaleError,
    agencies_of,
    load,
    note_statistics,
    remove,
)
from townsite.sample.tally import Tally
from townsite.sample.town_pages import load_home, load_locales
from wagtail_ita.models import public_content_changed


class Command(BaseCommand):
    """Loads what is missing, says how far it is, and takes all of it away again."""

    help = (
        "Puts invented agencies below the home page, each with its years, items, reports and "
        "news, to see how the site behaves when it is large. Run it again to add agencies."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agencies", type=int, default=0, help="How many there are to be.")
        parser.add_argument("--pages", type=int, default=100, help="Pages of each. 100.")
        parser.add_argument(
            "--years",
            default="2567,2568,2569",
            help="Assessment years, B.E., with commas between. 2567,2568,2569.",
        )
        parser.add_argument(
            "--sites",
            type=int,
            default=0,
            metavar="K",
            help="The first K agencies get a Wagtail site of their own, scale-0001.localhost. 0.",
        )
        parser.add_argument(
            "--revisions",
            action="store_true",
            help="Give each page the revision that it was published from.",
        )
        parser.add_argument(
            "--index",
            action="store_true",
            help="Fill the search index and the reference index afterwards, which takes longer "
            "than loading.",
        )
        parser.add_argument("--seed", type=int, default=1, help="Another number, other texts.")
        parser.add_argument("--remove", action="store_true", help="Take the agencies away again.")
        parser.add_argument(
            "--force", action="store_true", help="Load also into a site that is in use."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        with translation.override("th"):
            site = self._site(force=options["force"])
            if options["remove"]:
                number = remove(site, progress=self._progress)
                public_content_changed()
                self._say(f"{number} agencies were removed.", started)
                return
            number = self._load(site, options)
            if number:
                note_statistics()
                # Rows that are written in bulk send no signal.
                public_content_changed()
        home = site.root_page
        pages = Page.objects.descendant_of(home, inclusive=True).count()
        there = agencies_of(home).count()
        self._say(
            f"{number} agencies were added; {there} are there, {pages} pages in all."
            if number
            else f"{there} agencies are there already. Nothing was changed.",
            started,
        )
        if number and options["index"]:
            call_command("rebuild_references_index", verbosity=options["verbosity"])
            call_command("update_index", verbosity=options["verbosity"])
            note_statistics()

    def _load(self, site: Site, options: dict[str, Any]) -> int:
        if options["agencies"] < 1:
            raise CommandError("Say how many agencies there are to be, for example --agencies 20.")
        try:
            years = tuple(int(year) for year in options["years"].split(","))
            asked = Load(
                agencies=options["agencies"],
                shape=Shape(pages=options["pages"], years=years),
                sites=options["sites"],
                revisions=options["revisions"],
                seed=options["seed"],
            )
            return load(site, asked, progress=self._progress)
        except ValueError as error:
            raise CommandError("--years are numbers with commas between: 2568,2569.") from error
        except LookupError as error:
            raise CommandError(f"There is no list that {error} could follow.") from error
        except ScaleError as error:
            raise CommandError(str(error)) from error

    def _site(self, *, force: bool) -> Site:
        """Return the site, with a home page of this project where there is none yet."""
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        root = site.root_page.specific if site else None
        if root is None or (type(root) is Page and not root.get_children().exists()):
            with transaction.atomic():
                load_home(Tally(), load_locales(Tally()))
            return Site.objects.select_related("root_page").get(is_default_site=True)
        known = isinstance(root, HomePage) and root.slug == "thantuayang"
        if not known and not force:
            raise CommandError(
                f"This database has a site of its own, “{root.title}”, which is not the sample's. "
                f"With --force the pages {PREFIX}0001 and so on are added to it all the same."
            )
        return site

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"{done}/{total} agencies", style_func=str)

    def _say(self, text: str, started: float) -> None:
        seconds = time.monotonic() - started
        self.stdout.write(self.style.SUCCESS(f"{text} {seconds:.0f} s."))
