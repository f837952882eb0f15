"""The life of an uplift's run."""

from authorities.choices import GRADES, Role
from core.workflow import TransitionTable, transition
from placements.uplift_choices import RunState

RUN_ROLES = (Role.COMMISSIONER, Role.FINANCE, *GRADES)
S = RunState

RUN = TransitionTable(
    name="uplift",
    initial=S.PREPARED,
    transitions=(
        transition("apply", S.PREPARED, S.APPLIED, roles=RUN_ROLES, label="Apply"),
        transition("cancel", S.PREPARED, S.CANCELLED, roles=RUN_ROLES, label="Cancel"),
        transition("reverse", S.APPLIED, S.REVERSED, roles=RUN_ROLES, label="Reverse"),
    ),
)

TABLES = (RUN,)
