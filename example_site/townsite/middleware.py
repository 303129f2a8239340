"""The site's Content-Security-Policy: proof that public pages need no inline style or script."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


class ContentSecurityPolicyMiddleware:
    """Send the policy with every public page.

    Wagtail's admin and Django's own need inline scripts, and a response that brings a policy of
    its own (Wagtail does so for documents) keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.exempt = (reverse("wagtailadmin_home"), reverse("admin:index"))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(self.exempt):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
