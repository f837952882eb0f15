"""Telling a council's people that a home has given notice, or taken it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from authorities.services.letters import write_to_staff
from core.actor import Actor
from core.formats import day
from core.locking import lock_all
from placements.choices import SigningSide
from placements.models import PlacementNotice
from placements.selectors.alerts import workers_of
from placements.workflows import SOURCING_ROLES


@transaction.atomic
def tell_of_notices(*, by: Actor, at: datetime) -> int:
    """Write once to those who search and to the child's worker about each notice of a home, and once more
    when it is withdrawn; how many letters' worth there was. A provider may not write to them itself."""
    untold = Q(told_at=None) | Q(withdrawn_on__isnull=False, withdrawal_told_at=None)
    notices = lock_all(
        PlacementNotice.objects.filter(
            untold, authority_id=by.council_id, side=SigningSide.PROVIDER
        ).select_related("placement__setting", "placement__provider")
    )
    workers = workers_of([notice.placement for notice in notices])
    for notice in notices:
        worker = workers.get(notice.placement.child_id)
        _write(notice, [worker] if worker else [], by=by, at=at)
        notice.told_at = notice.told_at or at
        if notice.withdrawn_on is not None:
            notice.withdrawal_told_at = at
        notice.save(update_fields=["told_at", "withdrawal_told_at"])
    return len(notices)


def _write(notice: PlacementNotice, people: list[int], *, by: Actor, at: datetime) -> None:
    placement = notice.placement
    withdrawn = notice.withdrawn_on is not None
    write_to_staff(
        roles=SOURCING_ROLES,
        people=people,
        template="home_gave_notice",
        subject=f"{'Notice withdrawn' if withdrawn else 'Notice given'} on {placement.reference}",
        context={
            "home": placement.setting.name,
            "reference": placement.reference,
            "leaves": day(notice.leaves_on),
            "withdrawn": withdrawn,
        },
        by=by,
        at=at,
    )
