"""What a below-good protocol does by itself: new placements stop, and go on once the home is good."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from authorities.choices import Role
from authorities.services.letters import write_to_staff
from contracts.block_choices import NOT_RUNNING, StopCause
from contracts.models import BlockContract, BlockStop, ContractedBed
from contracts.services.block_changes import lift_stop, stop_placements
from core import formats
from core.actor import Actor
from core.locking import lock
from providers.choices import UNGRADED, Outcome
from providers.grades import outcomes_below
from providers.models import Inspection, Setting
from providers.selectors.homes import latest_inspections

# A judgement is acted on within minutes; this is how long it waits for a council that was away. One that was
# known when the contract began was known to those who signed it.
HEARD_WITHIN = timedelta(days=30)


@transaction.atomic
def keep_protocols(*, by: Actor, at: datetime) -> int:
    """Stop new placements in homes of the council's blocks that were judged below good, each judgement once,
    and end the stop of a home that is good again: how many of both. Children who are there stay."""
    on = timezone.localdate(at)
    contracts = BlockContract.objects.filter(lead_authority_id=by.council_id, stops_below_good=True).exclude(
        state__in=NOT_RUNNING
    )
    running = {each.pk: each for each in contracts.order_by("pk") if on in each.period}
    homes: dict[int, dict[int, Setting]] = {pk: {} for pk in running}
    beds = ContractedBed.objects.filter(contract__in=running).select_related("setting")
    for bed in beds.order_by("pk"):
        homes[bed.contract_id][bed.setting_id] = bed.setting
    newest = latest_inspections({pk for found in homes.values() for pk in found}, on=on)
    return sum(
        _keep(running[pk], found, newest[setting_id], by=by, at=at, on=on)
        for pk, settings in homes.items()
        for setting_id, found in settings.items()
        if setting_id in newest
    )


def _keep(
    contract: BlockContract, home: Setting, found: Inspection, *, by: Actor, at: datetime, on: date
) -> int:
    contract = lock(contract)
    stops = list(contract.stops.filter(setting=home, cause=StopCause.BELOW_GOOD))
    if found.outcome in outcomes_below(Outcome.GOOD):
        heard = found.known_on > on - HEARD_WITHIN and found.known_on >= contract.starts_on
        answered = any(
            stop.ends_on is None or stop.starts_on >= found.known_on or stop.judged_on == found.inspected_on
            for stop in stops
        )
        named = contract.beds.filter(setting=home).exclude(live_until__lte=on)
        if not heard or answered or not named.exists():
            return 0
        _stop(contract, home, found, by=by, at=at, on=on)
        return 1
    return 0 if found.outcome in UNGRADED else _recover(stops, found, by=by, at=at, on=on)


def _stop(
    contract: BlockContract, home: Setting, found: Inspection, *, by: Actor, at: datetime, on: date
) -> None:
    judged = found.get_outcome_display().lower()
    stop_placements(
        contract=contract,
        setting=home,
        cause=StopCause.BELOW_GOOD,
        starts_on=on,
        reason=f"Judged “{judged}” on {formats.day(found.inspected_on)}, as the contract says",
        judged_on=found.inspected_on,
        by=by,
        at=at,
        on=on,
    )
    _tell(f"{home.name} takes no new children", contract, home, found, by=by, at=at)


def _recover(stops: Iterable[BlockStop], found: Inspection, *, by: Actor, at: datetime, on: date) -> int:
    """A stop of today stands until tomorrow: what was stated of its night stays."""
    lifted = [
        stop
        for stop in stops
        if stop.ends_on is None and stop.starts_on < on and stop.starts_on <= found.known_on
    ]
    for stop in lifted:
        reason = f"Judged “{found.get_outcome_display().lower()}” on {formats.day(found.inspected_on)}"
        lift_stop(stop=stop, ends_on=on, reason=reason, by=by, at=at, on=on)
        assert stop.setting is not None
        _tell(f"{stop.setting.name} takes children again", stop.contract, stop.setting, found, by=by, at=at)
    return len(lifted)


def _tell(
    subject: str, contract: BlockContract, home: Setting, found: Inspection, *, by: Actor, at: datetime
) -> None:
    write_to_staff(
        roles=(Role.COMMISSIONER,),
        template="block_protocol",
        subject=subject,
        context={"contract": contract, "home": home, "found": found, "subject": subject},
        by=by,
        at=at,
    )
