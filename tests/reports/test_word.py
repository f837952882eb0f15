"""A paper as a Word document."""

import io
import zipfile

import docx
import pytest
from django.urls import reverse

from authorities.models import User
from core.actor import acting_as
from reports.services.papers import edit_section
from tests.factories.reports import NOW, block_world, ready_paper

pytestmark = pytest.mark.django_db


def test_draft_is_circulated_with_headings_figures_and_their_sources(client):
    world = block_world()
    paper = ready_paper(world)
    strange = "Two beds.\n\n- {figure:beds} beds\x0b<script>alert(1)</script> \u202e🙂"
    with acting_as(world.writer) as writer:
        edit_section(paper=paper, key="purpose", text=strange, by=writer, at=NOW)
    client.force_login(
        User.objects.get(pk=world.writer.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    response = client.get(reverse("paper_word", args=[paper.reference]))
    assert response["Content-Disposition"] == f'attachment; filename="{paper.reference.lower()}.docx"'
    made = docx.Document(io.BytesIO(response.content))
    headings = [p.text for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert "1. Divisions affected" in headings and "Appendix 2: figures used" in headings
    texts = [p.text for p in made.paragraphs]
    assert "3.1\tTwo beds." in texts
    bullets = [p.text for p in made.paragraphs if p.style.name == "List Bullet"]
    assert any(text.endswith("beds<script>alert(1)</script> \u202e🙂") for text in bullets)
    assert any(run.font.superscript and run.text == "1" for p in made.paragraphs for run in p.runs)
    sources = next(t for t in made.tables if t.rows[0].cells[0].text == "No.")
    assert [row.cells[0].text for row in sources.rows[1:3]] == ["1", "2"]
    assert (made.core_properties.title, made.core_properties.language) == (paper.title, "en-GB")
    charts = [shape._inline for shape in made.inline_shapes]
    captions = [p.text for p in made.paragraphs if p.style.name == "Caption" and p.text.startswith("Chart")]
    assert len(charts) == len(captions) > 0
    assert all(each.docPr.get("descr") for each in charts)
    with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
        assert b"http://" not in parts.read("word/_rels/document.xml.rels").replace(
            b"http://schemas.openxmlformats.org", b""
        ).replace(b"http://schemas.microsoft.com", b"")
