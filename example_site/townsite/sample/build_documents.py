"""Print the sample documents to PDF: ``python -m townsite.sample.build_documents``.

Only for who edits ``documents/source``: the printed files are kept beside it, so that loading the
sample needs neither a browser nor a Thai font. ``CHROMIUM`` names the browser's program.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

DOCUMENTS = Path(__file__).resolve().parent / "documents"


def main() -> None:
    """Print every HTML source beside its PDF."""
    browser = os.environ.get("CHROMIUM", "chromium")
    for source in sorted((DOCUMENTS / "source").glob("*.html")):
        target = DOCUMENTS / source.with_suffix(".pdf").name
        options = ["--headless", "--no-sandbox", "--no-pdf-header-footer"]
        subprocess.run([browser, *options, f"--print-to-pdf={target}", str(source)], check=True)


if __name__ == "__main__":
    main()
