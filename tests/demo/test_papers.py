"""The five papers behind the demo world, each from the arrangement it is about."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.html import escape

from authorities.choices import Role
from config.demo.decisions import PaperLife
from config.demo.formats import PAPERS, start_own_papers
from config.demo.papers import BEFORE_PAPERS, NOT_IN_RECORDS
from config.demo.plans import weigh_block
from core.actor import acting_as
from core.jobs.worker import run_next
from reports.choices import Option, PaperFormat
from reports.copies import Copy
from reports.figures import gather
from reports.models import Paper, PaperOption
from reports.paper_html import paper_html
from reports.reading import contents_of
from sufficiency.services.forecasts import ask_for_forecast
from tests.demo.people import TODAY, council

pytestmark = pytest.mark.xdist_group("demo_world")


@pytest.fixture(scope="module")
def five_papers(world, django_db_blocker) -> Iterator[dict[PaperFormat, Paper]]:
    """One of each format, on forecasts of the councils that write them; undone after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _begun(world)
        transaction.set_rollback(True)


def _begun(world) -> dict[PaperFormat, Paper]:
    block, before = PaperLife(world, NOT_IN_RECORDS), TODAY - BEFORE_PAPERS
    asked = [("DBS", before), *((code, TODAY) for code in ("DBS", *(own.code for own in PAPERS)))]
    for code, on in asked:
        with council(code) as keeper:
            ask_for_forecast(by=keeper, at=world.now, on=on, monthly=True)
        while run_next():
            """The forecast."""
        if on == before:
            weigh_block(world, before)
    start_own_papers(world)
    found = {PaperFormat.D: block.begin(block.working_day(35), block.block.name)}
    for own in PAPERS:
        with council(own.code):
            found[own.paper_format] = Paper.objects.get(paper_format=own.paper_format)
    return found


@pytest.mark.parametrize("paper_format", PaperFormat)
def test_papers_are_set_from_the_arrangements_they_are_about(world, five_papers, paper_format):
    code = {own.paper_format: own.code for own in PAPERS}.get(paper_format, "DBS")
    with acting_as(world.person(code, Role.COMMISSIONER)) as author:
        paper = five_papers[paper_format]
        contents = contents_of(author, paper, TODAY)
        printed = paper_html(paper, contents, on=TODAY, copy=Copy.DRAFT)
    assert contents.missing == []
    for section in contents.layout.needed(paper):
        assert escape(section.title) in printed, section.title


def test_options_of_the_papers_are_priced_from_the_records_or_say_what_is_missing(world, five_papers):
    """Kent's block has partners, Sefton's list a region's framework to join, West Sussex's no option left."""
    costs = {}
    for paper_format, paper in five_papers.items():
        with council(next((own.code for own in PAPERS if own.paper_format == paper_format), "DBS")):
            costs[paper_format] = dict(PaperOption.objects.filter(paper=paper).values_list("option", "cost"))
    assert all(set(each) == set(Option) for each in costs.values())
    assert "{figure:own_share}" in costs[PaperFormat.K][Option.PARTNERS]
    assert "{figure:join_weekly}" in costs[PaperFormat.S][Option.JOIN]
    assert "{figure:option_extend_cost}" in costs[PaperFormat.D][Option.EXTEND]
    assert costs[PaperFormat.W][Option.EXTEND].startswith("No option to extend is left.")
    assert costs[PaperFormat.K][Option.JOIN].startswith("Not known. No other council’s arrangement")


def test_appraisal_and_forecast_of_a_paper_are_no_later_than_the_paper(world, five_papers):
    """Weighed 75 days ago, on a forecast of that day: a paper of then cites both, one of before neither."""
    before = TODAY - BEFORE_PAPERS
    keys = ["appraisal_block_cost", "forecast_on"]
    with acting_as(world.person("DBS", Role.COMMISSIONER)) as author:
        paper = five_papers[PaperFormat.D]
        found = gather(paper, author, before, keys).found
        assert {key: figure.as_at for key, figure in found.items()} == dict.fromkeys(keys, before)
        assert set(gather(paper, author, before - timedelta(days=1), keys).missing) == set(keys)
        assert gather(paper, author, TODAY, keys).found["forecast_on"].as_at == TODAY
