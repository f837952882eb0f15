"""Uplifts under way: a framework whose councils answer each for itself, and a system with a ballot."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from authorities.choices import Role
from config.demo.world import World
from contracts.choices import MembershipState
from contracts.keeping_choices import UpliftDecider
from contracts.models import Membership, UpliftRequest, UpliftWindow
from contracts.services.uplift_windows import open_window
from contracts.services.uplifts import answer_uplift, ask_uplift, reply_to_answer, vote
from core.actor import acting_as
from core.documents.uploads import Upload
from core.pdf import render_pdf
from placements.models import Placement
from placements.services.uplift_costs import estimate_uplift
from placements.services.uplifts import prepare_uplift

PAGE = (
    '<!DOCTYPE html><html lang="en-GB"><head><title>Pay and running costs</title></head><body>'
    "<h1>Pay and running costs</h1><p>Invented for the demonstration.</p></body></html>"
)


def load_uplifts(world: World) -> None:
    effective = world.year_start(1)
    if effective - world.today < timedelta(days=90):
        effective = world.year_start(2)
    _load_framework(world, effective)
    _load_ballot(world, effective)


def _paper() -> Upload:
    return Upload("pay-and-running-costs.pdf", "application/pdf", render_pdf(PAGE, title="Running costs"))


def _load_framework(world: World, effective: date) -> None:
    """A window in flight on the shared framework: one ask to answer, one countered, one in appeal, and one
    agreed with its dry run prepared, to be applied by somebody else."""
    today = world.today
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
    paper = _paper()
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


def _load_ballot(world: World, effective: date) -> None:
    """West Sussex's system decides for all its councils: an ask, what it would cost the lead, its vote."""
    tool, lead = world.tools["TL-WSXDPS"], world.person("WSX", Role.COMMISSIONER)
    if effective not in tool.period:
        return
    with acting_as(lead):
        window = open_window(
            tool=tool,
            opens_on=world.today - timedelta(days=20),
            closes_on=world.today + timedelta(days=10),
            decide_by=world.today + timedelta(days=60),
            effective_on=effective,
            cap_percent=Decimal("2.00"),
            cpi_percent=Decimal("2.60"),
            review_above_percent=Decimal("3.00"),
            decider=UpliftDecider.BALLOT,
            quorum=4,
            by=lead,
            at=world.now,
        )
        members = Membership.objects.filter(tool=tool, state=MembershipState.ACTIVE).order_by("pk")
        on_it = list(members.values_list("provider_id", flat=True))
    provider = world.provider_person(next(pk for pk in on_it if pk in world.provider_people))
    with acting_as(provider):
        asked = ask_uplift(
            window=window,
            percent=Decimal("1.80"),
            reasons="Food, fuel and insurance rose by more than our prices.",
            evidence=[_paper()],
            by=provider,
            at=world.now - timedelta(days=6),
        )
    with acting_as(lead):
        request = UpliftRequest.objects.get(pk=asked.pk)
        estimate_uplift(request=request, by=lead, at=world.now)
        vote(request=request, in_favour=True, reasons="Within the rule.", by=lead, at=world.now)
