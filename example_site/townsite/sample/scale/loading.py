"""Puts the agencies below the home page, and takes them away again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import connection, transaction
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Revision,
    Site,
)

from townsite.sample.scale.agencies import (
    PREFIX,
    Grower,
    Shape,
    grow_agency,
    grow_library,
    needed_pages,
)
from townsite.sample.scale.rows import catch_up, insert, next_key
from townsite.sample.scale.writing import Writer
from wagtail_ita.models import ITASettings

COLLECTION: Final = "scale"
#: Every so many agencies have something that visitors may not see.
PRIVATE: Final = 10
# So that already one of two has it.
PRIVATE_REST: Final = 2
_AT_ONCE: Final = 20
_PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj trailer<</Root 1 0 R>>\n%%EOF\n"
)


class ScaleError(Exception):
    """The data cannot be loaded; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is asked for.

    Attributes:
        agencies: So many in all, also those that are there already.
        sites: So many of them, the first ones, have a Wagtail site of their own.
        revisions: Whether each page has the revision that it was published from.
    """

    agencies: int
    shape: Shape
    sites: int = 0
    revisions: bool = False
    seed: int = 1


def agencies_of(home: Page) -> Any:
    """Return the agencies that are there, as a queryset of pages."""
    return Page.objects.child_of(home).filter(slug__startswith=PREFIX).order_by("path")


def load(site: Site, asked: Load, *, progress: Callable[[int, int], None]) -> int:
    """Add the agencies that are missing, and return how many were.

    What an agency gets depends on its number and the seed only, so that two runs on two
    databases give the same site.

    Raises:
        ScaleError: What is there is of another shape.
    """
    home = Page.objects.get(pk=site.root_page_id)
    present = agencies_of(home).count()
    _require_same_shape(home, asked)
    library = _library()
    file = _stored_file(library) if asked.agencies > present else ""
    for first in range(present + 1, asked.agencies + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, asked.agencies + 1))
        with transaction.atomic():
            _load_some(home, library, numbers, asked, file)
        progress(numbers[-1], asked.agencies)
    _load_sites(home, asked)
    return max(0, asked.agencies - present)


def _require_same_shape(home: Page, asked: Load) -> None:
    if asked.shape.pages < needed_pages(asked.shape.years):
        raise ScaleError(
            f"An agency of these years has at least {needed_pages(asked.shape.years)} pages."
        )
    first = agencies_of(home).first()
    if first is None:
        return
    pages = first.get_descendants(inclusive=True).count()
    if pages != asked.shape.pages:
        raise ScaleError(
            f"There are agencies of {pages} pages already. Ask for --pages {pages}, or remove "
            "them with --remove."
        )


def _library() -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=COLLECTION).first()
    return found or root.add_child(name=COLLECTION)


def _stored_file(library: Collection) -> str:
    """Return the name of the one file that is behind every document."""
    model = get_document_model()
    found = model.objects.filter(collection=library).first()
    if found is None:
        found = model(title=COLLECTION, collection=library)
        found.file = ContentFile(_PDF, name=f"{COLLECTION}.pdf")
        found.save()
    return str(found.file.name)


def _load_some(home: Page, library: Collection, numbers: range, asked: Load, file: str) -> None:
    home.refresh_from_db()
    library.refresh_from_db()
    document_model = get_document_model()
    grower = Grower(
        keys=count(next_key(Page)),
        revision_keys=count(next_key(Revision)),
        locale_id=home.locale_id,
    )
    keys = count(next_key(Collection)), count(next_key(document_model))
    collections: list[Collection] = []
    documents: list[Any] = []
    for number in numbers:
        writer = Writer(asked.seed, number)
        collection, own = grow_library(library, writer, keys, file)
        collections.append(collection)
        documents += own
        titles = {each.pk: each.title for each in own}
        grow_agency(grower, home, writer, asked.shape, titles)
    # Before the pages are written, which are told of them.
    revisions = list(grower.revisions()) if asked.revisions else []
    with connection.constraint_checks_disabled():
        insert([*collections, *documents, *grower.pages, *revisions])
    Page.objects.filter(pk=home.pk).update(numchild=home.numchild)
    Collection.objects.filter(pk=library.pk).update(numchild=library.numchild)
    _hide_some(grower.pages, collections, numbers)
    catch_up(Page, Revision, Collection, document_model)


def _hide_some(pages: list[Any], collections: list[Collection], numbers: range) -> None:
    """Let some agencies have news and a collection for their staff only, as real ones do."""
    login = PageViewRestriction.LOGIN
    private = [number for number in numbers if number % PRIVATE == PRIVATE_REST]
    news = {page.url_path.split("/")[-3]: page for page in pages if page.slug == "news"}
    PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page_id=news[slug].pk, restriction_type=login)
        for number in private
        if (slug := f"{PREFIX}{number:04}") in news
    )
    CollectionViewRestriction.objects.bulk_create(
        CollectionViewRestriction(
            collection=collections[number - numbers[0]], restriction_type=login
        )
        for number in private
    )


def _load_sites(home: Page, asked: Load) -> None:
    for agency in agencies_of(home)[: asked.sites]:
        site, created = Site.objects.get_or_create(
            hostname=f"{agency.slug}.localhost",
            defaults={"port": 80, "root_page": agency, "site_name": agency.title},
        )
        if created:
            ITASettings.objects.create(site=site, agency_name_th=agency.title)
    Site.clear_site_root_paths_cache()


def remove(site: Site, *, progress: Callable[[int, int], None]) -> int:
    """Take the agencies away with all that belongs to them, and return how many there were."""
    home = Page.objects.get(pk=site.root_page_id)
    agencies = list(agencies_of(home))
    Site.objects.filter(root_page__in=[each.pk for each in agencies]).delete()
    for done, agency in enumerate(agencies, start=1):
        with transaction.atomic():
            Page.objects.filter(path__startswith=agency.path).delete()
        if done % _AT_ONCE == 0 or done == len(agencies):
            progress(done, len(agencies))
    library = Collection.get_first_root_node().get_children().filter(name=COLLECTION).first()
    if library is not None:
        inside = library.get_descendants(inclusive=True)
        documents = get_document_model().objects.filter(collection__in=inside)
        for document in documents.filter(collection=library):
            document.file.storage.delete(document.file.name)
        documents.delete()
        inside.delete()
    return len(agencies)


def note_statistics() -> None:
    """Let the database know what its tables are like now, as it finds out by itself later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
