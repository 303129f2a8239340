"""Write the parts of docs/reference that are made from the code.

``make reference`` writes them; a test says when they are no longer what the code says.
"""

from __future__ import annotations

import os

import django


def main() -> None:
    """Write each page whose text has changed, and name it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.reference.pages import ROOT, made_files

    for path, text in made_files():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
