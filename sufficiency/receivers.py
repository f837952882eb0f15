"""What this room hears from below."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from core.actor import current_actor
from placements.models import Placement
from sufficiency.services.spells import keep_spells_in_step


@receiver(post_save, sender=Placement)
def placement_saved(sender: type[Placement], instance: Placement, **_: Any) -> None:
    """A placement that started, ended or was put right is care history from that moment."""
    actor = current_actor()
    if actor is not None and actor.is_council:
        keep_spells_in_step(by=actor, placement_id=instance.pk)
