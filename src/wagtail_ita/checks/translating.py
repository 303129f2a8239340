"""Holds the publish rule where wagtail-localize publishes, and warns where it does unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.core.exceptions import ValidationError
from django.db import transaction

from wagtail_ita.models import ITAItemBase, PublishRefused

LOCALIZE: Final = "wagtail_localize"
SETTING: Final = "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE"

Write = Callable[..., tuple[Any, bool]]


def register() -> None:
    """Ask the publish rule before wagtail-localize writes; called once, when the app is ready.

    It writes a translation into the live page first and publishes it after the transaction, so
    that the rule in ``save()`` would come too late: visitors would read what was refused.
    """
    if not apps.is_installed(LOCALIZE):
        return
    from wagtail_localize.models import TranslationSource

    write = TranslationSource.create_or_update_translation
    if not hasattr(write, "asks_the_publish_rule"):
        TranslationSource.create_or_update_translation = _asking(write)


def check_translating(*args: Any, **kwargs: Any) -> Iterable[CheckMessage]:
    """Warn when a page that is sent to be translated is published at once, still in Thai."""
    if not apps.is_installed(LOCALIZE) or getattr(settings, SETTING, True) is False:
        return []
    return [
        Warning(
            "A page that is submitted for translation is published at once, still in Thai.",
            hint=f"Set {SETTING} = False. A translation is then published when somebody says so.",
            id="wagtail_ita.W010",
        )
    ]


def _asking(write: Write) -> Write:
    @wraps(write)
    def ask(
        source: Any, locale: Any, user: Any = None, publish: bool = True, **options: Any
    ) -> tuple[Any, bool]:
        model = source.specific_content_type.model_class()
        if not publish or not issubclass(model, ITAItemBase):
            return write(source, locale, user, publish, **options)
        try:
            written = _write_and_ask(write, source, locale, user, publish, **options)
        except PublishRefused:
            if _is_translated(model, source, locale):
                raise
            # A fresh copy has been asked for to be translated: it waits for that as a draft.
            return write(source, locale, user, False, **options)
        if isinstance(written, ValidationError):
            raise written
        return written

    ask.asks_the_publish_rule = True  # type: ignore[attr-defined]
    return ask


def _write_and_ask(write: Write, *args: Any, **options: Any) -> tuple[Any, bool] | ValidationError:
    """Write a translation; undo that, and raise, when the page may not be published.

    An error of a field is returned instead, so that the mark is kept that wagtail-localize has
    left at the text with the error.
    """
    with transaction.atomic():
        try:
            page, is_new = write(*args, **options)
        except ValidationError as error:
            return error
        errors = page.publish_errors()
        if errors:
            raise PublishRefused(page, errors)
    return page, is_new


def _is_translated(model: Any, source: Any, locale: Any) -> bool:
    pages = model.objects.filter(translation_key=source.object_id, locale=locale)
    return pages.filter(alias_of=None).exists()
