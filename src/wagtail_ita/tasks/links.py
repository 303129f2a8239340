"""Looks at a year from outside, for the board."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from wagtail_ita.checks.link_checks import run_link_check
from wagtail_ita.models import LinkCheck
from wagtail_ita.tasks.running import enqueue_on_commit


def ask_for_link_check(index: Any, user: Any) -> LinkCheck:
    """Hand over a look at a year, unless one is going on, and return it."""
    check, is_new = LinkCheck.ask(index, user)
    if is_new:
        enqueue_on_commit(check_links, check.pk)
    return check


@task()
def check_links(check_id: int) -> None:
    """Do a look that was asked for; nothing where it is done or gone."""
    check = LinkCheck.objects.filter(pk=check_id).first()
    if check is not None:
        run_link_check(check)
