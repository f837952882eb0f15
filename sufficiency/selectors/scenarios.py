"""Scenarios, the futures simulated under them, and what those come to."""

from dataclasses import dataclass

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from sufficiency.forecast import Category
from sufficiency.models import ForecastRun, Futures, Scenario
from sufficiency.planning.changes import change_from
from sufficiency.planning.compare import Outcome, outcome_of
from sufficiency.planning.costs import Price
from sufficiency.planning.packing import unpack
from sufficiency.selectors.forecasts import latest_run, months_ahead

AS_THINGS_ARE = "As things are"


def scenarios_visible_to(actor: Actor) -> QuerySet[Scenario]:
    return Scenario.objects.filter(authority_id=actor.council_id).select_related("made_by")


def access_scenario(actor: Actor, reference: str) -> Scenario:
    found = scenarios_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def futures_visible_to(actor: Actor) -> QuerySet[Futures]:
    return Futures.objects.filter(authority_id=actor.council_id).select_related("run", "scenario")


def access_futures(actor: Actor, reference: str) -> Futures:
    found = futures_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def prices_of(futures: Futures) -> dict[Category, Price]:
    """Pounds a child a week as they stood when the futures were made."""
    return {Category(kind): Price(**price) for kind, price in futures.prices.items()}


def futures_as_things_are(actor: Actor) -> Futures | None:
    """Those of the newest forecast without any change; None where it was made before paths were kept."""
    run = latest_run(actor)
    return _newest(actor, run, None) if run else None


def futures_of(actor: Actor, scenario: Scenario) -> Futures | None:
    """The newest of a scenario on the newest forecast."""
    run = latest_run(actor)
    return _newest(actor, run, scenario) if run else None


def _newest(actor: Actor, run: ForecastRun, scenario: Scenario | None) -> Futures | None:
    found = futures_visible_to(actor).filter(run=run, scenario=scenario)
    return found.order_by("-made_at").first()


@dataclass(frozen=True)
class Comparison:
    """Outcomes on one forecast, the first as things are. ``waiting`` are scenarios not worked out on it, or
    changed since. ``unpriced`` are kinds of care without a price, left out of every cost."""

    run: ForecastRun
    outcomes: list[Outcome]
    waiting: list[Scenario]
    unpriced: list[Category]


def comparison(actor: Actor) -> Comparison | None:
    """Every scenario in use beside the forecast as things are; None without a forecast to compare with."""
    base = futures_as_things_are(actor)
    if base is None:
        return None
    scenarios = list(scenarios_visible_to(actor).filter(retired_at=None).order_by("name"))
    newest = {
        futures.scenario_id: futures
        for futures in futures_visible_to(actor).filter(run=base.run).order_by("made_at")
    }
    ready = [s for s in scenarios if s.pk in newest and newest[s.pk].changes == s.changes]
    outcomes = [_outcome(base, None)]
    outcomes += [_outcome(newest[scenario.pk], outcomes[0]) for scenario in ready]
    waiting = [s for s in scenarios if s not in ready]
    return Comparison(base.run, outcomes, waiting, [c for c in Category if c not in base.prices])


def outcome_beside(futures: Futures, base: Futures) -> tuple[Outcome, Outcome]:
    """As things are, and what the futures come to beside it."""
    first = _outcome(base, None)
    return first, _outcome(futures, first)


def _outcome(futures: Futures, base: Outcome | None) -> Outcome:
    return outcome_of(
        name=futures.scenario.name if futures.scenario else AS_THINGS_ARE,
        reference=futures.scenario.reference if futures.scenario else "",
        counts=unpack(bytes(futures.counts)),
        months=months_ahead(futures.run),
        prices=prices_of(futures),
        changes=[change_from(change) for change in futures.changes],
        seed=futures.run.seed,
        base=base,
    )
