"""Doors to rounds and applications, from both sides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from contracts.choices import FeeKind
from contracts.light_check import Finding, rating_of, registration_of
from contracts.models import (
    AdmissionQuestion,
    AdmissionRound,
    Application,
    ApplicationDocument,
    CommercialTool,
    DiligenceItem,
    ItemCheck,
    Lot,
    Mark,
    MaximumPrice,
    Membership,
    ModeratedMark,
    Scoresheet,
    ToolAccess,
)
from contracts.tool_choices import CLOSED_APPLICATIONS, LIVE_MEMBERS, MAY_APPLY_AGAIN, CheckKind, CheckOutcome
from core.actor import Actor
from core.errors import NotFound
from providers.expiry import Expiry
from providers.models import Provider, Setting
from providers.selectors.documents import standings_of
from providers.selectors.register import with_register_facts

FULL_MARK = 5
# Cover that holds today.
COVERED = (Expiry.VALID, Expiry.SOON)


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """A provider's own, or those made to the actor's council and submitted; newest first."""
    return Application.objects.select_related(
        "tool", "lot", "round", "provider", "authority", "membership"
    ).order_by("-started_at", "-pk")


def application_queue(actor: Actor, *, decided_too: bool = False) -> QuerySet[Application]:
    rows = applications_visible_to(actor)
    return rows if decided_too else rows.exclude(state__in=CLOSED_APPLICATIONS)


def access_application(actor: Actor, reference: str) -> Application:
    found = applications_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def rounds_of(tool: CommercialTool) -> QuerySet[AdmissionRound]:
    return AdmissionRound.objects.filter(tool=tool).order_by("number")


def access_round(actor: Actor, reference: str) -> AdmissionRound:
    found = AdmissionRound.objects.select_related("tool").filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def open_rounds(*, at: datetime) -> QuerySet[AdmissionRound]:
    """Rounds a provider may apply in now, the first to close first."""
    not_over = Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    lots = Prefetch("tool__lots", Lot.objects.order_by("number"))
    return (
        AdmissionRound.objects.filter(not_over, opens_at__lte=at)
        .select_related("tool", "tool__lead_authority")
        .prefetch_related(lots)
        .order_by("closes_at", "tool__name")
    )


def council_running(tool: CommercialTool, category: str, *, on: date) -> int:
    """The council that runs admission to a category: its lead, else the tool's."""
    lead = ToolAccess.objects.in_force_on(on).filter(tool=tool, category=category, leads=True)
    return lead.values_list("authority_id", flat=True).first() or tool.lead_authority_id


def lots_to_apply_for(actor: Actor, tool: CommercialTool) -> list[Lot]:
    """Lots of a tool on which the provider is not, and for which it has no application under way."""
    on = Membership.objects.filter(tool=tool, provider=actor.provider_id, state__in=LIVE_MEMBERS)
    asked = Application.objects.filter(tool=tool, provider=actor.provider_id).exclude(
        state__in=(*MAY_APPLY_AGAIN, "admitted")
    )
    return list(
        Lot.objects.filter(tool=tool)
        .exclude(pk__in=on.values("lot"))
        .exclude(pk__in=asked.values("lot"))
        .order_by("number")
    )


@dataclass(frozen=True)
class PriceLine:
    """One price an applicant gives: for a band with its maximum, or, where a lot has none, the core fee."""

    band: str
    kind: str
    label: str
    maximum: MaximumPrice | None
    rate: Decimal | None
    is_over: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.band, self.kind


@dataclass(frozen=True)
class ItemStanding:
    """One item of due diligence: what was handed in, what the register says, what was found."""

    item: DiligenceItem
    document: ApplicationDocument | None
    hints: list[Finding]
    check: ItemCheck | None

    @property
    def is_settled(self) -> bool:
        return self.check is not None and self.check.outcome != CheckOutcome.NOT_MET


def questions_of(application: Application) -> list[AdmissionQuestion]:
    """The questions asked when it was begun."""
    return list(AdmissionQuestion.objects.filter(tool=application.tool_id).asked_at(application.started_at))


def answers_of(application: Application) -> dict[int, str]:
    """Text by question id."""
    return dict(application.answers.values_list("question_id", "text"))


def homes_of(application: Application, *, on: date) -> list[Setting]:
    """The homes it brings, with their register facts."""
    chosen = Setting.objects.filter(pk__in=application.homes.values("setting"))
    found = with_register_facts(chosen, authority_id=application.authority_id, on=on)
    return list(found.order_by("name", "pk"))


def price_lines(application: Application, *, on: date) -> list[PriceLine]:
    given = {(price.band, price.kind): price for price in application.prices.all()}
    maximums = list(
        MaximumPrice.objects.in_force_on(on).filter(lot=application.lot_id).order_by("band", "kind")
    )
    keys: list[tuple[str, str, MaximumPrice | None]] = [(m.band, m.kind, m) for m in maximums]
    lines = []
    for band, kind, maximum in keys or [("", FeeKind.CORE.value, None)]:
        price = given.get((band, kind))
        label = f"{band}: {FeeKind(kind).label.lower()}" if band else FeeKind(kind).label
        rate, over = (price.weekly_rate, price.is_over) if price else (None, False)
        lines.append(PriceLine(band, kind, label, maximum, rate, over))
    return lines


def items_of(application: Application) -> list[DiligenceItem]:
    return list(DiligenceItem.objects.filter(tool=application.tool_id).asked_at(application.started_at))


def documents_of(application: Application) -> dict[int, ApplicationDocument]:
    """The newest file of each item, by item id."""
    files = application.documents.select_related("document").defer("document__content").order_by("pk")
    return {each.item_id: each for each in files}


def standings(application: Application, actor: Actor, *, on: date) -> list[ItemStanding]:
    """Every item as it stands, with what the register says today where it can tell."""
    documents = documents_of(application)
    checks = {check.item_id: check for check in application.checks.order_by("pk")}
    hints = _hints(application, actor, on)
    return [
        ItemStanding(item, documents.get(item.pk), hints.get(item.kind, []), checks.get(item.pk))
        for item in items_of(application)
    ]


def _hints(application: Application, actor: Actor, on: date) -> Mapping[str, list[Finding]]:
    homes = homes_of(application, on=on)
    cover = standings_of(Provider(pk=application.provider_id), actor, on=on)
    return {
        CheckKind.REGISTRATION: [registration_of(home) for home in homes],
        CheckKind.RATING: [rating_of(home, application.tool) for home in homes],
        CheckKind.INSURANCE: [
            Finding(each.in_words, each.expiry in COVERED) for each in cover if each.expiry != Expiry.NONE
        ],
        CheckKind.PRICE: [
            Finding(f"{line.label}: {'over' if line.is_over else 'within'} the maximum", not line.is_over)
            for line in price_lines(application, on=on)
            if line.rate is not None and line.maximum
        ],
    }


def missing_from(application: Application, *, on: date) -> list[str]:
    """What an application lacks before it can be submitted."""
    answers, documents = answers_of(application), documents_of(application)
    lacking = [] if application.homes.exists() else ["Choose at least one home"]
    unanswered = [q.position for q in questions_of(application) if not answers.get(q.pk, "").strip()]
    if unanswered:
        lacking.append(f"Answer question {', '.join(map(str, unanswered))}")
    if unpriced := [line.label for line in price_lines(application, on=on) if line.rate is None]:
        lacking.append(f"Enter a price for {', '.join(unpriced)}")
    lacking += [
        f"Add a file for “{item.text}”"
        for item in items_of(application)
        if item.needs_document and item.pk not in documents
    ]
    return lacking


def sheets_of(application: Application) -> list[Scoresheet]:
    """Who scores, in the order asked, each with the marks the reader may see: the wall hides the other's."""
    marks = Prefetch("marks", Mark.objects.order_by("question__position"))
    return list(application.sheets.select_related("evaluator").prefetch_related(marks).order_by("pk"))


def moderated_of(application: Application) -> dict[int, ModeratedMark]:
    return {mark.question_id: mark for mark in application.moderated.all()}


def points(score: int, weight: Decimal) -> Decimal:
    """A mark from 0 to 5 as points of its weight."""
    return Decimal(score) * weight / FULL_MARK


def total_points(marks: Mapping[int, int], questions: list[AdmissionQuestion]) -> Decimal:
    """Points of 100, to one place, from marks by question id."""
    whole = sum((points(marks.get(q.pk, 0), q.weight) for q in questions), Decimal(0))
    return whole.quantize(Decimal("0.1"))
