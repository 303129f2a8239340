"""Who does the work of a task, and handing it over without endangering what is being done."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend

try:
    from django.tasks.backends.immediate import ImmediateBackend as DjangosImmediateBackend
except ImportError:  # before Django 6.0
    DjangosImmediateBackend = ImmediateBackend

logger = logging.getLogger(__name__)


def runs_at_once(task: Any) -> bool:
    """Tell whether a task is done by whoever asks for it, who then waits for it."""
    return isinstance(task.get_backend(), ImmediateBackend | DjangosImmediateBackend)


def enqueue_on_commit(task: Any, *args: Any, using: str | None = None) -> None:
    """Hand a task over once what it is about is stored.

    Whatever goes wrong with the queue is written down: it is no reason to fail for what has
    just been done.
    """
    transaction.on_commit(partial(_enqueue, task, args), using=using, robust=True)


def _enqueue(task: Any, args: tuple[Any, ...]) -> None:
    try:
        result = task.enqueue(*args)
    except Exception:
        logger.exception("The task %s could not be handed over.", task.name)
        return
    # One that ran at once has failed by now, if it has.
    for error in getattr(result, "errors", ()):
        logger.error("The task %s failed:\n%s", task.name, error.traceback)
