"""Load the sample municipality: ``manage.py load_sample``."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import translation
from wagtail.models import Site

from townsite.sample.accounts import (
    ACCOUNTS,
    give_addresses,
    load_accounts,
    load_rights,
    set_passwords,
)
from townsite.sample.chain import load_chain
from townsite.sample.ita_pages import SCHEME, Loader
from townsite.sample.library import Library
from townsite.sample.tally import Tally
from townsite.sample.town_pages import load_home, load_locales, load_town_pages


class Command(BaseCommand):
    """Loads what is missing and says what it did."""

    help = (
        "Loads the sample municipality. Run it again at any time: it adds what is missing, "
        "and leaves alone what is there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        asked_for = os.environ.get("DEMO_PASSWORD", "")
        password = asked_for or secrets.token_urlsafe(9)
        tally = Tally()
        # The language of the site, whatever the terminal speaks: titles are content.
        with translation.override("th"), transaction.atomic():
            _load(tally, password=password)
        with translation.override("en"):
            if tally:
                self.stdout.write(self.style.SUCCESS(f"The sample site is loaded. Made {tally}."))
            else:
                self.stdout.write("The sample site is there already. Nothing was changed.")
        self._tell_password(tally, asked_for=asked_for, generated=password)

    def _tell_password(self, tally: Tally, *, asked_for: str, generated: str) -> None:
        names = ", ".join(account.username for account in ACCOUNTS)
        if asked_for:
            if set_passwords(asked_for):
                self.stdout.write("The password of DEMO_PASSWORD was set.")
            self.stdout.write(f"Accounts: {names}. Their password is that of DEMO_PASSWORD.")
        elif tally.made["accounts"]:
            self.stdout.write(f"Accounts: {names}. Their password, printed only now: {generated}")
        else:
            self.stdout.write(f"Accounts: {names}. For a new password, set DEMO_PASSWORD.")


def _load(tally: Tally, *, password: str) -> None:
    locales = load_locales(tally)
    homes = load_home(tally, locales)
    users = load_accounts(tally, password=password)
    load_rights(tally, tuple(homes.values()))
    library = Library()
    library.load(tally)
    load_town_pages(tally, homes, locales, library)
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    Loader(tally=tally, library=library, locales=locales, users=users, site=site).load()
    # After the pages: what they show is published, and every change from now on goes through it.
    load_chain(tally, site=site, scheme=SCHEME, users=users)
    give_addresses(users)
