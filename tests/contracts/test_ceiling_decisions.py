"""A ceiling's amount changes by a new decision, beside the ones before it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.urls import reverse

from authorities.choices import Role
from contracts.choices import OverCeiling
from contracts.models import CeilingDecision
from contracts.selectors.ceilings import headroom_of
from contracts.services.ceilings import change_ceiling, create_ceiling
from core.actor import acting_as
from core.errors import DomainError, NotPermitted
from tests.factories.authorities import AuthorityFactory, council_actor
from tests.factories.keeping import DrawFactory
from tests.factories.placements import NOW
from tests.pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return council_actor(Role.COMMISSIONER, authority=AuthorityFactory())


@pytest.fixture
def ceiling(keeper):
    """£8m over four years, of which £100,000 is drawn."""
    with acting_as(keeper) as by:
        made = create_ceiling(
            scope="Homes for children",
            amount=Decimal("8000000.00"),
            decision_reference="C1/2022",
            starts_on=date(2022, 10, 1),
            ends_on=None,
            when_over=OverCeiling.ESCALATE,
            escalate_to=Role.DCS,
            category="residential",
            by=by,
            at=NOW,
        )
        DrawFactory(ceiling=made)
    return made


def test_every_decision_on_a_ceiling_stays_on_record(keeper, ceiling):
    with acting_as(keeper) as by:
        change_ceiling(
            ceiling=ceiling,
            amount=Decimal("31500000.00"),
            decision_reference="C9/2022",
            reason="Seven years.",
            by=by,
            at=NOW,
        )
        ceiling.refresh_from_db()
        assert (ceiling.amount, ceiling.decision_reference) == (Decimal("31500000.00"), "C9/2022")
        assert headroom_of(ceiling).remaining == Decimal("31400000.00")
        decided = CeilingDecision.objects.order_by("pk").values_list("amount", "decision_reference")
        assert list(decided) == [(Decimal("8000000.00"), "C1/2022"), (Decimal("31500000.00"), "C9/2022")]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            CeilingDecision.objects.update(amount=1)


@pytest.mark.parametrize(
    ("amount", "decision", "field"),
    [
        ("8000000.00", "C9/2022", "amount"),
        ("99999.99", "C9/2022", "amount"),
        ("9000000.00", " c1/2022", "decision_reference"),
    ],
)
def test_change_that_cannot_be_is_said_beside_its_field(keeper, ceiling, amount, decision, field):
    with time_machine.travel(NOW, tick=False):
        browser, address = browser_of(keeper), reverse("ceiling_change", args=[ceiling.reference])
        typed = {"amount": amount, "decision_reference": decision, "reason": "More"}
        assert field in browser.post(address, typed).context["form"].errors
        typed |= {"amount": "9,000,000", "decision_reference": "C9/2022"}
        assert browser.post(address, typed).status_code == 302
        shown = browser.get(reverse("ceiling_detail", args=[ceiling.reference])).content.decode()
    assert "C1/2022" in shown and "C9/2022" in shown and "£9,000,000.00" in shown


def test_only_who_keeps_ceilings_of_the_council_changes_one(keeper, ceiling):
    facts = {"amount": Decimal(9), "decision_reference": "X", "reason": "", "at": NOW}
    officer = council_actor(Role.PLACEMENTS_OFFICER, authority=ceiling.authority)
    with acting_as(officer) as by, pytest.raises(NotPermitted):
        change_ceiling(ceiling=ceiling, by=by, **facts)
    with acting_as(keeper) as by, pytest.raises(DomainError, match="spent or committed"):
        change_ceiling(ceiling=ceiling, by=by, **facts)
    stranger = browser_of(council_actor(Role.COMMISSIONER))
    assert stranger.get(reverse("ceiling_change", args=[ceiling.reference])).status_code == 404
