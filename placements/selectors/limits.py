"""What an approval is of, what counts with it for a limit, and who may decide it in whose place."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.models import RoleDelegation
from authorities.selectors.delegation import grades_able_to_approve
from authorities.selectors.settings import setting_value
from authorities.selectors.standing_in import standing_in
from core.actor import Actor
from core.errors import DomainError
from placements.approvals import Rule, Values, financial_rule
from placements.choices import ApprovalKind, ApprovalState
from placements.models import ApprovalRequest, Child, Offer, PlacementAgreement, PlacementRequest
from placements.selectors.continuing import agreements_behind

COUNTING = (ApprovalState.AWAITING, ApprovalState.APPROVED)


def lent_role(by: Actor, approval: ApprovalRequest, *, on: date) -> RoleDelegation | None:
    """The delegation ``by`` needs to decide; None where they hold the role themselves, or not at all."""
    if by.person_id is None or not by.has_role(*approval.roles_able):
        return None
    return standing_in(by.person_id, roles=approval.roles_able, on=on)


def fingerprint_of(offer: Offer, request: PlacementRequest) -> str:
    """SHA-256 of all that an approval is of: the offer's home, start and fees, and the child's stay."""
    fees = offer.fees.order_by("pk").values_list("kind", "weekly_rate", "starts_on", "ends_on")
    facts = [
        *(offer.reference, offer.setting_id, offer.earliest_start_on, offer.weekly_total),
        *(request.child_id, request.placement_type, request.needed_on, request.planned_end_on),
        *(fact for fee in fees for fact in fee),
    ]
    return hashlib.sha256("|".join(map(str, facts)).encode()).hexdigest()


def agreed_before(
    child_id: int,
    provider_id: int,
    *,
    offer: int | None = None,
    agreement: PlacementAgreement | None = None,
    at: datetime,
) -> Decimal:
    """Pounds, to their planned ends, of what else was put forward or approved for a child with a provider
    within the council's period: bought in parts, a placement still needs the grade of the whole.

    What is left out is what is asked for now: an ``offer``, or an ``agreement`` with those it followed while
    the child stayed.
    """
    on = timezone.localdate(at)
    council = Child.objects.values_list("authority", flat=True).get(pk=child_id)
    days = setting_value(council, SettingKey.COUNTED_TOGETHER_DAYS, on=on)
    approvals = ApprovalRequest.objects.filter(
        Q(request__child=child_id, offer__provider=provider_id)
        | Q(variation__agreement__child=child_id, variation__provider=provider_id),
        kind=ApprovalKind.FINANCIAL,
        state__in=COUNTING,
        raised_at__gte=at - timedelta(days=days),
    )
    # A change is valued on its whole agreement: of one agreement's values the highest counts.
    highest: dict[tuple[int | None, int | None], Decimal] = {}
    for offered, changed, changes, value in approvals.values_list(
        "offer", "variation__agreement__offer", "variation__agreement", "whole_life_value"
    ):
        bought = offered or changed
        key = (bought, None if bought else changes)
        highest[key] = max(value, highest.get(key, Decimal(0)))
    own = agreements_behind(agreement) if agreement is not None else []
    asked_for = {(offer, None)} | {(each.offer_id, None if each.offer_id else each.pk) for each in own}
    return sum((value for key, value in highest.items() if key not in asked_for), Decimal(0))


def ladder_rule(
    authority_id: int, values: Values, *, grades_up: int, counted_with: Decimal = Decimal(0), on: date
) -> Rule:
    """The financial rule by the council's ladder. DomainError when no grade's limits cover the values."""
    able = grades_able_to_approve(
        authority_id,
        weekly=values.weekly,
        annual=values.annual,
        whole_life=values.whole_life,
        on=on,
        grades_up=grades_up,
    )
    if not able:
        raise DomainError(
            f"No grade's limits cover £{values.weekly:,} a week and £{values.whole_life:,} in all."
            " Ask an administrator to record the delegation, or take it to members."
        )
    return financial_rule(able, values, grades_up=grades_up, counted_with=counted_with)
