"""A paper's way from its first words to one published document."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from authorities.choices import Role
from core.actor import acting_as
from core.errors import DomainError, NotFound, NotPermitted
from core.jobs.worker import LeaseLost, run_next
from core.models import Document, Job
from reports.choices import PaperState
from reports.models import PaperFigure, PaperVersion
from reports.selectors.papers import access_paper, access_version, papers_visible_to
from reports.services.papers import ask_for_draft, create_paper, edit_section, publish_paper
from sufficiency.services.forecasts import ask_for_forecast
from tests.factories.authorities import council_actor
from tests.factories.reports import MEETING, NOW, TODAY, block_world, ready_paper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    made = block_world()
    with acting_as(made.writer) as writer:
        ask_for_forecast(by=writer, at=NOW, on=TODAY)
    assert run_next()
    return made


def test_paper_is_published_as_one_document_with_its_figures(world):
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
        publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
    while run_next():
        pass
    with acting_as(world.writer) as writer:
        job = Job.objects.get(kind="paper")
        assert (job.state, job.error) == (Job.State.DONE, "")
        version = access_version(writer, paper.reference, 1)
        assert access_paper(writer, paper.reference).state == PaperState.PUBLISHED
        assert PaperVersion.objects.count() == Document.objects.count() == 1
        shown = dict(PaperFigure.objects.filter(version=version).values_list("key", "shown"))
    assert shown["spot_weekly"] == "£4,557.00"
    open("/tmp/papersE.pdf", "wb").write(bytes(version.document.content))
