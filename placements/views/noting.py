"""Leaving a line in the view log."""

from django.utils import timezone

from core.http import ActorRequest
from core.viewlog import note_view
from placements.models import PlacementRequest

CASE_LEVEL = 2  # needs, the child's own views, what homes say of the match


def note_case(request: ActorRequest, wanted: PlacementRequest) -> None:
    """Somebody read a case's narrative on this page."""
    note_view(
        request.actor,
        authority_id=wanted.authority_id,
        subject=wanted.reference,
        level=CASE_LEVEL,
        page=request.path,
        at=timezone.now(),
    )
