"""The lives of a block contract and of new terms put to its provider, as data.

Guards that need records are in the room's policies and services.
"""

from authorities.choices import GRADES, Role
from contracts.block_choices import BlockState as B
from contracts.block_choices import ProposalState as P
from core.workflow import TransitionTable, transition
from providers.choices import ProviderRole

# Who runs a block contract for the council that leads it.
BLOCK_KEEPERS = (Role.COMMISSIONER, *GRADES)
RUNNING = (B.MOBILISING, B.LIVE, B.UNDER_IMPROVEMENT, B.SUSPENDED)

BLOCK = TransitionTable(
    "block contract",
    initial=B.DRAFT,
    transitions=(
        transition("sign", B.DRAFT, B.MOBILISING, roles=BLOCK_KEEPERS, label="Sign"),
        transition("drop", B.DRAFT, B.DROPPED, roles=BLOCK_KEEPERS, label="Do not go ahead"),
        transition("open", B.MOBILISING, B.LIVE, roles=BLOCK_KEEPERS, label="Open the first bed"),
        transition(
            "watch", B.LIVE, B.UNDER_IMPROVEMENT, roles=BLOCK_KEEPERS, label="Stop placements in a home"
        ),
        transition(
            "suspend",
            (B.LIVE, B.UNDER_IMPROVEMENT),
            B.SUSPENDED,
            roles=BLOCK_KEEPERS,
            label="Stop all new placements",
        ),
        transition(
            "recover",
            (B.UNDER_IMPROVEMENT, B.SUSPENDED),
            B.LIVE,
            roles=BLOCK_KEEPERS,
            label="Allow placements again",
        ),
        transition("give_notice", RUNNING, B.NOTICE, roles=BLOCK_KEEPERS, label="Give notice"),
        transition("withdraw_notice", B.NOTICE, B.LIVE, roles=BLOCK_KEEPERS, label="Withdraw the notice"),
        transition(
            "wind_down", (*RUNNING, B.NOTICE), B.DECOMMISSIONING, roles=BLOCK_KEEPERS, label="Wind down"
        ),
        transition("end", (B.NOTICE, B.DECOMMISSIONING), B.ENDED, roles=BLOCK_KEEPERS, label="End"),
    ),
)

PROPOSAL = TransitionTable(
    "variation of a block contract",
    initial=P.PROPOSED,
    transitions=(
        transition("agree", P.PROPOSED, P.AGREED, roles=(ProviderRole.PROVIDER,), label="Agree"),
        transition("decline", P.PROPOSED, P.DECLINED, roles=(ProviderRole.PROVIDER,), label="Decline"),
        transition("withdraw", (P.PROPOSED, P.AGREED), P.WITHDRAWN, roles=BLOCK_KEEPERS, label="Withdraw"),
        transition("bring_into_force", P.AGREED, P.IN_FORCE, roles=BLOCK_KEEPERS, label="Bring into force"),
    ),
)

TABLES = (BLOCK, PROPOSAL)
