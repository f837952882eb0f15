"""What the whole product measures: a month posted for the country, and its page."""

import resource
import time
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority, User
from contracts.choices import FeeKind, PurchaseBasis, Route
from core.actor import Actor, acting_as
from core.benchmarks import PageTime, benchmark, page_time
from core.people import actor_of
from core.periods import Period, month_of
from placements.choices import AgreementState, PlacementState, PlacementType
from placements.models import AgreementFee, Child, Placement, PlacementAgreement
from placements.services.accrual import accrue_placements
from providers.models import Setting

# The country: about 83,000 children in the care of 153 councils, placed over three years.
COUNCILS, CHILDREN_EACH, DAYS_OF_STARTS = 153, 542, 3 * 365
# The same nights as the month's charges, priced and inserted with nothing looked at.
PLAINLY = """
INSERT INTO contracts_charge
  (authority_id, kind, source_reference, component_key, fee_kind, funder, night, month, nights, amount,
   category, route, provider_id, setting_id, cost_centre, posted_at, note)
SELECT p.authority_id, 'placement', p.reference, 'plain-' || f.id, f.kind, 'council', n::date,
       date_trunc('month', n)::date, 1, round(f.weekly_rate / 7, 2), p.category, p.route, p.provider_id,
       p.setting_id, '', %(at)s, ''
FROM placements_placement p
JOIN placements_agreementfee f ON f.agreement_id = p.agreement_id
CROSS JOIN LATERAL generate_series(GREATEST(p.starts_on, %(since)s::date), %(through)s::date, '1 day') n
WHERE p.reference LIKE 'BENCH-%%'
"""


class _Undone(Exception):
    """Ends a council's measurement and takes everything made for it back."""


@benchmark("spend")
def spend() -> dict[str, Any]:
    """A month posted for the whole country, beside its rows plainly inserted; a month's page and XLSX."""
    month = month_of(month_of(timezone.localdate()).start - timedelta(days=1))
    with acting_as(Actor.system()):
        councils = list(Authority.objects.filter(ends_on=None).order_by("pk").values_list("pk", flat=True))
        homes = list(Setting.objects.order_by("pk").values_list("pk", "provider_id")[:200])
    posted, seconds, plain = 0, 0.0, 0.0
    for council in councils[:COUNCILS]:
        made, took, barely = _post_a_month(council, month, homes)
        posted, seconds, plain = posted + made, seconds + took, plain + barely
    user, actor = _finance()
    address = f"{month.start:%Y-%m}"
    page = page_time(user, actor, reverse("spend_month", args=[address]))
    sheet = page_time(user, actor, reverse("spend_download", args=[address, "xlsx"]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "councils": len(councils[:COUNCILS]),
        "charges": posted,
        "seconds": round(seconds, 2),
        "microseconds_a_charge": round(seconds / posted * 1_000_000, 1),
        "plain_seconds": round(plain, 2),
        "ratio": round(seconds / plain, 2),
        "peak_mb": round(peak),
        **{f"page_{name}": value for name, value in page.figures.items()},
        **{f"xlsx_{name}": value for name, value in sheet.figures.items()},
        "passes": seconds < 60 and peak < 500 and max(_times(page), _times(sheet)) <= 3,
    }


def _times(timed: PageTime) -> float:
    return timed.seconds / timed.sql_seconds


def _post_a_month(council: int, month: Period, homes: list[tuple[int, int]]) -> tuple[int, float, float]:
    """One council's charges of a month: how many, seconds, and seconds of inserting as many plainly."""
    assert month.end is not None
    nights: dict[str, Any] = {
        "since": month.start,
        "through": month.end - timedelta(days=1),
        "at": timezone.now(),
    }
    made, took, barely = 0, 0.0, 0.0
    with suppress(_Undone), acting_as(Actor.council(council, clearance=3)) as actor:
        _place_children(council, month.start, homes)
        with connection.cursor() as cursor:
            begun = time.perf_counter()
            cursor.execute(PLAINLY, nights)
            barely = time.perf_counter() - begun
            begun = time.perf_counter()
            made = accrue_placements(by=actor, **nights)
            took = time.perf_counter() - begun
        raise _Undone
    return made, took, barely


def _place_children(council: int, until: date, homes: list[tuple[int, int]]) -> None:
    """Children placed on days spread over three years, none yet charged for."""
    at, numbers = timezone.now(), range(CHILDREN_EACH)
    starts = [until - timedelta(days=number * DAYS_OF_STARTS // CHILDREN_EACH) for number in numbers]
    own: list[dict[str, Any]] = [
        {
            "authority_id": council,
            "provider_id": homes[n % len(homes)][1],
            "reference": f"BENCH-{council}-{n}",
        }
        for n in numbers
    ]
    children = Child.objects.bulk_create(
        Child(authority_id=council, reference=facts["reference"], sex="F", birth_month=date(2012, 1, 1))
        for facts in own
    )
    bought: dict[str, Any] = {
        "placement_type": PlacementType.RESIDENTIAL,
        "route": Route.SPOT,
        "purchase_basis": PurchaseBasis.SPOT,
        "is_on_contract": False,
        "state_at": at,
    }
    agreements = PlacementAgreement.objects.bulk_create(
        PlacementAgreement(
            **facts,
            **bought,
            child=child,
            setting_id=homes[n % len(homes)][0],
            state=AgreementState.ACTIVE,
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
            **bought,
            child_id=agreement.child_id,
            agreement=agreement,
            setting_id=agreement.setting_id,
            state=PlacementState.ACTIVE,
            category=ServiceCategory.RESIDENTIAL,
            starts_on=agreement.starts_on,
            recorded_at=at,
        )
        for facts, agreement in zip(own, agreements, strict=True)
    )


def _finance() -> tuple[User, Actor]:
    for user in User.objects.order_by("pk").iterator():
        actor = actor_of(user)
        if actor is not None and actor.has_role(Role.FINANCE):
            return user, actor
    raise LookupError("Nobody here is a finance officer: load the demo world first.")
