"""Drawing on ceilings: which one, once, never past it, and never silently."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from authorities.choices import Role, SettingKey
from contracts.choices import OverCeiling
from contracts.keeping_choices import DrawKind, EscalationState
from contracts.models import CeilingDraw, CeilingEscalation
from contracts.selectors.ceilings import ceilings_register, headroom_of
from contracts.services.ceilings import (
    CeilingReached,
    create_ceiling,
    decide_escalation,
    draw,
    escalating,
    release,
)
from core.actor import Actor, acting_as
from core.errors import Conflict, DomainError, NotPermitted
from core.models import Job
from tests.factories.authorities import AuthoritySettingFactory, council_actor
from tests.factories.contracts import BlockContractFactory, CommercialToolFactory
from tests.factories.keeping import CeilingFactory, DrawFactory, EscalationFactory
from tests.factories.placements import NOW, TODAY

pytestmark = pytest.mark.django_db


def take(by: Actor, amount: str, source: str = "PLC-ONE", **scope):
    with acting_as(by):
        return draw(
            kind=DrawKind.AWARD,
            source_reference=source,
            key="award",
            amount=Decimal(amount),
            what=f"Placement {source}",
            category="residential",
            on=TODAY,
            by=by,
            at=NOW,
            **scope,
        )


def test_award_draws_once_however_often_it_is_asked():
    ceiling = CeilingFactory()
    officer = council_actor(Role.COMMISSIONER, authority=ceiling.authority)
    assert take(officer, "1000.00").pk == take(officer, "1000.00").pk
    with acting_as(officer):
        assert CeilingDraw.objects.get().amount == Decimal("1000.00")


def test_nearest_scope_is_drawn_on():
    tool = CommercialToolFactory()
    facts = {"authority": tool.lead_authority}
    block = BlockContractFactory(lead_authority=tool.lead_authority)
    line, whole_tool, part, of_block = (
        CeilingFactory(**facts, **scope)
        for scope in (
            {},
            {"tool": tool, "category": ""},
            {"tool": tool},
            {"block": block, "category": ""},
        )
    )
    officer = council_actor(Role.COMMISSIONER, **facts)
    drawn = [
        take(officer, "1.00", "A"),
        take(officer, "1.00", "B", tool_id=tool.pk),
        take(officer, "1.00", "C", block_id=block.pk),
    ]
    assert [each.ceiling_id for each in drawn] == [line.pk, part.pk, of_block.pk]
    assert whole_tool.pk not in {each.ceiling_id for each in drawn}


def test_no_ceiling_is_no_draw_unless_the_council_insists():
    officer = council_actor(Role.COMMISSIONER)
    assert take(officer, "1.00") is None


def test_council_that_insists_makes_no_award_without_a_ceiling():
    setting = AuthoritySettingFactory(key=SettingKey.CEILING_NEEDED, value=True)
    with pytest.raises(DomainError, match="no approved ceiling"):
        take(council_actor(Role.COMMISSIONER, authority=setting.authority), "1.00")


def test_ceiling_that_refuses_says_what_is_left():
    ceiling = CeilingFactory(when_over=OverCeiling.REFUSE, amount=Decimal("1000.00"))
    officer = council_actor(Role.COMMISSIONER, authority=ceiling.authority)
    take(officer, "900.00")
    left = r"£50\.01 more .* \(£100\.00 of £1,000\.00\)"
    with pytest.raises(CeilingReached, match=left), escalating(by=officer, at=NOW):
        take(officer, "150.01", "PLC-TWO")
    with acting_as(officer):
        assert not CeilingEscalation.objects.exists()
        assert CeilingDraw.objects.count() == 1


def test_ceiling_is_escalated_agreed_by_the_named_approver_and_then_drawn():
    ceiling = CeilingFactory(amount=Decimal("1000.00"), escalate_to=Role.DCS)
    officer, head, director = (
        council_actor(role, authority=ceiling.authority)
        for role in (Role.COMMISSIONER, Role.HEAD_OF_SERVICE, Role.DCS)
    )
    for _ in range(2):
        told = pytest.raises(Conflict, match="put to the director")
        with acting_as(officer), told, escalating(by=officer, at=NOW):
            take(officer, "1200.00")
    with acting_as(director):
        escalation = CeilingEscalation.objects.get()
    assert (escalation.amount, escalation.over) == (Decimal("1200.00"), Decimal("200.00"))
    with acting_as(head), pytest.raises(NotPermitted):
        decide_escalation(escalation=escalation, agrees=True, reasons="Yes", by=head, at=NOW)
    with acting_as(director):
        decide_escalation(escalation=escalation, agrees=True, reasons="Only home found.", by=director, at=NOW)
    with pytest.raises(CeilingReached):
        take(officer, "1200.01")
    assert take(officer, "1200.00").amount == Decimal("1200.00")
    with acting_as(officer):
        assert headroom_of(ceiling).remaining == Decimal("-200.00")
        assert Job.objects.filter(kind="staff_letter").count() == 2


def test_refused_escalation_draws_nothing():
    escalation = EscalationFactory(ceiling__amount=Decimal("1.00"), source_reference="PLC-ONE")
    director = council_actor(Role.DCS, authority=escalation.authority)
    with acting_as(director):
        decide_escalation(escalation=escalation, agrees=False, reasons="No", by=director, at=NOW)
        assert CeilingEscalation.objects.get().state == EscalationState.REFUSED
    with pytest.raises(CeilingReached):
        take(director, "100.00")


def test_nobody_agrees_to_what_they_raised():
    ceiling = CeilingFactory(amount=Decimal("1.00"))
    director = council_actor(Role.DCS, authority=ceiling.authority)
    with acting_as(director), pytest.raises(Conflict), escalating(by=director, at=NOW):
        take(director, "2.00")
    with acting_as(director), pytest.raises(NotPermitted, match="somebody else"):
        decide_escalation(
            escalation=CeilingEscalation.objects.get(), agrees=True, reasons="", by=director, at=NOW
        )


def test_release_gives_back_once():
    drawn = DrawFactory(amount=Decimal("500.00"))
    officer = council_actor(Role.COMMISSIONER, authority=drawn.authority)
    with acting_as(officer):
        for _ in range(2):
            release(
                source_reference=drawn.source_reference,
                amount=Decimal("200.00"),
                key="ended",
                by=officer,
                at=NOW,
            )
        assert headroom_of(drawn.ceiling).contracted == Decimal("300.00")


def test_register_adds_up_as_the_page_does():
    one = DrawFactory(amount=Decimal("500.00"))
    DrawFactory(ceiling=one.ceiling, amount=Decimal("250.00"))
    DrawFactory(
        ceiling=one.ceiling,
        source_reference=one.source_reference,
        key="ended",
        kind=DrawKind.RELEASE,
        amount=Decimal("-100.00"),
    )
    officer = council_actor(Role.FINANCE, authority=one.authority)
    with acting_as(officer):
        row, now = ceilings_register(officer).get(), headroom_of(one.ceiling)
    assert (row.contracted, row.spent, row.remaining) == (now.contracted, now.spent, now.remaining)


def test_same_scope_has_one_ceiling_at_a_time():
    ceiling = CeilingFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CeilingFactory(authority=ceiling.authority)
    manager = council_actor(Role.COMMISSIONER, authority=ceiling.authority)
    with acting_as(manager), pytest.raises(DomainError, match=ceiling.reference):
        create_ceiling(
            scope="Again",
            amount=Decimal("5.00"),
            decision_reference="X",
            starts_on=date(2030, 1, 1),
            ends_on=None,
            when_over=OverCeiling.REFUSE,
            escalate_to=Role.DCS,
            category="residential",
            by=manager,
            at=NOW,
        )


def test_two_at_once_never_pass_a_ceiling(fresh_database):
    """Ten people want £200 each of £1,000 at the same moment: five get it."""
    ceiling = CeilingFactory(amount=Decimal("1000.00"), when_over=OverCeiling.REFUSE)
    officer = council_actor(Role.COMMISSIONER, authority=ceiling.authority)
    start = Barrier(10)

    def one(number: int) -> bool:
        start.wait(timeout=20)
        try:
            take(officer, "200.00", f"PLC-{number}")
            return True
        except CeilingReached:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        taken = list(pool.map(one, range(10)))
    assert sum(taken) == 5
    with acting_as(officer):
        assert headroom_of(ceiling).remaining == 0
