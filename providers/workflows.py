"""The life of a concern about a home, as data."""

from authorities.choices import GRADES, Role
from core.workflow import TransitionTable, transition
from providers.choices import LIVE_CONCERNS, ConcernState

S = ConcernState
QUALITY_ROLES = (Role.COMMISSIONER,)

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

TABLES = (CONCERN,)
