"""Telling partners what comparable placements cost us, where the partnership agreement shares prices."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db import transaction

from authorities.choices import ServiceCategory, SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor
from placements.models import SharedPrice
from placements.prices import spread_of
from placements.selectors.prices import own_prices


@transaction.atomic
def share_prices(*, by: Actor, on: date) -> int:
    """Work out the spread of each likeness that enough placements share; how many were kept.

    Which partner may read them is the wall's to say. What too few share now is no longer there.
    """
    fewest = setting_value(by.council_id, SettingKey.SUPPRESS_UNDER, on=on)
    alike: dict[tuple[str, bool, bool], list[Decimal]] = defaultdict(list)
    for category in ServiceCategory.values:
        for price in own_prices(by.council_id, category, on=on):
            if price.is_planned is not None:
                alike[category, price.is_planned, price.with_siblings].append(price.weekly)
    SharedPrice.objects.filter(authority=by.council_id).delete()
    rows = []
    for (category, is_planned, with_siblings), prices in sorted(alike.items()):
        spread = spread_of("", prices, fewest=fewest)
        if spread is None:
            continue
        lower, middle, upper = spread.quartiles
        rows.append(
            SharedPrice(
                authority_id=by.council_id,
                category=category,
                is_planned=is_planned,
                with_siblings=with_siblings,
                placements=spread.count,
                lower=lower,
                middle=middle,
                upper=upper,
                fewer_than=fewest,
                counted_on=on,
            )
        )
    return len(SharedPrice.objects.bulk_create(rows))
