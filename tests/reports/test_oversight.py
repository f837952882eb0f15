"""Late entry by team, and what a council publishes of its spend and contracts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from authorities.choices import Role
from contracts.block_choices import BlockState
from contracts.choices import FeeKind
from contracts.money_choices import InvoiceState, PaymentOutcome
from core.actor import Actor, acting_as
from core.periods import Period
from placements.choices import PlacementState
from placements.models import Continuation
from placements.selectors.commitments import placements_started
from reports.selectors.late_entry import NO_TEAM, by_team, late_placements
from reports.selectors.publication import REDACTED, WITHHELD, contracts_over_5000, spend_over_500
from tests.factories.authorities import AuthorityFactory, StaffMemberFactory
from tests.factories.contracts import BlockContractFactory
from tests.factories.money import CreditorFactory, InvoiceFactory, PaymentLineFactory, StatementFactory
from tests.factories.placed import ActivePlacementFactory, AgreementFeeFactory
from tests.factories.placements import DraftRequestFactory

pytestmark = pytest.mark.django_db
APRIL, ON = date(2026, 4, 1), date(2026, 10, 1)
QUARTER = Period(date(2026, 10, 1), date(2027, 1, 1))
JULY = datetime(2026, 7, 1, 9, tzinfo=UTC)
NEVER_CHARGED = (PlacementState.PLANNED, PlacementState.CANCELLED)


def keeper(authority) -> Actor:
    return Actor.council(authority.pk, name="Fay Finance", roles=frozenset({Role.FINANCE.value}))


def placed(authority, weekly="700.00", starts_on=APRIL, recorded_at=JULY, **facts):
    placement = ActivePlacementFactory(
        agreement__authority=authority, agreement__starts_on=starts_on, recorded_at=recorded_at, **facts
    )
    AgreementFeeFactory(agreement=placement.agreement, weekly_rate=Decimal(weekly))
    return placement


def late(authority):
    with acting_as(keeper(authority)) as actor:
        return late_placements(actor, since=APRIL, until=ON)


def test_late_entry_says_how_late_and_what_it_hid():
    authority = AuthorityFactory()
    first = placed(authority)
    placed(authority, starts_on=date(2026, 7, 5))
    AgreementFeeFactory(agreement=first.agreement, kind=FeeKind.EDUCATION, weekly_rate=Decimal("70.00"))
    found, recorded = late(authority)
    [team] = by_team(found, recorded)
    assert [(row.reference, row.days, row.hidden) for row in found] == [
        (first.reference, 91, Decimal("10010.00"))
    ]
    assert (team.placements, team.late, team.mean_days) == (2, 1, 91)


@pytest.mark.parametrize("state", NEVER_CHARGED)
def test_placement_that_never_began_is_not_late(state):
    authority = AuthorityFactory()
    placed(authority, state=state)
    assert late(authority) == ([], {})


def test_stay_that_goes_on_under_a_homes_new_owner_was_known():
    authority = AuthorityFactory()
    before, after = (placed(authority, recorded_at=when) for when in (datetime(2026, 3, 1, tzinfo=UTC), JULY))
    with acting_as(keeper(authority)):
        Continuation.objects.create(authority=authority, earlier=before, later=after)
    assert late(authority) == ([], {})


def test_late_placement_is_the_team_that_had_asked_by_then():
    authority = AuthorityFactory()
    placement = placed(authority)
    for team, month in (("North", 3), ("South", 9)):
        DraftRequestFactory(
            authority=authority,
            child=placement.child,
            raised_by=StaffMemberFactory(authority=authority, team=team),
            raised_at=datetime(2026, month, 1, 9, tzinfo=UTC),
        )
    found, _ = late(authority)
    assert [row.team for row in found] == ["North"]
    assert NO_TEAM not in {row.team for row in found}


def test_publication_names_neither_people_nor_providers_of_few_children():
    authority = AuthorityFactory()
    bills = [StatementFactory(authority=authority) for _ in range(4)]
    sums = ("900.00", "900.00", "900.00", "500.00")
    for bill, amount in zip(bills, sums, strict=True):
        PaymentLineFactory(
            invoice=InvoiceFactory(statement=bill, state=InvoiceState.PAID, amount=Decimal(amount)),
            outcome=PaymentOutcome.ACCEPTED,
        )
    carer, few, many, _ = (bill.provider for bill in bills)
    CreditorFactory(authority=authority, provider=carer, is_personal=True)
    for provider, number in ((few, 4), (many, 5)):
        for _ in range(number):
            ActivePlacementFactory(agreement__authority=authority, agreement__setting__provider=provider)
    for state in NEVER_CHARGED:
        ActivePlacementFactory(agreement__authority=authority, agreement__setting__provider=few, state=state)
    with acting_as(keeper(authority)) as actor:
        made = spend_over_500(actor, QUARTER)
    assert [row[4] for row in made.rows] == [REDACTED, WITHHELD, many.name]
    assert (made.redacted, made.withheld, made.below) == (1, 1, 1)
    assert date(2026, 11, 3) == made.rows[0][2]


def test_contracts_published_are_those_that_were_signed():
    live = BlockContractFactory()
    council = live.lead_authority
    for state in (BlockState.DRAFT, BlockState.DROPPED):
        BlockContractFactory(lead_authority=council, state=state)
    with acting_as(keeper(council)) as actor:
        made = contracts_over_5000(actor, on=live.starts_on)
    assert [row[0] for row in made.rows] == [live.reference]


def test_placements_that_never_began_did_not_start():
    authority = AuthorityFactory()
    begun = placed(authority)
    for state in NEVER_CHARGED:
        placed(authority, state=state)
    with acting_as(keeper(authority)) as actor:
        assert list(placements_started(actor, since=APRIL, until=ON)) == [begun]
