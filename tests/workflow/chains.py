"""A chain of approval with its officers, for the tests of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, Workflow, WorkflowState

from tests.admin.roles import make_user, speak
from wagtail_ita.domain.chains import make_chain
from wagtail_ita.workflow.chain_setup import apply_chain, plan_chain

CLERK = "ปลัดเทศบาล"
MAYOR = "นายกเทศมนตรี"
STAGES = make_chain([{"position": CLERK, "group": "clerks"}, {"position": MAYOR}])
AJAX = {"X-Requested-With": "XMLHttpRequest"}


def make_chain_for(*reports: Any) -> Workflow:
    """Return the chain of clerk and mayor, attached to reports."""
    apply_chain(plan_chain(STAGES), reports)
    return Workflow.objects.get(name=plan_chain(STAGES).name)


def make_officer(name: str, group: str, full_name: str = "") -> User:
    """Return somebody who decides for a group of the chain, with an account of his own."""
    first, _, last = full_name.partition(" ")
    user = User.objects.create_user(
        name, f"{name}@example.go.th", "x", first_name=first, last_name=last
    )
    user.groups.add(Group.objects.get(name=group))
    speak(user, "en")
    return user


def make_clerk(name: str = "clerk") -> User:
    return make_officer(name, "clerks", "สมหญิง รอบคอบ")


def make_mayor(name: str = "mayor") -> User:
    return make_officer(name, MAYOR, "สมชาย ตั้งใจ")


def make_reporter(index: Any) -> User:
    return make_user("reporter", index, "add", "change")


def submit(page: Any, user: Any = None) -> WorkflowState:
    """Send a page into its chain, as the button does."""
    page = type(page).objects.get(pk=page.pk)
    state = page.current_workflow_state
    if state is None:
        return page.get_workflow().start(page, user)  # type: ignore[no-any-return]
    state.resume(user)
    return state  # type: ignore[no-any-return]


def waiting(page: Any) -> Any:
    """Return the state of the stage that a page waits at, as one of our own class."""
    return type(page).objects.get(pk=page.pk).current_workflow_task_state


def approve(page: Any, user: Any, **words: str) -> None:
    """Approve a page at the stage where it is, with the usual opinion unless words are given."""
    waiting(page).approve(user=user, **words)


def go_through(page: Any, clerk: Any, mayor: Any, reporter: Any = None) -> None:
    submit(page, reporter)
    approve(page, clerk)
    approve(page, mayor)


def is_live(page: Any) -> bool:
    return bool(type(page).objects.get(pk=page.pk).live)


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def run_of(page: Any) -> WorkflowState:
    return WorkflowState.objects.for_instance(page).latest("pk")


def edit_address(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def action_address(page: Any, action: str = "approve", state: TaskState | None = None) -> str:
    args = [page.pk, action, (state or waiting(page)).pk]
    return reverse("wagtailadmin_pages:workflow_action", args=args)


def decision(**fields: Any) -> dict[str, Any]:
    return {"choice": "usual", "name": "นางสาวสมหญิง รอบคอบ", "comment": "", **fields}


def form_of(client: Client, address: str) -> Any:
    """Return the form that a window shows."""
    response = client.get(address, headers=AJAX)
    assert response.json()["step"] == "action"
    return response.context["form"]


def messages(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])
