"""The screens of the import wizard."""

from __future__ import annotations

import logging
import time
import uuid
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from wagtail_ita.checks.board.access import may_see_boards
from wagtail_ita.models import ImportUpload
from wagtail_ita.selectors import interface_digits
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.importing import (
    ImportPlan,
    ImportRefused,
    apply_import,
    make_plan,
    select,
)
from wagtail_ita.transfer.reading import ReadReport, read_report
from wagtail_ita.transfer.template import import_template
from wagtail_ita.views.importing.destinations import (
    destinations,
    find_destination,
    find_report,
    may_import_into,
    name_of,
    page_named,
)
from wagtail_ita.views.importing.forms import UploadForm
from wagtail_ita.views.importing.scans import ScanOffer
from wagtail_ita.views.importing.screen import Screen
from wagtail_ita.views.importing.tokens import (
    Step,
    TokenError,
    make_seen,
    make_token,
    read_token,
    was_seen,
)

logger = logging.getLogger(__name__)

START: Final = "wagtail_ita_import"
PLAN: Final = "wagtail_ita_import_plan"
ATTACH: Final = "wagtail_ita_import_attach"
PROGRESS: Final = "wagtail_ita_import_progress"
TEMPLATE: Final = "wagtail_ita_import_template"
START_TEMPLATE: Final = "wagtail_ita/admin/import_start.html"
PLAN_TEMPLATE: Final = "wagtail_ita/admin/import_plan.html"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How often the progress of reading is written down.
_NOTE_SECONDS: Final = 0.3


class WizardView(WagtailAdminTemplateMixin, TemplateView):
    """What the steps share: who may come in, and the way back to the first step."""

    page_title = gettext_lazy("Import an ITA report")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_boards(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), here]

    def show_start(
        self, form: UploadForm, *, page: Any = None, offer: ScanOffer | None = None
    ) -> HttpResponse:
        """Answer with the first step.

        Args:
            form: The form, with what was wrong with it.
            page: The report page that the user comes from.
            offer: What else may be done with a file that has no text.
        """
        context = self.get_context_data(form=form, offer=offer, action=_start_url(page))
        return TemplateResponse(self.request, START_TEMPLATE, context)

    def read_step(self) -> Step | None:
        """Return what the token of the address stands for; ``None`` when it is not valid."""
        try:
            return read_token(self.kwargs["token"], self.request.user)
        except TokenError:
            return None

    def back_to_start(self, sentence: str = "") -> HttpResponse:
        """Send the user to the first step, and say why."""
        messages.error(
            self.request,
            sentence
            or _(
                "This import is over: it was applied, or the file was uploaded too long ago. "
                "Choose the file again."
            ),
        )
        return redirect(START)


class StartView(WizardView):
    """The first step: a file, and where it goes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self._asked_page()
        choices = destinations(request.user, page)
        initial = {"destination": name_of(page)} if page else {}
        return self.show_start(UploadForm(destinations=choices, initial=initial), page=page)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self._asked_page()
        choices = destinations(request.user, page)
        form = UploadForm(request.POST, request.FILES, destinations=choices)
        if not form.is_valid():
            return self.show_start(form, page=page)
        chosen = form.cleaned_data["destination"]
        try:
            find_destination(chosen, request.user)
        except ImportRefused as refusal:
            form.add_error("destination", str(refusal))
            return self.show_start(form, page=page)
        file = form.cleaned_data["file"]
        upload = ImportUpload.keep(
            owner=request.user,
            name=file.name,
            data=file.read(),
            key=form.cleaned_data["key"],
        )
        return redirect(PLAN, make_token(upload, chosen))

    def _asked_page(self) -> Any | None:
        """Return the report page that the user comes from."""
        key = self.request.GET.get("page", "")
        if not key.isdecimal():
            return None
        page = find_report(key)
        if page is None:
            raise Http404
        if not may_import_into(page, self.request.user):
            raise PermissionDenied
        return page


# Progress is for other requests to see, so it may not wait for the end of this one.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class PlanView(WizardView):
    """The second step: what was understood, beside the text it comes from."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = self.read_step()
        if step is None:
            return self.back_to_start()
        try:
            read, plan = self._read(step)
        except SourceError as error:
            return self._show_unreadable(step, error)
        except ImportRefused as refusal:
            return self.back_to_start(str(refusal))
        return self._show(step, read, plan, chosen=plan.defaults)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = self.read_step()
        if step is None:
            return self.back_to_start()
        try:
            read, plan = self._read(step)
        except (SourceError, ImportRefused) as error:
            return self.back_to_start(str(error))
        chosen = plan.choices.intersection(request.POST.getlist("take"))
        seen = request.POST.get("seen", "")
        if not was_seen(seen, step.upload, plan.target.revision):
            messages.error(
                request,
                _(
                    "Somebody saved the page meanwhile, and nothing has been written. "
                    "Look at the new comparison and choose again."
                ),
            )
            return self._show(step, read, plan, chosen=plan.defaults)
        if select(plan, chosen).record == plan.present:
            messages.error(request, _("Nothing is chosen that would change the page."))
            return self._show(step, read, plan, chosen=chosen)
        return self._apply(step, read, plan, chosen)

    def _apply(
        self, step: Step, read: ReadReport, plan: ImportPlan, chosen: frozenset[str]
    ) -> HttpResponse:
        try:
            page = apply_import(plan, chosen, user=self.request.user, source=step.upload.name)
        except ImportRefused as refusal:
            return self._show_again(step, str(refusal))
        except (InterfaceError, OperationalError):
            logger.exception("The database broke off during an import.")
            # A new connection, where the database is back already.
            connection.close()
            messages.error(
                self.request,
                _("The database broke off, and nothing has been written. Import once more."),
            )
            return self._show(step, read, plan, chosen=chosen)
        step.upload.delete()
        count = len(chosen)
        messages.success(
            self.request,
            ngettext(
                "%(count)d part of %(file)s is in a new draft version. Read it through.",
                "%(count)d parts of %(file)s are in a new draft version. Read it through.",
                count,
            )
            % {"count": count, "file": step.upload.name},
        )
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _show_again(self, step: Step, sentence: str) -> HttpResponse:
        """Show the comparison with the page as it is now, and why nothing has been written."""
        try:
            read, plan = self._read(step)
        except (SourceError, ImportRefused) as error:
            return self.back_to_start(str(error))
        messages.error(self.request, sentence)
        return self._show(step, read, plan, chosen=plan.defaults)

    def _read(self, step: Step) -> tuple[ReadReport, ImportPlan]:
        target = find_destination(step.destination, self.request.user)
        upload = step.upload
        noted = time.monotonic()

        def note(done: int, total: int) -> None:
            nonlocal noted
            if time.monotonic() - noted >= _NOTE_SECONDS:
                noted = time.monotonic()
                upload.note_progress(done, total)

        read = read_report(bytes(upload.data), name=upload.name, progress=note)
        plan = make_plan(read.parsed, target)
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        # The token, the version and the protection against forgery are fields, too.
        if most is not None and len(plan.choices) > most - 5:
            raise ImportRefused(
                _(
                    "%(name)s has more parts (%(count)d) than can be chosen on one screen. Ask who "
                    "runs the site to import it with the command ita_import."
                )
                % {"name": upload.name, "count": len(plan.choices)}
            )
        return read, plan

    def _show(
        self, step: Step, read: ReadReport, plan: ImportPlan, *, chosen: frozenset[str]
    ) -> HttpResponse:
        target = plan.target
        digits = interface_digits(target.index)
        context = self.get_context_data(
            digits=digits,
            screen=Screen(plan, read, chosen, digits=digits),
            upload=step.upload,
            target=target,
            seen=make_seen(step.upload, target.revision),
            again_url=_start_url(target.page),
            is_live=target.page is not None and target.page.live,
        )
        return TemplateResponse(self.request, PLAN_TEMPLATE, context)

    def _show_unreadable(self, step: Step, error: SourceError) -> HttpResponse:
        upload, user = step.upload, self.request.user
        page = page_named(step.destination)
        form = UploadForm(
            {"destination": step.destination},
            destinations=destinations(user, page if may_import_into(page, user) else None),
        )
        # In place of “required”: the file was there.
        form.errors.pop("file", None)
        form.add_error("file", str(error))
        offer = None
        if error.code == "no_text":
            offer = ScanOffer(token=self.kwargs["token"], upload=upload, user=user)
        else:
            upload.delete()
        return self.show_start(form, page=page, offer=offer)


class AttachView(WizardView):
    """A scan that cannot be read, as evidence of the report instead."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = self.read_step()
        if step is None:
            return self.back_to_start()
        offer = ScanOffer(token=self.kwargs["token"], upload=step.upload, user=request.user)
        try:
            target = find_destination(step.destination, request.user)
            page = offer.attach(target, request.POST.get("collection", ""))
        except ImportRefused as refusal:
            return self.back_to_start(str(refusal))
        step.upload.delete()
        messages.success(
            request,
            _("%(file)s is among the attachments of a new draft version.")
            % {"file": step.upload.name},
        )
        return redirect("wagtailadmin_pages:edit", page.pk)


class ProgressView(View):
    """How far reading an upload of the user has come."""

    def get(self, request: HttpRequest, key: uuid.UUID) -> JsonResponse:
        row = (
            ImportUpload.objects.filter(pk=key, owner=request.user)
            .values_list("parts_read", "parts_total")
            .first()
        )
        # Before the file has arrived there is no row, which is no error.
        done, total = row or (0, 0)
        return JsonResponse({"arrived": row is not None, "done": done, "total": total})


class TemplateFileView(View):
    """The spreadsheet to fill in, for those who have no report yet."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not may_see_boards(request.user):
            raise PermissionDenied
        return HttpResponse(
            import_template(get_language() or "th"),
            headers={
                "Content-Type": XLSX,
                "Content-Disposition": 'attachment; filename="ita-report-template.xlsx"',
            },
        )


def _start_url(page: Any | None) -> str:
    address = reverse(START)
    return f"{address}?page={page.pk}" if page is not None else address
