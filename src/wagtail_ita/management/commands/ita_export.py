"""Write a published report, or the list and the evidence of a whole year, into a file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from wagtail_ita.management.arguments import (
    add_year_and_scheme,
    item_code,
    require_site,
    scheme_of,
)
from wagtail_ita.management.base import ITACommand
from wagtail_ita.models import ITAReportMixin, Visibility
from wagtail_ita.selectors import find_index, find_item
from wagtail_ita.transfer.formats.base import FormatUnavailableError
from wagtail_ita.transfer.formats.items import ITEMS_FORMATS
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.keeping import report_file
from wagtail_ita.transfer.pack import item_pack, report_pack, year_pack
from wagtail_ita.transfer.published import published
from wagtail_ita.transfer.year_items import year_items_of

REFUSED = 1
WRONG_USE = 2
NAMES = (*FORMATS, "zip")


class Command(ITACommand):
    """Finds the page, makes the file, and puts it in its place in one step."""

    help = (
        "Writes what is published into a file. With --item the report, or the evidence of any "
        "item as zip; without it the list of the year's items (json, csv, xlsx), everything of "
        "the year (zip), or the year's report (docx, pdf). Only what an anonymous visitor sees "
        "goes out. Exits with 0 when done, with 1 when the page is not public or the format "
        "needs an extra, with 2 when it is used wrongly."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_year_and_scheme(parser)
        parser.add_argument("--item", type=item_code, default=None, help="Only this item.")
        parser.add_argument("--format", choices=NAMES, required=True, help="What to write.")
        parser.add_argument(
            "-o", "--output", required=True, metavar="FILE", help="Where to; - for stdout."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output: str = options["output"]
        target = None if output == "-" else Path(output)
        if target is not None and (target.is_dir() or not target.absolute().parent.is_dir()):
            raise CommandError(
                _("%(file)s cannot be written: give the name of a file in a folder that exists.")
                % {"file": output},
                returncode=WRONG_USE,
            )
        try:
            chunks = self._chunks(options)
            if target is None:
                self._print(chunks)
                return
            _put(target, chunks)
        except FormatUnavailableError as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(reason)s.")
                % {"file": output, "reason": error.strerror or error},
                returncode=REFUSED,
            ) from error
        if options["verbosity"]:
            self.stderr.write(_("Written: %(file)s") % {"file": output}, style_func=str)

    def _chunks(self, options: dict[str, Any]) -> Iterable[bytes]:
        scheme, name = scheme_of(options), options["format"]
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
        code = options["item"] or _report_code(index, name)
        if code is not None:
            return self._item_chunks(index, code, name)
        visibility = _require_public(index)
        if name == "zip":
            return year_pack(index, visibility=visibility).stream()
        return [ITEMS_FORMATS[name].render(year_items_of(index, visibility=visibility))]

    def _item_chunks(self, index: Any, code: str, name: str) -> Iterable[bytes]:
        page = find_item(index, code)
        if page is None:
            raise CommandError(
                _("The index page of %(year)s has no item %(code)s.")
                % {"code": code, "year": index.assessment_year},
                returncode=WRONG_USE,
            )
        visibility = _require_public(page)
        if not isinstance(page, ITAReportMixin):
            if name != "zip":
                raise CommandError(
                    _("The item %(code)s is not the measures report, so it goes out as zip only.")
                    % {"code": code},
                    returncode=WRONG_USE,
                )
            return item_pack(page, visibility=visibility).stream()
        if name == "zip":
            return report_pack(page, visibility=visibility).stream()
        return [report_file(FORMATS[name], published(page, visibility=visibility))]

    def _print(self, chunks: Iterable[bytes]) -> None:
        raw = getattr(self.stdout, "buffer", None) or sys.stdout.buffer
        self.stdout.flush()
        for chunk in chunks:
            raw.write(chunk)
        raw.flush()


def _report_code(index: Any, name: str) -> str | None:
    """Return the code of the year's report for a format that only a report has."""
    if name in ITEMS_FORMATS or name == "zip":
        return None
    catalogue = index.catalogue
    row = catalogue.report_item if catalogue else None
    if row is None:
        raise CommandError(
            _("Say with --item which report to write: the list of %(year)s names none.")
            % {"year": index.assessment_year},
            returncode=WRONG_USE,
        )
    code: str = row.code
    return code


def _require_public(page: Any) -> Visibility:
    visibility = Visibility()
    if not visibility.allows_page(page):
        raise CommandError(
            _("“%(title)s” is not public, so nothing was written. Publish the page first.")
            % {"title": page.title},
            returncode=REFUSED,
        )
    return visibility


def _put(target: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that is there whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
        # mkstemp keeps its files from everybody else; the result is an ordinary file.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
