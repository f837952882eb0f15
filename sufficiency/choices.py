"""Words of the sufficiency room."""

from django.db import models


class SpellSource(models.TextChoices):
    OWN = "own", "Own placements"
    RETURN = "return", "Statistical return"
