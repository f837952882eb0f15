"""Care history: who was looked after where and when, as the forecast reads it."""

from django.db import models

from authorities.choices import ServiceCategory
from core.wall import Audit, Wall
from sufficiency.choices import PlacedWith, SpellSource


class CareSpell(models.Model):
    """A run of days one child spent in one kind of care. ``ends_on`` is exclusive; null while it lasts.

    ``child_key`` is the council's own pseudonym, never a global key: Hearth's reference of the child, or the
    code of its returns where no child of Hearth is known to be the same. ``child_code``, ``urn`` and
    ``is_purchased`` are what a return says; ``care_known`` is false where it does not tell when the unbroken
    time in care began, ``placed_known`` where not when the placement did: then or earlier.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    child_key = models.CharField(max_length=40)
    birth_month = models.DateField()
    is_uasc = models.BooleanField(default=False)
    category = models.CharField(max_length=20, choices=ServiceCategory)
    placement_type = models.CharField(max_length=20, choices=PlacedWith)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=SpellSource)
    child_code = models.CharField(max_length=40, blank=True, default="", db_default="")
    urn = models.CharField(max_length=10, blank=True, default="", db_default="")
    is_purchased = models.BooleanField(default=False, db_default=False)
    placed_known = models.BooleanField(default=True, db_default=True)
    care_known = models.BooleanField(default=True, db_default=True)

    wall = Wall.council_private(verbs="SIUD", audit=Audit.NONE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="spell_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["authority", "source", "child_key", "starts_on"], name="one_spell_a_start"
            ),
        ]
        indexes = [models.Index(fields=["authority", "starts_on", "ends_on"], name="spell_dates")]

    def __str__(self) -> str:
        return f"{self.child_key} {self.category} from {self.starts_on}"
