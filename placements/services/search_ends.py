"""The end of a search, whichever way it ends: nothing more of it opens, waits or is held."""

from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Concat, Trim

from core.actor import Actor
from placements.choices import StepState, WaveState
from placements.models import PlacementRequest, PlannedWave, SourcingStep
from placements.services.claims import end_claims


def stop_searching(*, request: PlacementRequest, because: str, by: Actor, at: datetime) -> None:
    """Close the steps that are still open (an emergency has several), stop planned waves and give up places
    held; in the caller's transaction."""
    SourcingStep.objects.filter(request=request, state=StepState.OPEN).update(
        state=StepState.CLOSED,
        closed_at=at,
        closed_by_id=by.person_id,
        note=Trim(Concat("note", Value(f" {because}"))),
    )
    PlannedWave.objects.filter(step__request=request, state=WaveState.PLANNED).update(
        state=WaveState.STOPPED, settled_at=at, result=because
    )
    end_claims(request=request, because=because, at=at)
