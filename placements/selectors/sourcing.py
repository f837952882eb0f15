"""Reading a search: its steps, and the referrals sent at each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from core.actor import Actor
from core.errors import NotFound
from core.formats import moment
from placements.choices import RecipientState, ReleaseReason
from placements.models import (
    DetailRelease,
    IdentityRelease,
    PlacementRequest,
    PlannedWave,
    Referral,
    ReferralRecipient,
    SourcingStep,
)
from placements.selectors.need import siblings_of
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


def early_releases(request: PlacementRequest) -> list[IdentityRelease]:
    """To whom who the child is was opened in the emergency, before any agreement; also those taken back."""
    return list(
        IdentityRelease.objects.filter(reason=ReleaseReason.EMERGENCY, referral__request=request)
        .select_related("provider", "released_by")
        .order_by("released_at")
    )


def waves_of(referral: Referral) -> list[PlannedWave]:
    """What was planned from the referral's text, in the order of the clock, with what came of it."""
    waves = PlannedWave.objects.filter(referral=referral).select_related("step", "planned_by")
    return list(waves.order_by("fires_at", "pk"))


@dataclass(frozen=True)
class Holding:
    """What one provider could read of the child, from when, and until when (None while it still can).

    ``terms`` says who accepted the terms of the detailed profile, ``deleted`` who confirmed copies are gone.
    """

    provider: str
    what: str
    since: datetime
    read_at: datetime | None
    until: datetime | None
    terms: str = ""
    deleted: str = ""


def holdings_of(referral: Referral) -> list[Holding]:
    """Who held what of a referral: its copies, detailed profiles, and identities, also once taken back."""
    copies = ReferralRecipient.objects.filter(referral=referral).select_related("provider")
    details = DetailRelease.objects.filter(recipient__referral=referral).select_related(
        "provider", "recipient", "acceptance"
    )
    chosen = copies.filter(state=RecipientState.CHOSEN)
    family = [referral.request.child_id, *(one.child_id for one in siblings_of(referral.request))]
    since = referral.sent_at or referral.state_at
    agreed = Q(
        child__in=family,
        provider__in=chosen.values("provider"),
        reason=ReleaseReason.PREFERRED_OFFER,
        released_at__gte=since,
    )
    identities = IdentityRelease.objects.filter(Q(referral=referral) | agreed).select_related("provider")
    held = [
        Holding(each.provider.name, "The referral (level 1)", since, each.read_at, each.revoked_at)
        for each in copies
    ]
    held += [_detail_held(each) for each in details]
    held += [
        Holding(each.provider.name, "Who the child is (level 3)", each.released_at, None, each.revoked_at)
        for each in identities
    ]
    return sorted(held, key=lambda holding: (holding.provider, holding.what))


def _detail_held(release: DetailRelease) -> Holding:
    accepted = release.accepted
    terms, deleted = "Not accepted, so not readable", ""
    if accepted is not None:
        terms = f"{accepted.accepted_by}, {moment(accepted.accepted_at)}"
        if accepted.copies_deleted_at is not None:
            deleted = f"{accepted.copies_deleted_by}, {moment(accepted.copies_deleted_at)}"
    since = accepted.accepted_at if accepted else release.released_at
    name, until = release.provider.name, release.recipient.revoked_at
    return Holding(name, "The detailed profile (level 2)", since, None, until, terms, deleted)


def access_referral(actor: Actor, reference: str) -> Referral:
    found = referrals_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found
