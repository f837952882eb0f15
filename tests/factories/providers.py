"""Providers, their people and homes, and what is known of each home."""

from datetime import UTC, date, datetime
from hashlib import sha256

import factory
from django.utils import timezone

from core.actor import Actor
from core.models import Document
from providers import models
from providers.choices import (
    DocumentKind,
    NotAdmitting,
    Outcome,
    ProviderRole,
    RegistrationStatus,
    RegistrationType,
    ReregistrationClue,
    Sector,
    SuspensionScope,
    VacancyChannel,
)
from providers.links import LINK_LIFE, digest_of, invitation_token, link_token
from tests.factories.authorities import LONG_AGO, AuthorityFactory, UserFactory
from tests.factories.walled import WalledFactory, council_keeper


class ProviderFactory(WalledFactory):
    class Meta:
        model = models.Provider

    reference = factory.Sequence(lambda n: f"PRV-{n:06d}")
    name = factory.Sequence(lambda n: f"Larkspur Homes {n} Ltd")
    sector = Sector.PRIVATE


class ProviderUserFactory(WalledFactory):
    class Meta:
        model = models.ProviderUser

    provider = factory.SubFactory(ProviderFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Manager {n}")
    job_title = "Registered manager"


class SettingFactory(WalledFactory):
    """A home and nothing else known of it: no registration, grade, capacity or vacancy."""

    class Meta:
        model = models.Setting

    urn = factory.Sequence(lambda n: f"SC{n:06d}")
    name = factory.Sequence(lambda n: f"Home {n}")
    provider = factory.SubFactory(ProviderFactory)
    registration_type = RegistrationType.CHILDRENS_HOME
    sector = factory.SelfAttribute("provider.sector")
    authority = factory.SubFactory(AuthorityFactory)
    easting = 430_000
    northing = 360_000
    age_from = 8
    age_to = 17


class RegistrationPeriodFactory(WalledFactory):
    class Meta:
        model = models.RegistrationPeriod

    setting = factory.SubFactory(SettingFactory)
    status = RegistrationStatus.ACTIVE
    starts_on = LONG_AGO


class CapacityPeriodFactory(WalledFactory):
    class Meta:
        model = models.CapacityPeriod

    setting = factory.SubFactory(SettingFactory)
    registered = 4
    starts_on = LONG_AGO


class InspectionFactory(WalledFactory):
    class Meta:
        model = models.Inspection

    setting = factory.SubFactory(SettingFactory)
    inspected_on = date(2026, 3, 2)
    known_on = factory.SelfAttribute("inspected_on")
    outcome = Outcome.GOOD


class OpenHomeFactory(SettingFactory):
    """An active children's home for four, graded good."""

    class Meta:
        skip_postgeneration_save = True

    registered = factory.RelatedFactory(RegistrationPeriodFactory, "setting")
    capacity = factory.RelatedFactory(CapacityPeriodFactory, "setting")
    inspected = factory.RelatedFactory(InspectionFactory, "setting")


class VacancyReportFactory(WalledFactory):
    """Two beds free now."""

    class Meta:
        model = models.VacancyReport

    provider = factory.SelfAttribute("setting.provider")
    setting = factory.SubFactory(OpenHomeFactory)
    reported_at = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
    reported_by = "Manager"
    channel = VacancyChannel.PORTAL
    beds_free = 2


class NotAdmittingReportFactory(VacancyReportFactory):
    """A bed is empty but cannot be filled."""

    is_admitting = False
    not_admitting_reason = NotAdmitting.STAFFING


class VacancyReminderFactory(WalledFactory):
    """Sent just now; its secret is ``link_token`` of its own facts."""

    class Meta:
        model = models.VacancyReminder

    provider = factory.SelfAttribute("setting.provider")
    setting = factory.SubFactory(OpenHomeFactory)
    sent_at = factory.LazyFunction(timezone.now)
    sent_to = "manager@larkspur.example"
    expires_at = factory.LazyAttribute(lambda reminder: reminder.sent_at + LINK_LIFE)
    token_digest = factory.LazyAttribute(
        lambda r: digest_of(link_token(setting_id=r.setting.pk, sent_to=r.sent_to, sent_at=r.sent_at))
    )


class InvitationFactory(WalledFactory):
    """Sent just now; its secret is ``invitation_token`` of its own facts."""

    class Meta:
        model = models.ProviderInvitation

    provider = factory.SubFactory(ProviderFactory)
    reference = factory.Sequence(lambda n: f"INV-{n:06d}")
    email = factory.Sequence(lambda n: f"invited{n}@larkspur.example")
    name = "Robin Newcomer"
    job_title = "Deputy manager"
    invited_by = "Manager"
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda invitation: invitation.sent_at + LINK_LIFE)
    token_digest = factory.LazyAttribute(
        lambda i: digest_of(invitation_token(reference=i.reference, email=i.email, sent_at=i.sent_at))
    )


class ShownFileFactory(WalledFactory):
    """A file that a provider shows every council."""

    class Meta:
        model = Document

    reference = factory.Sequence(lambda n: f"DOC-S{n:06d}")
    classification = Document.Classification.OFFICIAL
    title = "Public liability insurance"
    filename = "certificate.pdf"
    content_type = "application/pdf"
    content = b"%PDF-1.7 certificate"
    sha256 = sha256(content).hexdigest()
    made_at = factory.LazyFunction(timezone.now)

    @classmethod
    def keeper(cls, fields):
        return Actor.provider(fields["provider_id"])


class ProviderDocumentFactory(WalledFactory):
    """Public liability insurance in force for years to come."""

    class Meta:
        model = models.ProviderDocument

    provider = factory.SubFactory(ProviderFactory)
    kind = DocumentKind.PUBLIC_LIABILITY
    document = factory.LazyAttribute(lambda d: ShownFileFactory.create(provider_id=d.provider.pk))
    expires_on = date(2036, 3, 31)
    added_at = factory.LazyFunction(timezone.now)
    added_by = "Manager"


class SuspensionFactory(WalledFactory):
    class Meta:
        model = models.Suspension

    authority = factory.SubFactory(AuthorityFactory)
    provider = factory.SubFactory(ProviderFactory)
    scope = SuspensionScope.NEW_PLACEMENTS
    reason = "Below good at the last inspection"
    starts_on = LONG_AGO

    @classmethod
    def keeper(cls, fields):
        return council_keeper(fields["authority"])


def provider_actor(provider: models.Provider | None = None, *, administrator: bool = False) -> Actor:
    """A new person of ``provider`` (a new one when not given), as an actor."""
    given = {"provider": provider} if provider else {}
    person = ProviderUserFactory.create(**given, is_administrator=administrator)
    roles = {ProviderRole.PROVIDER.value}
    if administrator:
        roles.add(ProviderRole.PROVIDER_ADMINISTRATOR.value)
    return Actor.provider(
        person.provider_id,
        user_id=person.user_id,
        person_id=person.pk,
        roles=frozenset(roles),
        name=person.name,
    )


class ReregistrationFactory(WalledFactory):
    """A pair of numbers that waits for a decision."""

    class Meta:
        model = models.Reregistration

    reference = factory.Sequence(lambda n: f"REG-{n:06d}")
    earlier = factory.SubFactory(SettingFactory)
    later = factory.SubFactory(SettingFactory)
    clues = [ReregistrationClue.OWNER, ReregistrationClue.PLACES]
    suggested_at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    state_at = factory.SelfAttribute("suggested_at")
