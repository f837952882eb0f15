"""Homes that go on under a new number: suggested after each list, decided by the register's keeper."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction

from core.actor import Actor, acting_as
from core.errors import Conflict
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move
from providers.choices import ReregistrationState
from providers.models import OfstedImport, OfstedListing, Reregistration, Setting
from providers.ofsted.facts import Seen, owner_key
from providers.ofsted.reregistrations import Life, suggest
from providers.policies import can_keep_register
from providers.workflows import REREGISTRATION


def keeper_for(actor: Actor) -> Actor:
    """The register's keeper in the actor's name: the audit holds their account."""
    return replace(Actor.system(actor.name), user_id=actor.user_id, roles=actor.roles)


def suggest_again(*, by: Actor, at: datetime) -> None:
    """Make the undecided suggestions follow from the lists there are now; what was decided stays."""
    pairs = {(each.earlier, each.later): each for each in suggest(_lives())}
    known = Reregistration.objects.select_related("earlier", "later")
    held = {(each.earlier.urn, each.later.urn): each for each in known}
    stale = [
        each.pk
        for pair, each in held.items()
        if pair not in pairs and each.state == ReregistrationState.SUGGESTED
    ]
    Reregistration.objects.filter(pk__in=stale).delete()
    fresh = [each for pair, each in pairs.items() if pair not in held]
    urns = {urn for each in fresh for urn in (each.earlier, each.later)}
    ids = dict(Setting.objects.filter(urn__in=urns).values_list("urn", "pk"))
    Reregistration.objects.bulk_create(
        Reregistration(
            reference=new_reference("REG"),
            earlier_id=ids[each.earlier],
            later_id=ids[each.later],
            clues=list(each.clues),
            suggested_at=at,
            state_at=at,
        )
        for each in fresh
    )


@transaction.atomic
def decide_reregistration(
    *, suggestion: Reregistration, is_same: bool, by: Actor, at: datetime
) -> Reregistration:
    """Say whether both numbers are one home. Raises Conflict when one of them is another home's already."""
    require(can_keep_register(by))
    with acting_as(keeper_for(by)) as keeper:
        suggestion = lock(suggestion)
        suggestion.decided_by = by.name[:120]
        verb = "confirm" if is_same else "reject"
        try:
            with transaction.atomic():
                move(suggestion, REREGISTRATION, verb, by=keeper, at=at, save_fields=["decided_by"])
        except IntegrityError as error:
            raise Conflict(
                "One of these numbers is already confirmed as another home's. Reject that first."
            ) from error
    return suggestion


def _lives() -> list[Life]:
    seen: dict[str, list[Seen]] = defaultdict(list)
    for row in OfstedListing.objects.order_by("as_at").values_list(*Seen._fields):
        seen[row[1]].append(Seen(*row))
    lists = sorted(OfstedImport.objects.values_list("as_at", "kinds"))
    return [_life(rows, lists) for rows in seen.values()]


def _life(rows: list[Seen], lists: list[tuple[date, list[str]]]) -> Life:
    last = rows[-1]
    gone_by = next(
        (day for day, kinds in lists if day > last.as_at and last.registration_type in kinds), None
    )
    return Life(
        urn=last.urn,
        registration_type=last.registration_type,
        authority_id=last.authority_id,
        owner=owner_key(last.owner_name) if last.owner_name else "",
        places=last.places,
        name=last.name,
        postcode=last.postcode,
        registered_on=last.registered_on,
        last_seen=last.as_at,
        gone_by=gone_by,
    )
