"""The commands with every option: from their parsers, which are what reads a command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.management import load_command_class
from django.core.management.base import BaseCommand

import wagtail_ita
from tests.reference.markdown import code, table

FOLDER = Path(wagtail_ita.__file__).parent / "management" / "commands"
# What every command of Django takes.
USUAL = {each.dest for each in BaseCommand().create_parser("manage.py", "any")._actions}


def commands() -> str:
    """Return one entry for each command."""
    names = sorted(path.stem for path in FOLDER.glob("ita_*.py"))
    return "\n\n".join(map(_entry, names))


def _entry(name: str) -> str:
    command = load_command_class("wagtail_ita", name)
    parser = command.create_parser("manage.py", name)
    actions = [each for each in parser._actions if each.dest not in USUAL]
    formatter = parser._get_formatter()
    rows = [(_name(each), _default(each), formatter._expand_help(each)) for each in actions]
    usage = " ".join(["python manage.py", name, *map(_usage, actions)])
    parts = [f"### `{name}`", command.help, f"```text\n{usage}\n```"]
    if rows:
        parts.append(table(("option", "default", ""), rows))
    return "\n\n".join(parts)


def _usage(action: argparse.Action) -> str:
    if not action.option_strings:
        return _value(action) if action.nargs is None else f"[{_value(action)} …]"
    text = " ".join(filter(None, [_longest(action), _value(action)]))
    return text if action.required else f"[{text}]"


def _name(action: argparse.Action) -> str:
    names = action.option_strings or [_value(action)]
    return ", ".join(code(" ".join(filter(None, [each, _given(action)]))) for each in names)


def _given(action: argparse.Action) -> str:
    return _value(action) if action.option_strings else ""


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices:
        return "|".join(str(each) for each in action.choices)
    return str(action.metavar or action.dest.upper())


def _longest(action: argparse.Action) -> str:
    return max(action.option_strings, key=len)


def _default(action: argparse.Action) -> str:
    if action.required:
        return "must be given"
    return "" if action.nargs == 0 or not action.default else code(action.default)
