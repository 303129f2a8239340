"""Accounts of the admin with the rights of one group at one page."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile


def make_user(name: str, page: Any = None, *actions: str) -> User:
    """Return a user who may open the admin and do these things at and below a page."""
    user = User.objects.create_user(name, f"{name}@example.go.th", "x")
    group = Group.objects.create(name=f"group of {name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in actions:
        GroupPagePermission.objects.create(
            group=group,
            page=page,
            permission=Permission.objects.get(
                codename=f"{action}_page", content_type__app_label="wagtailcore"
            ),
        )
    user.groups.add(group)
    speak(user, "en")
    return user


def speak(user: User, language: str) -> None:
    """Set the language in which the admin answers a user."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def client_of(user: User) -> Client:
    """Return a client in which a user is logged in."""
    client = Client()
    client.force_login(user)
    return client
