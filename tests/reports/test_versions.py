"""What changed between two versions, who has read one, and the nightly calendar of decisions."""

from datetime import timedelta

import pytest
from django.urls import reverse

from authorities.choices import Role
from authorities.models import User
from core.actor import acting_as
from core.errors import NotFound
from core.jobs.worker import run_next
from reports.differences import Kind, changes, has_changed
from reports.models import PaperReading
from reports.selectors.discussion import difference, readings_of
from reports.selectors.papers import access_paper
from reports.services.papers import ask_for_draft, edit_section, publish_paper
from tests.factories.authorities import council_actor
from tests.factories.reports import NOW, TODAY, ForecastRunFactory, block_world, drafted_paper, ready_paper

BACKEND = "django.contrib.auth.backends.ModelBackend"


def runs(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.kind.value, change.text) for change in changes(before, after)]


def test_words_added_and_removed_stand_in_their_place():
    assert runs("The contract is for 14 beds.", "The contract is for 15 beds now.") == [
        (Kind.SAME, "The contract is for"),
        (Kind.REMOVED, "14 beds."),
        (Kind.ADDED, "15 beds now."),
    ]
    assert runs("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.") == [("same", "One.\n\nTwo."), ("added", "Three.")]
    assert runs("", "New") == [("added", "New")] and runs("Old", "") == [("removed", "Old")]


def test_spaces_and_line_breaks_are_no_change():
    assert not has_changed("One two\n three", " One  two three\r\n")
    assert has_changed("One", "Two")


def test_long_paragraphs_are_compared_as_a_whole():
    found = changes("old " * 40_000, "new " * 40_000)
    assert [change.kind for change in found] == [Kind.REMOVED, Kind.ADDED]


@pytest.mark.django_db
def test_versions_differ_by_words_and_figures_and_keep_their_own(client):
    world = block_world(placements=False, children=20)
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        ask_for_draft(paper=paper, by=writer, at=NOW, on=TODAY)
    while run_next():
        """The first version."""
    with acting_as(world.writer) as writer:
        text = "To ask for {figure:beds} beds and {figure:term_years} years."
        edit_section(paper=paper, key="purpose", text=text, by=writer, at=NOW + timedelta(hours=1))
        ask_for_draft(paper=paper, by=writer, at=NOW, on=TODAY)
    while run_next():
        """The second."""
    with acting_as(world.writer) as writer:
        found = difference(access_paper(writer, paper.reference), 1, 2)
        assert [section.title for section in found.sections] == ["Purpose of the report"]
        kinds = {change.kind for change in found.sections[0].changes}
        assert {Kind.ADDED, Kind.REMOVED} <= kinds
        for numbers in ((2, 1), (1, 3), (1, 10**30)):
            with pytest.raises(NotFound):
                difference(paper, *numbers)
    client.force_login(User.objects.get(pk=world.writer.user_id), backend=BACKEND)
    page = client.get(reverse("paper_changes", args=[paper.reference, 1, 2])).content.decode()
    assert "Purpose of the report" in page and "<ins>" in page
    assert "Since version 1" in client.get(reverse("paper_versions", args=[paper.reference])).content.decode()


@pytest.mark.django_db
def test_first_reading_of_a_published_version_is_kept(client):
    world = block_world()
    ForecastRunFactory(authority=world.authority)
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)
    while run_next():
        """Published."""
    member = council_actor(Role.CABINET_MEMBER, authority=world.authority)
    client.force_login(User.objects.get(pk=member.user_id), backend=BACKEND)
    for _ in range(2):
        brief = client.get(reverse("paper_brief", args=[paper.reference])).content.decode()
    assert "What is asked" in brief and "Main risk" in brief and 'href="#' not in brief.split("<main")[1]
    with acting_as(world.writer):
        assert [reading.reader_id for reading in readings_of(paper)] == [member.person_id]
        assert PaperReading.objects.count() == 1
