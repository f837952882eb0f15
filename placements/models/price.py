"""What comparable placements cost a council, told to partners that agreed to tell each other prices."""

from django.db import models

from authorities.choices import ServiceCategory
from authorities.models.partnership import partners_read
from core.wall import Wall
from core.wall.declare import OWN_AUTHORITY


class SharedPrice(models.Model):
    """How many placements of one likeness a council made in two years, and the spread of their weekly fees.

    ``lower``, ``middle`` and ``upper`` are quartiles, £ a week: no child's own price. Likenesses do not
    overlap and those of fewer than ``fewer_than`` placements are not here, so none follows from another.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, choices=ServiceCategory)
    is_planned = models.BooleanField()
    with_siblings = models.BooleanField()
    placements = models.PositiveIntegerField()
    lower = models.DecimalField(max_digits=12, decimal_places=2)
    middle = models.DecimalField(max_digits=12, decimal_places=2)
    upper = models.DecimalField(max_digits=12, decimal_places=2)
    fewer_than = models.PositiveSmallIntegerField()
    counted_on = models.DateField()

    wall = Wall.shared(
        read=partners_read("whose.category = this.category AND told.prices"),
        write=OWN_AUTHORITY,
        verbs="SIUD",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "category", "is_planned", "with_siblings"], name="one_shared_price"
            ),
            models.CheckConstraint(
                condition=models.Q(placements__gte=models.F("fewer_than")), name="shared_price_of_enough"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id}: {self.placements} {self.category}"
