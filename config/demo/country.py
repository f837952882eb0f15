"""The children of the whole country, invented: what the ledger's speed is measured with.

Unlike the demonstration's children these have no story: a placement each, at one price, in any home.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from authorities.models import User
from authorities.services.accounts import new_account
from authorities.services.people import add_person
from contracts.choices import FeeKind, PurchaseBasis, Route
from contracts.models import LedgerMonth
from core.actor import Actor, acting_as
from core.periods import Period
from placements.choices import AgreementState, PlacementState, PlacementType
from placements.models import AgreementFee, Child, Placement, PlacementAgreement
from placements.services.nightly import post_nights

# About 83,000 children in the care of 153 councils, placed over three years.
COUNCILS, CHILDREN_EACH, DAYS_OF_STARTS = 153, 542, 3 * 365
REFERENCE = "BENCH-{council}-{number}"
MAILBOX = "ledger-{council}@example.org"
BOUGHT: dict[str, Any] = {
    "placement_type": PlacementType.RESIDENTIAL,
    "purchase_basis": PurchaseBasis.SPOT,
    "is_on_contract": False,
}
ROUTES = (Route.SPOT, Route.FRAMEWORK_TIER_1, Route.FRAMEWORK_TIER_2, Route.DPS)
KINDS = (ServiceCategory.RESIDENTIAL, ServiceCategory.FOSTERING, ServiceCategory.SUPPORTED)


def place_children(council: int, until: date, homes: Sequence[tuple[int, int]]) -> None:
    """Children placed on days spread over the three years to ``until``, none charged for; once a council.

    ``homes`` are (setting, its provider).
    """
    with acting_as(Actor.council(council, clearance=3)):
        if Placement.objects.filter(reference=REFERENCE.format(council=council, number=0)).exists():
            return
        at, numbers = timezone.now(), range(CHILDREN_EACH)
        starts = [until - timedelta(days=number * DAYS_OF_STARTS // CHILDREN_EACH) for number in numbers]
        own: list[dict[str, Any]] = [
            {
                "authority_id": council,
                "provider_id": homes[n % len(homes)][1],
                "reference": REFERENCE.format(council=council, number=n),
            }
            for n in numbers
        ]
        children = Child.objects.bulk_create(
            Child(authority_id=council, reference=facts["reference"], sex="F", birth_month=date(2012, 1, 1))
            for facts in own
        )
        agreements = PlacementAgreement.objects.bulk_create(
            PlacementAgreement(
                **facts,
                **BOUGHT,
                route=ROUTES[n % len(ROUTES)],
                child=child,
                setting_id=homes[n % len(homes)][0],
                state=AgreementState.ACTIVE,
                state_at=at,
                starts_on=start,
                planned_end_on=start + timedelta(days=DAYS_OF_STARTS),
                notice_days=28,
            )
            for n, (facts, child, start) in enumerate(zip(own, children, starts, strict=True))
        )
        AgreementFee.objects.bulk_create(
            AgreementFee(
                authority_id=council,
                provider_id=agreement.provider_id,
                agreement=agreement,
                kind=FeeKind.CORE,
                weekly_rate=Decimal(3000 + n),
                starts_on=agreement.starts_on,
            )
            for n, agreement in enumerate(agreements)
        )
        Placement.objects.bulk_create(
            Placement(
                **facts,
                **BOUGHT,
                route=agreement.route,
                child_id=agreement.child_id,
                agreement=agreement,
                setting_id=agreement.setting_id,
                state=PlacementState.ACTIVE,
                state_at=at,
                category=KINDS[n % len(KINDS)],
                starts_on=agreement.starts_on,
                recorded_at=at,
            )
            for n, (facts, agreement) in enumerate(zip(own, agreements, strict=True))
        )


def keep_books(council: int, month: Period) -> User:
    """A finance officer of a council whose ledger holds the three years to the month's end; once."""
    assert month.end is not None
    at, email = timezone.now(), MAILBOX.format(council=council)
    clerk = Actor.council(council, clearance=3, name="Books to measure")
    account = User.objects.filter(email=email).first()
    if account is None:
        with transaction.atomic():
            account = new_account(email=email)
            with acting_as(clerk):
                add_person(
                    account=account,
                    name="Fay Ledger",
                    job_title="Finance officer",
                    team="",
                    roles=[Role.FINANCE],
                    by=clerk,
                    at=at,
                )
    with acting_as(clerk) as actor:
        LedgerMonth.objects.get_or_create(
            authority_id=council,
            starts_on=month.start.replace(year=month.start.year - 3),
            defaults={"state_at": at},
        )
        post_nights(by=actor, through=month.end - timedelta(days=1), at=at)
    return account
