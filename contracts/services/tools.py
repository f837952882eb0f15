"""Setting up a commercial tool and keeping what its paper says: lots, access, life, notices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from authorities.choices import ServiceCategory
from authorities.models import Authority, Partnership
from contracts.choices import CriterionKind, Regime, ToolType
from contracts.models import (
    CommercialTool,
    Contingency,
    Lot,
    LotCriterion,
    ToolAccess,
    ToolNotice,
    ToolOption,
)
from contracts.regimes import LAST_DAY_TO_ALTER_DPS, latest_day, refusal_of, regime_of
from contracts.tool_choices import NoticeKind
from contracts.tool_policies import can_run_tool, can_set_up_tools
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import day
from core.locking import lock
from core.periods import add_months
from core.policies import require
from core.references import new_reference

FULL = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class ToolTerms:
    """What is recorded of a tool itself. ``last_on`` is its last day, ``began_on`` of its first notice."""

    name: str
    tool_type: ToolType
    partnership: Partnership | None
    began_on: date
    starts_on: date
    last_on: date
    approved_value: Decimal | None
    decision_reference: str
    governance_lead_weeks: int
    pass_mark: int
    lowest_grade: str
    accepts_not_inspected: bool
    terms: str


@transaction.atomic
def set_up_tool(*, terms: ToolTerms, by: Actor) -> CommercialTool:
    """A new tool led by the actor's council, under the law its beginning puts it under."""
    require(can_set_up_tools(by))
    tool = CommercialTool(reference=new_reference("TOL"), lead_authority_id=by.council_id)
    _apply(tool, terms)
    tool.save()
    return tool


@transaction.atomic
def change_tool(*, tool: CommercialTool, terms: ToolTerms, by: Actor) -> CommercialTool:
    """Put right what was recorded. Its end moves by an option, not by this, once it has options."""
    tool = lock(tool)
    require(can_run_tool(by, tool))
    until = terms.last_on + timedelta(days=1)
    if tool.ends_on and until != tool.ends_on and tool.options.exists():
        raise DomainError("The end of a tool with options moves by using one", field="last_on")
    _apply(tool, terms)
    if outside := _access_outside(tool):
        raise DomainError(f"{outside} uses it outside these dates", field="last_on")
    tool.save()
    return tool


def _apply(tool: CommercialTool, terms: ToolTerms) -> None:
    regime = regime_of(terms.began_on)
    if terms.began_on > terms.starts_on:
        raise DomainError("The procurement cannot begin after the first day", field="began_on")
    if terms.last_on <= terms.starts_on:
        raise DomainError("The last day must be after the first", field="last_on")
    if refusal := refusal_of(terms.tool_type, regime):
        raise DomainError(refusal, field="tool_type")
    latest = latest_day(terms.tool_type, regime, terms.starts_on)
    if latest and terms.last_on > latest:
        raise DomainError(f"By law this kind of tool ends on {day(latest)} at the latest", field="last_on")
    if terms.partnership and terms.partnership.lead_authority_id != tool.lead_authority_id:
        raise DomainError("Choose a partnership that your council leads", field="partnership")
    for name, value in vars(terms).items():
        if name != "last_on":
            setattr(tool, name, value.strip() if type(value) is str else value)
    tool.regime = regime
    tool.ends_on = terms.last_on + timedelta(days=1)


def _access_outside(tool: CommercialTool) -> Authority | None:
    for each in ToolAccess.objects.filter(tool=tool).select_related("authority"):
        if each.starts_on < tool.starts_on or (tool.ends_on and each.ends_on and each.ends_on > tool.ends_on):
            return each.authority
    return None


@transaction.atomic
def add_lot(
    *,
    tool: CommercialTool,
    number: int,
    name: str,
    category: ServiceCategory,
    weights: Mapping[CriterionKind, Decimal],
    by: Actor,
) -> Lot:
    """A lot with the weights on which its offers are judged; they add to 100."""
    tool = lock(tool)
    require(can_run_tool(by, tool))
    if tool.lots.filter(number=number).exists():
        raise DomainError("This tool has a lot of that number already", field="number")
    total = sum(weights.values(), Decimal(0))
    if total != FULL:
        last = list(weights)[-1]
        raise DomainError(f"The weights add to {total.normalize():f}, not to 100", field=last.value)
    lot = Lot.objects.create(tool=tool, number=number, name=name.strip(), category=category)
    LotCriterion.objects.bulk_create(
        LotCriterion(tool=tool, lot=lot, kind=kind, weight=weight)
        for kind, weight in weights.items()
        if weight
    )
    return lot


@transaction.atomic
def give_access(
    *,
    tool: CommercialTool,
    authorities: Collection[Authority],
    categories: Collection[ServiceCategory],
    starts_on: date,
    last_on: date | None,
    leads: bool,
    by: Actor,
) -> list[ToolAccess]:
    """Let councils use a tool for categories; ``leads`` makes the one council run admission to them."""
    tool = lock(tool)
    require(can_run_tool(by, tool))
    ends_on = last_on + timedelta(days=1) if last_on else None
    if starts_on < tool.starts_on or (tool.ends_on and starts_on >= tool.ends_on):
        raise DomainError("The first day must be within the life of the tool", field="starts_on")
    if ends_on and ends_on <= starts_on:
        raise DomainError("The last day must be on or after the first", field="last_on")
    if ends_on and tool.ends_on and ends_on > tool.ends_on:
        raise DomainError(f"The tool ends on {day(tool.ends_on - timedelta(days=1))}", field="last_on")
    if leads and len(authorities) != 1:
        raise DomainError("Only one council can lead a category", field="authorities")
    rows = [
        ToolAccess(
            tool=tool, authority=each, category=category, starts_on=starts_on, ends_on=ends_on, leads=leads
        )
        for each in authorities
        for category in categories
    ]
    try:
        with transaction.atomic():
            return ToolAccess.objects.bulk_create(rows)
    except IntegrityError as error:
        if "one_lead" in str(error):
            raise DomainError("Another council leads one of these categories then", field="leads") from error
        raise DomainError(
            "One of these councils may use one of these categories already on some of those days: end that"
            " first, or start later",
            field="starts_on",
        ) from error


@transaction.atomic
def end_access(*, tool: CommercialTool, access: ToolAccess, last_on: date, by: Actor) -> ToolAccess:
    """Let a council use a category until a day, that day included."""
    require(can_run_tool(by, lock(tool)))
    access = lock(access)
    ends_on = last_on + timedelta(days=1)
    if last_on < access.starts_on:
        raise DomainError("The last day must be on or after the first", field="last_on")
    if access.ends_on and ends_on > access.ends_on:
        raise DomainError("It ends earlier already: give access anew instead", field="last_on")
    access.ends_on = ends_on
    access.save(update_fields=["ends_on"])
    return access


@transaction.atomic
def add_option(*, tool: CommercialTool, months: int, notice_months: int, by: Actor) -> ToolOption:
    tool = lock(tool)
    require(can_run_tool(by, tool))
    position = (tool.options.aggregate(last=Max("position"))["last"] or 0) + 1
    return ToolOption.objects.create(tool=tool, position=position, months=months, notice_months=notice_months)


@transaction.atomic
def use_option(
    *, tool: CommercialTool, position: int, decision_reference: str, by: Actor, at: datetime
) -> ToolOption:
    """Extend a tool by its next option: in order, in time, and no further than the law lets it last."""
    on = timezone.localdate(at)
    tool = lock(tool)
    require(can_run_tool(by, tool))
    options = list(tool.options.order_by("position"))
    option = next((each for each in options if not each.exercised_on), None)
    if option is None or option.position != position:
        raise Conflict("Use the options in their order; this one is used or not yet open.")
    assert tool.ends_on is not None
    notice_by = add_months(tool.ends_on - timedelta(days=1), -option.notice_months)
    if on > notice_by:
        raise DomainError(f"The last day to use this option was {day(notice_by)}", field="decision_reference")
    if tool.tool_type == ToolType.DPS and on > LAST_DAY_TO_ALTER_DPS:
        raise DomainError(
            "The period of a dynamic purchasing system could be altered until 23 February 2026 only",
            field="decision_reference",
        )
    new_end = add_months(tool.ends_on, option.months)
    latest = latest_day(ToolType(tool.tool_type), Regime(tool.regime), tool.starts_on)
    if latest and new_end - timedelta(days=1) > latest:
        raise DomainError(f"By law this tool ends on {day(latest)} at the latest", field="decision_reference")
    option.exercised_on, option.decision_reference = on, decision_reference.strip()
    option.save(update_fields=["exercised_on", "decision_reference"])
    tool.ends_on = new_end
    tool.save(update_fields=["ends_on"])
    return option


@transaction.atomic
def record_notice(
    *, tool: CommercialTool, kind: NoticeKind, sent_on: date, number: str, by: Actor, at: datetime
) -> ToolNotice:
    require(can_run_tool(by, tool))
    if sent_on > timezone.localdate(at):
        raise DomainError("The day must be today or earlier", field="sent_on")
    return ToolNotice.objects.create(
        tool=tool, kind=kind, sent_on=sent_on, number=number.strip(), recorded_by=by.name, recorded_at=at
    )


@transaction.atomic
def add_contingency(*, tool: CommercialTool, outer: CommercialTool, by: Actor) -> Contingency:
    """The tool to turn to next when this one has no home."""
    tool = lock(tool)
    require(can_run_tool(by, tool))
    if outer.pk == tool.pk:
        raise DomainError("Choose another tool", field="outer")
    if tool.outward.filter(outer=outer).exists():
        raise DomainError("This tool is named already", field="outer")
    position = (tool.outward.aggregate(last=Max("position"))["last"] or 0) + 1
    return Contingency.objects.create(tool=tool, outer=outer, position=position)
