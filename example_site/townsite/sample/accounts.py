"""The demo's accounts, their groups, and the workflow of its pages, all Wagtail's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from townsite.sample.tally import Tally

EDITORS = "ผู้จัดทำข้อมูล"
APPROVERS = "ผู้อนุมัติเผยแพร่"
# The groups of the last two stages of a municipality's usual chain.
CLERKS = "ปลัดเทศบาล"
MAYORS = "นายกเทศมนตรี"
WORKFLOW = "ตรวจและอนุมัติก่อนเผยแพร่"
PAGE_VERBS = {EDITORS: ("add", "change"), APPROVERS: ("add", "change", "publish", "lock", "unlock")}
OTHER_PERMISSIONS = (("wagtailadmin", "access_admin"), ("wagtail_localize", "submit_translation"))
FILE_PERMISSIONS = (
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of the demo."""

    username: str
    first_name: str
    last_name: str
    group: str = ""


ACCOUNTS = (
    Account(username="admin", first_name="ผู้ดูแลระบบ", last_name="ตัวอย่าง"),
    Account(username="editor", first_name="เจ้าหน้าที่", last_name="ตัวอย่าง", group=EDITORS),
    # The officers whose names stand under the sample's memo; load_chain makes the approver deputy.
    Account(username="approver", first_name="นายตัวอย่าง", last_name="สาม", group=APPROVERS),
    Account(username="clerk", first_name="นางตัวอย่าง", last_name="สอง", group=CLERKS),
    Account(username="mayor", first_name="นายตัวอย่าง", last_name="หนึ่ง", group=MAYORS),
)


def load_accounts(tally: Tally, *, password: str) -> dict[str, Any]:
    """Make the accounts that are missing; an account that is there keeps its password."""
    model = get_user_model()
    users = {}
    for account in ACCOUNTS:
        user, created = model.objects.get_or_create(
            username=account.username,
            defaults={
                "first_name": account.first_name,
                "last_name": account.last_name,
                "is_staff": not account.group,
                "is_superuser": not account.group,
            },
        )
        if created:
            user.set_password(password)
            user.save()
            if account.group:
                user.groups.add(Group.objects.get_or_create(name=account.group)[0])
            tally.add("accounts")
        users[account.username] = user
    return users


def give_addresses(users: Mapping[str, Any]) -> None:
    """Give each account its mail address, last of all: so that loading sends nobody a letter."""
    for user in users.values():
        if not user.email:
            user.email = f"{user.username}@thantuayang.example"
            user.save(update_fields=["email"])


def set_passwords(password: str) -> int:
    """Give the demo's accounts a password that was asked for, and count those changed."""
    changed = 0
    names = [account.username for account in ACCOUNTS]
    for user in get_user_model().objects.filter(username__in=names):
        if not user.check_password(password):
            user.set_password(password)
            user.save()
            changed += 1
    return changed


def load_rights(tally: Tally, homes: Sequence[Page]) -> None:
    """Let editors write and approvers publish below the home pages, through one workflow."""
    root = Collection.get_first_root_node()
    for name, verbs in PAGE_VERBS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(*OTHER_PERMISSIONS))
        for permission in _permissions(*(("wagtailcore", f"{verb}_page") for verb in verbs)):
            for home in homes:
                _, created = GroupPagePermission.objects.get_or_create(
                    group=group, page=home, permission=permission
                )
                tally.add("rights", created)
        for permission in _permissions(*FILE_PERMISSIONS):
            _, created = GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )
            tally.add("rights", created)
    _load_workflow(tally, homes)


def _load_workflow(tally: Tally, homes: Sequence[Page]) -> None:
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW)
    if created:
        task = GroupApprovalTask.objects.create(name="อนุมัติเผยแพร่")
        task.groups.add(Group.objects.get(name=APPROVERS))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        tally.add("workflows")
    for home in homes:
        if not WorkflowPage.objects.filter(page=home).exists():
            WorkflowPage.objects.create(workflow=workflow, page=home)


def _permissions(*names: tuple[str, str]) -> list[Permission]:
    return [
        Permission.objects.get(content_type__app_label=app_label, codename=codename)
        for app_label, codename in names
    ]
