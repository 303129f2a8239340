"""Times the PDF of a report in a process of its own, so that its peak memory is its own.

Usage: ``python -m tests.bench.pdf REPORT COPIES``, the measures printed so many times over.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What making one PDF took."""

    seconds: float
    pages: int
    megabytes: float


def printed(report: Path, copies: int) -> Printed:
    """Return what the PDF of a report takes, imports and fonts included."""
    command = [sys.executable, "-m", "tests.bench.pdf", str(report), str(copies)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Printed(**json.loads(done.stdout))


def main() -> None:
    """Make the PDF and write the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings_bench")
    import django

    django.setup()
    from wagtail_ita.transfer.formats.pdf import PDF
    from wagtail_ita.transfer.publication import Publication
    from wagtail_ita.transfer.text import parse_report

    record = parse_report(Path(sys.argv[1]).read_text(encoding="utf-8")).record
    record = replace(record, measures=record.measures * int(sys.argv[2]))
    publication = Publication(record=record, url="https://www.example.go.th/ita-2569/o26/")
    start = time.perf_counter()
    data = PDF.make(publication)
    seconds = time.perf_counter() - start
    # In kilobytes, but for macOS, where it is bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 if sys.platform != "darwin" else 1024
    )
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        figures = {"seconds": seconds, "pages": len(pdf.pages), "megabytes": peak / 1024}
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main()
