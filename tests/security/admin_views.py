"""Every address of ours in the admin: how it is asked, and who gets in.

The addresses are found by walking the resolver. One that is not in ``VIEWS`` fails the tests: who
adds a screen says here whom it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, Revision

from tests.admin.roles import make_user
from tests.admin.test_import_wizard import SCAN, TEXT
from tests.admin.typed_forms import typed_form
from tests.sample import make_index, make_item, make_report
from tests.workflow import chains
from wagtail_ita.models import (
    ImportUpload,
    ITASettings,
    LinkCheck,
    PublishedVersion,
    get_index_page_model,
)
from wagtail_ita.views.importing.tokens import make_seen, make_token

# Stands in the titles of what one has to have a right to.
HIDDEN = "ชื่อที่ไม่ใช่ธุระของเขา"
# In the title of an item, which is no business of those who approve the report.
HIDDEN_ITEM = "ข้อที่ไม่ใช่ธุระของเขา"
START = "wagtail_ita_import"

ANONYMOUS = "anonymous"
OUTSIDER = "logged in without access to the admin"
NEIGHBOUR = "editor of another section"
APPROVER = "approver of the report"
EDITOR = "editor"
MODERATOR = "moderator"
KEEPER = "keeper of years and versions"
SUPERUSER = "superuser"
ROLES = (ANONYMOUS, OUTSIDER, NEIGHBOUR, APPROVER, EDITOR, MODERATOR, KEEPER, SUPERUSER)

NOBODY: frozenset[str] = frozenset()
INSIDE = frozenset(ROLES) - {ANONYMOUS, OUTSIDER}
# The chain gives its officers a right to the report, and to nothing else of the year.
OF_THE_REPORT = INSIDE - {NEIGHBOUR}
OF_THE_YEAR = OF_THE_REPORT - {APPROVER}
LEADERS = frozenset({KEEPER, SUPERUSER})
ONLY_SUPERUSER = frozenset({SUPERUSER})


@dataclass
class Ground:
    """A year with a report that has a chain, another section, and a person of each role."""

    index: Any
    report: Any
    users: dict[str, User]
    clients: dict[str, Client] = field(default_factory=dict)

    def token(self, user: User, data: bytes = TEXT.encode(), name: str = "a.txt") -> str:
        kept = ImportUpload.keep(owner=user, name=name, data=data)
        return make_token(kept, f"page:{self.report.pk}")


def make_ground() -> Ground:
    index = make_index()
    report = make_report(index)
    for title in ("ก่อนแก้", HIDDEN):
        draft = type(report).objects.get(pk=report.pk)
        draft.title = title
        draft.conclusion = f"<p>{title}</p>"
        draft.save_revision().publish()
    make_item(index, "O3", title=HIDDEN_ITEM)
    section = index.get_parent().add_child(
        instance=Page(title="กองอื่น", slug="other", locale=index.locale)
    )
    other = section.add_child(instance=type(index)(title="ปีของกองอื่น", assessment_year=2568))
    make_report(other)
    report.refresh_from_db()
    chains.make_chain_for(report)
    clerk = chains.make_clerk()
    keeper = make_user("keeper", index.get_parent(), "add", "change", "publish", "lock", "unlock")
    keeper.user_permissions.set(
        Permission.objects.filter(codename__in=["close_year", "withhold_version"])
    )
    users = {
        OUTSIDER: User.objects.create_user("outsider", "outsider@example.go.th", "x"),
        NEIGHBOUR: make_user("neighbour", section, "add", "change", "publish"),
        APPROVER: clerk,
        EDITOR: make_user("editor", index, "add", "change"),
        MODERATOR: make_user("moderator", index, "add", "change", "publish", "lock", "unlock"),
        KEEPER: User.objects.get(pk=keeper.pk),
        SUPERUSER: User.objects.create_superuser("root", "root@example.go.th", "x"),
    }
    ground = Ground(index=index, report=report, users=users)
    for role in ROLES:
        client = Client()
        if role in users:
            client.force_login(users[role])
        ground.clients[role] = client
    return ground


# ------------------------------------------------------------------------------------- the table

Make = Callable[[Ground, User], Any]


def _nothing(ground: Ground, user: User) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class View:
    """One address.

    Attributes:
        args: What the address has in it.
        reads, writes: Who may, by GET and by POST; nobody where it takes no such request.
        data: What is posted.
        stays: Whether a refusal is the form once more, or the way to the first step.
    """

    name: str
    reads: frozenset[str] = NOBODY
    writes: frozenset[str] = NOBODY
    args: Callable[[Ground, User], list[Any]] = lambda ground, user: []
    data: Make = _nothing
    stays: bool = False

    def address(self, ground: Ground, user: User) -> str:
        return reverse(self.name, args=self.args(ground, user))


def _index(ground: Ground, user: User) -> list[Any]:
    return [ground.index.pk]


def _report(ground: Ground, user: User) -> list[Any]:
    return [ground.report.pk]


def _new_report(ground: Ground, user: User) -> list[Any]:
    return ["wagtail_ita_pages", "itareportpage", ground.index.pk]


def _file(ground: Ground, user: User) -> dict[str, Any]:
    file = SimpleUploadedFile("a.txt", TEXT.encode())
    return {"destination": f"page:{ground.report.pk}", "file": file}


def _choice(ground: Ground, user: User) -> dict[str, Any]:
    upload = ImportUpload.objects.filter(owner=user).latest("created_at")
    seen = make_seen(upload, ground.report.latest_revision_id)
    return {"take": ["measures.0.steps"], "seen": seen}


def _typed(ground: Ground, user: User) -> dict[str, Any]:
    return typed_form(type(ground.report).objects.get(pk=ground.report.pk))


VIEWS = {
    "ita/catalogues/": View("wagtail_ita_catalogues", reads=ONLY_SUPERUSER),
    "ita/catalogues/<slug:scheme>/<int:year>/": View(
        "wagtail_ita_catalogue", reads=ONLY_SUPERUSER, args=lambda ground, user: ["nacc", 2569]
    ),
    "ita/board/": View("wagtail_ita_board", reads=INSIDE),
    "ita/board/<int:index>/": View("wagtail_ita_board", reads=OF_THE_REPORT, args=_index),
    "ita/answers/": View("wagtail_ita_answer_sheet", reads=INSIDE),
    "ita/answers/<int:index>/": View("wagtail_ita_answer_sheet", reads=OF_THE_REPORT, args=_index),
    "ita/next-year/<int:index>/": View(
        "wagtail_ita_next_year",
        reads=LEADERS,
        writes=LEADERS,
        args=_index,
        data=lambda ground, user: {"year": "2570"},
    ),
    "ita/closing/<int:index>/": View(
        "wagtail_ita_closing", reads=LEADERS, writes=LEADERS, args=_index
    ),
    "ita/links/<int:index>/": View(
        "wagtail_ita_links", reads=OF_THE_REPORT, writes=OF_THE_REPORT, args=_index
    ),
    "ita/import/": View(START, reads=INSIDE, writes=OF_THE_REPORT, data=_file, stays=True),
    "ita/import/template/": View("wagtail_ita_import_template", reads=INSIDE),
    # It tells each person of his own upload only.
    "ita/import/progress/<uuid:key>/": View(
        "wagtail_ita_import_progress",
        reads=INSIDE,
        args=lambda ground, user: ["0b6c7a52-0000-4000-8000-00000000000e"],
    ),
    "ita/import/plan/<str:token>/": View(
        "wagtail_ita_import_plan",
        reads=OF_THE_REPORT,
        writes=OF_THE_REPORT,
        args=lambda ground, user: [ground.token(user)],
        data=_choice,
        stays=True,
    ),
    # Beside the right to the page, it takes the one to add documents.
    "ita/import/attach/<str:token>/": View(
        "wagtail_ita_import_attach",
        writes=ONLY_SUPERUSER,
        args=lambda ground, user: [ground.token(user, SCAN, "scan.pdf")],
        stays=True,
    ),
    "ita/versions/<int:page_id>/": View(
        "wagtail_ita_versions",
        reads=OF_THE_REPORT,
        writes=LEADERS,
        args=_report,
        data=lambda ground, user: {"number": "1", "reason": "ข้อมูลส่วนบุคคล"},
    ),
    "ita/findings/<int:page_id>/": View(
        "wagtail_ita_findings", writes=OF_THE_REPORT, args=_report, data=_typed
    ),
    "ita/findings/new/<slug:app_label>/<slug:model_name>/<int:parent_id>/": View(
        "wagtail_ita_new_findings", writes=OF_THE_YEAR, args=_new_report, data=_typed
    ),
    "ita/memo/<int:page_id>/": View(
        "wagtail_ita_memo", writes=OF_THE_REPORT, args=_report, data=_typed
    ),
    "ita/memo/new/<slug:app_label>/<slug:model_name>/<int:parent_id>/": View(
        "wagtail_ita_new_memo", writes=OF_THE_YEAR, args=_new_report, data=_typed
    ),
}

# What they answer depends on the page alone: other tests ask them.
PUBLIC = {"wagtail_ita_download", "wagtail_serve"}


def our_patterns() -> dict[str, URLPattern]:
    """Return every pattern of the site that leads to a view of ours, by its address."""
    return {str(each.pattern): each for each in _walk(get_resolver()) if _is_ours(each)}


def _walk(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each)
        else:
            yield each


def _is_ours(pattern: URLPattern) -> bool:
    view: Any = pattern.callback
    modules = {getattr(view, "__module__", "")}
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
        modules.add(view.__module__)
    named = (pattern.name or "").startswith("wagtail_ita")
    return named or any(module.startswith("wagtail_ita.") for module in modules)


# ------------------------------------------------------------------------------------ what is kept


def everything() -> dict[str, list[Any]]:
    """Return all that these views could change."""
    models = (
        *(Page, Revision, PageLogEntry, LinkCheck, ImportUpload, PublishedVersion, ITASettings),
        get_document_model(),
    )
    kept = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    years = get_index_page_model().objects.order_by("pk").values("closed_at")
    return {**kept, "years": list(years)}
