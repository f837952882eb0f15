"""Two people at one paper: neither's work is lost, and nobody signs or publishes what they have not seen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from authorities.choices import Role
from authorities.models import User
from core.actor import acting_as
from core.jobs.queue import HANDLERS
from core.jobs.worker import run_next
from core.models import Job
from reports.choices import Option, PaperState, Standing
from reports.differences import has_changed
from reports.jobs import make_paper
from reports.life_choices import SignOffState
from reports.marks import ChangedMeanwhile
from reports.models import PaperSection, PaperVersion, SignOff
from reports.reading import contents_of, reading_of
from reports.selectors.papers import access_paper
from reports.selectors.sign_offs import words_under
from reports.services.consulting import Asked, answer_sign_off, ask_sign_offs
from reports.services.facts import exempt_parts, state_of_exempt
from reports.services.options import weigh_option
from reports.services.papers import (
    NOT_WRITTEN,
    SectionMoved,
    ask_for_draft,
    edit_section,
    mark_section,
    publish_paper,
)
from tests.factories.authorities import council_actor
from tests.factories.reports import (
    NOW,
    TODAY,
    ForecastRunFactory,
    block_world,
    drafted_paper,
    ready_paper,
    signed_off,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world():
    made = block_world(children=20)
    ForecastRunFactory(authority=made.authority)
    return made


def test_the_same_words_parted_otherwise_are_a_change():
    for before, after in (
        ("{exempt} One.\n\nTwo.", "{exempt} One.\nTwo."),
        ("- a\n- b", "- a - b"),
        ("Intro\n- {exempt} x", "Intro\n\n- {exempt} x"),
    ):
        assert has_changed(before, after), before
    assert not has_changed("One\ntwo.\n\n\nThree.", " One  two.\r\n\r\nThree. ")


@pytest.mark.django_db
def test_options_that_change_void_the_sign_offs_of_words_that_show_them(world):
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        text = "{table:options}"
        edit_section(paper=paper, key="legal", text=f"Lawful.\n\n{text}", by=writer, at=NOW)
    signed_off(paper, world)
    weighed = {"option": Option.JOIN, "standing": Standing.NOT_OPEN, "risk": "", "voids": "", "reason": ""}
    with acting_as(world.writer) as writer:
        weigh_option(paper=paper, cost="Nothing.", by=writer, at=LATER, **weighed)
        assert SignOff.objects.get(topic="legal").state == SignOffState.VOIDED
        assert SignOff.objects.get(topic="finance").state == SignOffState.GIVEN
        assert access_paper(writer, paper.reference).state == PaperState.CONSULTING
        moved_at = SignOff.objects.get(topic="legal").state_at
        weigh_option(paper=paper, cost="Nothing.", by=writer, at=LATER + timedelta(hours=1), **weighed)
        assert SignOff.objects.get(topic="legal").state_at == moved_at


@pytest.mark.django_db
def test_words_that_changed_while_they_were_read_are_not_signed_off(world):
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        (asked,) = ask_sign_offs(
            paper=paper,
            asked=[Asked("legal", role=Role.LEGAL)],
            due_on=TODAY + timedelta(days=9),
            by=writer,
            at=NOW,
            on=TODAY,
        )
        seen = words_under(asked, paper)
        edit_section(paper=paper, key="legal", text="Another law.", by=writer, at=LATER)
    answer = {"sign_off": asked, "agrees": True, "reference": "L.1", "words": "", "at": LATER}
    with acting_as(council_actor(Role.LEGAL, authority=world.authority)) as lawyer:
        with pytest.raises(ChangedMeanwhile) as told:
            answer_sign_off(seen=seen, by=lawyer, **answer)
        answered = answer_sign_off(seen=told.value.seen, by=lawyer, **answer)
    assert answered.state == SignOffState.GIVEN


@pytest.mark.django_db
def test_second_editor_of_facts_and_of_exempt_parts_is_told_and_undoes_nothing(world, client):
    paper = drafted_paper(world)
    client.force_login(User.objects.get(pk=world.writer.user_id), backend=BACKEND)
    facts = reverse("paper_facts", args=[paper.reference])
    given = dict(client.get(facts).context["form"].initial) | {"meeting_on": paper.meeting_on.isoformat()}
    assert client.post(facts, given | {"title": "First"}).status_code == 302
    late = client.post(facts, given | {"title": "Second"})
    assert "They now say: title: First" in late.content.decode()
    again = late.context["form"]["seen"].value()
    assert client.post(facts, given | {"title": "Second", "seen": again}).status_code == 302

    exempt = reverse("paper_exempt", args=[paper.reference])
    begun = client.get(exempt).context["form"].initial
    with acting_as(world.writer) as writer:
        mark_section(paper=paper, key="risk", is_exempt=True, by=writer)
    mine = {"seen": begun["seen"], "paragraph": "3", "public_interest": "Prices.", "figures": ["weekly_rate"]}
    refused = client.post(exempt, mine)
    shown = refused.content.decode()
    assert "Somebody changed what is exempt" in shown and "Main risk" in shown
    with acting_as(world.writer):
        assert PaperSection.objects.get(paper=paper, key="risk").is_exempt
        with pytest.raises(ChangedMeanwhile):
            exempt_parts(
                paper=paper, paragraph="", public_interest="", figures=[], seen="x", by=world.writer, at=NOW
            )
        assert state_of_exempt(paper) != begun["seen"]
    told = {"seen": refused.context["form"]["seen"].value(), "whole_sections": ["purpose"]}
    assert client.post(exempt, mine | told).status_code == 302
    with acting_as(world.writer):
        marked = PaperSection.objects.filter(paper=paper, is_exempt=True)
        assert [section.key for section in marked] == ["purpose"]


@pytest.mark.django_db
def test_second_to_begin_a_section_does_not_overwrite_the_first(world):
    paper = drafted_paper(world)
    begun = {"paper": paper, "key": "own_views", "seen": NOT_WRITTEN}
    with acting_as(world.writer) as writer:
        edit_section(text="The first.", by=writer, at=NOW, **begun)
        with pytest.raises(SectionMoved) as told:
            edit_section(text="The second.", by=writer, at=LATER, **begun)
    assert told.value.section.text == "The first."


@pytest.mark.django_db
def test_what_became_exempt_while_it_was_made_is_not_published(world, monkeypatch):
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        job = publish_paper(paper=paper, by=writer, at=NOW, on=TODAY)

    def made_while_another_marks(context):
        publish = make_paper(context)
        with acting_as(world.writer) as writer:
            mark_section(paper=paper, key="risk", is_exempt=True, by=writer)
        return publish

    monkeypatch.setitem(HANDLERS, job.kind, made_while_another_marks)
    while run_next():
        """Asked, and refused."""
    with acting_as(world.writer) as writer:
        job = Job.objects.get(pk=job.pk)
        assert job.state == Job.State.FAILED and "changed while it was being made" in job.error
        assert not PaperVersion.objects.exists()
        assert access_paper(writer, paper.reference).state != PaperState.PUBLISHED


@pytest.mark.django_db
def test_version_keeps_its_head_and_day_and_another_title_makes_another_draft(world):
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        first = ask_for_draft(paper=paper, by=writer, at=NOW, on=TODAY)
        assert ask_for_draft(paper=paper, by=writer, at=LATER, on=TODAY).pk == first.pk
    while run_next():
        """Made."""
    with acting_as(world.writer) as writer:
        paper.contact = "Somebody else"
        paper.save(update_fields=["contact"])
        version = PaperVersion.objects.get()
        reading = reading_of(paper, version)
        assert "Somebody else" not in str(reading["document"].facts) and reading["on"] == TODAY
        assert "Somebody else" in str(contents_of(writer, paper, TODAY).document_of(paper).facts)
        assert ask_for_draft(paper=paper, by=writer, at=LATER, on=TODAY).pk != first.pk
