"""The lives of applications, memberships, added homes and protocol tasks, as data."""

from authorities.choices import Role
from contracts.choices import MembershipState
from contracts.tool_choices import AdditionState, ApplicationState, TaskState
from core.workflow import TransitionTable, transition
from providers.choices import ProviderRole

A, M, H, T = ApplicationState, MembershipState, AdditionState, TaskState
KEEPERS = (Role.COMMISSIONER,)
PROVIDERS = (ProviderRole.PROVIDER,)
# Whoever a commissioner may ask to score an application, themselves among them.
EVALUATORS = (Role.COMMISSIONER, Role.PLACEMENTS_OFFICER, Role.SERVICE_MANAGER, Role.LEGAL, Role.FINANCE)
TASK_ROLES = (*EVALUATORS, Role.HEAD_OF_SERVICE)
OPEN_TO_WITHDRAW = (A.DRAFT, A.SUBMITTED, A.INCOMPLETE, A.DILIGENCE, A.EVALUATION, A.MODERATION, A.DECISION)

APPLICATION = TransitionTable(
    name="application",
    initial=A.DRAFT,
    transitions=(
        transition("submit", (A.DRAFT, A.INCOMPLETE), A.SUBMITTED, roles=PROVIDERS, label="Submit"),
        transition("return", A.SUBMITTED, A.INCOMPLETE, roles=KEEPERS, label="Return as incomplete"),
        transition("accept", A.SUBMITTED, A.DILIGENCE, roles=KEEPERS, label="Complete: start due diligence"),
        transition("evaluate", A.DILIGENCE, A.EVALUATION, roles=KEEPERS, label="Have it scored"),
        transition("pass", A.DILIGENCE, A.DECISION, roles=KEEPERS, label="Due diligence is passed"),
        transition("close_scores", A.EVALUATION, A.MODERATION, roles=EVALUATORS, label="Submit scores"),
        transition("moderate", A.MODERATION, A.DECISION, roles=KEEPERS, label="Record moderated scores"),
        transition("admit", A.DECISION, A.ADMITTED, roles=KEEPERS, label="Admit"),
        transition("reject", (A.DILIGENCE, A.DECISION), A.REJECTED, roles=KEEPERS, label="Reject"),
        transition("withdraw", OPEN_TO_WITHDRAW, A.WITHDRAWN, roles=PROVIDERS, label="Withdraw"),
    ),
)

MEMBERSHIP = TransitionTable(
    name="membership",
    initial=M.ACTIVE,
    transitions=(
        transition("suspend", M.ACTIVE, M.SUSPENDED, roles=KEEPERS, label="Suspend"),
        transition("reinstate", M.SUSPENDED, M.ACTIVE, roles=KEEPERS, label="Reinstate"),
        transition("remove", (M.ACTIVE, M.SUSPENDED), M.REMOVED, roles=KEEPERS, label="Remove"),
        transition("leave", (M.ACTIVE, M.SUSPENDED), M.WITHDRAWN, roles=PROVIDERS, label="Leave"),
        transition("lapse", (M.ACTIVE, M.SUSPENDED), M.LAPSED, roles=KEEPERS, label="Lapse"),
    ),
)

ADDITION = TransitionTable(
    name="added home",
    initial=H.ASKED,
    transitions=(
        transition("add", H.ASKED, H.ADDED, roles=KEEPERS, label="Add the home"),
        transition("refuse", H.ASKED, H.REFUSED, roles=KEEPERS, label="Do not add it"),
    ),
)

TASK = TransitionTable(
    name="task",
    initial=T.OPEN,
    transitions=(
        transition("finish", T.OPEN, T.DONE, roles=TASK_ROLES, label="Done"),
        transition("drop", T.OPEN, T.NOT_NEEDED, roles=TASK_ROLES, label="Not needed"),
    ),
)

TABLES = (APPLICATION, MEMBERSHIP, ADDITION, TASK)
