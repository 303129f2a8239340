"""Delete the files made of what is not live any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_ita.management.base import ITACommand
from wagtail_ita.models import index_page_models, item_page_models
from wagtail_ita.transfer import shelf


class Command(ITACommand):
    """Tidies up what a crash or another storage left; the site itself needs none of it."""

    help = (
        "Deletes made downloads that nobody asks for: those of pages that are not live, and all "
        "but the newest of each file. A file that is asked for again is made again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Delete every made file.")
        parser.add_argument("--dry-run", action="store_true", help="Only count the files.")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = frozenset() if options["all"] else _live_pages()
        try:
            count = shelf.clear(pages, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(
                _("The storage of the made files does not answer: %(reason)s.")
                % {"reason": error.strerror or error}
            ) from error
        if options["dry_run"]:
            sentence = ngettext(
                "%(count)d file would be deleted.", "%(count)d files would be deleted.", count
            )
        else:
            sentence = ngettext("%(count)d file deleted.", "%(count)d files deleted.", count)
        self.stdout.write(sentence % {"count": count})


def _live_pages() -> frozenset[str]:
    models = (*index_page_models(), *item_page_models())
    return frozenset(
        str(key)
        for model in models
        for key in model._default_manager.live().values_list("pk", flat=True).iterator()
    )
