"""What ``ita_setup`` asks and says about the chain of approval."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wagtail_ita.domain.chains import Stage
from wagtail_ita.workflow.chain_setup import (
    ChainPlan,
    stages_of_positions,
    stages_of_settings,
    usual_stages,
)

USUAL: Final = "default"
SETTING: Final = "setting"
NONE: Final = "none"

Write = Callable[[str], Any]


def add_chain_arguments(parser: CommandParser) -> None:
    """Add ``--chain``, ``--stage`` and ``--no-input``."""
    parser.add_argument(
        "--chain",
        choices=(USUAL, SETTING, NONE),
        default=None,
        help=(
            "Chain of approval of the report: the usual one of the agency's kind, the one of "
            'WAGTAIL_ITA["APPROVAL_CHAIN"], or none. Without it, that of the settings if there '
            "is one; otherwise the command asks when it runs in a terminal."
        ),
    )
    parser.add_argument(
        "--stage",
        action="append",
        default=[],
        metavar="POSITION",
        help="A stage of the chain, from the first to the chief executive; once for each.",
    )
    parser.add_argument(
        "--no-input",
        "--noinput",
        action="store_false",
        dest="interactive",
        help="Never ask.",
    )


def wanted_stages(options: dict[str, Any], site: Any, write: Write) -> tuple[Stage, ...]:
    """Return the stages that were asked for; none when no chain is wanted.

    Raises:
        CommandError: The arguments contradict each other, or the setting is empty.
    """
    chain, positions = options["chain"], [each for each in options["stage"] if each.strip()]
    if positions and chain is not None:
        raise CommandError(_("Give either --chain or --stage, not both."), returncode=2)
    if positions:
        return stages_of_positions(positions)
    if chain == NONE:
        return ()
    if chain == USUAL:
        return usual_stages(site)
    of_settings = stages_of_settings()
    if chain == SETTING and not of_settings:
        raise CommandError(
            _('WAGTAIL_ITA["APPROVAL_CHAIN"] names no stage. Add them, or use --stage.'),
            returncode=2,
        )
    if of_settings or not (options["interactive"] and sys.stdin.isatty()):
        return of_settings
    return _ask(usual_stages(site), write)


def print_chain(plan: ChainPlan, write: Write) -> None:
    """Print the stages of a plan, and which of its groups nobody is in yet."""
    sign = pgettext("chain", "kept") if plan.workflow else pgettext("chain", "new")
    write(_("Chain of approval “%(name)s”: %(sign)s") % {"name": plan.name, "sign": sign})
    for number, planned in enumerate(plan.stages, start=1):
        people = ngettext("%(count)d member", "%(count)d members", planned.members) % {
            "count": planned.members
        }
        group = pgettext("group", "kept") if planned.has_group else pgettext("group", "new")
        write(
            f"  {number}. {planned.stage.heading} · "
            + _("group “%(group)s”: %(sign)s, %(people)s")
            % {"group": planned.stage.group, "sign": group, "people": people}
        )


def print_no_chain(write: Write) -> None:
    """Say how a chain is added later."""
    write(
        _(
            "No chain of approval: whoever may publish publishes the report. "
            "--chain default or --stage adds one."
        )
    )


def print_empty_groups(plan: ChainPlan, write: Write) -> None:
    """Name the groups that still need somebody to decide."""
    empty = [each.stage.group for each in plan.stages if not each.members]
    if empty:
        write(
            _("Nobody can approve yet. Add the officers to these groups: %(groups)s.")
            % {"groups": ", ".join(dict.fromkeys(empty))}
        )


def _ask(usual: Sequence[Stage], write: Write) -> tuple[Stage, ...]:
    write("")
    write(_("Through whose hands does the report go before it is published?"))
    for number, stage in enumerate(usual, start=1):
        write(f"  {number}. {stage.position}")
    question = _(
        "Enter: no chain. y: these. Or type the positions, from the first to the chief "
        "executive, with commas between them:"
    )
    answer = input(f"{question} ").strip()
    if answer.casefold() in {"y", "yes", "ใช่"}:
        return tuple(usual)
    return stages_of_positions(answer.split(","))
