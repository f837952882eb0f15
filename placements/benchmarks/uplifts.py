"""The dry run of an uplift."""

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from authorities.choices import Role
from authorities.models import User
from contracts.keeping_choices import UpliftState
from contracts.models import UpliftAnswer
from core.actor import Actor, acting_as
from core.benchmarks import benchmark, median_seconds
from core.people import actor_of
from placements.models import AgreementFee, Placement, PlacementAgreement, UpliftRun
from placements.services.uplift_costs import FIND_FEES
from placements.services.uplifts import prepare_uplift

LIVE_LINES = 20_000


@benchmark("uplift")
def uplift() -> dict[str, Any]:
    """Dry run of an uplift over 20,000 live prices, beside its own bare SELECT; undone after."""
    actor, answer = _agreed_uplift()
    with acting_as(actor):
        effective_on = answer.request.window.effective_on
        _multiply(answer, LIVE_LINES)

        def prepare() -> UpliftRun:
            return prepare_uplift(
                answer=answer, effective_on=effective_on, by=actor, at=timezone.now(), again=True
            )

        seconds = median_seconds(prepare, repeats=3)
        run = prepare()
        bare = FIND_FEES[FIND_FEES.index("SELECT") :]
        given: dict[str, Any] = {
            "run": run.pk,
            "on": effective_on,
            "percent": run.percent,
            "provider": answer.provider_id,
            "tool": answer.request.window.tool_id,
        }

        def select() -> None:
            with connection.cursor() as cursor:
                cursor.execute(bare, given)
                cursor.fetchall()

        sql = median_seconds(select, repeats=3)
        transaction.set_rollback(True)
    return {
        "lines": run.line_count,
        "annual_effect": str(run.annual_effect),
        "seconds": round(seconds, 3),
        "sql_seconds": round(sql, 3),
        "ratio": round(seconds / sql, 2),
        "passes": seconds < 20 and run.line_count >= LIVE_LINES,
    }


def _agreed_uplift() -> tuple[Actor, UpliftAnswer]:
    """Some council's commissioner with an uplift that is agreed and not applied."""
    for user in User.objects.order_by("pk").iterator():
        actor = actor_of(user)
        if actor is None or not actor.has_role(Role.COMMISSIONER):
            continue
        with acting_as(actor):
            answer = (
                UpliftAnswer.objects.filter(state=UpliftState.AGREED)
                .select_related("request__window")
                .first()
            )
            if answer is not None:
                return actor, answer
    raise LookupError("No uplift is agreed here: load the demo world first.")


def _multiply(answer: UpliftAnswer, lines: int) -> None:
    """Copy one live placement of the provider, its agreement and its fee until there are so many of it."""
    live = Placement.objects.filter(
        provider=answer.provider_id, agreement__tool=answer.request.window.tool_id, ends_on__isnull=True
    )
    placement = live.exclude(state="ended").order_by("pk").first()
    if placement is None:
        raise LookupError("The provider has no live placement under the tool.")
    fee = placement.agreement.fees.filter(ends_on__isnull=True).order_by("pk").first()
    tables = ((PlacementAgreement, placement.agreement), (Placement, placement), (AgreementFee, fee))
    first = 10**12
    for model, row in tables:
        columns = [str(field.column) for field in model._meta.local_concrete_fields]
        anew = {
            "id": f"{first} + n",
            "reference": "'BENCH-' || n",
            "agreement_id": f"{first} + n",
            "offer_id": "NULL",
            "bed_booking_id": "NULL",
        }
        values = ", ".join(anew.get(column, f'"{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        table = f'"{model._meta.db_table}"'
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table},"  # noqa: S608
                " generate_series(1, %s) AS n WHERE id = %s",
                [lines, row.pk if row else None],
            )
