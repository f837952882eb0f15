"""Statements: what is owed to a provider for a frozen month, published, answered by line and agreed."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Min, Sum
from django.utils import timezone

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from contracts.models import Charge, Creditor, LedgerMonth, ProviderStatement, StatementLine
from contracts.money_choices import FROZEN, LineAnswer, StatementState
from contracts.money_workflows import STATEMENT
from contracts.policies import can_answer_statement, can_keep_the_ledger
from contracts.selectors.ledger import owed_to_providers
from core.actor import Actor
from core.errors import Conflict, DomainError
from core.locking import lock
from core.policies import require
from core.references import new_reference
from core.workflow import move, require_open


@transaction.atomic
def publish_statements(*, month: LedgerMonth, by: Actor, at: datetime) -> int:
    """Publish each provider's statement of a frozen month, once; how many are new."""
    require(can_keep_the_ledger(by))
    month = lock(month)
    if month.state not in FROZEN:
        raise Conflict("Make the month provisional first: a statement is of a month that no longer changes.")
    own = {"authority_id": by.council_id}
    published = ProviderStatement.objects.filter(**own, month=month.starts_on).values("provider_id")
    rows = (
        owed_to_providers(Charge.objects.filter(**own, month=month.starts_on))
        .exclude(provider_id__in=published)
        .values("provider_id", "source_reference", "component_key", "kind", "fee_kind")
        .annotate(first=Min("night"), last=Max("night"), units=Sum("nights"), total=Sum("amount"))
        .order_by("provider_id", "source_reference", "component_key", "kind")
    )
    by_provider = defaultdict(list)
    for row in rows:
        by_provider[row["provider_id"]].append(row)
    self_billed = set(
        Creditor.objects.filter(**own, ends_on=None, self_billed=True).values_list("provider_id", flat=True)
    )
    tolerance = setting_value(by.council_id, SettingKey.INVOICE_TOLERANCE, on=timezone.localdate(at))
    made = ProviderStatement.objects.bulk_create(
        ProviderStatement(
            **own,
            provider_id=provider_id,
            reference=new_reference("STA"),
            month=month.starts_on,
            self_billed=provider_id in self_billed,
            tolerance=tolerance,
            total=sum((line["total"] for line in lines), Decimal("0.00")),
            state=StatementState.PUBLISHED,
            state_at=at,
            published_at=at,
        )
        for provider_id, lines in by_provider.items()
    )
    StatementLine.objects.bulk_create(
        (
            StatementLine(
                **own,
                provider_id=statement.provider_id,
                statement=statement,
                position=position,
                source_reference=line["source_reference"],
                component_key=line["component_key"],
                kind=line["kind"],
                fee_kind=line["fee_kind"],
                first_night=line["first"],
                last_night=line["last"],
                units=line["units"],
                amount=line["total"],
            )
            for statement in made
            for position, line in enumerate(by_provider[statement.provider_id], start=1)
        ),
        batch_size=1000,
    )
    return len(made)


@transaction.atomic
def dispute_line(*, line: StatementLine, reason: str, by: Actor, at: datetime) -> StatementLine:
    """Say what is wrong with one line, while the statement is with the provider."""
    statement = lock(line.statement)
    require(can_answer_statement(by))
    require_open(statement, STATEMENT, "dispute")
    if not reason.strip():
        raise DomainError("Say what is wrong with the line.", field="reason")
    line = lock(line)
    line.answer, line.reason = LineAnswer.DISPUTED, reason.strip()
    line.save(update_fields=["answer", "reason"])
    return line


@transaction.atomic
def answer_statement(*, statement: ProviderStatement, by: Actor, at: datetime) -> ProviderStatement:
    """Confirm every line not disputed. With none disputed the statement is agreed."""
    statement = lock(statement)
    require(can_answer_statement(by))
    lines = StatementLine.objects.filter(statement=statement)
    disputed = lines.filter(answer=LineAnswer.DISPUTED).exists()
    move(statement, STATEMENT, "dispute" if disputed else "confirm", by=by, at=at)
    lines.filter(answer=LineAnswer.WAITING).update(answer=LineAnswer.CONFIRMED)
    return statement


@transaction.atomic
def settle_line(*, line: StatementLine, settlement: str, by: Actor, at: datetime) -> StatementLine:
    """Say what came of a dispute: how the charge was right, or which fact was mended so that an adjustment
    follows in the open month. When the last is settled the statement is agreed."""
    statement = lock(line.statement)
    require(can_keep_the_ledger(by))
    line = lock(line)
    if line.answer != LineAnswer.DISPUTED or statement.state != StatementState.DISPUTED:
        raise Conflict("This line is not in dispute now.")
    if not settlement.strip():
        raise DomainError("Say what came of it.", field="settlement")
    line.answer, line.settlement = LineAnswer.SETTLED, settlement.strip()
    line.save(update_fields=["answer", "settlement"])
    if not StatementLine.objects.filter(statement=statement, answer=LineAnswer.DISPUTED).exists():
        move(statement, STATEMENT, "settle", by=by, at=at)
    return line
