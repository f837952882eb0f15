"""A provider's doors: referrals sent to it, its own offers, who a child placed with it is, and nothing else.

Its agreements and placements come through the doors both sides share.

The wall already hides every other row; ``NotFound`` is the answer for whatever is not there.
"""

from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from core.actor import Actor
from core.errors import NotFound
from placements.choices import RecipientState, ReferralState, ReleaseReason
from placements.models import (
    ChildIdentity,
    IdentityRelease,
    Offer,
    OfferFee,
    Placement,
    ReferralRecipient,
)
from placements.offering import why_unfit
from providers.models import Setting
from providers.selectors.homes import own_homes

UNANSWERED = (RecipientState.SENT, RecipientState.READ)


def referrals_sent_to(actor: Actor) -> QuerySet[ReferralRecipient]:
    """The provider's copies of referrals that are still open to it, those to answer soonest first."""
    return (
        ReferralRecipient.objects.filter(provider=actor.provider_id, revoked_at=None)
        .select_related("referral", "authority")
        .order_by("referral__respond_by", "pk")
    )


def referrals_to_answer(actor: Actor, *, at: datetime) -> QuerySet[ReferralRecipient]:
    """Those without an answer whose clock still runs."""
    return referrals_sent_to(actor).filter(
        state__in=UNANSWERED, referral__state=ReferralState.SENT, referral__respond_by__gte=at
    )


def referrals_dealt_with(actor: Actor, *, at: datetime) -> QuerySet[ReferralRecipient]:
    """The others: answered, or too late to answer; those with the newest clock first."""
    to_answer = referrals_to_answer(actor, at=at).order_by().values("pk")
    return referrals_sent_to(actor).exclude(pk__in=to_answer).order_by("-referral__respond_by", "pk")


def access_recipient(actor: Actor, reference: str) -> ReferralRecipient:
    """The provider's copy of one referral, by the referral's reference."""
    found = referrals_sent_to(actor).filter(referral__reference=reference).first()
    if found is None:
        raise NotFound
    return found


def homes_asked(actor: Actor, recipient: ReferralRecipient, *, on: date) -> list[Setting]:
    """The provider's homes that the council had in mind."""
    return list(
        own_homes(actor, on=on, asked_by=recipient.authority_id).filter(pk__in=recipient.settings_asked)
    )


def homes_to_offer(actor: Actor, recipient: ReferralRecipient, *, on: date) -> list[Setting]:
    """The provider's homes that could take the child, those the council had in mind first."""
    homes = own_homes(actor, on=on, asked_by=recipient.authority_id)
    fit = [home for home in homes if not why_unfit(home, recipient.referral)]
    return sorted(fit, key=lambda home: home.pk not in recipient.settings_asked)


def offers_of(actor: Actor) -> QuerySet[Offer]:
    """The provider's own offers, newest first. The referral is not joined: it is gone once it has closed."""
    return (
        Offer.objects.filter(provider=actor.provider_id)
        .select_related("setting", "authority", "recipient")
        .prefetch_related(Prefetch("fees", OfferFee.objects.order_by("pk")))
        .order_by("-submitted_at", "-pk")
    )


def access_offer(actor: Actor, reference: str) -> Offer:
    found = offers_of(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def identity_opened_early(recipient: ReferralRecipient) -> ChildIdentity | None:
    """Who the child is, while an emergency has opened that to this provider; the page logs the view.

    The referral's request is hidden from providers, so the child is found by the release alone.
    """
    if recipient.revoked_at is not None:
        return None
    opened = IdentityRelease.objects.filter(
        reason=ReleaseReason.EMERGENCY, referral=recipient.referral_id, revoked_at=None
    )
    return ChildIdentity.objects.filter(child__in=opened.values("child_id")).first()


def released_identity(placement: Placement) -> ChildIdentity | None:
    """Who the child is, while that is released to the provider; a page that shows it logs the view."""
    return ChildIdentity.objects.filter(child=placement.child_id).first()
