"""A paper that is not going ahead: who withdraws it, what it takes with it, and who still reads it."""

import pytest
from django.test import Client
from django.urls import reverse

from authorities.choices import Role, SettingKey
from authorities.models import StaffMember
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.models import Job
from reports.choices import PaperState
from reports.life_choices import ActionKind, ActionState, SignOffState, Topic
from reports.models import Paper, PaperAction, PaperVersion, PublicNotice, SignOff
from reports.selectors.notices import forward_plan
from reports.selectors.papers import access_paper, kept_version, papers_visible_to
from reports.selectors.waiting import waiting_count
from reports.services.actions import plan_action
from reports.services.consulting import Asked, answer_sign_off, ask_sign_offs, revise_paper
from reports.services.discussion import comment_on
from reports.services.letters import STAFF_LETTER
from reports.services.papers import edit_section
from reports.services.withdrawing import withdraw_paper
from tests.factories.authorities import AuthorityFactory, AuthoritySettingFactory, council_actor
from tests.factories.reports import NOW, TODAY, block_world, drafted_paper, ready_paper
from tests.house.things.papers import document
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
REASON = "The market answered: a framework is joined instead."


@pytest.fixture
def world():
    return block_world(ledger=False, placements=False, children=3)


def withdraw(paper, by, reason=REASON) -> Paper:
    with acting_as(by):
        return withdraw_paper(paper=paper, reason=reason, by=by, at=NOW, on=TODAY)


def consulted(world) -> Paper:
    """Out for consultation: finance is asked, something is said of it, and an action is planned."""
    paper = drafted_paper(world)
    with acting_as(world.writer) as by:
        asked = [Asked(Topic.FINANCE, role=Role.FINANCE)]
        ask_sign_offs(paper=paper, asked=asked, due_on=TODAY, by=by, at=NOW, on=TODAY)
        comment_on(paper=paper, section="purpose", words="Why now?", by=by, at=NOW)
        plan_action(
            paper=paper,
            recommendation=1,
            kind=ActionKind.ACTION,
            words="Sign it",
            owner=StaffMember.objects.get(pk=by.member_id),
            due_days=30,
            every_months=None,
            by=by,
            at=NOW,
        )
        return access_paper(by, paper.reference)


def put_off(world) -> Paper:
    """Published, then deferred: one version that members read."""
    paper = drafted_paper(world)
    with acting_as(world.writer):
        Paper.objects.filter(pk=paper.pk).update(state=PaperState.DEFERRED, published_on=TODAY)
        version(paper, world, 1, is_published=True)
        paper.refresh_from_db()
    return paper


def version(paper, world, number, **more) -> None:
    facts = {"document": document(world.authority, None), "figures_hash": "", "made_at": NOW, **more}
    PaperVersion.objects.create(authority=world.authority, paper=paper, number=number, **facts)


def address(paper, route="paper_withdraw") -> str:
    return reverse(route, args=[paper.reference])


def test_withdrawal_keeps_who_when_and_why_and_ends_what_was_asked(world):
    paper = consulted(world)
    finance = council_actor(Role.FINANCE, authority=world.authority)
    legal = council_actor(Role.LEGAL, authority=world.authority)
    with acting_as(finance):
        assert waiting_count(finance) == 1
    withdraw(paper, legal)
    with acting_as(finance):
        assert waiting_count(finance) == 0
        with pytest.raises(Conflict, match="no longer asked"):
            answer_sign_off(
                sign_off=SignOff.objects.get(), agrees=True, reference="F1", words="", by=finance, at=NOW
            )
    with acting_as(world.writer) as writer:
        kept = access_paper(writer, paper.reference)
        assert (kept.state, kept.state_at, kept.state_reason) == (PaperState.WITHDRAWN, NOW, REASON)
        assert kept.withdrawn_by_id == legal.member_id
        assert SignOff.objects.get().state == SignOffState.WITHDRAWN
        assert PaperAction.objects.get().state == ActionState.DROPPED
        letter = Job.objects.filter(kind=STAFF_LETTER).latest("pk")
        assert "withdrawn" in letter.params["subject"]
        assert (letter.params["people"], letter.params["roles"]) == ([writer.member_id], [Role.FINANCE])


def test_withdrawn_paper_leaves_both_forward_plans(world):
    AuthoritySettingFactory(authority=world.authority, key=SettingKey.FORWARD_PLAN_OPEN, value=True)
    paper = ready_paper(world)
    public = reverse("public_plan", args=[world.authority.code])
    assert (
        paper.state == PaperState.NOTICED
        and "Whether to keep the block" in Client().get(public).content.decode()
    )
    withdraw(paper, world.writer)
    with acting_as(world.writer) as writer:
        assert forward_plan(writer, TODAY) == []
        assert not PublicNotice.objects.get().is_open
    assert "Whether to keep the block" not in Client().get(public).content.decode()


def test_its_pages_can_be_read_and_nothing_in_it_changed(world):
    paper = consulted(world)
    browser = browser_of(world.writer)
    assert address(paper) in browser.get(address(paper, "paper_detail")).content.decode()
    withdraw(paper, world.writer)
    page = browser.get(address(paper, "paper_detail")).content.decode()
    with acting_as(world.writer) as writer:
        who = access_paper(writer, paper.reference).withdrawn_by.name
    assert REASON in page and f"by {who}" in page and ">Withdrawn<" in page.replace("\n", "")
    for route in (
        "paper_withdraw",
        "paper_make",
        "paper_publish",
        "paper_check",
        "paper_facts",
        "paper_exempt",
    ):
        assert f'"{address(paper, route)}"' not in page, route
    assert "Why now?" in browser.get(address(paper, "paper_comments")).content.decode()
    for route in ("paper_comments", "paper_consultation", "paper_notice", "paper_facts", "paper_actions"):
        part = browser.get(address(paper, route))
        assert part.status_code == 200 and REASON in part.content.decode()
        assert "<textarea" not in part.content.decode(), route
    with acting_as(world.writer) as writer:
        with pytest.raises(NotPermitted, match="withdrawn"):
            edit_section(paper=paper, key="purpose", text="Other words.", by=writer, at=NOW)
        with pytest.raises(NotPermitted, match="withdrawn"):
            comment_on(paper=paper, section="purpose", words="Late", by=writer, at=NOW)
    listed = browser.get(reverse("papers")).content.decode()
    assert paper.reference in listed and "Withdrawn" in listed


def test_page_asks_for_a_reason_and_tells_whoever_is_second(world):
    paper = drafted_paper(world)
    browser = browser_of(world.writer)
    empty = browser.post(address(paper), {"reason": " "})
    assert empty.status_code in (200, 422) and "Enter" in empty.content.decode()
    done = browser.post(address(paper), {"reason": REASON}, follow=True)
    assert "The paper is withdrawn." in done.content.decode()
    late = browser.post(address(paper), {"reason": "Mine too."}).content.decode()
    assert "came too late: this paper has been “withdrawn” since" in late and "Mine too." in late
    assert "withdrawn already" in browser.get(address(paper)).content.decode()


def test_only_writers_of_the_council_withdraw(world):
    paper = drafted_paper(world)
    stranger = council_actor(Role.COMMISSIONER, authority=AuthorityFactory())
    for actor in (council_actor(Role.FINANCE, authority=world.authority), stranger):
        assert browser_of(actor).get(address(paper)).status_code == 404
        assert browser_of(actor).post(address(paper), {"reason": REASON}).status_code == 404
    finance = council_actor(Role.FINANCE, authority=world.authority)
    assert address(paper) not in browser_of(finance).get(address(paper, "paper_detail")).content.decode()
    with pytest.raises(NotPermitted):
        withdraw(paper, finance)
    with pytest.raises(DomainError) as error:
        withdraw(paper, world.writer, reason="  ")
    assert error.value.field == "reason"


@pytest.mark.parametrize("state", [PaperState.PUBLISHED, PaperState.DECIDED, PaperState.CLOSED])
def test_what_is_published_or_decided_cannot_be_withdrawn(world, state):
    paper = drafted_paper(world)
    with acting_as(world.writer):
        Paper.objects.filter(pk=paper.pk).update(state=state, published_on=TODAY)
    with pytest.raises(Conflict):
        withdraw(paper, world.writer)
    page = browser_of(world.writer).get(address(paper)).content.decode()
    assert "It can be withdrawn until it is published" in page and "<textarea" not in page


def test_members_read_a_withdrawn_paper_only_as_it_was_published(world):
    member = council_actor(Role.CABINET_MEMBER, authority=world.authority)
    draft, deferred = drafted_paper(world), put_off(world)
    withdraw(draft, world.writer)
    with acting_as(world.writer) as writer:
        revise_paper(paper=deferred, by=writer, at=NOW)
        version(deferred, world, 2)
    withdraw(deferred, world.writer)
    with acting_as(member):
        assert [each.reference for each in papers_visible_to(member)] == [deferred.reference]
    with acting_as(world.writer) as writer:
        assert kept_version(access_paper(writer, deferred.reference)).number == 1
    browser = browser_of(member)
    opened = [reverse("paper_document", args=[deferred.reference, number]) for number in (1, 2)]
    assert [browser.get(each).status_code for each in opened] == [200, 404]
    assert browser.get(address(draft, "paper_read")).status_code == 404
