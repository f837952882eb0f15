"""The registers of block contracts and of commercial tools."""

from django.utils import timezone

from contracts.block_workflows import BLOCK_KEEPERS
from contracts.filters import BlockFilter, ToolFilter
from contracts.policies import CONTRACT_READERS
from contracts.selectors.blocks import blocks_register
from contracts.selectors.tools import tools_register
from contracts.tables import BlockTable, ToolTable
from contracts.tool_policies import can_set_up_tools
from core.registers import Register

blocks = Register(
    route="block_list",
    title="Block contracts",
    roles=CONTRACT_READERS,
    door=lambda actor: blocks_register(actor, on=timezone.localdate()),
    table=BlockTable,
    filterset=BlockFilter,
    template="contracts/blocks.html",
    more=lambda actor: {"on_blocks": True, "may_draft": actor.has_role(*BLOCK_KEEPERS)},
)
tools = Register(
    route="tool_list",
    title="Commercial tools",
    roles=CONTRACT_READERS,
    door=lambda actor: tools_register(actor, on=timezone.localdate()),
    table=ToolTable,
    filterset=ToolFilter,
    template="contracts/registers.html",
    more=lambda actor: {
        "on_tools": True,
        "may_set_up": bool(can_set_up_tools(actor)),
    },
)
