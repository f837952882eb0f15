"""Files that people load: what was given, what it would change, what was found wrong, what became of it."""

from django.db import models

from core.models.jobs import Job
from core.wall import Access, Audit, Kind, Wall
from core.wall.declare import OWN_AUTHORITY
from core.workflow import Stateful

# What fills the shared register belongs to no council, is written by its keeper and may be read by all.
SHARED_REGISTER = "authority_id IS NULL"
OWN = f"{OWN_AUTHORITY} AND app_clearance() >= 1"
COUNCIL = Access("SIU", f"({OWN}) OR {SHARED_REGISTER}", written=OWN)
KEEPER = Access("SIU", SHARED_REGISTER)


class Import(Stateful):
    """Files loaded together, from upload to undo. ``kind`` names the ``ImportKind`` that reads them.

    ``params`` is what was typed beside the files. ``preview`` is ``Preview.as_json`` of the newest reading;
    ``facts`` is the kind's own note of it. ``job`` is the newest piece of work on it.
    """

    class State(models.TextChoices):
        READING = "reading", "Being checked"
        REFUSED = "refused", "Cannot be loaded"
        READY = "ready", "Waiting for a decision"
        APPLIED = "applied", "Loaded"
        DISCARDED = "discarded", "Discarded"
        UNDONE = "undone", "Undone"

    reference = models.CharField(max_length=20, unique=True)
    authority_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    applied_by = models.CharField(max_length=120, blank=True)
    applied_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)
    undone_at = models.DateTimeField(null=True)
    params = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")

    wall = Wall(kind=Kind.COUNCIL, council=COUNCIL, system=KEEPER)

    class Meta:
        indexes = [models.Index(fields=["kind", "authority_id", "-asked_at"], name="import_newest")]

    def __str__(self) -> str:
        return self.reference


class ImportFile(models.Model):
    """One file as it was given. ``content`` is null once the kind has no more need of it."""

    made_for = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="files")
    authority_id = models.BigIntegerField(null=True)
    slot = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)

    wall = Wall(kind=Kind.COUNCIL, council=COUNCIL, system=KEEPER, audit=Audit.KEYS, changes=("content",))

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="import_file_hash")]

    def __str__(self) -> str:
        return self.filename


class ImportFinding(models.Model):
    """Something wrong with a cell, a row or a whole file. ``blocks`` says that nothing can be loaded for it.

    ``row`` counts as a spreadsheet does, from 1; 0 is the whole file. ``rule`` is the rule's stable code.
    """

    made_for = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="findings")
    authority_id = models.BigIntegerField(null=True)
    file = models.CharField(max_length=200)
    sheet = models.CharField(max_length=60, blank=True)
    row = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=120, blank=True)
    rule = models.CharField(max_length=40)
    message = models.CharField(max_length=400)
    blocks = models.BooleanField()

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access("SID", COUNCIL.rows, written=OWN),
        system=Access("SID", SHARED_REGISTER),
        audit=Audit.NONE,
    )

    def __str__(self) -> str:
        return f"{self.file} row {self.row}: {self.rule}"
