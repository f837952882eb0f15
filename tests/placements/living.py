"""A placement that runs, and what is done with it."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from authorities.choices import Role
from contracts.models import Charge
from core.actor import Actor, acting_as
from core.documents.store import store_document
from core.models import Document
from placements.choices import SigningSide
from placements.life_choices import EndReason, VariationState
from placements.models import (
    AgreementVariation,
    Placement,
    PlacementNotice,
)
from placements.services.accrual import accrue_placements
from placements.services.ending import give_notice
from placements.services.variations import propose_variation, sign_variation
from tests.factories.authorities import DelegationRuleFactory, council_actor
from tests.factories.placed import ActiveAgreementFactory, ActivePlacementFactory, AgreementFeeFactory
from tests.factories.providers import provider_actor

D = Decimal
START = date(2026, 11, 2)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def placed(**facts) -> Placement:
    """£4,557 a week (£651 a night) from 2 November, planned to last a year."""
    agreement = ActiveAgreementFactory(starts_on=START, planned_end_on=date(2027, 11, 2), **facts)
    AgreementFeeFactory(agreement=agreement)
    return ActivePlacementFactory(agreement=agreement, starts_on=START)


def officer_of(placement: Placement) -> Actor:
    return council_actor(Role.COMMISSIONER, authority=placement.authority)


def spent(officer: Actor, through: date) -> Decimal:
    """Everything accrued for the council up to a night."""
    with acting_as(officer):
        accrue_placements(by=officer, since=date(2026, 4, 1), through=through, at=at(through))
        return sum(Charge.objects.values_list("amount", flat=True), D(0))


def notice(placement: Placement, by: Actor, leaves_on: date, reason=EndReason.CARPL) -> PlacementNotice:
    with acting_as(by):
        return give_notice(
            placement=placement,
            given_on=date(2026, 11, 16),
            leaves_on=leaves_on,
            reason=reason,
            by=by,
            at=at(date(2026, 11, 16)),
        )


def in_force(placement: Placement, officer: Actor, **facts) -> AgreementVariation:
    """A change taken past its approvals to both signatures."""
    DelegationRuleFactory(authority=placement.authority, role=Role.DCS)
    with acting_as(officer):
        variation = propose_variation(
            agreement=placement.agreement,
            reason="As agreed at the review.",
            by=officer,
            at=at(date(2026, 11, 20)),
            **facts,
        )
        document = document_of(placement)
        AgreementVariation.objects.filter(pk=variation.pk).update(
            state=VariationState.ISSUED, document=document
        )
    home = provider_actor(placement.provider)
    signatory = council_actor(Role.CONTRACT_SIGNATORY, authority=placement.authority)
    for side, who in ((SigningSide.PROVIDER, home), (SigningSide.AUTHORITY, signatory)):
        with acting_as(who):
            sign_variation(variation=variation, side=side, by=who, at=at(date(2026, 11, 21)))
    return variation


def document_of(placement: Placement):
    return store_document(
        title="Terms",
        filename="t.pdf",
        content_type="application/pdf",
        content=b"%PDF-1.7",
        classification=Document.Classification.CHILD,
        authority_id=placement.authority_id,
        provider_id=placement.provider_id,
        at=at(date(2026, 11, 20)),
    )
