"""Public pages that are not made anew for each visitor.

Two things save the work. The parts of a page that are ours are kept as HTML in a cache of the
site (``{% ita_cached "content" %}`` in the templates says which); what the site's own template
puts around them is made each time. And a visitor who has been there before is told that nothing
has changed before anything is made at all.

Both hold for as long as the stamp of what is public is the same (``public_state``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language

from wagtail_ita import __version__
from wagtail_ita.caching import LenientCache
from wagtail_ita.catalogues import catalogues_fingerprint
from wagtail_ita.conf import get_settings
from wagtail_ita.models.public_state import PublicStamp, public_stamp
from wagtail_ita.models.template_sources import templates_fingerprint

# Under the hour for which signed addresses of files, such as those of S3, are usually good.
_KEPT_SECONDS: Final = 30 * 60
# What our ETags begin with.
_OURS: Final = "ita-"
# Last-Modified counts in whole seconds: within one, it does not tell two changes apart.
_SETTLED: Final = dt.timedelta(seconds=2)


class PageParts:
    """The parts of one page: what is kept of them, and what the others are made of.

    Attributes:
        kept: HTML of the parts that were there; empty where nothing is kept.
        made: HTML of the parts that had to be made.
    """

    def __init__(self, page: Any, request: HttpRequest) -> None:
        self.page = page
        self.request = request
        self.kept: Mapping[str, str] = {}
        self.made: dict[str, str] = {}

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the templates of the parts ask for; looked up only if a part has to be made."""
        content: dict[str, Any] = self.page.get_content_context(self.request)
        return content


class CachedPageMixin(models.Model):
    """Serves what is kept, and tells returning visitors that nothing has changed."""

    class Meta:
        abstract = True

    def get_content_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the parts of the page that are kept show, beside ``get_context()``.

        It may depend on what is public, on the address and on the language, and on nothing else:
        neither on the visitor nor on the time.
        """
        return {}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return super().serve(request, *args, **kwargs)
        stamp = public_stamp()
        is_anonymous = _is_anonymous(request)
        if is_anonymous:
            # Of what was asked before Wagtail looked for the page, this one has only a date.
            unchanged = _unchanged(request, stamp)
            if unchanged is not None:
                return unchanged
        response = _Kept(self, request, stamp).serve(*args, **kwargs)
        response.add_post_render_callback(
            lambda made: _describe(made, request, stamp, is_anonymous=is_anonymous)
        )
        return response

    def _serve_uncached(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().serve(request, *args, **kwargs)


class _Kept:
    """The parts of one page in the cache of the site."""

    def __init__(self, page: Any, request: HttpRequest, stamp: PublicStamp) -> None:
        self.page = page
        self.request = request
        self.stamp = stamp

    def serve(self, *args: Any, **kwargs: Any) -> Any:
        """Return the response for the page, with what is kept of it."""
        if not self._may_keep:
            return self.page._serve_uncached(self.request, *args, **kwargs)
        key = self._key()
        found = self._cache.get(key)
        page = self.page
        if found is None or found["of"] != _edition(page):
            # What Wagtail found may be older than the stamp; what is kept must not be.
            _read_again(page)
            found = None
        response = page._serve_uncached(self.request, *args, **kwargs)
        parts = (response.context_data or {}).get("ita_parts")
        if parts is None:
            # A site whose get_context() leaves ours out.
            return response
        if found is not None:
            parts.kept = found["parts"]
        response.add_post_render_callback(lambda _made: self._keep(key, page, parts))
        return response

    @property
    def _may_keep(self) -> bool:
        return bool(get_settings().PAGE_CACHE) and not _templates_change() and self.page.live

    @property
    def _cache(self) -> LenientCache:
        return LenientCache(get_settings().PAGE_CACHE)

    def _key(self) -> str:
        parts = (
            *_circumstances(self.request, self.stamp),
            self.page.pk,
            self.page.get_template(self.request),
        )
        return f"wagtail_ita.page.{_digest(parts)}"

    def _keep(self, key: str, page: Any, parts: PageParts) -> None:
        if parts.made:
            kept = {"of": _edition(page), "parts": {**parts.kept, **parts.made}}
            self._cache.set(key, kept, _KEPT_SECONDS)


def _read_again(page: Any) -> None:
    try:
        page.refresh_from_db()
    except page.DoesNotExist:
        raise Http404 from None
    if not page.live:
        raise Http404


def _edition(page: Any) -> tuple[Any, ...]:
    """Return what tells one state of a page from another, as far as it has an own one."""
    return (page.live_revision_id, page.last_published_at, page.title, page.url_path)


def _circumstances(request: HttpRequest, stamp: PublicStamp) -> tuple[Any, ...]:
    return (
        __version__,
        stamp.name,
        templates_fingerprint(),
        catalogues_fingerprint(),
        get_settings(),
        request.scheme,
        request.get_host(),
        get_language(),
    )


def _digest(parts: tuple[Any, ...]) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


# ------------------------------------------------------------------------------------- headers


def _validators(request: HttpRequest, stamp: PublicStamp) -> tuple[str, int | None]:
    """Return ETag and Last-Modified of a page: what is public decides, not what it says."""
    name = _digest((*_circumstances(request, stamp), request.get_full_path()))
    etag = f'"{_OURS}{name}"'
    moment = stamp.changed_at
    if moment is None or dt.datetime.now(moment.tzinfo) - moment < _SETTLED:
        return etag, None
    return etag, int(moment.timestamp())


def not_modified(request: HttpRequest) -> Any:
    """Return the answer 304 to a visitor who has what we would send; else ``None``.

    Needs no page: who has our ETag was given it while the page was public, and nothing that is
    public has changed since. Costs a query where somebody has an ETag of ours, else nothing.
    """
    if f'"{_OURS}' not in request.headers.get("If-None-Match", ""):
        return None
    if request.method not in ("GET", "HEAD") or not _is_anonymous(request):
        return None
    return _unchanged(request, public_stamp())


def _unchanged(request: HttpRequest, stamp: PublicStamp) -> Any:
    asked = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
    if not asked or _templates_change():
        return None
    etag, moment = _validators(request, stamp)
    response = get_conditional_response(request, etag=etag, last_modified=moment)
    if response is not None:
        _set_headers(response, etag, moment)
    return response


def _is_anonymous(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _templates_change() -> bool:
    """Tell whether somebody may be working on a template, who wants to see it each time."""
    return bool(settings.DEBUG)


def _describe(
    response: Any, request: HttpRequest, stamp: PublicStamp, *, is_anonymous: bool
) -> None:
    """Say how long what was made may be kept, and by whom.

    Where the site's own template has asked who is there, or made a form, the page is for this
    visitor alone.
    """
    if response.status_code != 200 or response.has_header("Cache-Control"):
        return
    if not is_anonymous or _is_personal(request):
        patch_cache_control(response, private=True)
        return
    etag, moment = ("", None) if _templates_change() else _validators(request, stamp)
    _set_headers(response, etag, moment)


def _is_personal(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    asked = session is not None and session.accessed
    return asked or bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))


def _set_headers(response: Any, etag: str, moment: int | None) -> None:
    if etag:
        response["ETag"] = etag
    if moment is not None:
        response["Last-Modified"] = http_date(moment)
    # A cache in front of the site can be told of a change, a browser cannot: it asks each time.
    patch_cache_control(response, public=True, max_age=0, s_maxage=get_settings().PAGE_MAX_AGE)
