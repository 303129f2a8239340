"""What every command shares."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _


class ITACommand(BaseCommand):
    """A command that says in a sentence that the database is gone.

    Attributes:
        database_gone: Exit code then.
    """

    database_gone: ClassVar[int] = 1

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute(*args, **options)
        except (InterfaceError, OperationalError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise CommandError(
                _(
                    "The database broke off (%(reason)s). What was begun has been undone. Once "
                    "the database answers again, run the command again."
                )
                % {"reason": reason or type(error).__name__},
                returncode=self.database_gone,
            ) from error
