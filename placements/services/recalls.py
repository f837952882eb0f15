"""Taking a home that was stopped out of referrals nobody has answered yet."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from authorities.models import Authority
from core.actor import Actor
from core.locking import lock_all
from core.workflow import move
from placements.models import ReferralRecipient
from placements.selectors.alerts import recipients_touched, stopped_for
from placements.services.releases import take_back_early_releases
from placements.workflows import RECIPIENT
from providers.models import QualityAlert, Setting
from providers.services.letters import write_to_providers

# All that a provider reads of why.
TOLD = "The home asked for cannot take new placements now."


@transaction.atomic
def recall_referrals(*, alert: QualityAlert, by: Actor, at: datetime) -> int:
    """Take those of the alert's homes that the council may not use out of its unanswered referrals; how many
    referrals that touched.

    A provider asked for other homes too keeps its copy with those; one asked for none else loses it. Both are
    told.
    """
    stopped = stopped_for(alert, by, on=timezone.localdate(at))
    recipients = lock_all(recipients_touched(alert, by, stopped))
    for recipient in recipients:
        gone = [pk for pk in recipient.settings_asked if pk in stopped]
        recipient.settings_asked = [pk for pk in recipient.settings_asked if pk not in stopped]
        if recipient.settings_asked:
            recipient.save(update_fields=["settings_asked"])
        else:
            recipient.settings_asked = gone
            recipient.outcome_told_at = recipient.revoked_at = at
            move(
                recipient,
                RECIPIENT,
                "recall",
                by=by,
                at=at,
                reason=TOLD,
                save_fields=["outcome_told_at", "revoked_at"],
            )
            take_back_early_releases(recipient.referral.request, [recipient.provider_id], at=at)
        _tell(recipient, gone, by=by, at=at)
    return len(recipients)


def _tell(recipient: ReferralRecipient, gone: Collection[int], *, by: Actor, at: datetime) -> None:
    names = Setting.objects.filter(pk__in=gone).order_by("name").values_list("name", flat=True)
    write_to_providers(
        [recipient.provider_id],
        template="referral_recalled",
        subject=f"Referral {recipient.referral.reference}: a home is no longer asked for",
        context={
            "council": Authority.objects.get(pk=by.council_id).name,
            "reference": recipient.referral.reference,
            "homes": ", ".join(names),
            "keeps_others": recipient.revoked_at is None,
        },
        by=by,
        at=at,
    )
