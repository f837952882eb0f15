"""Words of applying an uplift."""

from django.db import models


class RunState(models.TextChoices):
    """The life of one dry run and what came of it."""

    PREPARED = "prepared", "Prepared: to be applied by somebody else"
    APPLIED = "applied", "Applied"
    CANCELLED = "cancelled", "Cancelled"
    REVERSED = "reversed", "Reversed"
