"""A forecast for each council with a full cast and its partners; Derbyshire's plans, statements and papers.

Made by the very jobs people ask for, once the world itself is committed.
"""

from datetime import date, timedelta

from authorities.choices import Role
from config.demo.decisions import make_papers
from config.demo.formats import start_own_papers
from config.demo.partnerships import CITY_REGION, D2N2
from config.demo.plans import PLANNER_OF, make_plans, weigh_block
from config.demo.statements import ask_for_statements
from config.demo.world import World
from core.actor import acting_as
from core.jobs.worker import run_next
from sufficiency.services.forecasts import ask_for_forecast

MONTHS_AGO = 7
# Before the day on which the first of the papers in ``decisions`` is begun.
BEFORE_PAPERS = timedelta(days=75)
# Sections that no record can fill; somebody writes them.
NOT_IN_RECORDS = {
    "consultation": (
        "The framework's providers and the partner councils were consulted in two meetings. Young people in"
        " care told us that being near school and friends matters most to them."
    ),
    "human_resources": "There are none for our own staff: the provider employs those who work in the homes.",
    "equality": (
        "An equality impact assessment found no negative effect. Homes nearer to family help children who"
        " share a protected characteristic keep their community and language."
    ),
}


def make_forecasts_and_paper(world: World) -> None:
    """The paper reads the forecast, so forecasts are finished first; partners’ before those that borrow."""
    cast = {code for code, role in world.staff if role == Role.CABINET_MEMBER}
    for code in sorted(world.children.keys() & {*D2N2, *CITY_REGION} - cast):
        with acting_as(world.council(code)) as council:
            ask_for_forecast(by=council, at=world.now, on=world.today, monthly=True)
    _finish_jobs()
    # An earlier one too, so that the pages can say what came of it; and what papers that are published by now
    # could have cited.
    _forecast(world, cast, world.today - timedelta(days=MONTHS_AGO * 30))
    before_papers = world.today - BEFORE_PAPERS
    _forecast(world, {PLANNER_OF}, before_papers)
    weigh_block(world, before_papers)
    _forecast(world, cast, world.today)
    make_plans(world)
    _finish_jobs()
    ask_for_statements(world)
    make_papers(world, NOT_IN_RECORDS)
    start_own_papers(world)
    _finish_jobs()


def _forecast(world: World, codes: set[str], on: date) -> None:
    for code in sorted(codes):
        with acting_as(world.person(code, Role.PLANNER)) as planner:
            ask_for_forecast(by=planner, at=world.now, on=on)
    _finish_jobs()


def _finish_jobs() -> None:
    while run_next():
        pass
