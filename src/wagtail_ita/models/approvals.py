"""One stage of the chain of a memo, on Wagtail's workflow."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import AbstractGroupApprovalTask, Revision, TaskState, WorkflowState

from wagtail_ita.blocks.preloading import base_page_model
from wagtail_ita.models.deciding import ApprovalForm, DecisionRefused, ReturnForm, first_error
from wagtail_ita.models.locking import can_lock, lock_pages
from wagtail_ita.models.texts import same_text, version_of

APPROVE: Final = "approve"
REJECT: Final = "reject"
_MOST_VERSIONS: Final = 10


class MemoApprovalState(TaskState):
    """What one officer wrote under the memo when a stage was decided.

    Name, position and heading are copied from the task and the account, so that they stay when
    the account is deleted or the task is changed. It records an act and is no digital signature.
    """

    heading = models.CharField(_("heading"), max_length=255, blank=True, editable=False)
    opinion = models.TextField(_("opinion or order"), blank=True, editable=False)
    name = models.CharField(
        pgettext_lazy("officer", "name"), max_length=255, blank=True, editable=False
    )
    position = models.CharField(_("position"), max_length=255, blank=True, editable=False)

    class Meta:
        default_permissions = ()

    @transaction.atomic
    def approve(
        self,
        user: Any = None,
        update: bool = True,
        comment: str = "",
        *,
        opinion: str | None = None,
        name: str | None = None,
    ) -> TaskState:
        """Take down the officer's opinion and pass the page on.

        Without ``opinion`` it is the usual one of the stage; without ``name`` the full name of
        the account is printed.

        Raises:
            DecisionRefused: Somebody was faster, or he would approve his own work.
        """
        self._claim()
        task = self.task.specific
        why_not = task.own_work(self, user)
        if why_not:
            raise DecisionRefused(why_not)
        # Wagtail keeps here what the stage began with. The officer may have changed it since,
        # and what he decides on is what is stored now.
        self.revision = self.workflow_state.content_object.get_latest_revision()
        self.heading, self.position = task.heading, task.position
        self.opinion = task.opinion if opinion is None else opinion
        self.name = (user.get_full_name() if user else "") if name is None else name
        return super().approve(user=user, update=update, comment=comment)

    @transaction.atomic
    def reject(self, user: Any = None, update: bool = True, comment: str = "") -> TaskState:
        """Send the page back.

        Raises:
            DecisionRefused: Somebody was faster.
        """
        self._claim()
        return super().reject(user=user, update=update, comment=comment)

    def get_comment(self) -> str:
        """Return what the history of the page and Wagtail's mails quote."""
        return "\n".join(filter(None, (self.opinion, self.comment)))

    def _claim(self) -> None:
        """Make this the only decision on the stage, or refuse it.

        The first statement writes: of two at once every database lets one wait for the other,
        and then no longer finds the row in progress. Where there are rows to lock, the page comes
        before: so it is for whoever publishes, and the two do not wait for each other.
        """
        if can_lock():
            self._lock_page()
        waiting = TaskState.objects.filter(pk=self.pk, status=TaskState.STATUS_IN_PROGRESS)
        if not waiting.update(finished_at=timezone.now()):
            raise DecisionRefused(decided_already(self.pk))
        self.status = TaskState.STATUS_IN_PROGRESS
        # Whatever was known of the run before may be out of date.
        self.workflow_state = WorkflowState.objects.get(pk=self.workflow_state_id)

    def _lock_page(self) -> None:
        kind = ContentType.objects.get_for_model(base_page_model())
        runs = WorkflowState.objects.filter(pk=self.workflow_state_id, base_content_type=kind)
        lock_pages(*runs.values_list("object_id", flat=True))


class MemoApprovalTask(AbstractGroupApprovalTask):
    """An officer's opinion or order, for example that of the municipal clerk."""

    position = models.CharField(
        _("position"),
        max_length=255,
        help_text=_("As printed under the name, for example “Municipal clerk”."),
    )
    heading = models.CharField(
        _("heading"),
        max_length=255,
        blank=True,
        help_text=_("For example “Opinion of the municipal clerk” or “Order of the mayor”."),
    )
    opinion = models.TextField(
        _("usual opinion"),
        blank=True,
        help_text=_("What the officer usually writes. He may write something else each time."),
    )
    not_own = models.BooleanField(
        _("nobody approves what he submitted"),
        default=True,
        help_text=_(
            "Whoever submitted the page, or saved the version that is decided on, cannot approve "
            "it at this stage."
        ),
    )

    task_state_class = MemoApprovalState

    admin_form_fields: ClassVar[list[str]] = [
        "name",
        "position",
        "heading",
        "opinion",
        "groups",
        "not_own",
    ]
    admin_form_widgets: ClassVar[dict[str, Any]] = {
        **AbstractGroupApprovalTask.admin_form_widgets,
        "opinion": forms.Textarea({"rows": 3}),
    }

    # Who asked last what he may do, and at which state: Wagtail gives neither to the form.
    asked_by: Any = None
    asked_for: int | None = None

    class Meta:
        verbose_name = _("Opinion or order under a memo")
        verbose_name_plural = _("Opinions and orders under a memo")

    @classmethod
    def get_description(cls) -> str:
        return gettext(
            "Members of the chosen groups write their opinion or order, which is printed on the "
            "public page with name, position and date"
        )

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Return what a user may do with a page at this stage."""
        if not (user.is_superuser or self._user_in_groups(user)):
            return []
        state = getattr(obj, "current_workflow_task_state", None)
        self.asked_by, self.asked_for = user, state.pk if state else None
        actions = [(REJECT, gettext("Return with a comment"), True)]
        if state is None or not self.own_work(state, user):
            actions.append((APPROVE, gettext("Approve with an opinion"), True))
        return actions

    def own_work(self, state: TaskState, user: Any) -> str:
        """Return why a user may not approve his own work; empty when he may."""
        if not self.not_own or user is None:
            return ""
        run = state.workflow_state
        if run.requested_by_id == user.pk:
            return gettext(
                "You submitted this page, so somebody else has to approve it at “%(stage)s”."
            ) % {"stage": self.name}
        if _wrote_last(run, user):
            return gettext(
                "You saved the version that is decided on, so somebody else has to approve it at "
                "“%(stage)s”. You can return it with a comment, so that it is submitted again."
            ) % {"stage": self.name}
        return ""

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ApprovalForm.form_for(self) if action == APPROVE else ReturnForm

    def get_template_for_action(self, action: str) -> str:
        return "wagtail_ita/admin/approve.html" if action == APPROVE else ""

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Decide, from the dashboard or from the edit form.

        The edit form brings what a window has collected before, as anybody could have written
        it: it is read again here.

        Raises:
            DecisionRefused: The decision cannot stand; nothing has been changed.
        """
        if action_name not in (APPROVE, REJECT):
            return
        form = self.get_form_for_action(action_name)(kwargs)
        if not form.is_valid():
            raise DecisionRefused(first_error(form))
        cleaned = form.cleaned_data
        if not isinstance(form, ApprovalForm):
            task_state.reject(user=user, comment=cleaned["comment"])
            return
        if cleaned["state"] not in (None, task_state.pk):
            raise DecisionRefused(decided_already(cleaned["state"]))
        task_state.approve(
            user=user, comment=cleaned["comment"], opinion=form.opinion, name=cleaned["name"]
        )


def _wrote_last(run: WorkflowState, user: Any) -> bool:
    """Tell whether the text that is decided on is a user's.

    A browser hands back some of a page in other words, so that somebody who only looked at it
    leaves a version of his own. The text is the work of whoever saved it first.
    """
    revisions = Revision.objects.filter(
        base_content_type_id=run.base_content_type_id, object_id=run.object_id
    ).order_by("-created_at", "-pk")
    later: Revision | None = None
    for revision in revisions[:_MOST_VERSIONS].iterator():
        if later is not None and not same_text(version_of(later), version_of(revision)):
            break
        later = revision
    return later is not None and bool(later.user_id == user.pk)


def decided_already(state_pk: int) -> str:
    """Say who decided a stage before, and how."""
    state = (
        TaskState.objects.select_related("task", "finished_by")
        .filter(pk=state_pk)
        .exclude(status=TaskState.STATUS_IN_PROGRESS)
        .first()
    )
    if state is None:
        return gettext("This stage is no longer waiting for a decision. Open the page again.")
    values = {
        "stage": state.task.name,
        "who": get_user_display_name(state.finished_by) if state.finished_by else "–",
    }
    if state.status == TaskState.STATUS_APPROVED:
        sentence = gettext("“%(stage)s” has already been approved, by %(who)s.")
    elif state.status == TaskState.STATUS_REJECTED:
        sentence = gettext("The page has already been returned at “%(stage)s”, by %(who)s.")
    else:
        sentence = gettext("The chain was cancelled at “%(stage)s”, by %(who)s.")
    kept = gettext("Your decision has not been taken down.")
    return f"{sentence % values} {kept}"
