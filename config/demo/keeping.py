"""Approved ceilings with what draws on them, uplifts under way, and the diary of contracts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
from config.demo.uplifts import load_uplifts
from config.demo.world import World
from contracts.choices import OverCeiling
from contracts.keeping_choices import ContractDateKind, DrawKind
from contracts.models import (
    ApprovedCeiling,
    BlockContract,
    CeilingDecision,
    CeilingDraw,
    CommercialTool,
    ContractAlarm,
)
from contracts.selectors.diary import ContractLine, contract_lines
from contracts.services.block_draws import commit_block
from contracts.services.diary import acknowledge_alarm, add_date, keep_contract, raise_alarms
from contracts.services.terms import issue_terms
from core.actor import Actor, acting_as
from placements.models import Placement
from placements.services.headroom import award_value

R = ServiceCategory.RESIDENTIAL
MILLION = 1_000_000
# The share of its ceiling that the nearly reached one has drawn.
NEARLY = Decimal("0.94")


@dataclass(frozen=True)
class Approved:
    """A ceiling as a paper has it; ``about`` is the block contract or tool."""

    code: str
    about: str
    scope: str
    amount: int
    decision: str
    when_over: OverCeiling = OverCeiling.ESCALATE
    category: str = ""
    reference: str = ""


CEILINGS = (
    # £4.5m a year for 3 + 2 + 2 years.
    Approved(
        "DBS", "BLK-DBS", "Derbyshire children's homes block contract, whole term", 31_500_000,
        "Cabinet, 26 September 2022",
    ),
    # £4,557 less a tenth, 15 beds, ten years: £35,642,250 at 365/7 weeks, before the discount.
    Approved("KEN", "BLK-KEN", "South East regional residential project, whole term", 35_642_250, "21/00094"),
    # A quarter of it, by West Sussex's own decision.
    Approved(
        "WSX", "BLK-KEN", "Our share of the South East regional project", 8_500_000, "Officer decision",
        reference="CEI-KEN-WSX",
    ),
    # £60m a year of the council's own for the seven years of its purchasing system.
    Approved(
        "WSX", "TL-WSXDPS", "Own spend through the dynamic purchasing system, whole term", 420 * MILLION,
        "Officer decision, February 2022",
    ),
    # £11.472m a year, for the three years the system runs.
    Approved(
        "SFT", "TL-SFTPDPS", "Residential care bought through the local system", 34_416_000,
        "Cabinet, 3 February 2022", OverCeiling.REFUSE, R,
    ),
    Approved(
        "DBS", "TL-D2N2", "Own spend through the D2N2 framework, whole term", 120 * MILLION,
        "Cabinet, 26 September 2022",
    ),
)  # fmt: skip


def load_keeping(world: World) -> None:
    for approved in CEILINGS:
        _load_ceiling(world, approved)
    _load_nearly_reached(world)
    for code in ("DBS", "KEN", "WSX", "SFT"):
        _draw_placements(world, code)
    load_uplifts(world)
    _load_diary(world)


def _load_ceiling(world: World, approved: Approved) -> None:
    with acting_as(world.council(approved.code)) as actor:
        block = BlockContract.objects.filter(reference=approved.about).prefetch_related("options").first()
        tool = CommercialTool.objects.filter(reference=approved.about).first()
        about = block or tool
        assert about is not None
        months = (
            sum(option.months for option in block.options.all() if not option.exercised_on) if block else 0
        )
        ends_on = about.ends_on
        assert ends_on is not None
        ceiling = ApprovedCeiling.objects.create(
            authority=world.authorities[approved.code],
            reference=approved.reference or f"CEI-{approved.about.partition('-')[2]}",
            scope=approved.scope,
            amount=approved.amount,
            decision_reference=approved.decision,
            when_over=approved.when_over,
            category=approved.category,
            block=block,
            tool=tool,
            starts_on=about.starts_on,
            ends_on=ends_on.replace(year=ends_on.year + months // 12),
        )
        _decided(ceiling)
        if block:
            commit_block(contract=block, key="signed", by=actor, at=_morning(block.starts_on))


def _decided(ceiling: ApprovedCeiling, *, first: Decimal | None = None, before: str = "") -> None:
    """What was decided about it: at its start, and, where it was less at ``first``, a year later."""
    steps = [(first, before, "")] if first else []
    steps.append((ceiling.amount, ceiling.decision_reference, "More children placed." if first else ""))
    for year, (amount, decision, reason) in enumerate(steps):
        CeilingDecision.objects.create(
            authority_id=ceiling.authority_id,
            ceiling=ceiling,
            amount=amount,
            decision_reference=decision,
            reason=reason,
            recorded_by="Demo world",
            recorded_at=_morning(ceiling.starts_on) + timedelta(days=365 * year),
        )


def _morning(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(9)))


def _load_nearly_reached(world: World) -> None:
    """What Derbyshire approved for homes bought outside every contract, almost all of it drawn."""
    with acting_as(world.council("DBS")):
        spot = Placement.objects.filter(
            authority=world.authorities["DBS"], category=R, agreement__tool__isnull=True, bed_booking=None
        )
        drawn = sum((award_value(each) for each in _with_fees(spot)), Decimal(0))
        amount = (drawn / NEARLY / MILLION * 100).quantize(Decimal(1)) * MILLION / 100
        spot_ceiling = ApprovedCeiling.objects.create(
            authority=world.authorities["DBS"],
            reference="CEI-SPOT",
            scope="Homes bought one by one, outside every contract",
            amount=max(amount, Decimal(MILLION)),
            decision_reference="Director's decision, April",
            category=R,
            starts_on=world.year_start(-3),
            ends_on=world.year_start(1),
        )
        _decided(
            spot_ceiling,
            first=spot_ceiling.amount * Decimal("0.8"),
            before="Director's decision, opening year",
        )


def _with_fees(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    return placements.select_related("agreement").prefetch_related("agreement__fees")


def _draw_placements(world: World, code: str) -> None:
    """Each placement on the nearest of the council's ceilings, as if drawn when it was signed."""
    authority = world.authorities[code]
    with acting_as(world.council(code)):
        ceilings = {
            (each.tool_id, each.category): each
            for each in ApprovedCeiling.objects.filter(authority=authority, block__isnull=True)
        }
        rows = []
        for placement in _with_fees(Placement.objects.filter(authority=authority)).order_by("pk"):
            tool, value = placement.agreement.tool_id, award_value(placement)
            scopes = [(tool, placement.category), (tool, "")] if tool else []
            found = next(
                (ceilings[each] for each in [*scopes, (None, placement.category)] if each in ceilings), None
            )
            if found is None or not value:
                continue
            rows.append(
                CeilingDraw(
                    authority=authority,
                    ceiling=found,
                    kind=DrawKind.AWARD,
                    key="award",
                    amount=value,
                    source_reference=placement.reference,
                    drawn_at=placement.recorded_at,
                    drawn_by="Demo world",
                )
            )
        CeilingDraw.objects.bulk_create(rows, batch_size=1000)


def _load_diary(world: World) -> None:
    """Owners, a few dates, the alarms due, one of them in hand, and terms to be signed."""
    for code in ("DBS", "KEN", "WSX", "SFT", "NTT"):
        person = world.person(code, Role.COMMISSIONER)
        with acting_as(person):
            owner = world.staff[code, Role.COMMISSIONER]
            for line in contract_lines(person, on=world.today):
                if line.arrangement.lead_authority_id != owner.authority_id:
                    continue
                keep_contract(line=line, owner=owner, reprocure_months=18, by=person)
                _add_dates(world, line, person)
        with acting_as(world.council(code)) as actor:
            raise_alarms(by=actor, at=world.now - timedelta(days=2))
    person = world.person("DBS", Role.COMMISSIONER)
    with acting_as(person):
        issue_terms(about=BlockContract.objects.get(reference="BLK-DBS"), by=person, at=world.now)
        alarm = ContractAlarm.objects.filter(kind=ContractDateKind.INSURANCE).order_by("pk").first()
        if alarm:
            acknowledge_alarm(
                alarm=alarm, plan="Asked the provider for the new certificate.", by=person, at=world.now
            )


def _add_dates(world: World, line: ContractLine, person: Actor) -> None:
    note = {ContractDateKind.INSURANCE: "Employers' liability", ContractDateKind.REVIEW: "Yearly review"}
    for days, kind in ((12, ContractDateKind.INSURANCE), (75, ContractDateKind.REVIEW)):
        on: date = world.today + timedelta(days=days)
        if on in line.arrangement.period:
            add_date(line=line, kind=kind, on=on, note=note[kind], by=person, at=world.now)
