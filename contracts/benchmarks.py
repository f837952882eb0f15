"""What the contracts room measures: finding a home, and blocks."""

from typing import Any

from django.urls import reverse

from authorities.choices import Role
from authorities.models import Postcode, User
from contracts import block_benchmarks  # noqa: F401 (registers those of blocks)
from core.actor import Actor, acting_as
from core.benchmarks import benchmark, page_time
from core.people import actor_of
from providers.choices import Need, Outcome
from providers.models import Setting, VacancyReport


@benchmark("search")
def search() -> dict[str, Any]:
    """Find a home: a filtered page by distance, beside its own SQL in psql, with few rows and many."""
    user, actor = _commissioner()
    with acting_as(actor):
        near = Postcode.objects.filter(authority_code__startswith="E10").order_by("code").first()
        one = Setting.objects.order_by("pk").values_list("urn", flat=True).first()
        size = {"settings": Setting.objects.count(), "reports": VacancyReport.objects.count()}
    if near is None or one is None:
        raise LookupError("Load the demo world and manage.py load_scale first.")
    page = reverse("home_list")
    grades = "&".join(f"outcome={grade}" for grade in (Outcome.OUTSTANDING, Outcome.GOOD))
    wide = f"{page}?postcode={near.code}&within_miles=100&need={Need.AUTISM}&age=14&free_now=on&{grades}"
    many = page_time(user, actor, wide)
    few = page_time(user, actor, f"{page}?postcode={near.code}&name={one}")
    return {**size, **many.figures, "queries_few_rows": few.queries, "passes": _passes(many, few)}


def _passes(many: Any, few: Any) -> bool:
    return many.seconds <= 3 * many.sql_seconds and many.queries <= few.queries


def _commissioner() -> tuple[User, Actor]:
    """Somebody of a council who may search."""
    for user in User.objects.order_by("pk").iterator():
        actor = actor_of(user)
        if actor is not None and actor.has_role(Role.COMMISSIONER):
            return user, actor
    raise LookupError("Nobody here is a commissioner: load the demo world first.")
