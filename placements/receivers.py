"""What this room hears from below."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from core.jobs import ring
from providers.signals import quality_alerted

WATCH = "placements.act_on_alerts"


@receiver(quality_alerted)
def ring_for_alerts(**_: Any) -> None:
    """Each council acts for itself, in transactions of its own, as soon as what happened is committed."""
    transaction.on_commit(lambda: ring(WATCH))
