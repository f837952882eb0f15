"""Following the making of a paper on its page."""

import pytest
from django.urls import reverse

from authorities.models import User
from core.actor import acting_as
from core.jobs.worker import run_next
from core.models import Job
from reports import jobs
from reports.models import PaperVersion
from reports.services.papers import PAPER_JOB
from tests.factories.reports import ForecastRunFactory, block_world, ready_paper

pytestmark = pytest.mark.django_db
STAGES = [
    "Reading figures and drawing charts",
    "Putting the paper together",
    "Setting the pages",
    "Keeping the document",
]


@pytest.fixture
def world():
    made = block_world()
    ForecastRunFactory(authority=made.authority)
    return made


@pytest.fixture
def asked(world, client) -> str:
    """The address of the page on which a draft just asked for is followed; its writer is signed in."""
    paper = ready_paper(world)
    user = User.objects.get(pk=world.writer.user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(reverse("paper_make", args=[paper.reference])).url


def test_making_is_told_from_waiting_through_each_stage_to_the_document(world, asked, client, monkeypatch):
    told = []
    assert ": waiting to start" in client.get(asked).text

    def tell(do):
        def after_a_look(*given, **more):
            with acting_as(world.writer):
                told.append(Job.objects.get(kind=PAPER_JOB).stage)
            return do(*given, **more)

        return after_a_look

    for step in ("contents_of", "paper_html", "render_pdf", "keep_version"):
        monkeypatch.setattr(jobs, step, tell(getattr(jobs, step)))
    assert run_next()
    assert told == STAGES
    assert "Download the report" in client.get(asked).text


def test_paper_that_could_not_be_made_says_why_and_is_made_when_asked_for_again(
    world, asked, client, monkeypatch
):
    def breaks(*given, **more):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "render_pdf", breaks)
        assert run_next()
    failed = client.get(asked)
    assert "could not finish. Something went wrong on our side. You can start it again." in failed.text
    paper = failed.context["paper"]
    assert failed.context["again"] == reverse("paper_detail", args=[paper.reference])
    assert f'href="{failed.context["again"]}"' in failed.text and "Go back and try again" in failed.text
    again = client.post(reverse("paper_make", args=[paper.reference])).url
    assert again != asked
    assert run_next()
    assert "Download the report" in client.get(again).text
    with acting_as(world.writer):
        assert PaperVersion.objects.count() == 1
