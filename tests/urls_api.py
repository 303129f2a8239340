"""Addresses of the test site with Wagtail's API that writes, which came with Wagtail 8.0."""

from __future__ import annotations

from django.urls import path
from wagtail.api.v3.urls import api

from tests.urls import urlpatterns as site_urlpatterns

urlpatterns = [path("api/v3/", api.urls), *site_urlpatterns]
