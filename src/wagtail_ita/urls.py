"""Addresses of the files beside our pages.

They are put in front of Wagtail's own when the site starts (see docs/decisions/0008). Only a
site that does not include ``wagtail.urls`` includes this module, where it serves its pages.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponseBase
from django.urls import re_path
from wagtail.views import serve

from wagtail_ita.models import ITAIndexMixin, ITAReportMixin

DOWNLOAD = "wagtail_ita_download"

_NAMES = sorted({*ITAReportMixin.download_names, *ITAIndexMixin.download_names})


def serve_download(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """Serve a file beside a page as Wagtail serves a page, with all of its hooks."""
    response: HttpResponseBase = serve(request, f"{path}{name}/")
    return response


urlpatterns = [
    re_path(
        rf"^((?:[\w\-]+/)*)({'|'.join(map(re.escape, _NAMES))})$", serve_download, name=DOWNLOAD
    ),
]


def register() -> None:
    """Put our addresses in front of Wagtail's; called once, when the app is ready."""
    from wagtail import urls as wagtail_urls

    if urlpatterns[0] not in wagtail_urls.urlpatterns:
        wagtail_urls.urlpatterns[:0] = urlpatterns
