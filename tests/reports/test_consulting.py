"""Sign-offs asked in parallel, answered, voided by changed words; clearance and who may give it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from authorities.choices import Role
from authorities.models import User
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from reports.choices import PaperState
from reports.life_choices import SignOffState, Topic
from reports.models import SignOff
from reports.selectors.papers import access_paper
from reports.selectors.sign_offs import access_sign_off, sign_offs_asked_of, signing_hindrances
from reports.services.consulting import (
    Asked,
    answer_sign_off,
    ask_sign_offs,
    clear_paper,
    withdraw_sign_off,
)
from reports.services.discussion import answer_comment, comment_on, resolve_comment
from reports.services.papers import SectionMoved, edit_section
from tests.factories.authorities import council_actor
from tests.factories.reports import MEETING, NOW, TODAY, block_world, drafted_paper, ready_paper, signed_off

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def world():
    return block_world(ledger=False, placements=False, children=3)


def ask(paper, world, *asked):
    with acting_as(world.writer) as writer:
        return ask_sign_offs(paper=paper, asked=asked, due_on=date(2026, 12, 1), by=writer, at=NOW, on=TODAY)


def test_topics_are_asked_at_once_and_send_the_draft_out(world):
    paper = drafted_paper(world)
    ask(paper, world, Asked(Topic.FINANCE, role=Role.FINANCE), Asked(Topic.LEGAL, role=Role.LEGAL))
    with acting_as(world.writer) as writer:
        assert access_paper(writer, paper.reference).state == PaperState.CONSULTING
        with pytest.raises(DomainError, match="Finance is asked") as twice:
            ask(paper, world, Asked(Topic.FINANCE, role=Role.DCS))
        assert twice.value.field == "finance"
    finance = council_actor(Role.FINANCE, authority=world.authority)
    with acting_as(finance):
        assert [each.topic for each in sign_offs_asked_of(finance)] == [Topic.FINANCE]


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=1), MEETING])
def test_answer_is_due_between_today_and_the_meeting(world, due_on):
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer, pytest.raises(DomainError, match="meeting of") as error:
        ask_sign_offs(
            paper=paper,
            asked=[Asked(Topic.LEGAL, role=Role.LEGAL)],
            due_on=due_on,
            by=writer,
            at=NOW,
            on=TODAY,
        )
    assert error.value.field == "due_on"


def test_only_who_was_asked_answers_and_never_the_author(world):
    paper = drafted_paper(world)
    (sign_off,) = ask(paper, world, Asked(Topic.FINANCE, role=Role.FINANCE))
    legal = council_actor(Role.LEGAL, authority=world.authority)
    answer = {"sign_off": sign_off, "agrees": True, "reference": "FD.6659/22", "words": ""}
    with acting_as(legal), pytest.raises(NotPermitted, match="asked of Finance officer"):
        answer_sign_off(**answer, by=legal, at=NOW)
    with acting_as(world.writer) as writer, pytest.raises(NotPermitted, match="You wrote this paper"):
        answer_sign_off(**answer, by=writer, at=NOW)
    finance = council_actor(Role.FINANCE, authority=world.authority)
    with acting_as(finance):
        with pytest.raises(DomainError, match="reference") as error:
            answer_sign_off(**answer | {"reference": " "}, by=finance, at=NOW)
        assert error.value.field == "reference"
        given = answer_sign_off(**answer, by=finance, at=NOW)
        assert (given.state, given.reference) == (SignOffState.GIVEN, "FD.6659/22")
        with pytest.raises(Conflict):
            answer_sign_off(**answer, by=finance, at=NOW)


def test_return_needs_words_and_stands_in_the_way_until_asked_again(world):
    paper = drafted_paper(world)
    (sign_off,) = ask(paper, world, Asked(Topic.LEGAL, role=Role.LEGAL))
    legal = council_actor(Role.LEGAL, authority=world.authority)
    with acting_as(legal):
        with pytest.raises(DomainError, match="what has to change"):
            answer_sign_off(sign_off=sign_off, agrees=False, reference="", words="", by=legal, at=NOW)
        answer_sign_off(sign_off=sign_off, agrees=False, reference="", words="Cite 22G.", by=legal, at=NOW)
        assert "Legal returned it with comments and has not been asked again." in signing_hindrances(paper)
    (again,) = ask(paper, world, Asked(Topic.LEGAL, role=Role.LEGAL))
    with acting_as(world.writer) as writer:
        withdraw_sign_off(sign_off=again, by=writer, at=LATER)
        assert access_sign_off(writer, paper.reference, "legal").state == SignOffState.WITHDRAWN


def test_changed_text_voids_the_sign_off_it_touched_and_reopens_the_paper(world):
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        edit_section(paper=paper, key="legal", text="Other words of law.", by=writer, at=LATER)
        states = dict(SignOff.objects.values_list("topic", "state"))
        assert states == {
            Topic.FINANCE: SignOffState.GIVEN,
            Topic.LEGAL: SignOffState.VOIDED,
            Topic.HR: SignOffState.GIVEN,
            Topic.EQUALITY: SignOffState.GIVEN,
        }
        assert access_paper(writer, paper.reference).state == PaperState.CONSULTING
        (wanting,) = signing_hindrances(paper)
        assert "Legal’s sign-off is void" in wanting and "“Legal” was changed by" in wanting


def test_same_words_and_unsigned_sections_void_nothing(world):
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        kept = paper.sections.get(key="legal").text
        edit_section(paper=paper, key="legal", text=f"{kept}  \n", by=writer, at=LATER)
        assert access_paper(writer, paper.reference).state == PaperState.NOTICED
        edit_section(paper=paper, key="purpose", text="Another purpose.", by=writer, at=LATER)
        assert not SignOff.objects.filter(state=SignOffState.VOIDED).exists()
        assert access_paper(writer, paper.reference).state == PaperState.CONSULTING


def test_sign_off_of_the_whole_paper_is_voided_by_any_words(world):
    paper = drafted_paper(world)
    (sign_off,) = ask(paper, world, Asked(Topic.PROCUREMENT, role=Role.DCS))
    assert sign_off.sections == []
    director = council_actor(Role.DCS, authority=world.authority)
    with acting_as(director):
        answer_sign_off(sign_off=sign_off, agrees=True, reference="PR.1", words="", by=director, at=NOW)
    with acting_as(world.writer) as writer:
        edit_section(paper=paper, key="purpose", text="Another purpose.", by=writer, at=LATER)
        assert SignOff.objects.get().state == SignOffState.VOIDED


def test_paper_is_cleared_only_when_every_sign_off_is_in_and_not_by_its_author(world):
    paper = drafted_paper(world)
    ask(paper, world, Asked(Topic.FINANCE, role=Role.FINANCE))
    director = council_actor(Role.DCS, authority=world.authority)
    with acting_as(director), pytest.raises(DomainError, match="Finance has not answered yet"):
        clear_paper(paper=paper, by=director, at=NOW)
    with acting_as(world.writer) as writer, pytest.raises(NotPermitted):
        clear_paper(paper=paper, by=writer, at=NOW)


def test_second_editor_sees_what_changed_and_loses_nothing(world, client):
    paper = drafted_paper(world)
    client.force_login(User.objects.get(pk=world.writer.user_id), backend=BACKEND)
    address = reverse("paper_section", args=[paper.reference, "purpose"])
    seen = client.get(address).context["form"].initial["seen"]
    other = council_actor(Role.LEGAL, authority=world.authority)
    with acting_as(other):
        edit_section(paper=paper, key="purpose", text="The other’s purpose.", by=other, at=LATER)
        with pytest.raises(SectionMoved):
            edit_section(paper=paper, key="purpose", text="Mine.", seen=NOW, by=other, at=LATER)
    shown = client.post(address, {"text": "My own purpose.", "seen": seen})
    page = shown.content.decode()
    assert shown.status_code == 200 and "changed this section at" in page
    assert "My own purpose." in page and "<ins>" in page and "other’s" in page
    again = shown.context["form"].data["seen"]
    assert client.post(address, {"text": "My own purpose.", "seen": again}).status_code == 302
    with acting_as(world.writer):
        assert paper.sections.get(key="purpose").text == "My own purpose."


def test_comments_are_answered_resolved_and_closed_with_publication(world):
    paper = drafted_paper(world)
    finance = council_actor(Role.FINANCE, authority=world.authority)
    with acting_as(finance):
        with pytest.raises(DomainError, match="sections"):
            comment_on(paper=paper, section="nowhere", words="Why?", by=finance, at=NOW)
        thread = comment_on(paper=paper, section="purpose", words="Which budget?", by=finance, at=NOW)
    with acting_as(world.writer) as writer:
        answer_comment(thread=thread, words="Residential.", by=writer, at=LATER)
        assert resolve_comment(thread=thread, by=writer, at=LATER).resolved_at == LATER
        with pytest.raises(Conflict, match="resolved"):
            answer_comment(thread=thread, words="More.", by=writer, at=LATER)
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(stranger), pytest.raises(NotFound):
        comment_on(paper=paper, section="purpose", words="Hello", by=stranger, at=NOW)


def test_consultation_pages_ask_answer_and_clear(world, client):
    paper = drafted_paper(world)
    login = lambda actor: client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)  # noqa: E731
    login(world.writer)
    address = reverse("paper_consultation", args=[paper.reference])
    refused = client.post(address, {"finance": "", "due_on": "2026-12-01"}).content.decode()
    assert "Choose at least one to ask" in refused
    given = {"finance": "role:finance", "due_on_day": "30", "due_on_month": "12", "due_on_year": "2099"}
    assert "day before the meeting" in client.post(address, given).content.decode()
    with acting_as(world.writer):
        assert not SignOff.objects.exists()
    signed_off(paper, world, clear=False)
    director = council_actor(Role.DCS, authority=world.authority)
    login(director)
    assert "Clear for the director" in client.get(address).content.decode()
    client.post(reverse("paper_clear", args=[paper.reference]))
    with acting_as(director):
        assert access_paper(director, paper.reference).state == PaperState.CLEARED
    sign_off = client.get(reverse("paper_sign_off", args=[paper.reference, "finance"])).content.decode()
    assert "The words it stands for" in sign_off and "FD.1" in sign_off
    login(council_actor(Role.COMMISSIONER))
    assert client.get(address).status_code == 404
