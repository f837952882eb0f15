"""Setting tools up in the browser: errors beside the field, access by category and day, options, notices."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from authorities.choices import Role, ServiceCategory
from authorities.models import Authority
from contracts.choices import CriterionKind, Regime, ToolType
from contracts.models import CommercialTool, ToolOption
from contracts.selectors.tool_rules import notice_standings
from contracts.selectors.tools import access_tool
from contracts.services import rounds, tools
from contracts.tool_choices import NoticeKind
from core.actor import acting_as
from core.errors import Conflict, DomainError, NotFound
from tests.factories.authorities import (
    AuthorityFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    council_actor,
)
from tests.factories.contracts import CommercialToolFactory, LotFactory
from tests.factories.placements import NOW, TODAY
from tests.pages import browser_of

pytestmark = pytest.mark.django_db
R, F, SCHOOL = ServiceCategory.RESIDENTIAL, ServiceCategory.FOSTERING, ServiceCategory.SCHOOL


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def keeper():
    return council_actor(Role.COMMISSIONER, authority=AuthorityFactory(name="Homeshire"))


@pytest.fixture
def own(keeper):
    with acting_as(keeper):
        return Authority.objects.get(pk=keeper.authority_id)


@pytest.fixture
def tool(own):
    return CommercialToolFactory(
        lead_authority=own, starts_on=date(2026, 4, 1), ends_on=date(2029, 4, 1), regime=Regime.PA_2023
    )


def typed(**changes: str) -> dict[str, str]:
    """A framework of three years under the Act, as typed."""
    values = {
        "name": "Homes framework",
        "tool_type": ToolType.FRAMEWORK.value,
        "began_on": "2026-01-10",
        "starts_on": "2026-12-01",
        "last_on": "2029-11-30",
        "governance_lead_weeks": "12",
        "approved_value": "4500000",
        "decision_reference": "C12/2026",
        "pass_mark": "60",
        "lowest_grade": "good",
        "terms": "",
    }
    return {**values, **changes}


def test_a_tool_is_set_up_under_the_law_of_its_beginning(keeper):
    made = browser_of(keeper).post(reverse("tool_new"), typed())
    with acting_as(keeper):
        tool = CommercialTool.objects.get(name="Homes framework")
        assert made.url == reverse("tool_detail", args=[tool.reference])
        assert (tool.regime, tool.ends_on) == (Regime.PA_2023, date(2029, 12, 1))
    page = browser_of(keeper).get(reverse("tool_rules", args=[tool.reference])).content.decode()
    for words in ("UK4 Tender notice", "Overdue", "User choice", "Not mandatory"):
        assert words in page


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"tool_type": "dps"}, "tool_type", "open framework or a dynamic market"),
        ({"tool_type": "open_framework", "last_on": "2034-12-01"}, "last_on", "30 November 2034"),
        (
            {"began_on": "2019-01-01", "tool_type": "dps", "last_on": "2029-03-01"},
            "last_on",
            "23 February 2029",
        ),
        ({"last_on": "2026-12-01"}, "last_on", "after the first"),
        ({"began_on": "2027-01-01"}, "began_on", "cannot begin after"),
        ({"approved_value": "4500,50"}, "approved_value", "Use a full stop"),
        ({"pass_mark": "101"}, "pass_mark", "100"),
        ({"starts_on": "yesterday"}, "starts_on", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(keeper, changes, field, words):
    page = browser_of(keeper).post(reverse("tool_new"), typed(**changes))
    assert page.status_code == 200
    assert any(words in each for each in page.context["form"].errors[field])
    assert 'value="Homes framework"' in page.content.decode()


def test_weights_of_a_lot_make_a_hundred(keeper, tool):
    address = reverse("tool_lot_new", args=[tool.reference])
    lot = {"number": "1", "name": "Homes", "category": R.value}
    weights = {"quality": "60", "cost": "25", "location": "10", "social_value": "4"}
    page = browser_of(keeper).post(address, {**lot, **weights})
    assert page.context["form"].errors["social_value"] == ["The weights add to 99, not to 100"]
    page = browser_of(keeper).post(address, {**lot, **weights, "quality": "61,5"})
    assert "full stop" in page.context["form"].errors["quality"][0]
    assert browser_of(keeper).post(address, {**lot, **weights, "social_value": "5"}).status_code == 302
    with acting_as(keeper):
        assert tool.lots.get().criteria.count() == len(CriterionKind)


def test_access_is_by_council_category_and_day(keeper, own, tool):
    """Seven councils for schools, two of them for care: as in a purchasing system of seven."""
    partnership = PartnershipFactory(lead_authority=own)
    partners = [AuthorityFactory(name=f"Partner {n}") for n in range(6)]
    for each in partners:
        PartnershipMemberFactory(partnership=partnership, authority=each)
    first = {"starts_on": date(2026, 4, 1), "last_on": None, "leads": False, "by": keeper}
    with acting_as(keeper):
        tools.give_access(tool=tool, authorities=[own, *partners], categories=[SCHOOL], **first)
        tools.give_access(tool=tool, authorities=[own, partners[0]], categories=[R, F], **first)
        with pytest.raises(DomainError, match="already") as said:
            tools.give_access(tool=tool, authorities=[partners[0]], categories=[F], **first)
        assert said.value.field == "starts_on"
        with pytest.raises(DomainError, match="life of the tool"):
            early = {**first, "starts_on": date(2026, 3, 31)}
            tools.give_access(tool=tool, authorities=[partners[1]], categories=[R], **early)
        with pytest.raises(DomainError, match="31 March 2029"):
            late = {**first, "last_on": date(2029, 4, 1)}
            tools.give_access(tool=tool, authorities=[partners[1]], categories=[R], **late)
        access = tool.access.get(authority=partners[0], category=F)
        tools.end_access(tool=tool, access=access, last_on=date(2026, 12, 31), by=keeper)
        again = {**first, "starts_on": date(2027, 1, 1)}
        tools.give_access(tool=tool, authorities=[partners[0]], categories=[F], **again)
    page = browser_of(keeper).get(reverse("tool_detail", args=[tool.reference]))
    matrix = {row[0]: row[1:] for row in page.context["access"].rows}
    assert sum(cell != "No" for row in matrix.values() for cell in row) == 7 + 2 + 2
    assert "31 Dec 2026" in str(matrix["Partner 0"]) and "1 Jan 2027" in str(matrix["Partner 0"])


def test_one_council_leads_a_category(keeper, own, tool):
    other = AuthorityFactory()
    facts = {"starts_on": date(2026, 4, 1), "last_on": None, "leads": True, "by": keeper, "tool": tool}
    with acting_as(keeper):
        tools.give_access(authorities=[other], categories=[F], **facts)
        with pytest.raises(DomainError, match="leads one of these"):
            tools.give_access(authorities=[own], categories=[F], **facts)
        with pytest.raises(DomainError, match="Only one council"):
            tools.give_access(authorities=[own, other], categories=[R], **facts)


def test_options_are_used_in_order_and_in_time(keeper, tool):
    with acting_as(keeper):
        for months in (24, 24):
            tools.add_option(tool=tool, months=months, notice_months=6, by=keeper)
        facts = {"decision_reference": "OKD 27", "by": keeper}
        with pytest.raises(Conflict, match="order"):
            tools.use_option(tool=tool, position=2, at=NOW, **facts)
        late = datetime(2028, 10, 1, 9, tzinfo=NOW.tzinfo)
        with pytest.raises(DomainError, match="30 September 2028"):
            tools.use_option(tool=tool, position=1, at=late, **facts)
        tools.use_option(tool=tool, position=1, at=NOW, **facts)
        tool.refresh_from_db()
        assert tool.ends_on == date(2031, 4, 1)
        assert [each.due.kind for each in notice_standings(tool, on=TODAY)].count(NoticeKind.UK10) == 1


def test_a_dps_cannot_be_lengthened_after_february_2026(keeper, own):
    old = CommercialToolFactory(
        lead_authority=own, tool_type=ToolType.DPS, starts_on=date(2021, 4, 1), ends_on=date(2027, 4, 1)
    )
    with acting_as(keeper):
        tools.add_option(tool=old, months=12, notice_months=0, by=keeper)
        with pytest.raises(DomainError, match="23 February 2026"):
            tools.use_option(tool=old, position=1, decision_reference="X", by=keeper, at=NOW)
        assert ToolOption.objects.get().exercised_on is None


def test_a_notice_sent_is_no_longer_overdue(keeper, tool):
    with acting_as(keeper):
        before = {each.due.kind: each.is_late for each in notice_standings(tool, on=TODAY)}
        assert before[NoticeKind.UK6] is True
        tools.record_notice(
            tool=tool, kind=NoticeKind.UK6, sent_on=date(2026, 3, 30), number="2026/S 1", by=keeper, at=NOW
        )
        after = {each.due.kind: each for each in notice_standings(tool, on=TODAY)}
        assert after[NoticeKind.UK6].sent.number == "2026/S 1" and not after[NoticeKind.UK6].is_late
        with pytest.raises(DomainError, match="today or earlier"):
            tools.record_notice(
                tool=tool, kind=NoticeKind.UK7, sent_on=date(2027, 1, 1), number="2", by=keeper, at=NOW
            )


def test_rounds_do_not_overlap_and_a_framework_opens_once(keeper, tool):
    with acting_as(keeper):
        week = timedelta(days=7)
        with pytest.raises(DomainError, match="closes"):
            rounds.open_round(tool=tool, opens_at=NOW, closes_at=None, by=keeper, at=NOW)
        first = rounds.open_round(tool=tool, opens_at=NOW, closes_at=NOW + week, by=keeper, at=NOW)
        with pytest.raises(DomainError, match="nobody joins later"):
            rounds.open_round(tool=tool, opens_at=NOW + 2 * week, closes_at=NOW + 3 * week, by=keeper, at=NOW)
        market = CommercialToolFactory(lead_authority=tool.lead_authority, tool_type=ToolType.DYNAMIC_MARKET)
        rounds.open_round(tool=market, opens_at=NOW, closes_at=None, by=keeper, at=NOW)
        with pytest.raises(DomainError, match="Round 1 is open"):
            rounds.open_round(tool=market, opens_at=NOW + week, closes_at=None, by=keeper, at=NOW)
        assert rounds.close_round(round=first, by=keeper, at=NOW + timedelta(days=1)).closes_at
        with pytest.raises(Conflict, match="not open"):
            rounds.close_round(round=first, by=keeper, at=NOW + week)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Safe? | 60\nNear? | 30", "add to 90"),
        ("Safe? 60", "Line 1: write a question"),
        ("Safe? | 99,5", "Line 1: use a full stop"),
        ("Safe? | many", "Line 1: the weight must be a number"),
    ],
)
def test_questions_and_weights_are_checked_line_by_line(keeper, tool, lines, words):
    address = reverse("tool_questions", args=[tool.reference])
    page = browser_of(keeper).post(address, {"questions": lines})
    assert words in page.context["form"].errors["questions"][0]
    assert browser_of(keeper).post(address, {"questions": "Safe? | 60\nNear? | 40"}).status_code == 302
    with acting_as(keeper):
        assert list(tool.questions.values_list("weight", flat=True)) == [Decimal(60), Decimal(40)]


def test_a_user_of_the_tool_reads_it_and_changes_nothing(keeper, own, tool):
    partner = council_actor(Role.COMMISSIONER)
    with acting_as(keeper):
        council = Authority.objects.get(pk=partner.authority_id)
        tools.give_access(
            tool=tool,
            authorities=[council],
            categories=[R],
            starts_on=date(2026, 4, 1),
            last_on=None,
            leads=False,
            by=keeper,
        )
    lot = LotFactory(tool=tool, name="Homes for four")
    page = browser_of(partner).get(reverse("tool_detail", args=[tool.reference]))
    assert lot.name in page.content.decode() and "Change the tool" not in page.content.decode()
    assert browser_of(partner).get(reverse("tool_edit", args=[tool.reference])).status_code == 404
    assert browser_of(partner).get(reverse("tool_lot_new", args=[tool.reference])).status_code == 404
    with acting_as(partner):
        assert CommercialTool.objects.filter(pk=tool.pk).update(name="Ours") == 0
    with pytest.raises(NotFound), acting_as(council_actor(Role.COMMISSIONER)) as stranger:
        access_tool(stranger, tool.reference, on=TODAY)
