"""Care history and forecasts."""

from authorities.choices import Role
from authorities.models import Authority
from core.actor import Actor, acting_as
from core.imports import Given
from core.imports.services import start_import
from core.jobs import enqueue
from sufficiency.imports.counts import COUNTS
from sufficiency.imports.returns import RETURNS
from sufficiency.services.sharing import share_outlook
from tests.factories.authorities import (
    council_actor,
)
from tests.factories.placements import NOW, TODAY
from tests.factories.planning import BlockAppraisalFactory, ChildLinkFactory, FuturesFactory, ScenarioFactory
from tests.factories.reports import ForecastRunFactory


def histories(authority: Authority) -> dict[str, str]:
    """An import of a return and one of published counts, both still to be read."""
    planner = council_actor(Role.PLANNER, authority=authority)
    with acting_as(planner):
        made = {
            kind.route: start_import(
                kind=kind, files=[Given(kind.slots[0].name, "a.csv", b"a")], params={}, by=planner, at=NOW
            )
            for kind in (RETURNS, COUNTS)
        }
    return {route: one.reference for route, one in made.items()}


def forecasts(authority: Authority, keeper: Actor) -> dict[str, str]:
    """A forecast, and a job that will make another."""
    run = ForecastRunFactory.create(authority=authority)
    futures = FuturesFactory.create(run=run)
    with acting_as(keeper):
        job = enqueue("forecast", by=keeper, at=NOW, title="Forecast", params={"on": TODAY.isoformat()})
        share_outlook(run=run, told={}, by=keeper, at=NOW)
    scenario = ScenarioFactory.create(authority=authority)
    return {
        "job": job.reference,
        "forecast": run.reference,
        "scenario": scenario.reference,
        "link": ChildLinkFactory.create(authority=authority).reference,
        "appraisal": BlockAppraisalFactory.create(futures=futures).reference,
    }
