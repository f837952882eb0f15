"""A paper's way from its first words to one published document."""

import io
from datetime import timedelta

import page
import pytest
from django.urls import reverse
from pypdf import PdfReader

from authorities.choices import Role
from authorities.models import User
from core.actor import acting_as
from core.errors import DomainError, NotFound, NotPermitted
from core.jobs import queue
from core.jobs.worker import run_next
from core.models import Document, Job
from reports.choices import PaperState
from reports.models import Paper, PaperFigure, PaperVersion
from reports.selectors.papers import access_paper, access_version, papers_visible_to
from reports.services.papers import PAPER_JOB, ask_for_draft, create_paper, edit_section, publish_paper
from tests.factories.authorities import council_actor
from tests.factories.reports import MEETING, NOW, TODAY, ForecastRunFactory, block_world, ready_paper

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def world():
    """With a forecast kept, so that every figure can be given."""
    made = block_world()
    ForecastRunFactory(authority=made.authority)
    return made


def published(world) -> Paper:
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
    assert run_next()
    with acting_as(world.writer) as writer:
        assert Job.objects.get(kind=PAPER_JOB).error == ""
        return access_paper(writer, paper.reference)


def user_of(actor) -> User:
    """Their account, read as before anybody signs in."""
    return User.objects.get(pk=actor.user_id)


def test_paper_is_published_once_however_often_it_is_asked_for(world):
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        first = publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
        again = publish_paper(paper=paper, by=writer, at=NOW + timedelta(minutes=1), on=TODAY)
    assert first == again
    while run_next():
        pass
    with acting_as(world.writer) as writer:
        assert access_paper(writer, paper.reference).state == PaperState.PUBLISHED
        version = access_version(writer, paper.reference, 1)
        assert Document.objects.count() == PaperVersion.objects.count() == 1
        assert version.document.classification == Document.Classification.PUBLIC
        figures = {f.key: f for f in PaperFigure.objects.filter(version=version)}
        assert figures["spot_weekly"].shown == "£4,557.00"
        assert figures["spot_weekly"].value == "4557.00"
        assert "Charge ledger" in figures["spot_weekly"].source
        with pytest.raises(NotPermitted, match="published"):
            edit_section(paper=paper, key="purpose", text="Other words", by=writer, at=NOW)


def test_worker_that_dies_before_it_publishes_leaves_one_document_in_the_end(world, monkeypatch):
    """The first worker is taken for dead as it would publish; another takes the job over."""
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
    handler = queue.HANDLERS[PAPER_JOB]

    def dies(context):
        publish = handler(context)

        def lost(job):
            publish(job)
            raise SystemExit("killed")

        return lost

    monkeypatch.setitem(queue.HANDLERS, PAPER_JOB, dies)
    with pytest.raises(SystemExit):
        run_next()
    monkeypatch.setitem(queue.HANDLERS, PAPER_JOB, handler)
    with acting_as(world.writer) as writer:
        assert not PaperVersion.objects.exists()
        assert access_paper(writer, paper.reference).state == PaperState.NOTICED
        Job.objects.filter(kind=PAPER_JOB).update(lease_until=NOW - timedelta(days=365 * 5))
    assert run_next()
    with acting_as(world.writer):
        assert Document.objects.count() == PaperVersion.objects.count() == 1


def test_paper_is_accessible_pdf_with_text_in_reading_order(world):
    published(world)
    with acting_as(world.writer):
        content = bytes(Document.objects.get().content)
    reader = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    order = [
        "On one page",
        "Main risk",
        "Contents",
        "Divisions affected",
        "Recommendations",
        "Figures used in",
    ]
    places = [text.index(words, text.index("Contents") if n > 2 else 0) for n, words in enumerate(order)]
    assert places == sorted(places)
    assert "missing figure" not in text
    assert reader.metadata.title == "Peak homes"
    report = page.validate_pdf_bytes(content, profile="ua1")
    assert report.is_compliant, [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def test_paper_without_words_or_figures_is_not_published(world):
    with acting_as(world.writer) as writer:
        paper = create_paper(block_contract=world.contract, meeting_on=MEETING, by=writer, at=NOW)
        assert paper.is_key
        with pytest.raises(DomainError, match="Consultation"):
            publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
        with pytest.raises(DomainError, match=r"no figure .*made_up") as error:
            edit_section(paper=paper, key="purpose", text="{figure:made_up}", by=writer, at=NOW)
        assert error.value.field == "text"


def test_missing_figure_is_named_in_the_draft_and_stops_the_publishing():
    world = block_world(ledger=False)
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        with pytest.raises(DomainError, match=r"^A figure is missing"):
            publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
        ask_for_draft(paper=paper, by=writer, at=NOW, on=TODAY)
    assert run_next()
    with acting_as(world.writer):
        pages = PdfReader(io.BytesIO(bytes(Document.objects.get().content))).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "Nothing was charged in the last 365 days" in text


def test_writer_without_clearance_publishes_sums_but_reads_no_record(world):
    paper = ready_paper(world)
    clerk = council_actor(Role.DEMOCRATIC_SERVICES, authority=world.authority)
    assert clerk.clearance == 0
    with acting_as(clerk):
        publish_paper(paper=paper, by=clerk, at=NOW, on=TODAY)
    assert run_next()
    with acting_as(clerk):
        assert access_version(clerk, paper.reference, 1).number == 1


def test_member_reads_published_papers_only_and_others_none(world):
    paper = ready_paper(world)
    member = council_actor(Role.CABINET_MEMBER, authority=world.authority)
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(member):
        assert not papers_visible_to(member).exists()
        with pytest.raises(NotPermitted):
            create_paper(block_contract=world.contract, meeting_on=MEETING, by=member, at=NOW)
    with acting_as(world.writer) as writer:
        publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
    assert run_next()
    with acting_as(member):
        assert access_paper(member, paper.reference).state == PaperState.PUBLISHED
    with acting_as(stranger), pytest.raises(NotFound):
        access_paper(stranger, paper.reference)


def test_pages_lead_from_the_list_to_the_paper_and_its_document(world, client):
    paper = published(world)
    member = council_actor(Role.CABINET_MEMBER, authority=world.authority)
    client.force_login(user_of(member), backend=BACKEND)
    assert paper.reference in client.get(reverse("papers")).content.decode()
    shown = client.get(reverse("paper_read", args=[paper.reference])).content.decode()
    assert "What is asked" in shown and "£31,500,000" in shown and "[missing figure" not in shown
    download = client.get(reverse("paper_document", args=[paper.reference, 1]))
    assert download.content.startswith(b"%PDF-") and "attachment" in download["Content-Disposition"]
    assert client.get(reverse("paper_detail", args=[paper.reference])).status_code == 404


def test_unknown_token_is_an_error_beside_the_words(world, client):
    paper = ready_paper(world)
    client.force_login(user_of(world.writer), backend=BACKEND)
    address = reverse("paper_section", args=[paper.reference, "purpose"])
    shown = client.post(address, {"text": "We ask for {figure:no_such}."}).content.decode()
    assert "There is no figure no_such" in shown
    assert client.post(address, {"text": "We ask for {figure:beds} beds."}).status_code == 302
