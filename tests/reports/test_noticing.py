"""Before publication: the key test, notice, the days they leave, and guards that say why."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from authorities.choices import Role, SettingKey
from core.actor import acting_as
from core.errors import DomainError
from reports.key_decisions import KeyRule, key_grounds
from reports.life_choices import NoticeRoute
from reports.selectors.notices import forward_plan
from reports.selectors.publishing import publishing_hindrances
from reports.services.facts import change_facts
from reports.services.notices import give_notice
from tests.factories.authorities import AuthoritySettingFactory, council_actor
from tests.factories.reports import MEETING, NOW, TODAY, block_world, drafted_paper, ready_paper
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return block_world(ledger=False, placements=False, children=3)


@pytest.fixture
def member(world):
    return council_actor(Role.CABINET_MEMBER, authority=world.authority)


def notice(paper, world, route, *, on, **more):
    given = {"matter": "Beds", "documents": "", "reasons": "", "agreed_by": "", "representations": "", **more}
    with acting_as(world.writer) as writer:
        return give_notice(paper=paper, route=route, by=writer, at=NOW, on=on, **given)


@pytest.mark.parametrize(
    ("amount", "operator", "divisions", "line", "expected"),
    [
        (500_000, ">", 1, 2, False),
        (500_001, ">", 0, 2, True),
        (500_000, ">=", 0, 2, True),
        (499_999, ">=", 1, 2, False),
        (None, ">", 2, 2, True),
        (None, ">", 2, 3, False),
        (None, ">", 3, 3, True),
        (None, ">", 1, 1, True),
        (None, ">", 40, 0, False),
        (None, ">", 0, 0, False),
    ],
)
def test_decision_is_key_by_the_councils_own_line_or_its_own_number_of_divisions(
    amount, operator, divisions, line, expected
):
    rule = KeyRule(Decimal(500_000), operator, line, "divisions")
    amount = None if amount is None else Decimal(amount)
    assert bool(key_grounds(rule, amount=amount, label="Total ceiling", divisions=divisions)) is expected


@pytest.mark.parametrize(
    ("operator", "divisions", "unit", "says"),
    [
        (">", 2, "divisions", "more than £500,000, or whose effect is significant in 2 or more divisions,"),
        (">=", 1, "wards", "£500,000 or more, or whose effect is significant in any of the wards,"),
        (">", 0, "wards", "more than £500,000"),
    ],
)
def test_rule_is_said_in_words(operator, divisions, unit, says):
    rule = KeyRule(Decimal(500_000), operator, divisions, unit)
    assert rule.words == f"A decision of {says} is key."


def test_facts_page_and_grounds_follow_the_councils_own_number_of_divisions(world):
    for key, value in (
        (SettingKey.KEY_DECISION_DIVISIONS, 3),
        (SettingKey.KEY_DECISION_AMOUNT, "99000000.00"),
    ):
        AuthoritySettingFactory(authority=world.authority, key=key, value=value)
    paper = drafted_paper(world)
    with acting_as(world.writer) as writer:
        facts = {
            **dict.fromkeys(("call_in_reason", "call_in_agreed_by"), ""),
            **{name: getattr(paper, name) for name in ("title", "body", "meeting_on", "contact")},
            "reporting_director": "Director", "divisions_affected": "Two", "call_in_waived": False,
        }  # fmt: skip
        assert not change_facts(paper=paper, divisions_significant=2, by=writer, on=TODAY, **facts).is_key
        paper = change_facts(paper=paper, divisions_significant=3, by=writer, on=TODAY, **facts)
    assert (
        paper.key_grounds == "Its effect is significant in 3 divisions, and 3 or more divisions make it key"
    )
    page = browser_of(world.writer).get(reverse("paper_facts", args=[paper.reference])).content.decode()
    assert "significant in 3 or more divisions, is key" in page


@pytest.mark.parametrize(
    ("route", "on", "says"),
    [
        (NoticeRoute.FULL, date(2026, 12, 24), "had to be out by 23 December 2026"),
        (NoticeRoute.EXCEPTION, date(2027, 1, 14), "had to be published by 13 January 2027"),
        (NoticeRoute.EXCEPTION, date(2027, 1, 4), "Say why"),
        (NoticeRoute.URGENT, date(2027, 1, 20), "Name who agreed"),
    ],
)
def test_notice_that_comes_too_late_says_by_which_day_it_had_to_be(world, route, on, says):
    paper = drafted_paper(world)
    reasons = "" if says == "Say why" else "The home closes."
    with pytest.raises(DomainError, match=says):
        notice(paper, world, route, on=on, reasons=reasons)


def test_notice_stands_in_the_forward_plan_of_its_own_council_only(world, member):
    paper = drafted_paper(world)
    with acting_as(member):
        assert forward_plan(member, TODAY) == []
    notice(paper, world, NoticeRoute.FULL, on=TODAY)
    client = browser_of(member)
    assert "Beds" in client.get(reverse("forward_plan")).content.decode()
    rows = client.get(reverse("forward_plan_file", args=["csv"])).content.decode().splitlines()
    assert len(rows) == 2 and paper.reference in rows[1] and "Person" not in rows[1]
    stranger = council_actor(Role.COMMISSIONER)
    with acting_as(stranger):
        assert forward_plan(stranger, TODAY) == []


def test_earlier_meeting_needs_notice_again_a_later_one_does_not(world):
    paper = ready_paper(world)
    facts = {
        "title": paper.title,
        "body": "Cabinet",
        "reporting_director": "Director",
        "contact": "Us",
        "divisions_affected": "All",
        "divisions_significant": 0,
        "call_in_waived": False,
        "call_in_reason": "",
        "call_in_agreed_by": "",
        "on": TODAY,
    }
    with acting_as(world.writer) as writer:
        later = change_facts(paper=paper, meeting_on=MEETING + timedelta(days=7), by=writer, **facts)
        assert not [h for h in publishing_hindrances(later, writer, at=NOW, on=TODAY) if "notice" in h.text]
        sooner = change_facts(paper=paper, meeting_on=date(2027, 1, 7), by=writer, **facts)
        found = [h.text for h in publishing_hindrances(sooner, writer, at=NOW, on=TODAY)]
        assert any("give notice of it by" in text for text in found)
        for day, says in (
            (date(2026, 12, 25), "a holiday"),
            (date(2027, 1, 9), "at a weekend"),
            (TODAY, "after today"),
        ):
            with pytest.raises(DomainError, match=says) as error:
                change_facts(paper=paper, meeting_on=day, by=writer, **facts)
            assert error.value.field == "meeting_on"
        with pytest.raises(DomainError, match="why call-in"):
            change_facts(paper=paper, meeting_on=MEETING, by=writer, **facts | {"call_in_waived": True})


def test_key_test_is_made_again_before_publication(world):
    paper = ready_paper(world)
    assert paper.is_key
    AuthoritySettingFactory(
        authority=world.authority, key=SettingKey.KEY_DECISION_AMOUNT, value="99000000.00", starts_on=TODAY
    )
    with acting_as(world.writer) as writer:
        found = publishing_hindrances(paper, writer, at=NOW, on=TODAY)
    assert "By today’s records it is no longer a key decision. Save its facts again." in [
        each.text for each in found
    ]


def test_papers_published_too_late_say_by_which_day_they_had_to_be(world):
    paper = ready_paper(world)
    with acting_as(world.writer) as writer:
        found = publishing_hindrances(paper, writer, at=NOW, on=date(2027, 1, 14))
    assert any("had to be public by 13 January 2027" in each.text for each in found)
    notice(
        paper, world, NoticeRoute.URGENT, on=date(2027, 1, 14), reasons="A home closes.", agreed_by="Chair"
    )
    with acting_as(world.writer) as writer:
        found = publishing_hindrances(paper, writer, at=NOW, on=date(2027, 1, 14))
    assert not any("had to be" in each.text for each in found)


def test_no_notice_is_given_after_the_meeting(world):
    paper = drafted_paper(world)
    with pytest.raises(DomainError, match="The meeting was on"):
        late = MEETING + timedelta(days=1)
        notice(paper, world, NoticeRoute.URGENT, on=late, reasons="Haste", agreed_by="The chair")
