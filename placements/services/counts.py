"""Telling partners how many children we have with each provider and in each area, where we agreed to."""

from datetime import date

from django.db import transaction
from django.db.models import Count

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor
from placements.models import Placement, SharedAreaCount, SharedCount
from placements.selectors.area_counts import counting_days, own_by_area, told_of


@transaction.atomic
def share_counts(*, by: Actor, on: date) -> int:
    """Count the council's children by provider and category, too-small numbers left out; how many were kept.

    Which partner may read a count is the wall's to say. A provider left by all children keeps a row of none.
    """
    fewer_than = setting_value(by.council_id, SettingKey.SUPPRESS_UNDER, on=on)
    placed = Placement.objects.filter(authority=by.authority_id, starts_on__lte=on, ends_on=None)
    rows = placed.values("setting__provider", "category").order_by().annotate(number=Count("pk"))
    counted = {(row["setting__provider"], row["category"]): row["number"] for row in rows}
    own = SharedCount.objects.filter(authority=by.authority_id)
    for gone in set(own.values_list("provider_id", "category")) - counted.keys():
        counted[gone] = 0
    SharedCount.objects.bulk_create(
        (
            SharedCount(
                authority_id=by.council_id,
                provider_id=provider_id,
                category=category,
                children=None if 0 < number < fewer_than else number,
                fewer_than=fewer_than,
                counted_on=on,
            )
            for (provider_id, category), number in sorted(counted.items())
        ),
        update_conflicts=True,
        unique_fields=["authority", "provider", "category"],
        update_fields=["children", "fewer_than", "counted_on"],
    )
    _share_areas(by, on, fewer_than)
    return len(counted)


def _share_areas(by: Actor, on: date, fewer_than: int) -> None:
    """By area and category at each of ``counting_days``; what is no longer so goes."""
    rows = []
    for day in counting_days(on):
        for category, counts in sorted(own_by_area(by.council_id, on=day).items()):
            told = told_of(counts, by.council_id, fewer_than=fewer_than)
            rows += [
                SharedAreaCount(
                    authority_id=by.council_id,
                    area_id=area,
                    category=category,
                    on=day,
                    children=children,
                    elsewhere=told.elsewhere if area == by.council_id else None,
                    fewer_than=fewer_than,
                )
                for area, children in sorted(told.by_area.items())
            ]
    keys = ("area_id", "category", "on")
    kept = {tuple(getattr(row, key) for key in keys) for row in rows}
    own = SharedAreaCount.objects.filter(authority=by.authority_id)
    gone = [pk for pk, *key in own.values_list("pk", *keys) if tuple(key) not in kept]
    own.filter(pk__in=gone).delete()
    SharedAreaCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["authority", "area", "category", "on"],
        update_fields=["children", "elsewhere", "fewer_than"],
    )
