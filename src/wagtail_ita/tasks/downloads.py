"""Makes what visitors will ask for as soon as a page is published.

Without it the first visitor of a report waits while its PDF is made. What is not ready when it is
asked for is made then, so nothing depends on a worker.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import router
from django_tasks import task
from wagtail.signals import page_published

from wagtail_ita.conf import get_settings
from wagtail_ita.models import ITAIndexMixin, ITAItemMixin, ITAReportMixin
from wagtail_ita.tasks.running import enqueue_on_commit, runs_at_once
from wagtail_ita.transfer.formats.registry import FORMATS
from wagtail_ita.transfer.keeping import report_file
from wagtail_ita.transfer.pack import keep_pack
from wagtail_ita.transfer.published import published
from wagtail_ita.transfer.sharing.about import Shared

logger = logging.getLogger(__name__)

Preparation = Callable[[Any], None]

_preparations: list[tuple[type[Any], Preparation]] = []


def add_preparation(kind: type[Any], preparation: Preparation) -> None:
    """Add a function that makes something of a page once it is published.

    Args:
        kind: Of which pages, such as ``ITAReportMixin``.
        preparation: Called in the worker with a live page. It makes nothing twice.
    """
    if (kind, preparation) not in _preparations:
        _preparations.append((kind, preparation))


def register() -> None:
    """Prepare what is published from now on; called once, when the app is ready."""
    add_preparation(ITAReportMixin, make_report_files)
    for kind in (ITAIndexMixin, ITAItemMixin, ITAReportMixin):
        add_preparation(kind, make_share_picture)
        add_preparation(kind, make_packs)
    page_published.connect(prepare_on_publication, dispatch_uid="wagtail_ita.tasks.downloads")


def prepare_on_publication(*, instance: Any, **kwargs: Any) -> None:
    """Hand over the preparation of a page that has just been published."""
    if not any(isinstance(instance, kind) for kind, _preparation in _preparations):
        return
    if not prepares_downloads():
        return
    enqueue_on_commit(
        prepare_page,
        instance._meta.label,
        instance.pk,
        instance.live_revision_id,
        using=router.db_for_write(type(instance)),
    )


def prepares_downloads() -> bool:
    """Tell whether files are made after a publication.

    Where nobody but the publisher himself could make them, only if the site says so: he would
    wait for it.
    """
    chosen = get_settings().PREPARE_DOWNLOADS
    return chosen if chosen is not None else not runs_at_once(prepare_page)


@task()
def prepare_page(model: str, page_id: int, revision_id: int | None) -> None:
    """Make the files of a page.

    Nothing is done once it has been published anew, which has a task of its own, or is no
    longer live. Running twice makes nothing twice.

    Args:
        model: ``app_label.Model`` of the page.
        page_id: Its primary key.
        revision_id: What was published; ``None`` where that is not known, as for an alias.
    """
    live = apps.get_model(model)._default_manager.filter(
        pk=page_id, live=True, live_revision_id=revision_id
    )
    page = live.first()
    if page is None:
        return
    for kind, preparation in _preparations:
        if isinstance(page, kind):
            try:
                preparation(page)
            except Exception:
                # One thing that cannot be made must not keep the others from being made.
                logger.exception("%s could not be prepared: %s.", page, preparation.__name__)


def make_report_files(page: Any) -> None:
    """Make a report in each format that the site offers."""
    report = published(page)
    for form in FORMATS.values():
        if not form.is_available or form.filename not in page.download_names:
            continue
        try:
            report_file(form, report)
        except Exception:
            logger.exception("%s of %s could not be made.", form.filename, page)


def make_packs(page: Any) -> None:
    """Make ``evidence.zip`` of a page and of its year, where the site keeps them."""
    if not get_settings().KEEP_PACKS:
        return
    index = page if isinstance(page, ITAIndexMixin) else page.index_page
    of_report = [page] if isinstance(page, ITAReportMixin) else []
    of_year = [index] if index is not None and index.live else []
    for each in (*of_report, *of_year):
        keep_pack(each)


def make_share_picture(page: Any) -> None:
    """Make the picture that a chat shows of a page."""
    shared = Shared.of(page)
    if shared.picture is not None:
        shared.picture_file()
