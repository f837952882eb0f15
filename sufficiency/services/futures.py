"""Keeping every simulated path of a forecast, and asking for those of a scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

import numpy as np
from django.db import transaction

from core.actor import Actor
from core.errors import DomainError
from core.jobs import enqueue
from core.models import Job
from core.policies import require
from core.references import new_reference
from sufficiency.forecast import Category
from sufficiency.models import ForecastRun, Futures, Scenario
from sufficiency.planning.costs import Price
from sufficiency.planning.packing import pack
from sufficiency.policies import can_plan

FUTURES_JOB = "scenario"


@transaction.atomic
def keep_futures(
    *,
    by: Actor,
    at: datetime,
    run: ForecastRun,
    counts: np.ndarray,
    input_hash: str,
    prices: Mapping[Category, Price],
    scenario: Scenario | None = None,
    changes: Sequence[dict[str, Any]] = (),
    job: Job | None = None,
) -> Futures:
    """Keep the paths of a forecast as things are, or under a scenario's changes as they stood when asked.

    ``counts`` is as ``Forecast.by_category`` gives it.
    """
    return Futures.objects.create(
        authority_id=by.council_id,
        reference=new_reference("FUT"),
        run=run,
        scenario=scenario,
        job=job,
        changes=list(changes),
        counts=pack(counts),
        prices={category.value: asdict(price) for category, price in prices.items()},
        input_hash=input_hash,
        made_at=at,
    )


@transaction.atomic
def ask_for_futures(*, by: Actor, at: datetime, scenario: Scenario, base: Futures | None) -> Job:
    """Ask for a scenario to be simulated; the same changes on the same forecast give one job.

    ``base`` is that forecast's own futures.
    """
    require(can_plan(by))
    if base is None:
        raise DomainError("Make a new forecast first: scenarios are changes to its rates.")
    if not scenario.changes:
        raise DomainError("Add a change first: a scenario without one is the forecast itself.")
    digest = sha256(repr(scenario.changes).encode()).hexdigest()[:24]
    return enqueue(
        FUTURES_JOB,
        by=by,
        at=at,
        title=f"Scenario: {scenario.name}",
        params={"futures": base.reference, "scenario": scenario.reference, "changes": scenario.changes},
        dedupe_key=f"{scenario.reference} {base.reference} {digest}",
    )
