"""Files beside a page: ``report.json`` is to ``/o26/`` what a page below it would be.

The models only know the names, and that only a live page has files. Making them needs
``transfer``, which stands above; the views give the function for it to ``set_download_view``
when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.url_routing import RouteResult

DownloadView = Callable[[Any, HttpRequest, str], HttpResponseBase]

_view: DownloadView | None = None


def set_download_view(view: DownloadView) -> None:
    """Set the function that answers for a file beside a page."""
    global _view
    _view = view


class DownloadsMixin(models.Model):
    """Routes the names of files to a page, as Wagtail does with the slugs of its children."""

    download_names: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Route to a file beside this page, or on to a page below it.

        The page itself is the result: what Wagtail asks before it serves a page, such as a
        login, is then asked before a file of it.
        """
        match path_components:
            case [name] if name in self.download_names:
                if not self.live:
                    raise Http404
                # What RoutablePageMixin passes, too, so that a site may put it on our pages.
                return RouteResult(self, args=(self.serve_download, (name,), {}))
        return super().route(request, path_components)

    def serve(
        self,
        request: HttpRequest,
        view: Callable[..., Any] | None = None,
        args: Any = None,
        kwargs: Any = None,
    ) -> Any:
        if view is None:
            return super().serve(request, *(args or ()), **(kwargs or {}))
        return view(request, *(args or ()), **(kwargs or {}))

    def serve_download(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """Answer for one file."""
        if _view is None:
            raise Http404
        return _view(self, request, name)

    def get_cached_paths(self) -> list[str]:
        """Name the files, too, for a cache in front of the site."""
        return [*super().get_cached_paths(), *(f"/{name}" for name in self.download_names)]
