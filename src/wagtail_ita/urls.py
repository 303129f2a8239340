"""Addresses of the files beside our pages, and the short answer to returning visitors.

They are put in front of Wagtail's own when the site starts (see docs/decisions/0008 and 0018).
Only a site that does not include ``wagtail.urls`` includes this module, where it serves its pages.
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponseBase
from django.urls import re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve

from wagtail_ita.models import ITAIndexMixin, ITAItemMixin, ITAReportMixin, not_modified

DOWNLOAD = "wagtail_ita_download"
# Wagtail's own name, so that it is the same address for whoever asks.
SERVE = "wagtail_serve"

_NAMES = sorted(
    {
        name
        for mixin in (ITAIndexMixin, ITAItemMixin, ITAReportMixin)
        for name in mixin.download_names
    }
)


def serve_download(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """Serve a file beside a page as Wagtail serves a page, with all of its hooks."""
    response: HttpResponseBase = serve(request, f"{path}{name}/")
    return response


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve any page as Wagtail does; where a page of ours has not changed, say so at once.

    To find the page is most of the work of serving it, and is saved, too.
    """
    return not_modified(request) or serve(request, path)


urlpatterns = [
    re_path(
        rf"^((?:[\w\-]+/)*)({'|'.join(map(re.escape, _NAMES))})$", serve_download, name=DOWNLOAD
    ),
    re_path(serve_pattern, serve_page, name=SERVE),
]


def register() -> None:
    """Put our addresses in front of Wagtail's; called once, when the app is ready."""
    from wagtail import urls as wagtail_urls

    known = wagtail_urls.urlpatterns
    if urlpatterns[0] in known:
        return
    downloads, page = urlpatterns
    # Any address is one of a page for it: Wagtail's others, such as its login, stay before it.
    position = next(n for n, pattern in enumerate(known) if pattern.name == SERVE)
    known.insert(position, page)
    known.insert(0, downloads)
