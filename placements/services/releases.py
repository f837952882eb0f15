"""Opening a child's identity in an emergency before anything is signed, and taking it back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from authorities.models import Authority
from core.actor import Actor
from core.locking import lock
from core.policies import require
from placements.choices import RecipientState, ReleaseReason
from placements.models import IdentityRelease, PlacementRequest, ReferralRecipient
from placements.policies.referrals import can_release_early
from providers.services.letters import write_to_providers


@transaction.atomic
def release_in_emergency(*, recipient: ReferralRecipient, by: Actor, at: datetime) -> IdentityRelease:
    """Let the provider that will take the child tonight read who the child is.

    It is in the audit, and whoever ratifies the emergency is shown it. It ends when another home is chosen.
    """
    recipient = lock(recipient)
    request = lock(recipient.referral.request)
    require(can_release_early(by, recipient, request))
    release, is_new = IdentityRelease.objects.get_or_create(
        authority_id=request.authority_id,
        provider_id=recipient.provider_id,
        child_id=request.child_id,
        revoked_at=None,
        defaults={
            "reason": ReleaseReason.EMERGENCY,
            "referral_id": recipient.referral_id,
            "released_at": at,
            "released_by_id": by.person_id,
        },
    )
    if is_new:
        council = Authority.objects.get(pk=request.authority_id)
        write_to_providers(
            [recipient.provider_id],
            template="identity_opened",
            subject=f"Referral {recipient.referral.reference}: the child’s details are open to you",
            context={"council": council.name, "reference": recipient.referral.reference},
            by=by,
            at=at,
        )
    return release


def end_lapsed_releases(*, at: datetime) -> int:
    """Note the end of early releases to providers that no longer offer a place or hold the referral.

    The wall has closed them already: a provider that withdraws its offer may not write on the council's side.
    Returns how many there were.
    """
    offering = ReferralRecipient.objects.filter(
        referral=OuterRef("referral"),
        provider=OuterRef("provider"),
        state__in=(RecipientState.OFFERED, RecipientState.CHOSEN),
        revoked_at=None,
    )
    open_ = IdentityRelease.objects.filter(reason=ReleaseReason.EMERGENCY, revoked_at=None)
    return open_.exclude(Exists(offering)).update(revoked_at=at)


def take_back_early_releases(
    request: PlacementRequest, provider_ids: Collection[int], *, at: datetime
) -> int:
    """End what the emergency opened to providers that were not chosen; how many there were."""
    chosen = ReferralRecipient.objects.filter(referral__request=request, state=RecipientState.CHOSEN)
    return (
        IdentityRelease.objects.filter(
            child=request.child_id,
            provider__in=provider_ids,
            reason=ReleaseReason.EMERGENCY,
            referral__request=request,
            revoked_at=None,
        )
        .exclude(provider__in=chosen.values("provider"))
        .update(revoked_at=at)
    )
