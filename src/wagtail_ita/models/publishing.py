"""The rule that a page with errors is not published, whichever way somebody tries.

What an error is, others decide: they stand above the models and give their rules to
``add_publish_rule`` when the site starts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, router, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from wagtail_ita.conf import get_settings
from wagtail_ita.domain.digits import shown_number
from wagtail_ita.domain.findings import Finding
from wagtail_ita.models.locking import can_lock, lock_pages

logger = logging.getLogger(__name__)

Rule = Callable[[Any], Sequence[Finding]]
Recorder = Callable[[Any], AbstractContextManager[None]]

_Answer = TypeVar("_Answer")

SCHEDULED: Final = "wagtail.publish.scheduled"
_SHOWN: Final = 3
# Where a page that is being published keeps what was found out about it.
_FOUND_OUT: Final = "_ita_publication"
# What has to be stored so that another revision is public.
_PUBLISHING_FIELDS: Final = frozenset({"live", "live_revision", "live_revision_id"})
# What Wagtail stores with them that is of the page and of no revision. Who publishes has read it
# before he had the page to himself, and would put back what somebody else has done since: saved a
# draft, locked the page, moved it, made pages below it.
_OF_THE_PAGE: Final = (
    "path",
    "depth",
    "numchild",
    "url_path",
    "draft_title",
    "latest_revision_id",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by_id",
)

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


def once_a_publication(ask: Callable[[Any], _Answer]) -> Callable[[Any], _Answer]:
    """Let a function of a page be asked once while it is published, however many rules ask.

    Then the page is locked, and what is public of it cannot change. At other times the function
    is asked each time.
    """

    @wraps(ask)
    def answer(page: Any) -> _Answer:
        known: dict[Any, _Answer] | None = page.__dict__.get(_FOUND_OUT)
        if known is None:
            return ask(page)
        if ask not in known:
            known[ask] = ask(page)
        return known[ask]

    return answer


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
        was_live, is_new = self._change_of_public(kwargs.get("update_fields"))
        if not (is_new or (was_live and not self.live)):
            return super().save(*args, **kwargs)
        with transaction.atomic():
            # Of two publications at once the second one is measured against the first.
            lock_pages(self.pk)
            self._take_over()
            if not is_new:
                return super().save(*args, **kwargs)
            with _publication(self):
                errors = self.publish_errors()
                if errors:
                    raise PublishRefused(self, errors)
                with _recorded(self):
                    return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a draft; of two at once, the one that is stored last is the current one."""
        if not can_lock():
            return super().save_revision(*args, **kwargs)
        with transaction.atomic():
            lock_pages(self.pk)
            return super().save_revision(*args, **kwargs)

    @property
    def is_being_published(self) -> bool:
        """Whether the page is locked for its publication, and the rules have been asked."""
        return _FOUND_OUT in self.__dict__

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
            # Wagtail takes the schedule out before it stores the page, and writes the history
            # after it: all of that or nothing, also when the database breaks off.
            with transaction.atomic(using=router.db_for_write(type(self), instance=self)):
                return super().publish(revision, *args, **kwargs)
        finally:
            _publisher.reset(token)

    def _change_of_public(self, update_fields: Collection[str] | None) -> tuple[bool, bool]:
        """Return whether the page was public, and whether another revision of it will be."""
        if not self.pk or self._state.adding:
            return False, False
        if update_fields is not None and _PUBLISHING_FIELDS.isdisjoint(update_fields):
            return False, False
        rows = type(self)._base_manager.filter(pk=self.pk).values_list("live", "live_revision_id")
        was_live, revision = rows.first() or (False, None)
        is_new = bool(self.live and self.live_revision_id) and (
            not was_live or revision != self.live_revision_id
        )
        return was_live, is_new

    def _take_over(self) -> None:
        """Leave as it is what somebody else has done to the page since it was read."""
        rows = type(self)._base_manager.filter(pk=self.pk).values(*_OF_THE_PAGE)
        stored = rows.first() or {}
        for name, value in stored.items():
            if name == "latest_revision_id" and value != self.latest_revision_id:
                self.has_unpublished_changes = value != self.live_revision_id
            setattr(self, name, value)


@contextmanager
def _publication(page: Any) -> Iterator[None]:
    page.__dict__[_FOUND_OUT] = {}
    try:
        yield
    finally:
        page.__dict__.pop(_FOUND_OUT, None)


@contextmanager
def _recorded(page: Any) -> Iterator[None]:
    if _recorder is None:
        yield
        return
    with _recorder(page):
        yield
