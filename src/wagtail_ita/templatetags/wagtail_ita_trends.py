"""The trends of an index page: ``{% ita_trends as trends %}``."""

from __future__ import annotations

from django import template

from wagtail_ita.domain.trends import Trends, trends_of
from wagtail_ita.selectors import year_scores

register = template.Library()


@register.simple_tag(takes_context=True)
def ita_trends(context: template.Context) -> Trends | None:
    """Return the scores over the years of the switch; ``None`` unless two years have any.

    Where the site has one year only, the database is not asked.
    """
    visibility = context.get("visibility")
    years = context.get("years") or ()
    if len(years) < 2 or visibility is None:
        return None
    return trends_of(year_scores([each.path for each in years], visibility))
