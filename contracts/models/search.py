"""Searches for homes that a person keeps."""

from django.db import models

from core.wall import Access, Audit, Kind, Wall
from core.wall.declare import OWN_AUTHORITY


class SavedSearch(models.Model):
    """One person's own search, by name. ``query`` is what the address says after the question mark."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("authorities.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField()

    wall = Wall(
        kind=Kind.OWN_USER,
        council=Access("SIUD", f"{OWN_AUTHORITY} AND user_id = app_user()"),
        tenant_columns=("authority_id",),
        audit=Audit.NONE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "user", "name"], name="search_name_once_a_person")
        ]

    def __str__(self) -> str:
        return self.name
