"""Groups, the legal entities in them, and the entities' people."""

from django.db import models

from core.wall import Access, Wall
from providers.choices import Sector


class ProviderGroup(models.Model):
    """Entities under one owner; concern about one is concern about all."""

    name = models.CharField(max_length=200, unique=True)

    wall = Wall.register()

    def __str__(self) -> str:
        return self.name


class Provider(models.Model):
    """A legal entity that runs settings. Contracts are with providers; grades hang on settings."""

    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    organisation_urn = models.CharField(max_length=12, blank=True, help_text="Ofsted's number of the owner")
    group = models.ForeignKey(ProviderGroup, null=True, blank=True, on_delete=models.PROTECT)
    sector = models.CharField(max_length=20, choices=Sector)
    company_number = models.CharField(max_length=12, blank=True)
    is_from_list = models.BooleanField(default=False, help_text="Known only from the regulator's lists")

    wall = Wall.register(login=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_urn"],
                condition=~models.Q(organisation_urn=""),
                name="provider_once_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProviderUser(models.Model):
    """A person of one provider."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="users")
    user = models.OneToOneField("authorities.User", on_delete=models.PROTECT, related_name="provider_user")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    is_administrator = models.BooleanField(default=False)
    # Shown among the one-click personas of a demo; never set outside one.
    is_persona = models.BooleanField(default=False)

    wall = Wall.provider_private(login=Access("S"))

    def __str__(self) -> str:
        return f"{self.name}, {self.job_title}"
