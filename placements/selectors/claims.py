"""How a home's free places stand: what its provider told, what is held, and who waits in which order."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from placements.choices import ClaimState
from placements.models import PlacementRequest, Reservation, VacancyClaim
from placements.pressing import URGENCY_ORDER
from placements.selectors.requests import requests_visible_to
from providers.models import Setting, VacancyReport


def in_order_of_need(claim: VacancyClaim) -> tuple[int, datetime, int]:
    """The most urgent first; of equals, whoever has waited longest."""
    return (URGENCY_ORDER[claim.urgency], claim.joined_at, claim.pk or 0)  # type: ignore[index]


@dataclass(frozen=True)
class Standing:
    """``told`` is how many places the provider last said are free and admitting; None when it never said."""

    told: int | None
    held: list[VacancyClaim]
    waiting: list[VacancyClaim]

    @property
    def free(self) -> int:
        return max((self.told or 0) - len(self.held), 0)

    @property
    def open_places(self) -> list[int]:
        """Numbers of places that nobody holds."""
        taken = {claim.place for claim in self.held}
        return [place for place in range(1, (self.told or 0) + 1) if place not in taken]

    def ahead_of(self, claim: VacancyClaim) -> int:
        """How many who wait come before it."""
        mine = in_order_of_need(claim)
        return sum(in_order_of_need(other) < mine for other in self.waiting if other.pk != claim.pk)


def standing_of(setting: Setting, *, at: datetime) -> Standing:
    """Three facts of one home at a moment, the same for every council; a hold that ran out is none."""
    newest = VacancyReport.objects.filter(setting=setting).order_by("-reported_at", "-pk").first()
    claims = list(VacancyClaim.objects.filter(setting=setting).select_related("authority"))
    waiting = [claim for claim in claims if claim.state == ClaimState.WAITING]
    return Standing(
        told=None if newest is None else newest.beds_free * newest.is_admitting,
        held=[claim for claim in claims if _is_held(claim, at)],
        waiting=sorted(waiting, key=in_order_of_need),
    )


def held_by_others(request: PlacementRequest, *, at: datetime) -> Counter[int]:
    """Places of each home (by id) held at a moment for somebody else than this request's child."""
    held = VacancyClaim.objects.filter(state=ClaimState.HELD, held_from__lte=at, held_until__gt=at)
    own = Reservation.objects.filter(request=request).values("claim")
    return Counter(held.exclude(pk__in=own).values_list("setting_id", flat=True))


def reservations_of(request: PlacementRequest, *, at: datetime) -> list[Reservation]:
    """What the request holds or waits for now."""
    return [
        reservation
        for reservation in _live(Reservation.objects.filter(request=request))
        if reservation.claim.state == ClaimState.WAITING or _is_held(reservation.claim, at)
    ]


def access_reservation(actor: Actor, reference: str) -> Reservation:
    """One reservation by its claim's reference."""
    visible = Reservation.objects.filter(request__in=requests_visible_to(actor).order_by().values("pk"))
    found = _live(visible).filter(claim__reference=reference).first()
    if found is None:
        raise NotFound
    return found


def _live(reservations: QuerySet[Reservation]) -> QuerySet[Reservation]:
    return (
        reservations.exclude(claim__state=ClaimState.LEFT)
        .select_related("claim__setting", "request", "made_by")
        .order_by("claim__joined_at", "pk")
    )


def _is_held(claim: VacancyClaim, at: datetime) -> bool:
    return (
        claim.state == ClaimState.HELD
        and claim.held_from is not None
        and claim.held_until is not None
        and claim.held_from <= at < claim.held_until
    )
