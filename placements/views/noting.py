"""Leaving a line in the view log."""

from django.utils import timezone

from core.http import ActorRequest
from core.viewlog import note_view
from placements.models import Placement, PlacementRequest

CASE_LEVEL = 2  # needs, the child's own views, what homes say of the match
IDENTITY_LEVEL = 3


def note(request: ActorRequest, *, authority_id: int, subject: str, level: int) -> None:
    """Somebody read on this page what a council keeps under a reference, at a level of the ladder."""
    note_view(
        request.actor,
        authority_id=authority_id,
        subject=subject,
        level=level,
        page=request.path,
        at=timezone.now(),
    )


def note_case(request: ActorRequest, wanted: PlacementRequest) -> None:
    """Somebody read a case's narrative on this page."""
    note(request, authority_id=wanted.authority_id, subject=wanted.reference, level=CASE_LEVEL)


def note_placement(request: ActorRequest, placement: Placement) -> None:
    """Somebody read a placement's plan, goals and evidence on this page."""
    note(request, authority_id=placement.authority_id, subject=placement.reference, level=CASE_LEVEL)
