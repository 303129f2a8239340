#!/usr/bin/env python
"""Run Django's commands for the example site."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Hand the command line to Django with the settings of the example site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townsite.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
