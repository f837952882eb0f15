"""Terms put to their approvers while children lived somewhere, and a placement that broke down."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from authorities.choices import Role
from config.demo.world import World
from contracts.choices import FeeKind
from core.actor import acting_as
from placements.choices import PlacementState, PlacementType
from placements.fees import NewFee
from placements.life_choices import ClockKind, EndReason
from placements.models import Placement
from placements.services.ending import end_placement, give_notice
from placements.services.keeping import record_evidence
from placements.services.variations import propose_variation

SHOWN = "DBS"
SETTLED_FOR = timedelta(days=60)


def load_changes(world: World) -> None:
    commissioner = world.person(SHOWN, Role.COMMISSIONER)
    with acting_as(commissioner):
        changing = _settled(world, PlacementType.RESIDENTIAL)
        propose_variation(
            agreement=changing.agreement,
            effective_on=world.today + timedelta(days=7),
            new=[
                NewFee(FeeKind.ADDITIONAL_STAFFING, Decimal("980.00"), world.today + timedelta(days=49)),
            ],
            reason="One more adult in the evenings for six weeks, while night-time worries ease.",
            by=commissioner,
            at=world.now - timedelta(hours=14),
        )
        broken = _settled(world, PlacementType.FOSTERING)
    _break_down(world, broken)


def _settled(world: World, kind: PlacementType) -> Placement:
    """One that has run for a while, and of which nothing else is told."""
    running = Placement.objects.filter(
        state=PlacementState.ACTIVE,
        placement_type=kind,
        starts_on__lt=world.today - SETTLED_FOR,
        agreement__planned_end_on__gt=world.today + SETTLED_FOR,
        bed_booking=None,
        absences=None,
        notices=None,
    )
    return running.select_related("agreement").order_by("pk")[:1].get()


def _break_down(world: World, placement: Placement) -> None:
    """The home gave a week's notice; the child left, and the meeting about why is still to be held."""
    given, left = world.today - timedelta(days=13), world.today - timedelta(days=6)
    home = world.provider_person(placement.provider_id)
    with acting_as(home):
        give_notice(
            placement=placement,
            given_on=given,
            leaves_on=left,
            reason=EndReason.CREQB,
            by=home,
            at=_ten(given),
        )
    with acting_as(world.person(SHOWN, Role.COMMISSIONER)) as commissioner:
        record_evidence(
            placement=placement,
            kind=ClockKind.VISIT,
            done_on=given + timedelta(days=1),
            note="Seen alone the day after the notice: wants to stay near the same school.",
            by=commissioner,
            at=_ten(given + timedelta(days=1)),
        )
        end_placement(
            placement=placement, left_on=left, reason=EndReason.CREQB, by=commissioner, at=_ten(left)
        )


def _ten(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10)))
