"""The clock on the wall of the agency, for sites with ``USE_TZ`` and for those without.

A site without it stores what its clock said, and Django's own functions refuse such moments.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def local_time(moment: dt.datetime) -> dt.datetime:
    """Return a moment by the clock of the site."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def local_day(moment: dt.datetime) -> dt.date:
    """Return the day of a moment by the clock of the site."""
    return local_time(moment).date()


def today() -> dt.date:
    """Return the day by the clock of the site."""
    return local_day(timezone.now())


def in_zone(moment: dt.datetime) -> dt.datetime:
    """Return a moment with the zone that it is meant in, for those who do not know the site."""
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def as_stored(moment: dt.datetime) -> dt.datetime:
    """Return a moment of the site's clock, to be compared with what the database has."""
    return timezone.make_aware(moment) if settings.USE_TZ else moment
