"""A process that runs one command after the other: starting Django anew would hide any race.

Reads a line for each command, its arguments as JSON, and answers with what it said, or with the
sentence of its refusal.
"""

from __future__ import annotations

import io
import json
import sys
import traceback

import django


def main() -> None:
    django.setup()
    from django.core.management import CommandError, call_command
    from django.utils import translation

    translation.activate("en")
    _answer({"ready": True})
    for line in sys.stdin:
        answer = {"said": "", "refused": "", "broke": ""}
        said = io.StringIO()
        try:
            call_command(*json.loads(line), stdout=said, stderr=said)
        except CommandError as error:
            answer["refused"] = str(error)
        # The test says what broke; the next command is run all the same.
        except Exception:  # noqa: BLE001
            answer["broke"] = traceback.format_exc()
        answer["said"] = said.getvalue()
        _answer(answer)


def _answer(answer: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
