"""What becomes of members: suspended, reinstated, removed, gone, lapsed; their prices and homes."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from contracts.choices import FeeKind
from contracts.light_check import failures, light_check
from contracts.models import (
    HomeAddition,
    MaximumPrice,
    Membership,
    MembershipChange,
    MembershipSetting,
    PriceSchedule,
)
from contracts.selectors.admission import council_running
from contracts.services.applying import is_over
from contracts.tool_choices import LIVE_MEMBERS
from contracts.tool_policies import can_keep_member, can_speak_for_provider
from contracts.tool_workflows import ADDITION, MEMBERSHIP
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock, lock_all
from core.policies import require
from core.workflow import move
from providers.choices import AlertKind, SuspensionScope
from providers.models import Setting
from providers.selectors.register import with_register_facts
from providers.services.alerts import raise_alert
from providers.services.letters import write_to_providers

DONE = {
    "suspend": "Suspended",
    "reinstate": "Reinstated",
    "remove": "Removed",
    "leave": "Left",
    "lapse": "Lapsed",
}
# These end a membership.
ENDING = ("remove", "leave", "lapse")


def note_change(
    member: Membership, what: str, *, on: date, reason: str = "", by: Actor, at: datetime
) -> MembershipChange:
    return MembershipChange.objects.create(
        tool_id=member.tool_id,
        membership=member,
        provider_id=member.provider_id,
        what=what,
        happened_on=on,
        reason=reason,
        recorded_by=by.name,
        recorded_at=at,
    )


@transaction.atomic
def change_member(
    *,
    member: Membership,
    verb: str,
    reason: str,
    scope: SuspensionScope = SuspensionScope.NEW_PLACEMENTS,
    by: Actor,
    at: datetime,
) -> Membership:
    """Suspend, reinstate or remove a member today. Children already placed stay: no call-off is new.

    A suspension whose ``scope`` is all placements also has every council review the children it has in the
    homes covered.
    """
    member = lock(member)
    _require_kept(member, by, at)
    if not reason.strip():
        raise DomainError("Say why: the provider reads it", field="reason")
    member.suspension_scope = scope if verb == "suspend" else ""
    _move(member, verb, reason=reason.strip(), by=by, at=at)
    if member.suspension_scope == SuspensionScope.ALL:
        _have_children_reviewed(member, by=by, at=at)
    _tell(member, DONE[verb].lower(), by=by, at=at)
    return member


@transaction.atomic
def change_tier(*, member: Membership, tier: int, reason: str, by: Actor, at: datetime) -> Membership:
    """Move a member up or down the order in which the lot is approached, from today. What it was, its changes
    say."""
    member = lock(member)
    _require_kept(member, by, at)
    if member.state not in LIVE_MEMBERS:
        raise Conflict("The provider is no longer on this lot.")
    if tier == member.tier:
        raise DomainError(f"It is in tier {tier} already", field="tier")
    if not reason.strip():
        raise DomainError("Say why: the provider reads it", field="reason")
    what, member.tier = f"moved from tier {member.tier} to tier {tier}", tier
    member.save(update_fields=["tier"])
    note_change(member, what.capitalize(), on=timezone.localdate(at), reason=reason.strip(), by=by, at=at)
    _tell(member, what, by=by, at=at)
    return member


def _have_children_reviewed(member: Membership, *, by: Actor, at: datetime) -> None:
    on = timezone.localdate(at)
    covered = MembershipSetting.objects.in_force_on(on).filter(membership=member).select_related("setting")
    for row in covered.order_by("setting__urn"):
        raise_alert(
            provider_id=member.provider_id,
            setting=row.setting,
            kind=AlertKind.SUSPENSION,
            what=f"Suspended from {member.tool.name}: all placements"[:200],
            is_urgent=True,
            happened_on=on,
            by=by,
            at=at,
        )


def _tell(member: Membership, what: str, *, by: Actor, at: datetime) -> None:
    write_to_providers(
        [member.provider_id],
        template="membership_changed",
        subject=f"{member.tool.name}: {what}",
        context={"tool": member.tool.name, "what": what},
        by=by,
        at=at,
    )


@transaction.atomic
def leave_tool(*, member: Membership, reason: str, by: Actor, at: datetime) -> Membership:
    """The provider goes: no call-off from today on; agreements under the tool run on."""
    member = lock(member)
    require(can_speak_for_provider(by, member.provider_id))
    _move(member, "leave", reason=reason.strip(), by=by, at=at)
    return member


@transaction.atomic
def lapse_members(*, by: Actor, at: datetime) -> int:
    """End what has run out for one council's tools, by a member's own last day or the tool's: how many."""
    on = timezone.localdate(at)
    over = Q(ends_on__lte=on) | Q(tool__ends_on__lte=on)
    rows = lock_all(
        Membership.objects.filter(over, tool__lead_authority=by.authority_id, state__in=LIVE_MEMBERS)
    )
    for member in rows:
        _move(member, "lapse", reason="Its time was up", by=by, at=at)
    return len(rows)


def _move(member: Membership, verb: str, *, reason: str, by: Actor, at: datetime) -> None:
    on = timezone.localdate(at)
    if verb in ENDING and (member.ends_on is None or member.ends_on > on):
        # A membership lasts a day at least, so that the record says it was.
        member.ends_on = max(on, member.starts_on + timedelta(days=1))
    fields = ["ends_on"] if by.is_provider else ["ends_on", "suspension_scope"]
    move(member, MEMBERSHIP, verb, by=by, at=at, reason=reason, save_fields=fields)
    scope = f": {member.get_suspension_scope_display().lower()}" if verb == "suspend" else ""
    note_change(member, DONE[verb] + scope, on=on, reason=reason, by=by, at=at)


@transaction.atomic
def set_price(
    *,
    member: Membership,
    band: str,
    kind: FeeKind,
    weekly_rate: Decimal,
    starts_on: date,
    by: Actor,
    at: datetime,
) -> PriceSchedule:
    """A member's price from a day on, today or later; the price before it ends the day before."""
    member = lock(member)
    _require_kept(member, by, at)
    if starts_on < timezone.localdate(at):
        raise DomainError("A price cannot change in the past", field="starts_on")
    if starts_on < member.starts_on or (member.tool.ends_on and starts_on >= member.tool.ends_on):
        raise DomainError("The first day must be within the membership", field="starts_on")
    maximum = MaximumPrice.objects.in_force_on(starts_on).filter(lot=member.lot, band=band, kind=kind).first()
    over = is_over(weekly_rate, maximum, field="weekly_rate")
    same = PriceSchedule.objects.filter(membership=member, band=band, kind=kind)
    if same.filter(starts_on__gte=starts_on).exists():
        raise DomainError("There is a price from that day or later already", field="starts_on")
    same.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on)).update(ends_on=starts_on)
    return PriceSchedule.objects.create(
        tool_id=member.tool_id,
        membership=member,
        kind=kind,
        band=band,
        weekly_rate=weekly_rate,
        is_over=over,
        starts_on=starts_on,
    )


@transaction.atomic
def ask_to_add_home(*, member: Membership, home: Setting, by: Actor, at: datetime) -> HomeAddition:
    """A member asks for one more of its homes: no new application, a light check."""
    require(can_speak_for_provider(by, member.provider_id))
    on = timezone.localdate(at)
    if member.state not in LIVE_MEMBERS:
        raise Conflict("You are no longer on this lot.")
    if home.provider_id != by.provider_id:
        raise DomainError("Choose a home of your own", field="home")
    if MembershipSetting.objects.in_force_on(on).filter(membership=member, setting=home).exists():
        raise DomainError("This home is covered already", field="home")
    try:
        with transaction.atomic():
            return HomeAddition.objects.create(
                authority_id=council_running(member.tool, member.lot.category, on=on),
                provider_id=member.provider_id,
                tool_id=member.tool_id,
                membership=member,
                setting=home,
                state_at=at,
                asked_at=at,
                asked_by=by.name,
            )
    except IntegrityError as error:
        raise DomainError("You have asked for this home already", field="home") from error


@transaction.atomic
def decide_addition(
    *, addition: HomeAddition, accept: bool, reason: str, by: Actor, at: datetime
) -> HomeAddition:
    """Cover the home from today, when the register says nothing against it; or refuse with a reason."""
    addition = lock(addition)
    member = addition.membership
    _require_kept(member, by, at)
    on = timezone.localdate(at)
    if accept:
        homes = Setting.objects.filter(pk=addition.setting_id)
        home = with_register_facts(homes, authority_id=member.tool.lead_authority_id, on=on).get()
        if found := failures(light_check(home, member.tool)):
            raise DomainError(f"The light check is not passed: {found}", field="decision")
        if member.state not in LIVE_MEMBERS:
            raise Conflict("The provider is no longer on this lot.")
        move(addition, ADDITION, "add", by=by, at=at, reason=reason.strip())
        MembershipSetting.objects.create(
            tool_id=member.tool_id, membership=member, setting_id=addition.setting_id, starts_on=on
        )
        note_change(member, f"{addition.setting.name} added"[:60], on=on, by=by, at=at)
    else:
        if not reason.strip():
            raise DomainError("Say why: the provider reads it", field="reason")
        move(addition, ADDITION, "refuse", by=by, at=at, reason=reason.strip())
    return addition


def _require_kept(member: Membership, by: Actor, at: datetime) -> None:
    runs = council_running(member.tool, member.lot.category, on=timezone.localdate(at))
    require(can_keep_member(by, member, runs=runs))
