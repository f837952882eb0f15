"""Who lives in a home, as far as a council may know, and what was judged of the match."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from contracts.models import BedBooking
from core.actor import Actor
from core.errors import NotFound
from placements.choices import Verdict
from placements.models import ChildIdentity, MatchJudgement, Placement, PlacementRequest
from placements.workflows import LIVING
from providers.models import Setting

IDENTITY = 3


@dataclass(frozen=True)
class Resident:
    """One child there: ours by name for those cleared to read it, another council's by its council only.

    ``kept`` is what a judgement keeps: a reference of ours, a council's name of others.
    """

    shown: str
    kept: str
    own_reference: str = ""


def residents_of(setting: Setting, actor: Actor, *, on: date) -> list[Resident]:
    """Our own children living there, then the beds of a block that other councils have booked."""
    living = list(
        Placement.objects.filter(
            authority_id=actor.council_id, setting=setting, state__in=LIVING
        ).select_related("child")
    )
    names: dict[int, str] = {}
    if actor.clearance >= IDENTITY:
        identities = ChildIdentity.objects.filter(child__in=[placement.child_id for placement in living])
        names = dict(identities.values_list("child_id", "full_name"))
    own = [
        Resident(
            names.get(placement.child_id, placement.child.reference),
            placement.child.reference,
            placement.child.reference,
        )
        for placement in living
    ]
    booked = (
        BedBooking.objects.in_force_on(on)
        .filter(bed__setting=setting, cancelled_at__isnull=True)
        .exclude(authority=actor.council_id)
        .order_by("authority__name", "pk")
    )
    others = [f"A child of {name}" for name in booked.values_list("authority__name", flat=True)]
    return [*own, *(Resident(line, line) for line in others)]


def judgements_of(request: PlacementRequest) -> dict[int, MatchJudgement]:
    """The newest judgement of each home, by its id."""
    rows = (
        MatchJudgement.objects.filter(request=request).select_related("judged_by").order_by("judged_at", "pk")
    )
    return {row.setting_id: row for row in rows}


def judged_against(request: PlacementRequest, setting_ids: Collection[int]) -> set[int]:
    """Which of the homes were last judged not to fit."""
    newest = judgements_of(request)
    return {pk for pk in setting_ids if pk in newest and newest[pk].verdict == Verdict.AGAINST}


def judged_home(urn: str) -> Setting:
    """The home of a judgement, by its number in the register."""
    found = Setting.objects.select_related("provider").filter(urn=urn).first()
    if found is None:
        raise NotFound
    return found
