"""Tells a translator why a translation was not published, in wagtail-localize's own screens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages as admin_messages

from wagtail_ita.checks.translating import LOCALIZE
from wagtail_ita.models import PublishRefused, refusal_sentence
from wagtail_ita.views.refusals import tell_refusal


def publish_translation(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answer for “Publish” in the translation editor, with words when it is refused.

    wagtail-localize shows its editor from a hook before the edit view; this one comes first.
    """
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    if not apps.is_installed(LOCALIZE):
        return None
    from wagtail_localize.models import Translation
    from wagtail_localize.views.edit_translation import edit_translation

    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).first()
    if translation is None:
        return None
    try:
        answer: HttpResponse = edit_translation(request, translation, page)
    except PublishRefused as refusal:
        admin_messages.error(request, refusal_sentence(refusal.page, refusal.findings))
        return redirect(request.path)
    return answer


def answer_refused_updates() -> None:
    """Make “sync translated pages” with “publish immediately” say what could not be published."""
    if not apps.is_installed(LOCALIZE):
        return
    from wagtail_localize.views.update_translations import UpdateTranslationsView

    if not hasattr(UpdateTranslationsView.post, "answers_refusals"):
        UpdateTranslationsView.post = _answering_refusals(UpdateTranslationsView.post)


def _answering_refusals(post: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(post)
    def answer(view: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            # wagtail-localize syncs and publishes in one transaction, which this undoes.
            return post(view, request, *args, **kwargs)
        except PublishRefused as refusal:
            tell_refusal(request, refusal.page, refusal.findings)
        admin_messages.warning(
            request, _("The translations have been updated; none of them has been published.")
        )
        data: Any = request.POST.copy()
        data.pop("publish_translations", None)
        request.POST = data
        return post(view, request, *args, **kwargs)

    answer.answers_refusals = True  # type: ignore[attr-defined]
    return answer
