"""One register of tools and block contracts with their dates, and what became of each alarm."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from authorities.models import StaffMember
from authorities.selectors.people import council_actor
from contracts.block_choices import NOT_RUNNING
from contracts.keeping_choices import ContractDateKind
from contracts.key_dates import KeyDate, term_dates
from contracts.models import (
    BlockContract,
    CalendarFeed,
    CommercialTool,
    ContractAlarm,
    ContractDate,
    ContractKeeping,
    ContractOption,
    ToolOption,
)
from contracts.selectors.blocks import access_block
from contracts.selectors.tools import access_tool
from core.actor import Actor
from core.errors import NotFound

REPROCURE_MONTHS = 18
TOOL, BLOCK = "tool", "block"


@dataclass(frozen=True)
class ContractLine:
    """One contract in the diary. ``dates`` are in order, those past included."""

    kind: str
    arrangement: CommercialTool | BlockContract
    owner: StaffMember | None
    reprocure_months: int
    dates: list[KeyDate]

    def next(self, kind: ContractDateKind, *, on: date) -> KeyDate | None:
        return next((each for each in self.dates if each.kind == kind and each.on >= on), None)

    def coming(self, on: date) -> list[KeyDate]:
        """What is to be done, the overdue first."""
        return [each for each in self.dates if each.is_open(on)]

    def last_missed(self, kind: ContractDateKind, *, on: date) -> KeyDate | None:
        """The newest date of a kind that passed, where none is to come."""
        if self.next(kind, on=on):
            return None
        return next((each for each in reversed(self.dates) if each.kind == kind), None)


def contract_lines(actor: Actor, *, on: date) -> list[ContractLine]:
    """Every tool and signed block contract the council leads or uses that is not over, by name."""
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    tools = CommercialTool.objects.filter(not_over).select_related("lead_authority")
    tools = tools.prefetch_related(Prefetch("options", ToolOption.objects.order_by("position")))
    options = Prefetch("options", ContractOption.objects.order_by("position"))
    blocks = BlockContract.objects.filter(not_over).exclude(state__in=NOT_RUNNING)
    blocks = blocks.select_related("lead_authority", "provider")
    return _lines(actor, list(tools), list(blocks.prefetch_related(options)), on=on)


def contract_line(actor: Actor, kind: str, reference: str, *, on: date) -> ContractLine:
    """One of them. Raises NotFound."""
    if kind == TOOL:
        return _lines(actor, [access_tool(actor, reference, on=on)], [], on=on)[0]
    return _lines(actor, [], [access_block(actor, reference)], on=on)[0]


def _lines(
    actor: Actor, tools: Iterable[CommercialTool], blocks: Iterable[BlockContract], *, on: date
) -> list[ContractLine]:
    keeping = {
        (row.tool_id, row.block_id): row
        for row in ContractKeeping.objects.filter(authority_id=actor.council_id).select_related("owner")
    }
    own: dict[tuple[int | None, int | None], list[KeyDate]] = defaultdict(list)
    for row in ContractDate.objects.filter(authority_id=actor.council_id, done_on__isnull=True):
        of_kind = ContractDateKind(row.kind)
        own[row.tool_id, row.block_id].append(KeyDate(row.on, of_kind, row.note or str(of_kind.label)))
    every: list[tuple[str, CommercialTool | BlockContract]] = [
        *((TOOL, tool) for tool in tools),
        *((BLOCK, block) for block in blocks),
    ]
    lines = []
    for kind, arrangement in every:
        key = (arrangement.pk, None) if kind == TOOL else (None, arrangement.pk)
        kept = keeping.get(key)
        months = kept.reprocure_months if kept else REPROCURE_MONTHS
        dates = term_dates(
            arrangement.period,
            arrangement.options.all(),
            governance_weeks=arrangement.governance_lead_weeks,
            reprocure_months=months,
            on=on,
        )
        owner = kept.owner if kept else None
        lines.append(ContractLine(kind, arrangement, owner, months, sorted([*dates, *own[key]])))
    return sorted(lines, key=lambda line: line.arrangement.name)


def dates_of(actor: Actor, line: ContractLine) -> QuerySet[ContractDate]:
    """The dates that people typed in for a contract, the open ones first."""
    return ContractDate.objects.filter(
        authority_id=actor.council_id, **{line.kind: line.arrangement.pk}
    ).order_by("done_on", "on", "pk")


def alarms_visible_to(actor: Actor) -> QuerySet[ContractAlarm]:
    """The council's alarms, those due first on top."""
    return (
        ContractAlarm.objects.filter(authority_id=actor.council_id)
        .select_related("owner")
        .order_by("due_on", "pk")
    )


def access_alarm(actor: Actor, reference: str) -> ContractAlarm:
    found = alarms_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def owners_to_choose(actor: Actor, roles: Iterable[str], *, on: date) -> QuerySet[StaffMember]:
    """The council's people who hold one of ``roles`` on a day, by name."""
    held: dict[str, Any] = {
        "role_assignments__role__in": list(roles),
        "role_assignments__starts_on__lte": on,
    }
    in_force = Q(role_assignments__ends_on__isnull=True) | Q(role_assignments__ends_on__gt=on)
    return (
        StaffMember.objects.filter(in_force, authority_id=actor.council_id, **held)
        .distinct()
        .order_by("name", "pk")
    )


def live_feed_of(actor: Actor) -> CalendarFeed | None:
    """The person's own calendar address, if it has not been revoked."""
    return CalendarFeed.objects.filter(
        authority_id=actor.council_id, user=actor.user_id, revoked_at__isnull=True
    ).first()


def person_behind(reader: Actor, digest: str, *, on: date) -> Actor:
    """Who a calendar address acts for today. Raises NotFound once it is revoked or the person has left."""
    feed = live_feed_of(reader)
    if feed is None or feed.digest != digest or reader.user_id is None:
        raise NotFound
    found = council_actor(reader.user_id, on=on)
    if found is None:
        raise NotFound
    return found
