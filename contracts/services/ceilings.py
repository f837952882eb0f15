"""Drawing on approved ceilings: one way for awards, block contracts and uplifts alike."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from authorities.choices import Role, ServiceCategory, SettingKey
from authorities.selectors.settings import setting_value
from authorities.services.letters import write_to_staff
from contracts.choices import OverCeiling
from contracts.decisions import decision_binds
from contracts.keeping_choices import DrawKind, EscalationState
from contracts.keeping_workflows import ESCALATION
from contracts.models import (
    ApprovedCeiling,
    BlockContract,
    CeilingDecision,
    CeilingDraw,
    CeilingEscalation,
    CommercialTool,
)
from contracts.policies import can_decide_escalation, can_keep_ceilings
from contracts.selectors.ceilings import ceiling_for, headroom_of
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.formats import money
from core.locking import lock, lock_all
from core.policies import require
from core.references import new_reference
from core.workflow import move


@dataclass(frozen=True)
class Want:
    """What is to be drawn: for each source (placement or block reference) its pounds, under one key.

    ``known_by`` is the reference by which an escalation of it is found again, where the source itself is made
    anew each time it is tried.
    """

    kind: DrawKind
    key: str
    amounts: Mapping[str, Decimal]
    what: str
    known_by: str = ""

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))

    @property
    def source(self) -> str:
        """What an escalation of it is known by."""
        if self.known_by:
            return self.known_by
        return next(iter(self.amounts)) if len(self.amounts) == 1 else self.key[:20]


class CeilingReached(Conflict):
    """A draw would pass its ceiling. ``escalating`` puts it to the approver where the ceiling says so."""

    def __init__(self, ceiling: ApprovedCeiling, want: Want, over: Decimal, remaining: Decimal) -> None:
        super().__init__(
            f"{want.what} needs {money(want.total)}, which is {money(over)} more than is left of ceiling"
            f" {ceiling.reference} ({money(max(remaining, Decimal(0)))} of {money(ceiling.amount)})."
        )
        self.ceiling, self.want, self.over = ceiling, want, over


@transaction.atomic
def create_ceiling(
    *,
    scope: str,
    amount: Decimal,
    decision_reference: str,
    starts_on: date,
    ends_on: date | None,
    when_over: OverCeiling,
    escalate_to: Role,
    tool: CommercialTool | None = None,
    block: BlockContract | None = None,
    category: str = "",
    by: Actor,
    at: datetime,
) -> ApprovedCeiling:
    """Record what a decision approved. Raises DomainError when its scope has a ceiling for those dates."""
    require(can_keep_ceilings(by))
    if block and (tool or category):
        raise DomainError("A ceiling is of a block contract or of a tool, not both.", field="block")
    if not (block or tool or category):
        raise DomainError("Choose what the ceiling is for.", field="tool")
    if ends_on and ends_on <= starts_on:
        raise DomainError("The last day must be after the first.", field="ends_on")
    _require_binding(decision_reference, by)
    same = ApprovedCeiling.objects.filter(
        authority_id=by.council_id, tool=tool, block=block, category=category
    ).overlapping(starts_on, ends_on or date.max)
    if clash := same.first():
        raise DomainError(f"{clash.reference} is a ceiling for the same over these dates.", field="starts_on")
    ceiling = ApprovedCeiling.objects.create(
        authority_id=by.council_id,
        reference=new_reference("CEI"),
        scope=scope,
        amount=amount,
        decision_reference=decision_reference,
        starts_on=starts_on,
        ends_on=ends_on,
        when_over=when_over,
        escalate_to=escalate_to,
        tool=tool,
        block=block,
        category=category,
    )
    _record(ceiling, reason="", by=by, at=at)
    return ceiling


@transaction.atomic
def change_ceiling(
    *,
    ceiling: ApprovedCeiling,
    amount: Decimal,
    decision_reference: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> CeilingDecision:
    """A new decision on the amount, beside the ones before it. Raises DomainError for the same amount, the
    same decision, one that does not bind yet, or less than is spent and committed already."""
    require(can_keep_ceilings(by))
    ceiling, decision_reference = lock(ceiling), decision_reference.strip()
    now = headroom_of(ceiling)
    used = now.spent + now.committed
    if amount == ceiling.amount:
        raise DomainError("That is the amount approved already.", field="amount")
    if amount < used:
        raise DomainError(f"{money(used)} of it is spent or committed already.", field="amount")
    if ceiling.decisions.filter(decision_reference__iexact=decision_reference).exists():
        raise DomainError("This decision is recorded already.", field="decision_reference")
    _require_binding(decision_reference, by)
    ceiling.amount, ceiling.decision_reference = amount, decision_reference
    ceiling.save(update_fields=["amount", "decision_reference"])
    return _record(ceiling, reason=reason.strip(), by=by, at=at)


def _require_binding(decision_reference: str, by: Actor) -> None:
    if not (binds := decision_binds(by, decision_reference.strip())):
        raise DomainError(binds.reason, field="decision_reference")


def _record(ceiling: ApprovedCeiling, *, reason: str, by: Actor, at: datetime) -> CeilingDecision:
    return CeilingDecision.objects.create(
        authority_id=ceiling.authority_id,
        ceiling=ceiling,
        amount=ceiling.amount,
        decision_reference=ceiling.decision_reference,
        reason=reason,
        recorded_by=by.name,
        recorded_at=at,
    )


@transaction.atomic
def draw(
    *,
    kind: DrawKind,
    source_reference: str,
    key: str,
    amount: Decimal,
    what: str,
    category: ServiceCategory,
    tool_id: int | None = None,
    block_id: int | None = None,
    known_by: str = "",
    on: date,
    by: Actor,
    at: datetime,
) -> CeilingDraw | None:
    """Draw ``amount`` pounds for one source on the one ceiling whose scope is nearest, in force on ``on``.

    Idempotent: the same source and key is drawn once, and its row returned again. None where no ceiling
    covers it and the council does not insist on one. Raises CeilingReached when it does not fit and nobody
    has agreed to that, DomainError when the council insists and there is no ceiling.
    """
    ceiling = ceiling_for(by.council_id, category=category, tool_id=tool_id, block_id=block_id, on=on)
    if ceiling is None:
        if setting_value(by.council_id, SettingKey.CEILING_NEEDED, on=on):
            raise DomainError(f"{what} has no approved ceiling to draw on. Record the decision first.")
        return None
    want = Want(kind, key, {source_reference: amount}, what, known_by)
    return draw_from(ceiling=ceiling, want=want, by=by, at=at)[0]


@transaction.atomic
def draw_from(*, ceiling: ApprovedCeiling, want: Want, by: Actor, at: datetime) -> list[CeilingDraw]:
    """Draw all of ``want`` on one ceiling or nothing. Callers wait for each other on the ceiling's row, so
    that two cannot both take the last pound; each source and key is drawn once."""
    ceiling = lock(ceiling)
    before = CeilingDraw.objects.filter(
        authority_id=ceiling.authority_id, key=want.key, source_reference__in=list(want.amounts)
    )
    drawn = {row.source_reference: row for row in before}
    new = {source: amount for source, amount in want.amounts.items() if source not in drawn}
    if new:
        left = replace(want, amounts=new)
        _guard(ceiling, left)
        rows = CeilingDraw.objects.bulk_create(
            (_row(ceiling, left, source, amount, by, at) for source, amount in new.items()), batch_size=1000
        )
        drawn |= {row.source_reference: row for row in rows}
    return [drawn[source] for source in want.amounts]


@transaction.atomic
def release(*, source_reference: str, amount: Decimal, key: str, by: Actor, at: datetime) -> None:
    """Give back ``amount`` of what a source drew, once for each key, on the ceiling it was drawn from."""
    drawn = CeilingDraw.objects.filter(authority_id=by.council_id, source_reference=source_reference)
    first = drawn.order_by("pk").first()
    if first is None or amount <= 0:
        return
    ceiling = lock(first.ceiling)
    if not drawn.filter(key=key).exists():
        want = Want(DrawKind.RELEASE, key, {source_reference: -amount}, "Release")
        _row(ceiling, want, source_reference, -amount, by, at).save()


@transaction.atomic
def undo_draws(*, key: str, by: Actor, at: datetime) -> None:
    """Give back everything drawn under a key, once."""
    undo = f"undo {key}"
    given_back = CeilingDraw.objects.filter(authority_id=by.council_id, key=undo)
    drawn = CeilingDraw.objects.filter(authority_id=by.council_id, key=key).select_related("ceiling")
    ceilings = {row.ceiling_id for row in drawn}
    lock_all(ApprovedCeiling.objects.filter(pk__in=ceilings))
    if given_back.exists():
        return
    want = Want(DrawKind.RELEASE, undo, {}, "Undone")
    CeilingDraw.objects.bulk_create(
        (_row(row.ceiling, want, row.source_reference, -row.amount, by, at) for row in drawn), batch_size=1000
    )


@contextmanager
def escalating(*, by: Actor, at: datetime) -> Iterator[None]:
    """Around a service that draws: where the ceiling is passed and says to escalate, the draw is put to its
    approver, and the person is told so. The service's own transaction has been rolled back by then."""
    try:
        yield
    except CeilingReached as reached:
        if reached.ceiling.when_over == OverCeiling.REFUSE:
            raise
        found = escalate(reached=reached, by=by, at=at)
        approver = Role(reached.ceiling.escalate_to).label
        raise Conflict(
            f"{reached.message} It has been put to the {approver.lower()} as {found.reference}; do this again"
            " once it is agreed."
        ) from reached


@transaction.atomic
def escalate(*, reached: CeilingReached, by: Actor, at: datetime) -> CeilingEscalation:
    """Ask the approver whether a draw may pass its ceiling; asked once while it waits."""
    ceiling, want = lock(reached.ceiling), reached.want
    facts = {
        "authority_id": ceiling.authority_id,
        "source_reference": want.source,
        "key": want.key,
        "state": EscalationState.AWAITING,
    }
    found = CeilingEscalation.objects.filter(**facts).first()
    if found is not None:
        return found
    made = CeilingEscalation.objects.create(
        **facts,
        reference=new_reference("ESC"),
        ceiling=ceiling,
        what=want.what,
        amount=want.total,
        over=reached.over,
        raised_at=at,
        raised_by_id=by.person_id,
        state_at=at,
    )
    write_to_staff(
        roles=[ceiling.escalate_to],
        template="ceiling_escalated",
        subject=f"Ceiling {ceiling.reference} would be passed",
        context={"escalation": made, "ceiling": ceiling},
        by=by,
        at=at,
    )
    return made


@transaction.atomic
def decide_escalation(
    *, escalation: CeilingEscalation, agrees: bool, reasons: str, by: Actor, at: datetime
) -> CeilingEscalation:
    """The approver's yes or no, with reasons. Raises NotPermitted for whoever raised it or another grade."""
    escalation = lock(escalation)
    require(can_decide_escalation(by, escalation))
    escalation.decided_by_id = by.person_id
    verb = "agree" if agrees else "refuse"
    move(escalation, ESCALATION, verb, by=by, at=at, reason=reasons, save_fields=("decided_by",))
    write_to_staff(
        roles=(),
        people=[escalation.raised_by_id] if escalation.raised_by_id else [],
        template="ceiling_decided",
        subject=f"{escalation.reference}: {escalation.get_state_display().lower()}",
        context={"escalation": escalation},
        by=by,
        at=at,
    )
    return escalation


def _guard(ceiling: ApprovedCeiling, want: Want) -> None:
    now = headroom_of(ceiling)
    over = now.over(want.total)
    if want.total <= 0 or over == 0:
        return
    agreed = CeilingEscalation.objects.filter(
        ceiling=ceiling,
        source_reference=want.source,
        key=want.key,
        state=EscalationState.AGREED,
        amount__gte=want.total,
    )
    if not agreed.exists():
        raise CeilingReached(ceiling, want, over, now.remaining)


def _row(
    ceiling: ApprovedCeiling, want: Want, source: str, amount: Decimal, by: Actor, at: datetime
) -> CeilingDraw:
    return CeilingDraw(
        authority_id=ceiling.authority_id,
        ceiling=ceiling,
        kind=want.kind,
        key=want.key,
        amount=amount,
        source_reference=source,
        drawn_at=at,
        drawn_by=by.name,
    )
