"""The lives of this room's records, as data."""

from authorities.choices import Role
from core.workflow import TransitionTable, transition
from providers.choices import ReregistrationState as S

KEEPERS = (Role.REGISTER_KEEPER,)
REREGISTRATION = TransitionTable(
    name="suggestion",
    initial=S.SUGGESTED,
    transitions=(
        transition("confirm", (S.SUGGESTED, S.REJECTED), S.CONFIRMED, roles=KEEPERS, label="The same home"),
        transition("reject", (S.SUGGESTED, S.CONFIRMED), S.REJECTED, roles=KEEPERS, label="Two homes"),
    ),
)
