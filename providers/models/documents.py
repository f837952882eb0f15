"""What a provider shows every council: insurance certificates, policies, statements."""

from django.db import models

from core.references import new_reference
from core.wall import Access, Wall
from providers.choices import DocumentKind


def document_reference() -> str:
    return new_reference("PDC")


class ProviderDocument(models.Model):
    """One document with its file. The newest of a kind that was not taken down is the one that counts."""

    reference = models.CharField(max_length=20, unique=True, default=document_reference)
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=25, choices=DocumentKind)
    document = models.OneToOneField("core.Document", on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True, blank=True, help_text="The last day of cover or validity")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)
    taken_down_at = models.DateTimeField(null=True, blank=True)

    # A council's people read it as they read an official document: the file behind it has the same bar.
    wall = Wall.provider_private(council=Access("S", "app_clearance() >= 1"), changes=("taken_down_at",))

    def __str__(self) -> str:
        return f"{self.kind} of {self.provider_id}"
