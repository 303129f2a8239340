"""A report that was read, into a draft: a plan that only looks, a choice, one step that writes.

``plan`` compares the file with the page, part by part; ``merge`` makes the record to write of
the parts that were chosen; ``applying`` writes it, all or nothing.
"""

from __future__ import annotations

from wagtail_ita.transfer.importing.applying import apply_import, refuse_without_right, write_draft
from wagtail_ita.transfer.importing.attaching import ATTACH_ACTION, attach_document
from wagtail_ita.transfer.importing.errors import ImportRefused
from wagtail_ita.transfer.importing.history import IMPORT_ACTION
from wagtail_ita.transfer.importing.merge import (
    Selection,
    about_conflicts,
    about_losses,
    select,
)
from wagtail_ita.transfer.importing.parts import measure_name
from wagtail_ita.transfer.importing.plan import (
    ImportPlan,
    MeasurePlan,
    PartPlan,
    State,
    make_plan,
    removal_path,
)
from wagtail_ita.transfer.importing.targets import (
    Target,
    index_target,
    page_target,
    report_code,
    year_target,
)

__all__ = [
    "ATTACH_ACTION",
    "IMPORT_ACTION",
    "ImportPlan",
    "ImportRefused",
    "MeasurePlan",
    "PartPlan",
    "Selection",
    "State",
    "Target",
    "about_conflicts",
    "about_losses",
    "apply_import",
    "attach_document",
    "index_target",
    "make_plan",
    "measure_name",
    "page_target",
    "refuse_without_right",
    "removal_path",
    "report_code",
    "select",
    "write_draft",
    "year_target",
]
