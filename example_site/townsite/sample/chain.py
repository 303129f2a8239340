"""The demo's chain of approval: what ``ita_setup --chain default`` makes, with its officers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Site, Workflow

from townsite.sample.tally import Tally
from wagtail_ita.models import ITAReportMixin
from wagtail_ita.selectors import find_index, index_items
from wagtail_ita.workflow.chain_setup import apply_chain, plan_chain, usual_stages

YEAR = 2569


def load_chain(tally: Tally, *, site: Site, scheme: str, users: Mapping[str, Any]) -> None:
    """Let the newest report go through the chain from its next change on."""
    plan = plan_chain(usual_stages(site))
    index = find_index(year=YEAR, scheme=scheme, site=site)
    # Whoever has changed the chain, or taken it off, keeps what he has.
    if index is None or Workflow.objects.filter(name=plan.name).exists():
        return
    reports = [page for page in index_items(index) if isinstance(page, ITAReportMixin)]
    apply_chain(plan, reports, user=users["admin"])
    deputies = Group.objects.get(name=plan.stages[0].stage.group)
    deputies.user_set.add(users["approver"])
    tally.add("workflows")
