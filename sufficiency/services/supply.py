"""Keeping what supply was known on a day, so that the past can be asked."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from sufficiency.choices import Reach
from sufficiency.models import SupplySnapshot
from sufficiency.selectors.supply import supply_in


@transaction.atomic
def keep_supply(*, by: Actor, at: datetime) -> int:
    """Keep today's supply of ``by``'s council in every reach; a day is kept once. Returns rows written."""
    on = timezone.localdate(at)
    if SupplySnapshot.objects.filter(authority_id=by.council_id, on=on).exists():
        return 0
    rows = [
        SupplySnapshot(
            authority_id=by.council_id,
            on=on,
            category=supply.category,
            reach=reach,
            figures=supply.as_json(),
            made_at=at,
        )
        for reach in Reach.values
        for supply in supply_in(by, at, reach)
    ]
    return len(SupplySnapshot.objects.bulk_create(rows, ignore_conflicts=True))
