"""Approved ceilings with what draws on them, uplifts under way, and the diary of contracts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from authorities.choices import Role, ServiceCategory
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
    UpliftWindow,
)
from contracts.selectors.diary import ContractLine, contract_lines
from contracts.services.block_draws import commit_block
from contracts.services.diary import acknowledge_alarm, add_date, keep_contract, raise_alarms
from contracts.services.terms import issue_terms
from contracts.services.uplift_windows import open_window
from contracts.services.uplifts import answer_uplift, ask_uplift, reply_to_answer
from core.actor import Actor, acting_as
from core.documents.uploads import Upload
from core.pdf import render_pdf
from placements.models import Placement
from placements.services.headroom import award_value
from placements.services.uplifts import prepare_uplift

R = ServiceCategory.RESIDENTIAL
MILLION = 1_000_000
PAGE = (
    '<!DOCTYPE html><html lang="en-GB"><head><title>Pay and running costs</title></head><body>'
    "<h1>Pay and running costs</h1><p>Invented for the demonstration.</p></body></html>"
)
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


CEILINGS = (
    # £4.5m a year for 3 + 2 + 2 years.
    Approved(
        "DBS", "BLK-DBS", "Derbyshire children's homes block contract, whole term", 31_500_000,
        "Cabinet, 26 September 2022",
    ),
    # £4,557 less a tenth, 15 beds, ten years: £35,642,250 at 365/7 weeks, before the discount.
    Approved("KEN", "BLK-KEN", "South East regional residential project, whole term", 35_642_250, "21/00094"),
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
    _load_uplifts(world)
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
            reference=f"CEI-{approved.about.partition('-')[2]}",
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


def _load_uplifts(world: World) -> None:
    """A window in flight on the shared framework: one ask to answer, one countered, one in appeal, and one
    agreed with its dry run prepared, to be applied by somebody else."""
    today, effective = world.today, world.year_start(1)
    if effective - today < timedelta(days=90):
        effective = world.year_start(2)
    lead = world.person("NTT", Role.COMMISSIONER)
    with acting_as(lead):
        window = open_window(
            tool=world.tools["TL-D2N2"],
            opens_on=today - timedelta(days=30),
            closes_on=today + timedelta(days=20),
            decide_by=today + timedelta(days=70),
            effective_on=effective,
            cap_percent=Decimal("1.50"),
            cpi_percent=Decimal("2.60"),
            review_above_percent=Decimal("3.00"),
            by=lead,
            at=world.now,
        )
    paper = Upload("pay-and-running-costs.pdf", "application/pdf", render_pdf(PAGE, title="Running costs"))
    commissioner = world.person("DBS", Role.COMMISSIONER)
    for number, provider_id in enumerate(_dearest(world, window)[:4]):
        provider, sent = world.provider_person(provider_id), world.now - timedelta(days=20 - number)
        with acting_as(provider):
            asked = ask_uplift(
                window=window,
                percent=Decimal("1.50") if number == 3 else Decimal("4.20"),
                reasons="Pay for care staff rose in April, and so did insurance.",
                evidence=[paper],
                by=provider,
                at=sent,
            )
        if number == 0:
            continue
        with acting_as(commissioner):
            answered = sent + timedelta(days=6)
            if number == 3:
                answer = answer_uplift(
                    request=asked, verb="agree", reasons="Within the rule.", by=commissioner, at=answered
                )
                prepare_uplift(answer=answer, effective_on=effective, by=commissioner, at=world.now)
                continue
            answer = answer_uplift(
                request=asked,
                verb="counter",
                percent=Decimal("1.00"),
                reasons="Occupancy is higher than the accounts assume.",
                by=commissioner,
                at=answered,
            )
        if number == 2:
            with acting_as(provider):
                reply_to_answer(
                    answer=answer,
                    verb="appeal",
                    words="Occupancy fell again this autumn: see the second page.",
                    by=provider,
                    at=answered + timedelta(days=4),
                )


def _dearest(world: World, window: UpliftWindow) -> list[int]:
    """Providers with the most of Derbyshire's live placements there; Larkspur is left to ask."""
    left = {provider.pk for provider in world.providers if provider.name.startswith("Larkspur")}
    with acting_as(world.council("DBS")):
        live = Placement.objects.filter(
            authority=world.authorities["DBS"], agreement__tool=window.tool_id, ends_on__isnull=True
        )
        counts = Counter(live.order_by("pk").values_list("provider_id", flat=True))
    return [pk for pk, _ in counts.most_common() if pk in world.provider_people and pk not in left]


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
