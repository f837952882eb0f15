"""From the meeting to closed: the decision, call-in, effect, actions and its money."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from authorities.choices import Role, SettingKey
from authorities.models import StaffMember, User
from contracts.choices import OverCeiling
from contracts.services.ceilings import change_ceiling, create_ceiling
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from reports.choices import PaperFormat, PaperState
from reports.life_choices import ActionKind, ActionState, CallInOutcome, Outcome
from reports.models import Paper, PaperAction, PaperVersion
from reports.selectors.decisions import decision_of, papers_to_decide, recommendations_of
from reports.selectors.papers import access_paper
from reports.services.actions import complete_action, drop_action, hand_on_action, plan_action, remind_owners
from reports.services.consulting import revise_paper
from reports.services.deciding import (
    call_in_decision,
    decide_paper,
    hear_call_in,
    let_take_effect,
    publish_decision,
)
from tests.factories.authorities import AuthoritySettingFactory, council_actor
from tests.factories.reports import MEETING, NOW, TODAY, block_world, ready_paper

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
RESULT = {"taken_by": "Cabinet", "reasons": "The need is there.", "resolution": ""}


@pytest.fixture
def world():
    return block_world(ledger=False, placements=False, children=3)


@pytest.fixture
def clerk(world):
    return council_actor(Role.DEMOCRATIC_SERVICES, authority=world.authority)


@pytest.fixture
def member(world):
    return council_actor(Role.CABINET_MEMBER, authority=world.authority)


def published(world) -> Paper:
    """As the job leaves it, without the minutes it takes to set the pages."""
    paper = ready_paper(world)
    with acting_as(world.writer):
        Paper.objects.filter(pk=paper.pk).update(state=PaperState.PUBLISHED, published_on=TODAY)
        paper.refresh_from_db()
    return paper


def decided(world, actor, outcome=Outcome.APPROVED, **more) -> Paper:
    paper = published(world)
    with acting_as(actor):
        decide_paper(
            paper=paper, outcome=outcome, taken_on=MEETING, by=actor, at=NOW, on=MEETING, **{**RESULT, **more}
        )
        paper.refresh_from_db()
    return paper


def in_call_in(world, actor, clerk) -> Paper:
    paper = decided(world, actor)
    with acting_as(clerk):
        publish_decision(paper=paper, by=clerk, at=NOW, on=date(2027, 1, 25))
        paper.refresh_from_db()
    return paper


def test_member_decides_once_and_not_before_the_meeting(world, member):
    paper = published(world)
    decide = {"paper": paper, "outcome": Outcome.APPROVED, "by": member, "at": NOW, **RESULT}
    with acting_as(member):
        for taken_on, on, says in (
            (MEETING, TODAY, "once taken"),
            (date(2027, 1, 20), MEETING, "cannot be taken before"),
        ):
            with pytest.raises(DomainError, match=says) as error:
                decide_paper(taken_on=taken_on, on=on, **decide)
            assert error.value.field == "taken_on"
        made = decide_paper(taken_on=MEETING, on=MEETING, **decide)
        assert made.resolution == "\n\n".join(recommendations_of(paper))
        with pytest.raises(Conflict, match="came too late"):
            decide_paper(taken_on=MEETING, on=MEETING, **decide)
    with acting_as(world.writer) as writer, pytest.raises((NotPermitted, Conflict)):
        decide_paper(taken_on=MEETING, on=MEETING, **decide | {"by": writer})


def test_amended_words_are_kept_and_must_differ(world, member):
    paper = published(world)
    decide = {"paper": paper, "taken_on": MEETING, "on": MEETING, "by": member, "at": NOW}
    with acting_as(member):
        with pytest.raises(DomainError, match="Change the recommendations"):
            decide_paper(outcome=Outcome.AMENDED, **decide, **RESULT)
        with pytest.raises(DomainError, match="Approved as amended"):
            decide_paper(outcome=Outcome.APPROVED, **decide, **RESULT | {"resolution": "Other words"})
        made = decide_paper(outcome=Outcome.AMENDED, **decide, **RESULT | {"resolution": "Ten beds only."})
    assert made.resolution == "Ten beds only."


def test_window_runs_from_publication_and_closes_for_call_ins(world, member, clerk):
    paper = in_call_in(world, member, clerk)
    with acting_as(clerk):
        decision = decision_of(paper)
        assert (decision.call_in_ends, decision.effective_on) == (date(2027, 2, 1), date(2027, 2, 2))
        late = {"called_by": "Three members", "reasons": "Cost", "by": clerk, "at": NOW}
        with pytest.raises(DomainError, match="closed at the end of 1 February 2027"):
            call_in_decision(paper=paper, called_on=date(2027, 2, 2), on=date(2027, 2, 2), **late)
        assert let_take_effect(by=clerk, at=NOW, on=date(2027, 2, 1)) == 0
        assert let_take_effect(by=clerk, at=NOW, on=date(2027, 2, 2)) == 1
        assert access_paper(clerk, paper.reference).state == PaperState.EFFECTIVE
    with acting_as(member), pytest.raises((NotPermitted, Conflict)):
        publish_decision(paper=paper, by=member, at=NOW, on=MEETING)


def test_council_may_count_from_the_decision_and_longer(world, member, clerk):
    for key, value in ((SettingKey.CALL_IN_FROM, "decision"), (SettingKey.CALL_IN_DAYS, 7)):
        AuthoritySettingFactory(authority=world.authority, key=key, value=value)
    paper = in_call_in(world, member, clerk)
    with acting_as(clerk):
        assert decision_of(paper).call_in_ends == date(2027, 2, 1)


def test_called_in_decision_is_upheld_or_decided_again(world, member, clerk):
    paper = in_call_in(world, member, clerk)
    with acting_as(clerk):
        call_in_decision(
            paper=paper,
            called_by="Three members",
            reasons="Cost",
            called_on=date(2027, 1, 27),
            by=clerk,
            at=NOW,
            on=date(2027, 1, 27),
        )
        assert decision_of(paper).effective_on is None
        hear_call_in(
            paper=paper,
            outcome=CallInOutcome.SENT_BACK,
            findings="Look again",
            heard_on=date(2027, 2, 3),
            by=clerk,
            at=NOW,
            on=date(2027, 2, 3),
        )
    with acting_as(member):
        again = {"paper": paper, "outcome": Outcome.APPROVED, "by": member, "at": NOW, **RESULT}
        with pytest.raises(DomainError, match="referred back on 3 February 2027"):
            decide_paper(taken_on=date(2027, 2, 2), on=date(2027, 2, 4), **again)
        decide_paper(
            paper=paper,
            outcome=Outcome.APPROVED,
            taken_on=date(2027, 2, 4),
            by=member,
            at=NOW,
            on=date(2027, 2, 4),
            **RESULT,
        )
        again = decision_of(paper)
        assert (again.number, again.effective_on) == (2, date(2027, 2, 4))
        assert access_paper(member, paper.reference).state == PaperState.EFFECTIVE
        assert PaperAction.objects.filter(state=ActionState.OPEN).count() == len(recommendations_of(paper))


def test_deferred_paper_is_revised_and_refused_one_is_closed(world, member, clerk):
    paper = decided(world, member, Outcome.DEFERRED)
    with acting_as(world.writer) as writer:
        revise_paper(paper=paper, by=writer, at=NOW)
        assert access_paper(writer, paper.reference).state == PaperState.CONSULTING
    refused = decided(world, member, Outcome.REFUSED)
    with acting_as(clerk):
        publish_decision(paper=refused, by=clerk, at=NOW, on=MEETING)
        let_take_effect(by=clerk, at=NOW, on=MEETING + timedelta(days=30))
        assert access_paper(clerk, refused.reference).state == PaperState.CLOSED
        assert not PaperAction.objects.exists()


def test_recommendations_become_actions_that_close_the_paper_when_done(world, member, clerk):
    paper = published(world)
    owner = council_actor(Role.DCS, authority=world.authority)
    with acting_as(world.writer) as writer:
        planned = {"paper": paper, "kind": ActionKind.REPORT, "words": "Report use", "by": writer, "at": NOW}
        person = StaffMember.objects.get(pk=owner.person_id)
        with pytest.raises(DomainError, match="one of the paper’s recommendations"):
            plan_action(recommendation=99, owner=person, due_days=30, every_months=None, **planned)
        plan_action(recommendation=3, owner=person, due_days=30, every_months=6, **planned)
    with acting_as(member):
        as_a_browser_sends_it = {**RESULT, "resolution": "\r\n\r\n".join(recommendations_of(paper))}
        decide_paper(
            paper=paper,
            outcome=Outcome.APPROVED,
            taken_on=MEETING,
            by=member,
            at=NOW,
            on=MEETING,
            **as_a_browser_sends_it,
        )
    with acting_as(clerk):
        publish_decision(paper=paper, by=clerk, at=NOW, on=MEETING)
        let_take_effect(by=clerk, at=NOW, on=date(2027, 2, 1))
        effective = decision_of(paper).effective_on
        owed = {each.recommendation: each for each in PaperAction.objects.filter(state=ActionState.OPEN)}
        assert sorted(owed) == [1, 2, 3]
        assert owed[3].due_on == effective + timedelta(days=30)
        assert owed[1].owner_id == world.writer.person_id
        assert remind_owners(by=clerk, at=NOW, on=owed[3].due_on) == 3
        assert remind_owners(by=clerk, at=NOW, on=owed[3].due_on) == 0
    with acting_as(owner):
        with pytest.raises(NotPermitted, match="This action is"):
            complete_action(action=owed[1], outcome="Done", by=owner, at=NOW, on=MEETING)
        complete_action(action=owed[3], outcome="Reported", by=owner, at=NOW, on=date(2027, 3, 1))
        following = PaperAction.objects.get(recommendation=3, state=ActionState.OPEN)
        assert following.due_on == date(2027, 9, 5) or following.due_on > owed[3].due_on
        assert access_paper(owner, paper.reference).state == PaperState.IMPLEMENTING
        handed = hand_on_action(
            action=following, owner=person, due_on=date(2027, 12, 1), by=owner, at=NOW, on=MEETING
        )
        assert handed.due_on == date(2027, 12, 1)
    with acting_as(world.writer) as writer:
        for each in (owed[1], owed[2]):
            complete_action(action=each, outcome="Done", by=writer, at=NOW, on=MEETING)
        drop_action(action=following, reason="The contract ended", by=writer, at=NOW)
        assert access_paper(writer, paper.reference).state == PaperState.CLOSED


def test_ceiling_rests_on_a_decision_only_once_it_is_in_effect(world, member, clerk):
    paper = in_call_in(world, member, clerk)
    with acting_as(clerk):
        reference = decision_of(paper).reference
    keeper = council_actor(Role.COMMISSIONER, authority=world.authority)
    ceiling = {
        "scope": "Fifteen beds",
        "amount": Decimal("1000000.00"),
        "decision_reference": reference,
        "starts_on": date(2027, 4, 1),
        "ends_on": None,
        "when_over": OverCeiling.REFUSE,
        "escalate_to": Role.DCS,
        "block": world.contract,
        "by": keeper,
        "at": NOW,
    }
    with acting_as(keeper):
        before = create_ceiling(**ceiling | {"decision_reference": "C1/2026", "starts_on": date(2026, 4, 1)})
        change = {
            "ceiling": before,
            "amount": Decimal(2_000_000),
            "reason": "More beds",
            "by": keeper,
            "at": NOW,
        }
        for record in (
            lambda: create_ceiling(**ceiling),
            lambda: change_ceiling(**change, decision_reference=f" {reference.lower()}"),
        ):
            with pytest.raises(DomainError, match="may still be called in") as error:
                record()
            assert error.value.field == "decision_reference"
    with acting_as(clerk):
        let_take_effect(by=clerk, at=NOW, on=date(2027, 2, 2))
    with acting_as(keeper):
        assert change_ceiling(**change, decision_reference=reference).amount == Decimal(2_000_000)


def test_decision_pages_work_for_member_and_clerk(world, member, clerk, client):
    paper = published(world)
    Paper.objects.filter(pk=paper.pk)
    with acting_as(world.writer):
        Paper.objects.filter(pk=paper.pk).update(meeting_on=date(2026, 1, 5))
    login = lambda actor: client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)  # noqa: E731
    login(member)
    address = reverse("paper_decide", args=[paper.reference])
    assert "What was decided" in client.get(address).content.decode()
    given = {"outcome": "amended", "taken_on": "2026-01-05", "taken_by": "Cabinet", "reasons": "Yes"}
    kept = client.post(address, given | {"resolution": "\n\n".join(shown(client, address))}).content.decode()
    assert "Change the recommendations to the words that were agreed" in kept
    assert client.post(address, given | {"resolution": "Ten beds."}).status_code == 302
    assert "been “decided”" not in client.get(address).content.decode()
    login(clerk)
    client.post(reverse("paper_decision_publish", args=[paper.reference]))
    page = client.get(reverse("paper_decision", args=[paper.reference])).content.decode()
    assert "Ten beds." in page and "Can be called in until" in page
    login(council_actor(Role.CABINET_MEMBER))
    assert client.get(reverse("paper_decision", args=[paper.reference])).status_code == 404


def shown(client, address) -> list[str]:
    return [client.get(address).context["form"].initial["resolution"]]


def test_stranger_finds_no_decision(world, member):
    paper = decided(world, member)
    stranger = council_actor(Role.DEMOCRATIC_SERVICES)
    with acting_as(stranger), pytest.raises(NotFound):
        publish_decision(paper=paper, by=stranger, at=NOW, on=MEETING)
    assert PaperVersion is not None


def test_only_what_the_reader_may_decide_waits_for_them(world, member, clerk):
    paper = published(world)
    director = council_actor(Role.DCS, authority=world.authority)
    theirs = {
        PaperFormat.D: [True, True, False],
        PaperFormat.W: [False, True, True],
        PaperFormat.N: [False, False, False],
    }
    for paper_format, waits in theirs.items():
        with acting_as(world.writer):
            Paper.objects.filter(pk=paper.pk).update(paper_format=paper_format)
        for actor, expected in zip((member, clerk, director), waits, strict=True):
            with acting_as(actor):
                assert papers_to_decide(actor).exists() is expected, (paper_format, actor.roles)
