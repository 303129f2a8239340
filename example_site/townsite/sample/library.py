"""The sample's files, in Wagtail's document and image libraries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files import File
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from townsite.sample.content import read
from townsite.sample.tally import Tally
from wagtail_ita.domain.records import EvidenceKind

HERE = Path(__file__).resolve().parent
DOCUMENTS = HERE / "documents"
EMBLEM = HERE.parent / "static" / "townsite" / "emblem.png"
EMBLEM_TITLE = "ตราเทศบาลตำบลธารตัวอย่าง"


class Library:
    """Finds what the content calls by a name: documents, images, and pages once they are made."""

    def __init__(self) -> None:
        self.keys: dict[tuple[EvidenceKind, str], int] = {}
        self.pages: dict[tuple[str, str], Page] = {}
        self.emblem: Any = None

    def load(self, tally: Tally) -> None:
        """Add the files that the libraries do not have yet."""
        listed = read("documents.json")
        for kind, model, entries in (
            (EvidenceKind.DOCUMENT, get_document_model(), listed["documents"]),
            (EvidenceKind.IMAGE, get_image_model(), listed["images"]),
        ):
            for entry in entries:
                path = DOCUMENTS / entry["file"]
                added = _add_file(tally, model, entry["title"], path)
                self.keys[kind, entry["key"]] = added.pk
        self.emblem = _add_file(tally, get_image_model(), EMBLEM_TITLE, EMBLEM)

    def add_page(self, key: str, page: Page, language: str) -> None:
        self.pages[key, language] = page

    def in_language(self, language: str) -> Any:
        """Return the lookup for content in one language."""

        def lookup(kind: EvidenceKind, key: str) -> str:
            if kind is EvidenceKind.PAGE:
                return str(self.pages[key, language].pk)
            return str(self.keys[kind, key])

        return lookup


def _add_file(tally: Tally, model: Any, title: str, path: Path) -> Any:
    found = model.objects.filter(title=title).first()
    if found is not None:
        return found
    with path.open("rb") as stream:
        instance = model(title=title, file=File(stream, name=path.name))
        instance.save()
    tally.add(f"{model._meta.model_name}s")
    return instance
