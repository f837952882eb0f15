"""Postcodes on the national grid, and days on which nobody works."""

from django.db import models

from core.wall import Audit, Wall


class Postcode(models.Model):
    """A postcode of England, Wales or Scotland (ONSPD), ended ones too. Grid references are OSGB36 metres."""

    code = models.CharField(max_length=7, primary_key=True, help_text="Without a space, for example NG16AA")
    easting = models.IntegerField()
    northing = models.IntegerField()
    authority_code = models.CharField(max_length=9, help_text="ONS code of the authority it lies in")

    wall = Wall.register(audit=Audit.NONE)

    def __str__(self) -> str:
        return self.code


class AuthorityOutline(models.Model):
    """Where an area lies, for maps and for distances to it. Grid references are OSGB36 metres.

    ``easting`` and ``northing`` are the middle of its postcodes; ``rings`` are closed lines of east, north,
    east, north and so on, in hundreds of metres.
    """

    authority = models.OneToOneField(
        "authorities.Authority", primary_key=True, on_delete=models.PROTECT, related_name="outline"
    )
    easting = models.IntegerField()
    northing = models.IntegerField()
    rings = models.JSONField()

    wall = Wall.register(audit=Audit.NONE)

    def __str__(self) -> str:
        return f"Outline of {self.authority_id}"


class Holiday(models.Model):
    """A bank holiday in England, one-off ones included, or one council's own closed day."""

    on = models.DateField()
    name = models.CharField(max_length=80)
    authority = models.ForeignKey("authorities.Authority", null=True, blank=True, on_delete=models.PROTECT)

    wall = Wall.register()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "authority"], nulls_distinct=False, name="holiday_once_per_calendar"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class ReferenceEdition(models.Model):
    """Which edition of a published file this database holds, and since when."""

    name = models.CharField(max_length=40, unique=True)
    edition = models.CharField(max_length=80)
    loaded_at = models.DateTimeField()

    wall = Wall.register()

    def __str__(self) -> str:
        return f"{self.name} {self.edition}"
