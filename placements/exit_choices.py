"""What becomes of a child when the block contract they live under ends."""

from django.db import models


class ExitOutcome(models.TextChoices):
    STAY = "stay", "Stays in this home, under another agreement"
    MOVE = "move", "Moves to another home"
    FAMILY = "family", "Goes home to family"
    INDEPENDENT = "independent", "Leaves care, with a place of their own"
