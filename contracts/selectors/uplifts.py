"""Doors to uplift windows, what providers ask in them, and what was answered."""

from datetime import date

from django.db.models import CharField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from contracts.keeping_choices import UpliftDecider, UpliftState
from contracts.models import (
    BlockShare,
    ToolAccess,
    UpliftAnswer,
    UpliftEffect,
    UpliftEvidence,
    UpliftRequest,
    UpliftStep,
    UpliftVote,
    UpliftWindow,
)
from contracts.uplift_rules import Ballot, ballot_of
from core.actor import Actor
from core.errors import NotFound


def windows_visible_to(actor: Actor) -> QuerySet[UpliftWindow]:
    """Windows of the tools and blocks that the actor's council uses, or that its provider is on; the newest
    first."""
    return UpliftWindow.objects.select_related("tool", "block", "lead_authority").order_by("-opens_on", "-pk")


def access_window(actor: Actor, reference: str) -> UpliftWindow:
    found = windows_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def windows_to_ask_in(actor: Actor, *, on: date) -> QuerySet[UpliftWindow]:
    """Windows open on a day in which the actor's provider has not asked yet."""
    asked = UpliftRequest.objects.filter(provider=actor.provider_id).values("window")
    return windows_visible_to(actor).filter(opens_on__lte=on, closes_on__gte=on).exclude(pk__in=asked)


def uplifts_visible_to(actor: Actor) -> QuerySet[UpliftRequest]:
    """What was asked: of a council by every provider, of a provider its own."""
    requests = UpliftRequest.objects.select_related(
        "provider", "window__tool", "window__block", "window__lead_authority"
    )
    if actor.is_provider:
        requests = requests.filter(provider=actor.provider_id)
    evidence = UpliftEvidence.objects.select_related("document").defer("document__content").order_by("pk")
    return requests.prefetch_related(Prefetch("evidence", evidence)).order_by("-submitted_at", "-pk")


def uplifts_register(actor: Actor) -> QuerySet[UpliftRequest]:
    """``uplifts_visible_to`` with the council's own ``answer_state`` and ``answer_percent``."""
    own = UpliftAnswer.objects.filter(request=OuterRef("pk"), authority_id=actor.council_id)
    return uplifts_visible_to(actor).annotate(
        answer_state=Coalesce(
            Subquery(own.values("state")[:1]), Value(UpliftState.WAITING.value), output_field=CharField()
        ),
        answer_percent=Subquery(own.values("percent")[:1]),
        about_name=Coalesce(F("window__tool__name"), F("window__block__name")),
    )


def access_uplift(actor: Actor, reference: str) -> UpliftRequest:
    found = uplifts_visible_to(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound
    return found


def answers_to(actor: Actor, request: UpliftRequest) -> QuerySet[UpliftAnswer]:
    """The answers the actor may read: a council's own, or all that its provider was given; with steps."""
    steps = UpliftStep.objects.order_by("pk")
    return (
        UpliftAnswer.objects.filter(request=request)
        .select_related("authority", "request__window")
        .prefetch_related(Prefetch("steps", steps))
        .order_by("authority__name")
    )


def answer_of(actor: Actor, request: UpliftRequest) -> UpliftAnswer | None:
    """The council's own answer, if it has begun one."""
    return answers_to(actor, request).filter(authority_id=actor.council_id).first()


def access_answer(actor: Actor, reference: str, code: str) -> UpliftAnswer:
    """One council's answer to the provider's own ask."""
    request = access_uplift(actor, reference)
    found = answers_to(actor, request).filter(authority__code=code).first()
    if found is None:
        raise NotFound
    return found


def votes_on(request: UpliftRequest) -> QuerySet[UpliftVote]:
    return UpliftVote.objects.filter(request=request).select_related("authority").order_by("authority__name")


def members_of(window: UpliftWindow) -> int:
    """How many councils may vote: those that use the tool, or share the block, on the day of effect."""
    rows: QuerySet
    if window.tool_id:
        rows = ToolAccess.objects.filter(tool_id=window.tool_id)
    else:
        rows = BlockShare.objects.filter(contract_id=window.block_id)
    on = window.effective_on
    in_force = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)
    return in_force.values("authority").distinct().count()


def ballot_on(request: UpliftRequest, *, on: date) -> Ballot | None:
    """How the ballot stands; None where each council answers for itself."""
    window = request.window
    if window.decider != UpliftDecider.BALLOT:
        return None
    votes = list(votes_on(request).values_list("in_favour", flat=True))
    return ballot_of(
        votes,
        members=members_of(window),
        quorum=window.quorum,
        decide_by=window.decide_by,
        on=on,
    )


def access_own_answer(actor: Actor, reference: str) -> UpliftAnswer:
    """The council's own answer to an ask, begun."""
    found = answer_of(actor, access_uplift(actor, reference))
    if found is None:
        raise NotFound
    return found


def effects_of(request: UpliftRequest) -> QuerySet[UpliftEffect]:
    """What the councils' dry runs found, by council."""
    return (
        UpliftEffect.objects.filter(request=request).select_related("authority").order_by("authority__name")
    )
