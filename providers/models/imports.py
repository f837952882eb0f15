"""The regulator's lists as loaded: what each said, on its day, of each setting."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.wall import Audit, Wall
from providers.choices import Outcome, RegistrationStatus, RegistrationType, Sector


class OfstedImport(models.Model):
    """One list of one date, while it counts: undoing its import removes it. ``kinds`` are the kinds of
    setting it covers."""

    source = models.ForeignKey("core.Import", on_delete=models.PROTECT, related_name="+")
    as_at = models.DateField(unique=True)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    imported_at = models.DateTimeField()
    kinds = ArrayField(models.CharField(max_length=30, choices=RegistrationType))

    wall = Wall.register()

    def __str__(self) -> str:
        return f"{self.filename} as at {self.as_at}"


class OfstedListing(models.Model):
    """What one file says of one setting: an observation on the day of the file.

    The dated facts of a setting follow from all its listings, so files may be loaded in any order.
    """

    ofsted_import = models.ForeignKey(OfstedImport, on_delete=models.PROTECT, related_name="listings")
    as_at = models.DateField()
    urn = models.CharField(max_length=12)
    name = models.CharField(max_length=200, blank=True)
    registration_type = models.CharField(max_length=30, choices=RegistrationType)
    status = models.CharField(max_length=12, choices=RegistrationStatus)
    registered_on = models.DateField()
    sector = models.CharField(max_length=20, choices=Sector)
    authority = models.ForeignKey(
        "authorities.Authority", null=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_name = models.CharField(max_length=200, blank=True)
    places = models.PositiveSmallIntegerField(null=True)
    postcode = models.CharField(max_length=8, blank=True)
    has_several_buildings = models.BooleanField()
    is_short_break_only = models.BooleanField(default=False)
    inspected_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    outcome = models.CharField(max_length=25, choices=Outcome)

    wall = Wall.register(audit=Audit.NONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["urn", "as_at"], name="listed_once_a_file_date")]

    def __str__(self) -> str:
        return f"{self.urn} as at {self.as_at}"
