"""What happened and who looked: written by triggers and doors, changed by nobody.

No foreign keys: a record of a thing outlives the thing.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.wall import Access, Audit, Kind, Wall
from core.wall.declare import OWN_AUTHORITY

# While an offer is sealed its council may not even count it: what the audit says of it is sealed as long.
IS_SEALED = "(sealed_until IS NOT NULL AND sealed_until > statement_timestamp())"


class AuditEvent(models.Model):
    """One change of one row. Written only by the trigger ``hearth_audit``; the app has no right to insert."""

    at = models.DateTimeField()
    action = models.CharField(max_length=10)
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    authority_id = models.BigIntegerField(null=True)
    provider_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    roles = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    sealed_until = models.DateTimeField(null=True)
    changed = ArrayField(models.CharField(max_length=63), null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access("S", f"{OWN_AUTHORITY} AND app_clearance() >= 1 AND NOT {IS_SEALED}"),
        audit=Audit.NONE,
        append_only=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["authority_id", "-at"], name="audit_authority_at"),
            models.Index(fields=["table_name", "row_id"], name="audit_row"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.table_name} {self.row_id}"


class AuditSeal(models.Model):
    """A hash over all audit rows up to ``last_event_id``, chained to the seal before it (hex SHA-256)."""

    sealed_at = models.DateTimeField()
    last_event_id = models.BigIntegerField(unique=True)
    events = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    wall = Wall(
        kind=Kind.GLOBAL,
        council=Access("S"),
        system=Access("S"),
        audit=Audit.NONE,
        append_only=True,
    )

    def __str__(self) -> str:
        return f"seal to {self.last_event_id}"


class ViewEvent(models.Model):
    """A person opened a page or file with a child's level 2 or 3 facts."""

    at = models.DateTimeField()
    authority_id = models.BigIntegerField()
    provider_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    person = models.CharField(max_length=200)
    subject = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    page = models.CharField(max_length=200)

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access("SI", OWN_AUTHORITY),
        provider=Access("I", "provider_id = app_provider()"),
        audit=Audit.NONE,
        append_only=True,
    )

    class Meta:
        indexes = [models.Index(fields=["authority_id", "-at"], name="view_authority_at")]

    def __str__(self) -> str:
        return f"{self.subject} level {self.level} at {self.at:%Y-%m-%d %H:%M}"


class RefusedLook(models.Model):
    """A signed-in person asked for a thing by name that is not there, or not theirs: the answer was 404."""

    at = models.DateTimeField()
    authority_id = models.BigIntegerField(null=True)
    provider_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField(null=True)
    person = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    page = models.CharField(max_length=200)

    # A council's auditors read of their own people, and of providers, which serve every council.
    wall = Wall(
        kind=Kind.GLOBAL,
        council=Access(
            "SI",
            f"({OWN_AUTHORITY} OR provider_id IS NOT NULL) AND app_clearance() >= 3",
            written=OWN_AUTHORITY,
        ),
        provider=Access("I", "provider_id = app_provider()"),
        audit=Audit.NONE,
        append_only=True,
    )

    class Meta:
        indexes = [models.Index(fields=["-at"], name="refused_at")]

    def __str__(self) -> str:
        return f"{self.page} at {self.at:%Y-%m-%d %H:%M}"
