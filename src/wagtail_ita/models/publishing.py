"""The rule that a page with errors is not published, whichever way somebody tries.

What an error is, the checks decide; they stand above the models and give the rule to
``set_publish_rule`` when the site starts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import models
from django.dispatch import Signal
from django.utils.translation import gettext as _

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.findings import Finding

logger = logging.getLogger(__name__)

Rule = Callable[[Any], Sequence[Finding]]

SCHEDULED: Final = "wagtail.publish.scheduled"
_SHOWN: Final = 3

scheduled_refused = Signal()
"""Sent with ``page`` and ``findings`` when the scheduler could not publish a page."""

_rule: Rule | None = None


class PublishRefused(PermissionDenied):
    """A page has errors and was not published.

    It is a ``PermissionDenied``, so that every way into publishing, the admin's and the
    API's, answers with a refusal and never with a broken page.
    """

    def __init__(self, page: Any, findings: Sequence[Finding]) -> None:
        self.page = page
        self.findings = tuple(findings)
        super().__init__(refusal_sentence(page, self.findings))


def set_publish_rule(rule: Rule) -> None:
    """Set the function that returns the findings of a page."""
    global _rule
    _rule = rule


def refusal_sentence(page: Any, findings: Sequence[Finding]) -> str:
    """Say in the active language that a page was not published, and why."""
    shown = "; ".join(str(finding.message).rstrip(".") for finding in findings[:_SHOWN])
    sentence = _("“%(title)s” has not been published: %(reasons)s.") % {
        "title": page.title,
        "reasons": shown,
    }
    more = len(findings) - _SHOWN
    if more > 0:
        sentence += " " + _("And %(count)d more.") % {"count": more}
    return sentence


class PublishRuleMixin(models.Model):
    """Holds the rule on every way: form, bulk action, workflow, schedule, import, API, code."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store the page; refuse when that would publish a revision with errors.

        Every way of publishing ends here, also those that never call ``publish()``.
        """
        if self._is_being_published():
            errors = self.publish_errors()
            if errors:
                raise PublishRefused(self, errors)
        return super().save(*args, **kwargs)

    def publish_errors(self) -> tuple[Finding, ...]:
        """Return what stops the page, as it is now, from being published."""
        if _rule is None or not get_settings().STOP_PUBLISHING:
            return ()
        return tuple(finding for finding in _rule(self) if finding.is_error)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision; a scheduled one with errors is put back instead of raising.

        The scheduler goes through all pages that are due in one run: a page that is stopped
        must not stop the others.
        """
        if kwargs.get("log_action") == SCHEDULED:
            page = revision.as_object()
            errors = page.publish_errors()
            if errors:
                logger.warning("%s", refusal_sentence(page, errors))
                revision.approved_go_live_at = None
                revision.save(update_fields=["approved_go_live_at"])
                scheduled_refused.send(type(page), page=page, findings=errors)
                return None
        return super().publish(revision, *args, **kwargs)

    def _is_being_published(self) -> bool:
        if not (self.live and self.live_revision_id and self.pk):
            return False
        stored = type(self)._base_manager.filter(pk=self.pk).values_list("live_revision_id", "live")
        return stored.first() != (self.live_revision_id, True)
