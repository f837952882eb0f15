"""A tool with its ceiling in the block world: what papers on an arrangement are written from."""

from datetime import date
from decimal import Decimal

from authorities.choices import ServiceCategory
from contracts.models import ApprovedCeiling, CommercialTool
from core.actor import acting_as
from tests.factories.contracts import CommercialToolFactory, LotFactory, MembershipFactory, ToolAccessFactory
from tests.factories.reports import BlockWorld
from tests.factories.walled import council_keeper


def tool_of(world: BlockWorld) -> CommercialTool:
    """One lot with one provider; £14m approved for all, £8.4m of it the council's own."""
    tool = CommercialToolFactory.create(
        lead_authority=world.authority,
        approved_value=Decimal("14000000.00"),
        starts_on=date(2024, 4, 1),
        ends_on=date(2031, 4, 1),
    )
    lot = LotFactory(tool=tool, category=ServiceCategory.RESIDENTIAL)
    MembershipFactory(tool=tool, lot=lot)
    ToolAccessFactory(tool=tool, authority=world.authority, category=ServiceCategory.RESIDENTIAL)
    with acting_as(council_keeper(world.authority)):
        ApprovedCeiling.objects.create(
            authority=world.authority,
            reference="CEI-TOOL",
            scope="The tool",
            tool=tool,
            amount=Decimal("8400000.00"),
            decision_reference="Cabinet, 2024",
            starts_on=date(2024, 4, 1),
            ends_on=date(2031, 4, 1),
        )
    return tool
