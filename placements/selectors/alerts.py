"""What a council has not acted on yet of what happened to homes, and which of its rows each alert touches."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from core.actor import Actor
from placements.choices import RecipientState, ReferralState
from placements.models import AlertReceipt, Placement, PlacementRequest, ReferralRecipient
from providers.choices import AlertKind
from providers.models import QualityAlert, Setting
from providers.selectors.stops import with_stops

# An alert is acted on within seconds; this is how long it waits for a council that is new or was away.
HEARD_WITHIN = timedelta(days=30)
UNANSWERED = (RecipientState.SENT, RecipientState.READ)


def unheard_alerts(actor: Actor, *, at: datetime) -> QuerySet[QualityAlert]:
    """Alerts about homes where the council has children or has asked, that it has no receipt for, oldest
    first. One about a day to come waits for it."""
    on = timezone.localdate(at)
    since = Q(happened_on__gt=on - HEARD_WITHIN, happened_on__lte=on)
    heard = AlertReceipt.objects.filter(authority=actor.authority_id, alert=OuterRef("pk"))
    one = Q(setting=OuterRef("setting"))
    every = Q(setting__provider=OuterRef("provider"))
    here = Placement.objects.filter(authority=actor.authority_id, ends_on=None)
    lives_there = Q(setting__isnull=False) & Exists(here.filter(one)) | Q(setting__isnull=True) & Exists(
        here.filter(every)
    )
    asked = ReferralRecipient.objects.filter(_waiting(actor), provider=OuterRef("provider"))
    return (
        QualityAlert.objects.filter(since)
        .filter(~Exists(heard))
        .filter(lives_there | Exists(asked))
        .select_related("setting", "provider")
        .order_by("raised_at", "pk")
    )


def settings_of(alert: QualityAlert) -> list[int]:
    """Ids of the homes an alert is about."""
    if alert.setting_id is not None:
        return [alert.setting_id]
    return list(Setting.objects.filter(provider=alert.provider_id).values_list("pk", flat=True))


def placements_touched(alert: QualityAlert, actor: Actor) -> list[Placement]:
    """The council's placements in those homes that were there, or agreed, when it happened."""
    there = Q(recorded_at__lte=alert.raised_at) | Q(starts_on__lte=alert.happened_on)
    return list(
        Placement.objects.filter(there, authority=actor.authority_id, ends_on=None)
        .filter(setting__in=settings_of(alert))
        .select_related("setting")
        .order_by("reference")
    )


def stopped_for(alert: QualityAlert, actor: Actor, *, on: date) -> set[int]:
    """Ids of the alert's homes that it takes out of the council's search: another council's suspension only
    where it binds this one, everything else wherever it happened."""
    ids = settings_of(alert)
    if alert.kind != AlertKind.SUSPENSION:
        return set(ids)
    homes = with_stops(Setting.objects.filter(pk__in=ids), authority_id=actor.authority_id, on=on)
    return {home.pk for home in homes if home.is_suspended}  # type: ignore[attr-defined]


def recipients_touched(
    alert: QualityAlert, actor: Actor, settings: Collection[int]
) -> QuerySet[ReferralRecipient]:
    """Unanswered copies of the council's open referrals in which homes of ``settings`` are asked."""
    return ReferralRecipient.objects.filter(
        _waiting(actor), settings_asked__overlap=list(settings)
    ).select_related("referral")


def workers_of(placements: Iterable[Placement]) -> dict[int, int]:
    """By child id, the member of staff on whose request the child was placed: its owner, else its raiser."""
    children = [placement.child_id for placement in placements]
    newest = (
        PlacementRequest.objects.filter(child__in=children)
        .order_by("child_id", F("raised_at").desc())
        .distinct("child_id")
    )
    return {request.child_id: request.owner_id or request.raised_by_id for request in newest}


def _waiting(actor: Actor) -> Q:
    return Q(
        authority=actor.authority_id,
        referral__state=ReferralState.SENT,
        state__in=UNANSWERED,
        revoked_at=None,
    )
