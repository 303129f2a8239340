"""Gives the pages their publish rule, and tells the owner when it stops a schedule."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_admin_base_url
from wagtail.log_actions import log

from wagtail_ita.checks.pages import check_page
from wagtail_ita.domain.digits import numbers_in
from wagtail_ita.domain.findings import Finding
from wagtail_ita.models import add_publish_rule, refusal_sentence, scheduled_refused
from wagtail_ita.selectors import interface_digits

logger = logging.getLogger(__name__)

REFUSED_ACTION: Final = "wagtail_ita.publish_refused"


def register() -> None:
    """Give the models their rule; called once, when the app is ready."""
    add_publish_rule(check_page, while_typing=True)
    scheduled_refused.connect(tell_about_refusal, dispatch_uid="wagtail_ita.publish_refused")


def tell_about_refusal(page: Any, findings: Sequence[Finding], **kwargs: Any) -> None:
    """Write a refused schedule into the history of the page and mail it to its owner."""
    codes = [finding.code for finding in findings]
    log(instance=page, action=REFUSED_ACTION, data={"findings": codes})
    owner = page.item_owner or page.owner
    if owner is None or not owner.email:
        return
    profile = getattr(owner, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else None
    with override(language), numbers_in(interface_digits(page)):
        lines = [refusal_sentence(page, findings), ""]
        lines += [f"- {finding.message} {finding.remedy}" for finding in findings]
        lines += ["", f"{get_admin_base_url() or ''}{_edit_path(page)}"]
        subject = _("Not published: %(title)s") % {"title": page.title}
        try:
            send_mail(subject, "\n".join(lines), None, [owner.email])
        except OSError:
            # The page is in the board and in the log; a mail server that is down must not
            # stop the pages after this one.
            logger.exception("The refusal of %s could not be mailed.", page.pk)


def _edit_path(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
