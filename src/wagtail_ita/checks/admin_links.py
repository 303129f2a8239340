"""Full addresses in the admin, for what is read outside of it: mails and lists."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.utils import get_admin_base_url

from wagtail_ita.selectors import default_site


def edit_address(page: Any) -> str:
    """Return the full address of a page's form.

    It begins with ``WAGTAILADMIN_BASE_URL``, or with the address of the default site.
    """
    base = get_admin_base_url()
    if not base:
        site = default_site()
        base = site.root_url if site else ""
    path: str = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return f"{base.rstrip('/')}{path}"
