"""Reading the detailed profile (level 2): the council's own, and a provider's by the terms it accepted."""

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from placements.models import (
    DetailedProfile,
    DetailRelease,
    PlacementRequest,
    Referral,
    ReferralRecipient,
    TermsAcceptance,
)
from placements.policies.referrals import may_read_detail

PARTS = {
    "needs": "Needs in full",
    "incidents": "Pattern of incidents",
    "health": "Health needs",
    "plan": "The plan for the child",
}


def detail_of(request: PlacementRequest) -> DetailedProfile | None:
    """The request's profile, for the council that wrote it."""
    return DetailedProfile.objects.filter(request=request).select_related("written_by").first()


def detail_in_words(profile: DetailedProfile) -> list[tuple[str, str]]:
    """Its parts that say something, each under its title."""
    return [(title, getattr(profile, name)) for name, title in PARTS.items() if getattr(profile, name)]


def opened_to(referral: Referral) -> set[int]:
    """Ids of the recipients that have been shortlisted."""
    releases = DetailRelease.objects.filter(recipient__referral=referral)
    return set(releases.values_list("recipient", flat=True))


def release_to(recipient: ReferralRecipient) -> DetailRelease | None:
    """The profile as opened to a provider that may still read it, with its acceptance if any."""
    if not may_read_detail(recipient):
        return None
    releases = DetailRelease.objects.filter(recipient=recipient)
    return releases.select_related("acceptance", "recipient").first()


def access_detail(recipient: ReferralRecipient) -> DetailedProfile:
    """The profile itself, which the wall shows a provider only on accepted terms and while it is shortlisted;
    else ``NotFound``."""
    found = DetailedProfile.objects.filter(releases__recipient=recipient).first()
    if found is None:
        raise NotFound
    return found


def copies_to_delete(actor: Actor) -> list[TermsAcceptance]:
    """What a provider has read, that has closed to it, and of which it has yet to confirm the deletion."""
    closed = _acceptances_of(actor).filter(copies_deleted_at=None).order_by("accepted_at", "pk")
    return [each for each in closed if not may_read_detail(each.release.recipient)]


def access_copies(actor: Actor, reference: str) -> TermsAcceptance:
    """What the provider accepted for one referral, also while that is still open to it."""
    found = _acceptances_of(actor).filter(release__reference=reference).first()
    if found is None:
        raise NotFound
    return found


def _acceptances_of(actor: Actor) -> QuerySet[TermsAcceptance]:
    return TermsAcceptance.objects.filter(provider=actor.provider_id).select_related(
        "release__recipient", "authority"
    )
