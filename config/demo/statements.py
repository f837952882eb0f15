"""The statements of sufficiency and of the market that Derbyshire's planner last made."""

from authorities.choices import Role
from config.demo.world import World
from core.actor import acting_as
from reports.choices import StatementKind
from reports.services.statements import ask_for_statement

STATEMENTS_OF = "DBS"
INTRODUCTION = (
    "This statement says what homes our children in care need, what there is near home, and what is missing."
    " It was drafted with carers, providers and young people of the invented county."
)
COMMITMENTS = (
    "We will recruit foster carers for brothers and sisters, open a block of homes near the north of the"
    " county, and publish this statement again next year."
)


def ask_for_statements(world: World) -> None:
    """Both kinds, from the newest forecast."""
    with acting_as(world.person(STATEMENTS_OF, Role.PLANNER)) as planner:
        for kind in StatementKind:
            ask_for_statement(
                kind=kind,
                introduction=INTRODUCTION,
                commitments=COMMITMENTS,
                by=planner,
                at=world.now,
                on=world.today,
            )
