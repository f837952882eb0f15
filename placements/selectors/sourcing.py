"""Reading a search: its steps, and the referrals sent at each."""

from django.db.models import Prefetch, QuerySet

from core.actor import Actor
from core.errors import NotFound
from placements.models import PlacementRequest, Referral, ReferralRecipient, SourcingStep
from placements.selectors.requests import requests_visible_to


def steps_of(request: PlacementRequest) -> list[SourcingStep]:
    """Every step in order, each with its referrals, their recipients and who closed it."""
    recipients = Prefetch(
        "recipients", ReferralRecipient.objects.select_related("provider").order_by("provider__name")
    )
    referrals = Prefetch("referrals", Referral.objects.order_by("pk").prefetch_related(recipients))
    return list(
        SourcingStep.objects.filter(request=request)
        .select_related("closed_by")
        .prefetch_related(referrals)
        .order_by("position")
    )


def referrals_visible_to(actor: Actor) -> QuerySet[Referral]:
    """Referrals of the requests an actor of a council may read, with their homes and recipients."""
    return (
        Referral.objects.filter(request__in=requests_visible_to(actor))
        .select_related("request__child", "step", "drafted_by", "cleared_by")
        .prefetch_related(
            "targets__setting__provider",
            Prefetch(
                "recipients", ReferralRecipient.objects.select_related("provider").order_by("provider__name")
            ),
        )
    )


def access_referral(actor: Actor, reference: str) -> Referral:
    found = referrals_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found
