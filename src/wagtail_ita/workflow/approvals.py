"""What the chain of a memo decided: the run of a workflow that led to a text, and its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision, WorkflowState

from wagtail_ita.clock import local_day
from wagtail_ita.domain.approvals import ChainApproval
from wagtail_ita.domain.records import ApprovalRecord
from wagtail_ita.models import MemoApprovalState, same_text, version_of


@dataclass(frozen=True, slots=True)
class ApprovedRun:
    """A workflow that every officer of a chain has approved.

    Attributes:
        states: Their decisions, in the order in which they were made.
    """

    states: tuple[MemoApprovalState, ...]

    @property
    def revision(self) -> Revision:
        """What the last officer decided on: the text that may be published."""
        return self.states[-1].revision


def approved_run(page: Any) -> ApprovedRun | None:
    """Return the last run of a chain that a page has been through, if there is one.

    An earlier one does not count: what it approved has been corrected since.
    """
    decided = MemoApprovalState.objects.filter(status=MemoApprovalState.STATUS_APPROVED)
    last_run = (
        decided.filter(
            workflow_state__status=WorkflowState.STATUS_APPROVED,
            workflow_state__base_content_type=page.get_base_content_type(),
            workflow_state__object_id=str(page.pk),
        )
        .order_by("-workflow_state_id")
        .values_list("workflow_state_id", flat=True)
        .first()
    )
    if last_run is None:
        return None
    run: dict[int, MemoApprovalState] = {}
    for state in decided.filter(workflow_state_id=last_run).order_by("finished_at", "pk"):
        # Where a stage was decided twice, because the page came back, the last one counts.
        run.pop(state.task_id, None)
        run[state.task_id] = state
    return ApprovedRun(tuple(run.values()))


def chain_approvals(page: Any, revision_id: int | None) -> tuple[ChainApproval, ...]:
    """Return who approved a revision of a page, in order; nothing when no chain led to it.

    Args:
        page: The page whose revision it is.
        revision_id: The revision that is being published, or was.
    """
    run = approved_run(page)
    published = _published(page, run, revision_id) if run else None
    if run is None or published is None:
        return ()
    return tuple(
        ChainApproval(
            record=_record(state),
            on_earlier_text=not _is_on(page, state, run.revision),
        )
        for state in run.states
    )


def _published(page: Any, run: ApprovedRun, revision_id: int | None) -> Revision | None:
    """Return the revision when it says what the run approved."""
    if revision_id is None or run.revision.pk == revision_id:
        return run.revision if revision_id else None
    revision = Revision.objects.for_instance(page).filter(pk=revision_id).first()
    if revision is None:
        return None
    approved = version_of(run.revision)
    return revision if same_text(version_of(revision), approved) else None


def _is_on(page: Any, state: MemoApprovalState, revision: Revision) -> bool:
    return state.revision_id == revision.pk or same_text(
        version_of(state.revision), version_of(revision)
    )


def _record(state: MemoApprovalState) -> ApprovalRecord:
    day = local_day(state.finished_at) if state.finished_at else None
    return ApprovalRecord(
        heading=state.heading,
        opinion=state.opinion,
        name=state.name,
        position=state.position,
        date=day,
    )
