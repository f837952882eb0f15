"""The checker at work: a draft, an older paper in any form, and findings put aside."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from authorities.models import User
from core.actor import acting_as
from core.errors import DomainError, NotFound
from core.pdf import render_pdf
from reports.models import Dismissal, OlderPaper
from reports.selectors.checking import access_older_paper, found_in_draft, found_in_older
from reports.services.checking import add_older_paper, dismiss_finding, restore_finding
from reports.services.papers import create_paper, edit_section
from tests.factories.authorities import council_actor
from tests.factories.reports import MEETING, NOW, TODAY, block_world, ready_paper

pytestmark = pytest.mark.django_db
WRONG = "Our own children hold 42 of the 336 places (12%)."
SAID = "42 of 336 is not 12%."


@pytest.fixture
def world():
    return block_world()


@pytest.fixture
def writer(world, client):
    client.force_login(
        User.objects.get(pk=world.writer.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def older(world) -> OlderPaper:
    with acting_as(world.writer) as by:
        return add_older_paper(title="Homes", text=f"Report\n{WRONG}", filename="", by=by, at=NOW)


def test_draft_is_checked_with_its_figures_put_in(world, writer):
    paper = ready_paper(world)
    with acting_as(world.writer) as by:
        edit_section(paper=paper, key="purpose", text=WRONG, by=by, at=NOW)
        found = found_in_draft(paper, by, TODAY)
    assert SAID in [each.finding.says for each in found]
    page = writer.get(reverse("paper_check", args=[paper.reference])).content.decode()
    assert SAID in page and "<mark>42 of the 336 places (12%</mark>" in page


def test_words_a_paper_starts_with_have_nothing_to_mend(world):
    with acting_as(world.writer) as by:
        paper = create_paper(block_contract=world.contract, meeting_on=MEETING, by=by, at=NOW)
        assert [each.finding.says for each in found_in_draft(paper, by, TODAY)] == []


def word_file() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("Report")
    made.add_paragraph(WRONG)
    table = made.add_table(rows=4, cols=2)
    for row, cells in zip(
        table.rows, (("Year", "Spend"), ("1", "10"), ("2", "20"), ("Total", "35")), strict=True
    ):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.txt", lambda: f"Report\n{WRONG}".encode()),
        ("paper.txt", lambda: f"Report\n{WRONG}".encode("utf-16")),
        ("paper.docx", word_file),
        ("paper.pdf", lambda: render_pdf(f"<h1>Report</h1><p>{WRONG}</p>", title="Report")),
    ],
    ids=["text", "utf-16", "word", "pdf"],
)
def test_older_paper_is_read_from_a_file(world, writer, name, content):
    upload = SimpleUploadedFile(name, content())
    response = writer.post(reverse("older_paper_new"), {"title": "Old", "upload": upload}, follow=True)
    page = response.content.decode()
    assert SAID in page
    assert ("The parts do not make 35." in page) == name.endswith("docx")
    assert "paper." in writer.get(reverse("older_papers")).content.decode()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "Choose a file, or paste the words of the paper"),
        ({"upload": ("a.pdf", b"%PDF-1.7 nothing"), "text": "x"}, "Give a file or words, not both"),
        ({"upload": ("a.pdf", b"%PDF-1.7 nothing")}, "The PDF is damaged"),
        ({"upload": ("a.txt", b"  ")}, "The file has no words in it"),
        ({"upload": ("a.docx", b"PK\x03\x04 nothing")}, "This is not a DOCX file"),
        ({"upload": ("a.exe", b"MZ")}, "The file must be a PDF, Word or plain text file"),
        ({"text": "x" * 200_001}, "must be 200000 characters or fewer"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(world, writer, given, error):
    fields = {**given, "title": "Kept title"}
    if "upload" in given:
        fields["upload"] = SimpleUploadedFile(*given["upload"])
    page = writer.post(reverse("older_paper_new"), fields).content.decode()
    assert error in page and "Kept title" in page
    with acting_as(world.writer):
        assert not OlderPaper.objects.exists()


def test_false_alarm_is_put_aside_with_a_reason_and_stays(world, writer):
    paper = older(world)
    with acting_as(world.writer):
        [found] = found_in_older(paper)
    address = reverse("finding_dismiss", args=["older", paper.reference, found.finding.fingerprint])
    assert "Say why this is no slip" in writer.post(address, {"reason": ""}).content.decode()
    for _ in range(2):
        page = writer.post(address, {"reason": "The council truncates."}, follow=True).content.decode()
    assert "Nothing to mend was found" in page and "The council truncates." in page
    with acting_as(world.writer) as by:
        assert Dismissal.objects.count() == 1
        restore_finding(checked=paper, fingerprint=found.finding.fingerprint, by=by, at=NOW)
        assert found_in_older(paper)[0].dismissal is None
        dismiss_finding(checked=paper, finding=found.finding, reason="Again.", by=by, at=NOW)
        assert found_in_older(paper)[0].dismissal.reason == "Again."
        with pytest.raises(DomainError):
            dismiss_finding(checked=paper, finding=found.finding, reason=" ", by=by, at=NOW)


def test_finding_that_is_not_there_is_not_found(world, writer):
    paper = older(world)
    address = reverse("finding_dismiss", args=["older", paper.reference, "0" * 24])
    assert writer.get(address).status_code == 404


def test_older_paper_is_the_councils_own(world):
    paper = older(world)
    other = council_actor()
    with acting_as(other) as actor, pytest.raises(NotFound):
        access_older_paper(actor, paper.reference)
