"""Vacancies: what a provider says is free, when, and how fresh that word is."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core import formats
from core.wall import Access, Wall
from providers.choices import Need, NotAdmitting, ReminderRhythm, VacancyChannel


def free_in_words(beds: int, since: date | None, why_not: str) -> str:
    """``2 places free from 3 December 2026``; ``why_not`` is a ``NotAdmitting`` code, or empty."""
    places = f"{beds or 'No'} {'place' if beds < 2 else 'places'} free"
    told = f"{places} from {formats.day(since)}" if since else places
    return f"{told}, but not admitting: {NotAdmitting(why_not).label.lower()}" if why_not else told


class VacancyReport(models.Model):
    """A provider's word on one setting at one moment. Append-only: the newest is the one that counts."""

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="vacancy_reports")
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=120)
    channel = models.CharField(max_length=10, choices=VacancyChannel)
    beds_free = models.PositiveSmallIntegerField()
    available_from = models.DateField(null=True, blank=True)
    is_admitting = models.BooleanField(default=True)
    not_admitting_reason = models.CharField(max_length=15, choices=NotAdmitting, blank=True)
    needs = ArrayField(models.CharField(max_length=30, choices=Need), default=list, blank=True)

    wall = Wall.provider_private(append_only=True, council=Access("S"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_admitting=True) | ~models.Q(not_admitting_reason=""),
                name="not_admitting_has_reason",
            )
        ]
        indexes = [models.Index(fields=["setting", "-reported_at"], name="vacancy_latest")]

    def __str__(self) -> str:
        return f"{self.setting_id} {self.beds_free} free at {self.reported_at:%Y-%m-%d %H:%M}"

    @property
    def in_words(self) -> str:
        """``2 places free from 3 December 2026``."""
        return free_in_words(self.beds_free, self.available_from, self.not_admitting_reason)


class VacancyRhythm(models.Model):
    """How often one provider wants to be reminded; without a row, every week."""

    provider = models.OneToOneField("providers.Provider", on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(choices=ReminderRhythm, default=ReminderRhythm.WEEKLY)

    wall = Wall.provider_private()

    def __str__(self) -> str:
        return f"{self.provider_id} {self.get_days_display().lower()}"


class VacancyReminder(models.Model):
    """A reminder e-mail and the one use of its link. ``token_digest`` is SHA-256 of the link's secret."""

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    setting = models.ForeignKey("providers.Setting", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    sent_to = models.EmailField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)

    wall = Wall.provider_private(login=Access("S"))

    def __str__(self) -> str:
        return f"{self.setting_id} reminded {self.sent_at:%Y-%m-%d}"

    def is_open_at(self, at: datetime) -> bool:
        """Whether its link may still be used."""
        return self.used_at is None and at < self.expires_at
