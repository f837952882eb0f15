"""A forecast for each council with a full cast and its partners; Derbyshire's plans, statements and report.

Made by the very jobs people ask for, once the world itself is committed.
"""

from datetime import date, timedelta

from authorities.choices import Role
from authorities.selectors.calendars import holidays_for
from config.demo.formats import start_own_papers
from config.demo.partnerships import CITY_REGION, D2N2
from config.demo.plans import make_plans
from config.demo.statements import ask_for_statements
from config.demo.world import World
from contracts.models import BlockContract
from core.actor import acting_as
from core.calendar import Holidays, working_day_on_or_after
from core.jobs.worker import run_next
from reports.services.papers import create_paper, edit_section, publish_paper
from sufficiency.services.forecasts import ask_for_forecast

PAPER_OF = "DBS"
DAYS_TO_MEETING = 35
MONTHS_AGO = 7
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
    # An earlier one too, so that the pages can say what came of it.
    for on in (world.today - timedelta(days=MONTHS_AGO * 30), world.today):
        for code in sorted(cast):
            with acting_as(world.person(code, Role.PLANNER)) as planner:
                ask_for_forecast(by=planner, at=world.now, on=on)
        _finish_jobs()
    make_plans(world)
    _finish_jobs()
    ask_for_statements(world)
    with acting_as(world.person(PAPER_OF, Role.COMMISSIONER)) as author:
        block = BlockContract.objects.get(lead_authority_id=author.authority_id)
        meeting_on = meeting_day(world.today, holidays_for(block.lead_authority_id))
        paper = create_paper(block_contract=block, meeting_on=meeting_on, by=author, at=world.now)
        for key, text in NOT_IN_RECORDS.items():
            edit_section(paper=paper, key=key, text=text, by=author, at=world.now)
        publish_paper(paper=paper, by=author, at=world.now, on=world.today)
    start_own_papers(world)
    _finish_jobs()


def meeting_day(today: date, holidays: Holidays) -> date:
    """A working day far enough ahead for every notice."""
    return working_day_on_or_after(today + timedelta(days=DAYS_TO_MEETING), holidays)


def _finish_jobs() -> None:
    while run_next():
        pass
