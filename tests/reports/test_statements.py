"""Statements of sufficiency and of the market: made by a job, kept once, read by those who may."""

import io

import page
import pytest
from django.urls import reverse
from pypdf import PdfReader

from authorities.choices import Role
from authorities.models import User
from core.actor import acting_as
from core.errors import NotPermitted
from core.jobs.worker import run_next
from core.models import Document, Job
from reports.choices import StatementKind
from reports.models import Statement
from reports.services.statements import ask_for_statement
from reports.statements.words import SECTIONS
from tests.factories.authorities import council_actor
from tests.factories.planning import BlockAppraisalFactory, FuturesFactory
from tests.factories.reports import NOW, TODAY, ForecastRunFactory, block_world

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def world():
    found = block_world()
    run = ForecastRunFactory.create(authority=found.authority)
    BlockAppraisalFactory.create(futures=FuturesFactory.create(run=run))
    return found


def make(authority, kind: StatementKind, introduction: str = "") -> tuple[Statement, str, bytes]:
    planner = council_actor(Role.PLANNER, authority=authority)
    with acting_as(planner):
        job = ask_for_statement(
            kind=kind,
            introduction=introduction,
            commitments="We will open homes.",
            by=planner,
            at=NOW,
            on=TODAY,
        )
    assert run_next()
    with acting_as(planner):
        assert Job.objects.get(pk=job.pk).error == ""
        statement = Statement.objects.get()
        content = bytes(statement.document.content)
    return statement, "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages), content


@pytest.mark.parametrize("kind", list(StatementKind))
def test_statement_is_an_accessible_document_of_figures_from_records(world, kind):
    statement, text, content = make(world.authority, kind, "Our {figure:beds} words & <ours>.")
    report = page.validate_pdf_bytes(content, profile="ua1")
    assert report.is_compliant, [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    words = " ".join(text.split())
    assert "missing figure" not in words and "Our {figure:beds} words & <ours>." in words
    assert "We will open homes." in words
    cited = {figure["key"] for figure in statement.figures}
    assert {"children_now", "all_expected", "residential_places"} <= cited
    assert all(figure["source"] and figure["as_at"] for figure in statement.figures)
    assert all(section.title in words for section in SECTIONS[kind] if section.paragraphs)


def test_what_is_weighed_is_not_told_to_the_market(world):
    _, text, _ = make(world.authority, StatementKind.MARKET)
    assert "Scenario" not in text and "saving" not in text.lower() and "£" not in text
    assert "Public" in text


def test_council_without_records_gets_a_statement_that_says_so():
    run = ForecastRunFactory.create()
    _, text, content = make(run.authority, StatementKind.SUFFICIENCY)
    assert "What the records do not hold yet" in text and "no child" in " ".join(text.split())
    assert page.validate_pdf_bytes(content, profile="ua1").is_compliant


def test_statement_is_asked_for_on_its_page_and_read_by_its_readers(world, client):
    planner = council_actor(Role.PLANNER, authority=world.authority)
    client.force_login(User.objects.get(pk=planner.user_id), backend=BACKEND)
    wrong = client.post(reverse("statement_new"), {"introduction": "Kept"}).content.decode()
    assert "There is a problem" in wrong and "Kept" in wrong
    asked = client.post(reverse("statement_new"), {"kind": "sufficiency"}, follow=True)
    assert "Making the statement" in asked.content.decode()
    assert run_next()
    assert "Sufficiency statement of" in client.get(reverse("statements")).content.decode()
    with acting_as(planner):
        document = Document.objects.get(filename__startswith="stm-")
        assert document.classification == Document.Classification.OFFICIAL
    assert client.get(reverse("document_download", args=[document.reference])).status_code == 200


def test_members_read_the_public_one_alone_and_others_nothing(world, client):
    make(world.authority, StatementKind.SUFFICIENCY)
    member = council_actor(Role.CABINET_MEMBER, authority=world.authority)
    client.force_login(User.objects.get(pk=member.user_id), backend=BACKEND)
    assert "There is no statement to read yet" in client.get(reverse("statements")).content.decode()
    assert client.get(reverse("statement_new")).status_code == 404
    stranger = council_actor(Role.PLANNER)
    client.force_login(User.objects.get(pk=stranger.user_id), backend=BACKEND)
    assert "There is no statement to read yet" in client.get(reverse("statements")).content.decode()


def test_finance_makes_no_statement(world):
    finance = council_actor(Role.FINANCE, authority=world.authority)
    with acting_as(finance), pytest.raises(NotPermitted):
        ask_for_statement(
            kind=StatementKind.MARKET, introduction="", commitments="", by=finance, at=NOW, on=TODAY
        )
