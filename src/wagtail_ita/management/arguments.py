"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.years import FiscalYear
from wagtail_ita.selectors import default_site


def fiscal_year(text: str) -> int:
    """Read an assessment year from the command line, in Thai or Arabic digits."""
    try:
        return int(FiscalYear.parse(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def item_code(text: str) -> str:
    """Read an item code from the command line, however it is written."""
    try:
        return normalise_code(text)
    except CodeError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def add_year_and_scheme(parser: argparse.ArgumentParser) -> None:
    """Add ``--year`` and ``--scheme``."""
    parser.add_argument("--year", type=fiscal_year, required=True, help="Assessment year, B.E.")
    parser.add_argument(
        "--scheme", default=None, help="Whose list; the scheme of the settings by default."
    )


def scheme_of(options: dict[str, Any]) -> str:
    """Return the scheme that was asked for, or that of the settings."""
    return options["scheme"] or get_settings().SCHEME


def require_site(*, returncode: int = 1) -> Site:
    """Return the default site.

    Args:
        returncode: Exit code when there is none.

    Raises:
        CommandError: Wagtail has no default site yet.
    """
    site = default_site()
    if site is None:
        raise CommandError(
            _("Wagtail has no default site. Make one in the admin under Settings, Sites."),
            returncode=returncode,
        )
    return site
