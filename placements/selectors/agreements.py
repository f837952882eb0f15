"""Doors to agreements, and the terms an agreement's document states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from authorities.choices import Role
from contracts.choices import FeeKind
from core.actor import Actor
from core.errors import NotFound
from core.models import Job
from core.money import annualise
from core.periods import Period
from placements.approvals import Values
from placements.choices import AgreementState, OfferState
from placements.fees import Fee, values_over
from placements.models import (
    AgreementFee,
    AgreementSignature,
    Offer,
    PlacementAgreement,
    PlacementPlan,
    PlacementRequest,
)
from placements.workflows import SIGNING_ROLES

AGREEMENT_READERS = (
    Role.SOCIAL_WORKER,
    Role.PLACEMENTS_OFFICER,
    Role.NOMINATED_OFFICER,
    Role.AUDITOR,
    *SIGNING_ROLES,
)
# The kind of the job that sets an agreement as a document.
ISSUE = "issue_agreement"


@dataclass(frozen=True)
class FeeTerm:
    """One line of the fee table: pounds a week, and a year at 365/7 weeks, over its own dates."""

    label: str
    weekly: Decimal
    annual: Decimal
    period: Period


@dataclass(frozen=True)
class Terms:
    """The money of an agreement as its document states it."""

    fees: list[FeeTerm]
    values: Values


def agreements_visible_to(actor: Actor) -> QuerySet[PlacementAgreement]:
    """A council's agreements, or a provider's once they have been issued to it."""
    fees = AgreementFee.objects.order_by("pk")
    signatures = AgreementSignature.objects.order_by("signed_at")
    agreements = (
        PlacementAgreement.objects.select_related("provider", "setting", "authority", "document", "offer")
        .defer("document__content")
        .prefetch_related(Prefetch("fees", fees), Prefetch("signatures", signatures))
    )
    if actor.is_provider:
        return agreements.exclude(state=AgreementState.DRAFTED)
    return agreements.select_related("child", "tool")


def access_agreement(actor: Actor, reference: str) -> PlacementAgreement:
    """The agreement, or NotFound."""
    found = agreements_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def agreements_to_sign(actor: Actor) -> QuerySet[PlacementAgreement]:
    """What waits for the signature of the actor's side."""
    if actor.is_provider:
        return agreements_visible_to(actor).filter(state=AgreementState.ISSUED)
    waiting = agreements_visible_to(actor).filter(state=AgreementState.PROVIDER_SIGNED)
    return waiting if actor.has_role(*SIGNING_ROLES) else waiting.none()


def live_agreement_of(request: PlacementRequest) -> PlacementAgreement | None:
    """The agreement that a request led to, if one is drafted or beyond."""
    return (
        PlacementAgreement.objects.filter(offer__recipient__referral__request=request)
        .exclude(state=AgreementState.CANCELLED)
        .order_by("pk")
        .first()
    )


def chosen_offer_of(request: PlacementRequest) -> Offer:
    """The offer that was put forward; NotFound when there is none."""
    chosen = Offer.objects.filter(recipient__referral__request=request, state=OfferState.PREFERRED)
    found = chosen.select_related("setting").first()
    if found is None:
        raise NotFound
    return found


def issue_job_of(agreement: PlacementAgreement) -> Job | None:
    """The newest job that sets the agreement as a document."""
    jobs = Job.objects.filter(kind=ISSUE, params__agreement=agreement.reference)
    return jobs.order_by("-pk").first()


def request_of(agreement: PlacementAgreement) -> PlacementRequest:
    return PlacementRequest.objects.select_related("child").get(
        referrals__recipients__offers=agreement.offer_id
    )


def terms_of(agreement: PlacementAgreement) -> Terms:
    """The fee table of an agreement whose fees were fetched, with the highest week they come to."""
    fees = [Fee(FeeKind(fee.kind), fee.weekly_rate, fee.period) for fee in agreement.fees.all()]
    return terms_from(fees, agreement)


def terms_from(fees: Sequence[Fee], agreement: PlacementAgreement, *, until: date | None = None) -> Terms:
    """The same of components, and of a planned end, that are not the agreement's yet."""
    lines = [FeeTerm(fee.kind.label, fee.weekly, annualise(fee.weekly), fee.period) for fee in fees]
    stay = Period(agreement.starts_on, until or agreement.planned_end_on)
    return Terms(lines, values_over(fees, stay))


def plan_of(agreement: PlacementAgreement) -> PlacementPlan | None:
    """The newest version of the placement plan."""
    return PlacementPlan.objects.filter(agreement=agreement).order_by("-version").first()
