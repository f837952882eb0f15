"""What this room hears from below, and what it tells: the children known to live in a provider's homes."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from core.jobs import ring
from placements.selectors.occupancy import own_occupancy
from providers.occupancy import occupancy_source
from providers.signals import quality_alerted

WATCH = "placements.act_on_alerts"

occupancy_source(own_occupancy)


@receiver(quality_alerted)
def ring_for_alerts(**_: Any) -> None:
    """Each council acts for itself, in transactions of its own, as soon as what happened is committed."""
    transaction.on_commit(lambda: ring(WATCH))
