"""Every table of every life: the full product of state, verb and role does what the table says, no more."""

from itertools import product

import pytest
from django.db import models

from authorities.choices import Role
from contracts import models as contracts
from contracts.block_workflows import TABLES as OF_BLOCKS
from contracts.keeping_workflows import TABLES as OF_KEEPING
from contracts.models import CeilingEscalation, ContractTerms, UpliftAnswer
from contracts.money_workflows import TABLES as OF_MONEY
from contracts.tool_workflows import TABLES as OF_TOOLS
from core.actor import Actor
from core.errors import Conflict, NotPermitted
from core.workflow import TransitionTable, move
from placements import models as rows
from placements.uplift_workflow import TABLES as OF_UPLIFTS
from placements.workflows import TABLES as OF_PLACEMENTS
from providers.choices import ProviderRole
from providers.models import Concern, Reregistration
from providers.workflows import TABLES as OF_PROVIDERS
from reports.models import Paper, PaperAction, SignOff
from reports.workflows import TABLES as OF_PAPERS
from tests.factories.placements import NOW

TABLES = (
    *OF_PLACEMENTS,
    *OF_PROVIDERS,
    *OF_KEEPING,
    *OF_UPLIFTS,
    *OF_BLOCKS,
    *OF_TOOLS,
    *OF_MONEY,
    *OF_PAPERS,
)
ROLES = [*Role.values, *ProviderRole.values]
MODELS = (
    rows.PlacementRequest,
    rows.Referral,
    rows.ReferralRecipient,
    rows.Offer,
    rows.ApprovalRequest,
    rows.PlacementAgreement,
    rows.Placement,
    rows.ChildReview,
    rows.AgreementVariation,
    Concern,
    Reregistration,
    CeilingEscalation,
    UpliftAnswer,
    ContractTerms,
    rows.UpliftRun,
    contracts.BlockContract,
    contracts.BlockProposal,
    contracts.Application,
    contracts.Membership,
    contracts.HomeAddition,
    contracts.ProtocolTask,
    contracts.LedgerMonth,
    contracts.ProviderStatement,
    contracts.Invoice,
    contracts.PaymentBatch,
    Paper,
    SignOff,
    PaperAction,
)
LIVES = list(zip(TABLES, MODELS, strict=True))
NAMED = [model.__name__ for model in MODELS]


def actor_with(role: str) -> Actor:
    if role in ProviderRole.values:
        return Actor.provider(1, roles=frozenset({role}))
    return Actor.council(1, roles=frozenset({role}))


def unsaved(model: type[models.Model], state: str) -> models.Model:
    """A row that keeps its changes to itself."""
    row = model(state=state)
    row.save = lambda **kwargs: None  # type: ignore[method-assign]
    return row


def outcome(row: models.Model, table: TransitionTable, verb: str, actor: Actor) -> str:
    """The state reached, or the name of the refusal."""
    try:
        move(row, table, verb, by=actor, at=NOW)
    except (Conflict, NotPermitted) as refusal:
        return type(refusal).__name__
    return row.state  # type: ignore[attr-defined]


@pytest.mark.parametrize(("table", "model"), LIVES, ids=NAMED)
def test_every_state_verb_and_role_follows_the_table(table, model):
    states = [state for state, _ in model._meta.get_field("state").choices]
    for state, verb, role in product(states, table.verbs(), ROLES):
        arrows = [t for t in table.transitions if t.verb == verb and state in t.sources]
        if not arrows:
            expected = "Conflict"
        else:
            expected = arrows[0].target if role in arrows[0].roles else "NotPermitted"
        assert outcome(unsaved(model, state), table, verb, actor_with(role)) == expected, (state, verb, role)


@pytest.mark.parametrize(("table", "model"), LIVES, ids=NAMED)
def test_refused_move_changes_nothing(table, model):
    for transition in table.transitions:
        for state in transition.sources:
            row = unsaved(model, state)
            outcome(row, table, transition.verb, Actor.council(1, roles=frozenset({"nobody"})))
            assert row.state == state


@pytest.mark.parametrize(("table", "model"), LIVES, ids=NAMED)
def test_table_speaks_of_the_models_states_only_and_reaches_them_all(table, model):
    states = {state for state, _ in model._meta.get_field("state").choices}
    assert set(table.states()) <= states
    reached, frontier = {table.initial}, {table.initial}
    while frontier:
        frontier = {t.target for t in table.transitions if t.sources & frontier} - reached
        reached |= frontier
    assert reached == states
    assert model._meta.get_field("state").default == table.initial


@pytest.mark.parametrize(("table", "model"), LIVES, ids=NAMED)
def test_one_arrow_for_a_verb_from_a_state_and_real_roles(table, model):
    seen = [(t.verb, state) for t in table.transitions for state in t.sources]
    assert len(seen) == len(set(seen))
    assert all(t.roles and t.roles <= set(ROLES) for t in table.transitions)


def test_no_council_role_acts_for_a_provider_and_no_provider_for_a_council():
    for table in TABLES:
        for transition in table.transitions:
            sides = {role in ProviderRole.values for role in transition.roles}
            assert len(sides) == 1 or transition.verb in ("give_notice", "withdraw_notice"), transition.verb
