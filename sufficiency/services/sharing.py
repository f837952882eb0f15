"""Telling partners that share counts how many children we look after, and what we forecast."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.actor import Actor
from sufficiency.forecast import CATEGORIES
from sufficiency.models import ForecastRun, SharedOutlook
from sufficiency.selectors.forecasts import ALL, Outlook, outlook
from sufficiency.suppression import suppress_list

POINT = ("month", "mean", "p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5")


@transaction.atomic
def share_outlook(*, run: ForecastRun, told: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Keep what partners may know of a forecast, small numbers hidden; returns rows kept.

    Which partner may read it is the wall's to say. ``told`` is where children go, its small counts hidden
    already. A kind with too few children now has no forecast here: it would tell how many they are.
    """
    level = setting_value(by.council_id, SettingKey.SUPPRESS_UNDER, on=run.as_at)
    outlooks = {kind: outlook(run, kind) for kind in (ALL, *CATEGORIES)}
    months = [month for month, _ in outlooks[ALL].recorded]
    shown = _shown([outlooks[kind] for kind in CATEGORIES], months, level)
    rows = []
    for place, (kind, found) in enumerate(outlooks.items()):
        counts = [row[place] for row in shown]
        ahead = found.ahead if counts and counts[-1] is not None else []
        rows.append(
            SharedOutlook(
                authority_id=by.council_id,
                counted=kind,
                as_at=run.as_at,
                fewer_than=level,
                recorded=[[month.isoformat(), count] for month, count in zip(months, counts, strict=True)],
                ahead=[{name: point[name] for name in POINT} for point in ahead],
                told=dict(told) if kind == ALL and ahead else {},
                made_at=at,
            )
        )
    SharedOutlook.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["authority", "counted"],
        update_fields=["as_at", "fewer_than", "recorded", "ahead", "told", "made_at"],
    )
    return len(rows)


def _shown(kinds: Sequence[Outlook], months: Sequence[date], level: int) -> list[list[int | None]]:
    """Month by month the total and each kind, None where hidden or not known."""
    recorded = [dict(kind.recorded) for kind in kinds]
    rows: list[list[int | None]] = []
    for month in months:
        counts = [counted.get(month, 0) for counted in recorded]
        known = [count for count in counts if count is not None]
        if len(known) < len(counts):
            rows.append([None] * (1 + len(counts)))
            continue
        found = suppress_list(known, level=level)
        rows.append([found.total, *found.counts])
    return rows
