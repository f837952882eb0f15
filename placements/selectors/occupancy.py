"""What the placements we know of say about the places in a provider's homes."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet

from core.actor import Actor
from placements.choices import OfferState, PlacementState
from placements.models import Offer, Placement, PlacementAgreement
from placements.workflows import BEING_SIGNED, LIVING
from providers.occupancy import Occupancy


def own_occupancy(actor: Actor, setting_ids: Collection[int], on: date) -> dict[int, Occupancy]:
    """Each home's children of whichever council, as its own provider may know them, in five queries."""
    ids = list(setting_ids)
    own = Placement.objects.filter(provider=actor.provider_id, setting__in=ids)
    leaving: dict[int, list[date | None]] = {}
    for setting_id, ends_on in own.filter(state__in=LIVING).values_list("setting_id", "ends_on"):
        leaving.setdefault(setting_id, []).append(ends_on)
    last_move = own.order_by().values("setting_id").annotate(at=Max("state_at"))
    moved = dict(last_move.values_list("setting_id", "at"))
    signed = own.filter(state=PlacementState.PLANNED)
    being_signed = PlacementAgreement.objects.filter(
        provider=actor.provider_id, setting__in=ids, state__in=BEING_SIGNED
    )
    # An agreement that is being signed has taken the place its offer held.
    standing = Offer.objects.filter(
        provider=actor.provider_id, setting__in=ids, valid_until__gte=on, recipient__revoked_at=None
    ).filter(state__in=(OfferState.SUBMITTED, OfferState.PREFERRED), agreements=None)
    expected: Counter[int] = Counter()
    for rows in (signed, being_signed):
        expected.update(_by_setting(rows))
    held = _by_setting(standing)
    return {
        setting_id: Occupancy(
            leaving=tuple(leaving.get(setting_id, ())),
            expected=expected[setting_id],
            held=held.get(setting_id, 0),
            moved_at=moved.get(setting_id),
        )
        for setting_id in {*leaving, *expected, *held, *moved}
    }


def _by_setting(rows: QuerySet[Any]) -> dict[int, int]:
    counted = rows.order_by().values("setting_id").annotate(count=Count("pk"))
    return dict(counted.values_list("setting_id", "count"))
