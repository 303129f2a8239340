"""Page types that any municipal site has, ITA or not."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from wagtail_ita.pages.models import ITAIndexPage

NEWS_ON_HOME = 3


class HomePage(Page):
    """The front page: a greeting, the ways into the site and the latest news."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("body"), blank=True)

    content_panels = [*Page.content_panels, "introduction", "body"]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().public().descendant_of(self)
        context["latest_news"] = news.order_by("-date", "-pk")[:NEWS_ON_HOME]
        context["entrances"] = Page.objects.live().public().child_of(self).in_menu()
        years = ITAIndexPage.objects.live().public().child_of(self)
        context["ita_year"] = years.order_by("-assessment_year").first()
        return context


class StandardPage(Page):
    """A page of plain text, such as "About us"."""

    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("body"), blank=True)

    content_panels = [*Page.content_panels, "introduction", "body"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("standard page")


class NewsIndexPage(Page):
    """All news, newest first."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, "introduction"]
    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.live().public().child_of(self)
        context["news"] = news.order_by("-date", "-pk")
        return context


class NewsPage(Page):
    """One piece of news."""

    date = models.DateField(_("date"))
    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("body"), blank=True)

    content_panels = [*Page.content_panels, "date", "introduction", "body"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news")
