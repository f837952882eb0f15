"""What councils in partnership tell each other of children in care, one by one and pooled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

import numpy as np

from authorities.choices import ServiceCategory
from authorities.models import CountSharing, Partnership, PartnershipMember
from core.actor import Actor
from core.errors import NotFound
from sufficiency.forecast.borrowing import Borrowed, heard
from sufficiency.forecast.pooling import pooled
from sufficiency.forecast.result import QUANTILES
from sufficiency.models import SharedOutlook
from sufficiency.selectors.forecasts import ALL, Outlook

# A forecast older than this is not added to newer ones.
OLDEST = timedelta(days=200)
COUNTED = (ServiceCategory.FOSTERING, ServiceCategory.RESIDENTIAL, ServiceCategory.SUPPORTED)


@dataclass(frozen=True)
class Partner:
    """One member, and what it tells of one kind; ``outlook`` is None where it tells nothing, or too old."""

    name: str
    is_own: bool
    as_at: date | None
    outlook: Outlook | None
    fewer_than: int | None


@dataclass(frozen=True)
class Pool:
    """A partnership's members, and the sum of those whose forecast is told."""

    partnership: Partnership
    partners: list[Partner]
    outlook: Outlook | None

    @property
    def telling(self) -> list[Partner]:
        return [partner for partner in self.partners if partner.outlook and partner.outlook.ahead]


def sharing_partnerships(actor: Actor, on: date) -> list[Partnership]:
    """Partnerships that share counts and that the council is in on a day, by name."""
    ours = PartnershipMember.objects.in_force_on(on).filter(authority=actor.council_id)
    sharing = CountSharing.objects.in_force_on(on).values("partnership")
    found = (
        Partnership.objects.in_force_on(on).filter(pk__in=ours.values("partnership")).filter(pk__in=sharing)
    )
    return list(found.order_by("name", "pk"))


def access_partnership(actor: Actor, on: date, reference: str) -> Partnership:
    found = next((p for p in sharing_partnerships(actor, on) if p.reference == reference), None)
    if found is None:
        raise NotFound
    return found


def kinds_shared(actor: Actor, partnership: Partnership, on: date) -> list[str]:
    """All children, then the kinds of placement that the council shares in this partnership."""
    ours = PartnershipMember.objects.in_force_on(on).filter(
        partnership=partnership, authority=actor.council_id
    )
    held = set(ours.values_list("category", flat=True))
    return [ALL, *(category for category in COUNTED if category in held)]


def pool(actor: Actor, partnership: Partnership, counted: str, on: date) -> Pool:
    """What each member tells of one kind (or of all children), and their sum."""
    members = PartnershipMember.objects.in_force_on(on).filter(partnership=partnership)
    if counted != ALL:
        members = members.filter(category=counted)
    names = dict(members.values_list("authority", "authority__name"))
    told = {
        row.authority_id: row for row in SharedOutlook.objects.filter(counted=counted, authority__in=names)
    }
    newest = max((row.as_at for row in told.values()), default=on)
    partners = [
        _partner(name, pk == actor.council_id, told.get(pk), newest)
        for pk, name in sorted(names.items(), key=lambda item: (item[0] != actor.council_id, item[1]))
    ]
    outlooks = [p.outlook for p in partners if p.outlook and p.outlook.ahead]
    return Pool(partnership, partners, summed(outlooks) if outlooks else None)


def borrowed_from_partners(actor: Actor) -> tuple[Borrowed | None, list[str]]:
    """Where partners' children go, all partners together, and who they are; None where nobody tells."""
    rows = SharedOutlook.objects.filter(counted=ALL).exclude(authority=actor.council_id)
    found = [(heard(row.told), row.authority.name) for row in rows.select_related("authority")]
    told = sorted(((name, one) for one, name in found if one is not None), key=lambda pair: pair[0])
    if not told:
        return None, []
    return reduce(Borrowed.__add__, (one for _, one in told)), [name for name, _ in told]


def summed(outlooks: Sequence[Outlook]) -> Outlook:
    """The sum of several councils' outlooks: months that all have recorded, then those that all forecast.

    A council whose history ends earlier stands in the first months ahead with its forecast of them.
    """
    start = max(outlook.recorded[-1][0] for outlook in outlooks)
    recorded = [dict(outlook.recorded) for outlook in outlooks]
    past = sorted(set().union(*recorded))
    counts = [[one.get(month) for one in recorded] for month in past]
    ahead = [{point["month"]: point for point in outlook.ahead} for outlook in outlooks]
    months = sorted(
        month for month in set.intersection(*map(set, ahead)) if date.fromisoformat(month) > start
    )
    bands = [np.array([[one[m][name] for m in months] for name in QUANTILES], dtype=float) for one in ahead]
    sums = pooled(bands) if months else np.zeros((len(QUANTILES), 0), dtype=int)
    return Outlook(
        [
            (month, None if None in row else sum(n for n in row if n is not None))
            for month, row in zip(past, counts, strict=True)
        ],
        [
            {"month": month, "mean": round(sum(one[month]["mean"] for one in ahead), 2)}
            | {name: int(values[n]) for name, values in zip(QUANTILES, sums, strict=True)}
            for n, month in enumerate(months)
        ],
    )


def _partner(name: str, is_own: bool, row: SharedOutlook | None, newest: date) -> Partner:
    if row is None or newest - row.as_at > OLDEST or not row.recorded:
        return Partner(name, is_own, row.as_at if row else None, None, None)
    recorded = [(date.fromisoformat(month), count) for month, count in row.recorded]
    return Partner(name, is_own, row.as_at, Outlook(recorded, row.ahead), row.fewer_than)
