"""Mails the officers of a stage that a page waits for them, as Wagtail does for its own stages."""

from __future__ import annotations

from typing import Any, Final

from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.signals import task_submitted

from wagtail_ita.models import MemoApprovalState


class StageNotifier(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Wagtail's own mail: it would look for templates by the name of our class."""

    def get_template_base_prefix(self, instance: Any, **kwargs: Any) -> str:
        return "task_state_"


_notifier: Final = StageNotifier()


def register() -> None:
    """Listen for pages that reach a stage: Wagtail listens for its own class of state only."""
    task_submitted.connect(_notifier, sender=MemoApprovalState, dispatch_uid="wagtail_ita.stage")
