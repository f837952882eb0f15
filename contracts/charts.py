"""Pictures of block contracts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from contracts.models import ContractedBed
from core.charts import Chart, Strip, occupancy_strips


def bed_strips(
    beds: Sequence[ContractedBed], shares: Mapping[int, Mapping[date, Decimal]], months: Sequence[date]
) -> Chart | None:
    """How full each bed was each month; None until a night is recorded."""
    if not shares:
        return None
    strips = [Strip(bed.name, [shares.get(bed.pk, {}).get(month) for month in months]) for bed in beds]
    return occupancy_strips(title="Beds in use", months=months, strips=strips)
