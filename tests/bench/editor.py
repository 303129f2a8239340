"""The admin of a report of ten measures against that of a bare page with the same fields."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.bench.measuring import Figure, milliseconds


def bare_twin(report: Any) -> Any:
    """Return a live ``BareStreamPage`` that says what a report says, field by field."""
    from tests.bench.models import BareStreamPage

    names = {field.name for field in BareStreamPage._meta.local_fields} - {"page_ptr"}
    values = {name: getattr(report, name) for name in names}
    for name in ("measures", "memo_approvals", "attachments"):
        values[name] = [dict(each) for each in values[name].raw_data]
    parent = report.get_parent().get_parent()
    bare = parent.add_child(instance=BareStreamPage(title="bare", slug="bare-stream", **values))
    bare.save_revision().publish()
    bare.refresh_from_db()
    return bare


class Editor:
    """Somebody who opens and sends the forms of the admin."""

    def __init__(self) -> None:
        from django.contrib.auth import get_user_model
        from django.test import Client

        self.client = Client()
        self.client.force_login(get_user_model().objects.create_superuser("bench", "", "x"))
        self._count = count()

    def edits(self, page: Any) -> Callable[[], Any]:
        """Return a call that opens the edit form of a page."""
        return self._opens("wagtailadmin_pages:edit", page.pk)

    def creates(self, model: Any, parent: Any) -> Callable[[], Any]:
        """Return a call that opens the form of a new page."""
        options = model._meta
        return self._opens(
            "wagtailadmin_pages:add", options.app_label, options.model_name, parent.pk
        )

    def lists(self, parent: Any) -> Callable[[], Any]:
        """Return a call that lists the pages below a page."""
        return self._opens("wagtailadmin_explore", parent.pk)

    def sends(self, page: Any, typed: dict[str, str], **action: str) -> Callable[[], Any]:
        """Return a call that sends an edit form, each time with another first title and note."""
        from django.urls import reverse

        url = reverse("wagtailadmin_pages:edit", args=[page.pk])

        def send() -> Any:
            number = next(self._count)
            changed = {
                "measures-0-value-title": f"มาตรการทะเบียนยืมพัสดุกลาง {number}",
                "correction_note": f"แก้ไขชื่อมาตรการที่ ๑ ครั้งที่ {number}",
            }
            return self._answered(self.client.post(url, {**typed, **changed, **action}), 302)

        return send

    def checks(self, name: str, page: Any, typed: dict[str, str]) -> Callable[[], Any]:
        """Return a call that has a form checked as it is typed."""
        from django.urls import reverse

        url = reverse(name, args=[page.pk])
        return lambda: self._answered(self.client.post(url, typed), 200)

    def _opens(self, name: str, *args: Any) -> Callable[[], Any]:
        from django.urls import reverse

        url = reverse(name, args=args)
        return lambda: self._answered(self.client.get(url), 200)

    @staticmethod
    def _answered(response: Any, status: int) -> Any:
        if response.status_code != status:
            raise RuntimeError(f"{response.request['PATH_INFO']}: {response.status_code}")
        return response


def editor_figures() -> list[Figure]:
    """Each screen and each way of saving, ours against bare; and the findings as one types."""
    from tests.admin.typed_forms import typed_form
    from tests.bench.models import BareStreamPage
    from wagtail_ita.models import get_report_page_model
    from wagtail_ita.panels import FINDINGS

    model = get_report_page_model()
    report = model.objects.get(code="O26")
    bare = bare_twin(report)
    editor = Editor()
    typed, bare_typed = typed_form(report), typed_form(bare)
    publish = {"action-publish": "1"}
    figures = [
        _ratio("edit form of 10 measures", 1.3, *map(editor.edits, (report, bare))),
        _ratio(
            "form of a new report",
            1.3,
            editor.creates(model, report.get_parent()),
            editor.creates(BareStreamPage, bare.get_parent()),
        ),
        _ratio("listing of 20 reports", 1.3, *map(editor.lists, _shelves(model, BareStreamPage))),
        _ratio(
            "save 10 measures as a draft",
            1.2,
            editor.sends(report, typed),
            editor.sends(bare, bare_typed),
        ),
        _ratio(
            "publish 10 measures",
            1.2,
            editor.sends(report, typed, **publish),
            editor.sends(bare, bare_typed, **publish),
        ),
    ]
    check = editor.checks(FINDINGS, report, typed)
    checked, _opened = milliseconds(check, editor.edits(report))
    return [
        *figures,
        Figure(what="findings of 10 measures as typed", value=checked, unit=" ms", budget=300),
    ]


def _shelves(model: Any, bare_model: Any) -> tuple[Any, Any]:
    """Return two pages that are alike, one with reports below it and one with bare pages."""
    from wagtail.models import Page

    from tests.sample import make_index, make_site

    index = make_index(2571)
    section = make_site().root_page.add_child(instance=Page(title="bare", slug="bare-section"))
    for parent, kind in ((index, model), (section, bare_model)):
        for number in range(1, 21):
            page = kind(title=f"รายงาน {number}", slug=f"o{number}", code=f"O{number}", live=False)
            parent.add_child(instance=page)
    return index, section


def _ratio(what: str, budget: float, ours: Callable[[], Any], theirs: Callable[[], Any]) -> Figure:
    own, bare = milliseconds(ours, theirs)
    return Figure(what=f"{what} / bare, same fields", value=own / bare, unit="x", budget=budget)
