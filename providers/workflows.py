"""The lives of concerns about homes and of suggested pairs of numbers, as data."""

from authorities.choices import GRADES, Role
from core.workflow import TransitionTable, transition
from providers.choices import LIVE_CONCERNS, ConcernState, ReregistrationState

S, N = ConcernState, ReregistrationState
QUALITY_ROLES = (Role.COMMISSIONER,)
KEEPERS = (Role.REGISTER_KEEPER,)

CONCERN = TransitionTable(
    name="concern",
    initial=S.WATCH,
    transitions=(
        transition(
            "escalate",
            (S.WATCH, S.IMPROVING, S.MONITORED),
            S.CONCERN,
            roles=QUALITY_ROLES,
            label="Raise to a concern",
        ),
        transition(
            "agree_plan", S.CONCERN, S.IMPROVING, roles=QUALITY_ROLES, label="Agree an improvement plan"
        ),
        transition(
            "monitor", (S.CONCERN, S.IMPROVING), S.MONITORED, roles=QUALITY_ROLES, label="Monitor from now on"
        ),
        transition(
            "restore", (S.WATCH, S.MONITORED), S.RESTORED, roles=QUALITY_ROLES, label="Close: back to normal"
        ),
        transition(
            "remove",
            LIVE_CONCERNS,
            S.REMOVED,
            roles=(Role.HEAD_OF_SERVICE, *GRADES[2:]),
            label="Close: stop using the home",
        ),
    ),
)

REREGISTRATION = TransitionTable(
    name="suggestion",
    initial=N.SUGGESTED,
    transitions=(
        transition("confirm", (N.SUGGESTED, N.REJECTED), N.CONFIRMED, roles=KEEPERS, label="The same home"),
        transition("reject", (N.SUGGESTED, N.CONFIRMED), N.REJECTED, roles=KEEPERS, label="Two homes"),
    ),
)

TABLES = (CONCERN, REREGISTRATION)
