"""Loading the regulator's files: each run and each row it could not use."""

from django.db import models

from core.wall import Audit, Wall


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
