"""Searches taken to somebody higher: what was asked, and what was decided."""

from datetime import date

from core.actor import Actor
from core.policies import Decision
from placements.choices import OfferState, StepOutcome
from placements.models import Escalation, Offer, PlacementRequest, SourcingStep
from placements.policies.sourcing import can_decide_escalation


def escalations_of(request: PlacementRequest) -> list[Escalation]:
    """The newest first."""
    return list(
        Escalation.objects.filter(request=request)
        .select_related("raised_by", "decided_by", "request")
        .order_by("-raised_at", "-pk")
    )


def open_escalation(request: PlacementRequest) -> Escalation | None:
    return next((one for one in escalations_of(request) if one.decided_at is None), None)


def may_decide(actor: Actor, escalation: Escalation, *, on: date) -> Decision:
    """As things stand on a day: a readable offer that has come lets those who search go on."""
    offers = Offer.objects.filter(
        recipient__referral__request=escalation.request_id, state=OfferState.SUBMITTED, valid_until__gte=on
    )
    return can_decide_escalation(actor, escalation, has_offer=offers.exists())


def routes_without_a_home(request: PlacementRequest) -> list[SourcingStep]:
    """Steps that were closed as not found, in their order."""
    return list(
        SourcingStep.objects.filter(request=request, outcome=StepOutcome.NOT_FOUND).order_by("position")
    )
