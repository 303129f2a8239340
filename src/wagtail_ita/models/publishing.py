"""The rule that a page with errors is not published, whichever way somebody tries.

What an error is, others decide: they stand above the models and give their rules to
``add_publish_rule`` when the site starts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import connections, models, router, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.digits import shown_number
from wagtail_ita.domain.findings import Finding

logger = logging.getLogger(__name__)

Rule = Callable[[Any], Sequence[Finding]]
Recorder = Callable[[Any], AbstractContextManager[None]]

SCHEDULED: Final = "wagtail.publish.scheduled"
_SHOWN: Final = 3

scheduled_refused = Signal()
"""Sent with ``page`` and ``findings`` when the scheduler could not publish a page."""

_rules: list[Rule] = []
_typed_rules: list[Rule] = []
_recorder: Recorder | None = None
_publisher: Final[ContextVar[Any]] = ContextVar("wagtail_ita_publisher", default=None)


class PublishRefused(PermissionDenied):
    """A page has errors and was not published.

    It is a ``PermissionDenied``, so that every way into publishing, the admin's and the
    API's, answers with a refusal and never with a broken page.
    """

    def __init__(self, page: Any, findings: Sequence[Finding]) -> None:
        self.page = page
        self.findings = tuple(findings)
        super().__init__(refusal_sentence(page, self.findings))


def add_publish_rule(rule: Rule, *, while_typing: bool = False) -> None:
    """Add a function that returns findings of a page; those that are errors stop it.

    Args:
        rule: The function.
        while_typing: Whether an editor sees them before he publishes, beside the form.
    """
    for rules in (_rules, _typed_rules) if while_typing else (_rules,):
        if rule not in rules:
            rules.append(rule)


def typed_findings(page: Any) -> tuple[Finding, ...]:
    """Return what the rules say that are asked while somebody types."""
    return tuple(finding for rule in _typed_rules for finding in rule(page))


def set_publish_recorder(recorder: Recorder) -> None:
    """Set what writes down a publication: a context around the save that makes a page public.

    It runs in the transaction of the save, after the rules, with the page locked.
    """
    global _recorder
    _recorder = recorder


def current_publisher() -> Any:
    """Return the user who is publishing now; ``None`` when nobody is known, as on schedule."""
    return _publisher.get() or get_active_log_context().user


def refusal_sentence(page: Any, findings: Sequence[Finding]) -> str:
    """Say in the active language that a page was not published, and why."""
    shown = "; ".join(str(finding.message).rstrip(".") for finding in findings[:_SHOWN])
    sentence = _("“%(title)s” has not been published: %(reasons)s.") % {
        "title": page.title,
        "reasons": shown,
    }
    more = len(findings) - _SHOWN
    if more > 0:
        sentence += " " + _("And %(count)s more.") % {"count": shown_number(more)}
    return sentence


class PublishRuleMixin(models.Model):
    """Holds the rule on every way: form, bulk action, workflow, schedule, import, API, code."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Store the page; refuse when that would publish a revision with errors.

        Every way of publishing ends here, also those that never call ``publish()``.
        """
        if not self._is_being_published():
            return super().save(*args, **kwargs)
        with transaction.atomic():
            # Of two publications at once the second one is measured against the first.
            self._lock()
            errors = self.publish_errors()
            if errors:
                raise PublishRefused(self, errors)
            with _recorded(self):
                return super().save(*args, **kwargs)

    def publish_errors(self) -> tuple[Finding, ...]:
        """Return what stops the page, as it is now, from being published."""
        if not get_settings().STOP_PUBLISHING:
            return ()
        return tuple(finding for rule in _rules for finding in rule(self) if finding.is_error)

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
        user = args[0] if args else kwargs.get("user")
        token = _publisher.set(user)
        try:
            return super().publish(revision, *args, **kwargs)
        finally:
            _publisher.reset(token)

    def _is_being_published(self) -> bool:
        if not (self.live and self.live_revision_id and self.pk):
            return False
        stored = type(self)._base_manager.filter(pk=self.pk).values_list("live_revision_id", "live")
        return stored.first() != (self.live_revision_id, True)

    def _lock(self) -> None:
        manager = type(self)._base_manager
        database = router.db_for_write(type(self), instance=self)
        # Others have no rows to lock: with them one writes at a time.
        if connections[database].features.has_select_for_update:
            locked = manager.using(database).select_for_update().filter(pk=self.pk)
            locked.values_list("pk").first()


@contextmanager
def _recorded(page: Any) -> Iterator[None]:
    if _recorder is None:
        yield
        return
    with _recorder(page):
        yield
