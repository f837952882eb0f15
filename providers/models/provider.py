"""Groups, the legal entities in them, and the entities' people."""

from datetime import datetime

from django.db import models

from core.references import new_reference
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


def user_reference() -> str:
    return new_reference("USR")


class ProviderUserQuerySet(models.QuerySet["ProviderUser"]):
    def at_work(self) -> "ProviderUserQuerySet":
        """People who have not left and whose account is open."""
        return self.filter(ended_at=None, user__is_active=True)


class ProviderUser(models.Model):
    """A person of one provider, until ``ended_at``. One account speaks for one provider at a time."""

    reference = models.CharField(max_length=20, unique=True, default=user_reference)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="users")
    user = models.ForeignKey("authorities.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    is_administrator = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Shown among the one-click personas of a demo; never set outside one.
    is_persona = models.BooleanField(default=False)

    wall = Wall.provider_private(login=Access("S"))
    objects = ProviderUserQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at=None), name="account_of_one_provider_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.job_title}"


class ProviderInvitation(models.Model):
    """An e-mail that asks somebody to become a person of the provider, and the one use of its link.

    ``token_digest`` is SHA-256 of the link's secret. The account is made only when the link is used.
    """

    reference = models.CharField(max_length=20, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    is_administrator = models.BooleanField(default=False)
    invited_by = models.CharField(max_length=120)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)

    wall = Wall.provider_private(login=Access("S"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.provider_id}"

    def is_open_at(self, at: datetime) -> bool:
        """Whether its link may still be used."""
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
