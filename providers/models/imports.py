"""Loading the regulator's files: each run and each row it could not use."""

from django.db import models

from core.wall import Audit, Wall
from providers.choices import Outcome, RegistrationStatus, RegistrationType, Sector


class OfstedImport(models.Model):
    """One file of one date. The same file (by hash) is loaded once."""

    as_at = models.DateField()
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    imported_at = models.DateTimeField()
    rows_read = models.PositiveIntegerField()
    settings_added = models.PositiveIntegerField(default=0)
    settings_changed = models.PositiveIntegerField(default=0)

    wall = Wall.register()

    def __str__(self) -> str:
        return f"{self.filename} as at {self.as_at}"


class OfstedImportProblem(models.Model):
    """One row that could not be used, and why."""

    ofsted_import = models.ForeignKey(OfstedImport, on_delete=models.PROTECT, related_name="problems")
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=120)
    message = models.CharField(max_length=300)

    wall = Wall.register(audit=Audit.NONE)

    def __str__(self) -> str:
        return f"{self.ofsted_import_id} row {self.row}"


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
    inspected_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    outcome = models.CharField(max_length=25, choices=Outcome)

    wall = Wall.register(audit=Audit.NONE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["urn", "as_at"], name="listed_once_a_file_date")]

    def __str__(self) -> str:
        return f"{self.urn} as at {self.as_at}"
