"""Files Hearth made or was given, kept in the database so that the wall holds them too."""

from django.db import models

from core.wall import Access, Audit, Kind, Wall
from core.wall.declare import OWN_AUTHORITY, OWN_PROVIDER

# What is published anyone in the council may open, a child's record only those at level 2.
CLEARANCE_FOR = "CASE classification WHEN 'public' THEN 0 WHEN 'child' THEN 2 ELSE 1 END"
# A provider shows all councils official files only; to one council it may also tell of its children.
MAY_BE_GIVEN = "(classification = 'official' OR authority_id IS NOT NULL AND classification = 'child')"
GIVEN_BY_PROVIDER = f"{OWN_PROVIDER} AND {MAY_BE_GIVEN}"
SHOWN_BY_PROVIDER = "(authority_id IS NULL AND provider_id IS NOT NULL)"


class Document(models.Model):
    """One stored file. ``authority_id`` owns it; ``provider_id`` names the one provider that may open it too.

    Without an ``authority_id`` it is what that provider shows to every council; with one, what a provider
    handed to that council alone: of an application, or the monthly report of a home.

    ``sha256`` is of ``content``; a document is never changed, a new version is a new row.
    """

    class Classification(models.TextChoices):
        PUBLIC = "public", "Public"
        EXEMPT = "exempt", "Exempt"
        OFFICIAL = "official", "Official"
        CHILD = "child", "A child's record"

    reference = models.CharField(max_length=20, unique=True)
    authority_id = models.BigIntegerField(null=True)
    provider_id = models.BigIntegerField(null=True)
    job = models.OneToOneField("core.Job", null=True, on_delete=models.PROTECT)
    classification = models.CharField(max_length=10, choices=Classification)
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    wall = Wall(
        kind=Kind.COUNCIL,
        council=Access(
            "SI",
            f"({OWN_AUTHORITY} OR {SHOWN_BY_PROVIDER}) AND app_clearance() >= {CLEARANCE_FOR}",
            written=f"{OWN_AUTHORITY} AND app_clearance() >= {CLEARANCE_FOR}",
        ),
        provider=Access("SI", OWN_PROVIDER, written=GIVEN_BY_PROVIDER),
        audit=Audit.KEYS,
        append_only=True,
    )

    def __str__(self) -> str:
        return self.reference
