"""What a page gives to the search index, and how a question reaches the year's index page.

The models only know that an index answers questions. Looking for an answer needs ``searching``,
which stands above; the views give the function for it to ``set_search_view`` when the site
starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.search import index
from wagtail.url_routing import RouteResult

from wagtail_ita.blocks.preloading import preloaded_targets
from wagtail_ita.models.languages import language_of
from wagtail_ita.models.search_parts import Reader, SearchPart
from wagtail_ita.models.visibility import Visibility
from wagtail_ita.words import site_text

SEARCH_TEXT: Final = "ita_search_text"
QUESTION: Final = ("q", "item", "year")
"""What a question has in its address; without any of it the address is that of the page."""

# Where a page keeps its words while it is put into the index.
_FOUND: Final = "_ita_search_text"

SearchView = Callable[[Any, HttpRequest], HttpResponseBase]

_view: SearchView | None = None


def set_search_view(view: SearchView) -> None:
    """Set the function that answers a question asked of an index page."""
    global _view
    _view = view


class SearchTextMixin(models.Model):
    """Gives the index the words of everything that a visitor reads on the page, cut by us.

    Beside the ordinary fields, which a search of the site or of the admin finds as before.
    """

    evidence_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.__dict__.pop(_FOUND, None)
        return super().save(*args, **kwargs)

    @classmethod
    def get_search_fields(cls) -> list[Any]:
        """Return the fields of the page type, whoever composed it, and ours."""
        fields: list[Any] = super().get_search_fields()
        if any(field.field_name == SEARCH_TEXT for field in fields):
            return fields
        return [*fields, index.SearchField(SEARCH_TEXT)]

    def ita_search_parts(self, reader: Reader) -> Iterable[SearchPart]:
        """Return what a visitor reads on the page, part by part."""
        return ()

    def ita_search_text(self) -> str:
        """Return the words for the index; none of a page that is not live.

        A search backend asks several times for each time that it writes; they are found once.
        """
        text: str | None = self.__dict__.get(_FOUND)
        if text is None:
            text = self.__dict__[_FOUND] = self._found_search_text()
        return text

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop(_FOUND, None)
        super().refresh_from_db(*args, **kwargs)

    def _found_search_text(self) -> str:
        if not self.live:
            return ""
        reader = Reader(language=language_of(self), digits="arabic", visibility=Visibility())
        with preloaded_targets([getattr(self, name) for name in self.evidence_fields]):
            return site_text(part.text for part in self.ita_search_parts(reader))


class QuestionsMixin(models.Model):
    """Answers ``?q=``, ``?item=`` and ``?year=``."""

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Route a question to its answer.

        The page itself is the result: what Wagtail asks before it serves a page, such as a
        login, is then asked before the answer.
        """
        if not path_components and any(name in request.GET for name in QUESTION):
            if not self.live or _view is None:
                raise Http404
            return RouteResult(self, args=(self.serve_search, (), {}))
        return super().route(request, path_components)

    def serve_search(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a question."""
        if _view is None:
            raise Http404
        return _view(self, request)
