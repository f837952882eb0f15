"""What stops new placements in a setting, and whom it binds: a suspension binds the council that made it and
those it names, a regulator's notice everybody."""

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from providers.models import RegulatorNotice, Setting, Suspension


def binding(authority_id: int | None) -> Q:
    """Suspensions that bind a council; with None all of them, as a provider looks at its own homes."""
    if authority_id is None:
        return Q()
    return Q(authority=authority_id) | Q(also_binds__contains=[authority_id])


def with_stops(settings: QuerySet[Setting], *, authority_id: int | None, on: date) -> QuerySet[Setting]:
    """Annotate ``is_suspended``, whether new placements of the council are stopped by a suspension that binds
    it or by a notice, and ``suspended_by``, the other councils that stopped their own, by name."""
    made = Suspension.objects.in_force_on(on).filter(
        Q(setting=OuterRef("pk")) | Q(setting=None, provider=OuterRef("provider"))
    )
    served = RegulatorNotice.objects.in_force_on(on).filter(setting=OuterRef("pk"))
    nobody = Value("", output_field=TextField())
    others: Any = nobody
    if authority_id is not None:
        elsewhere = made.exclude(binding(authority_id)).order_by().values(one=Value(1))
        names = elsewhere.annotate(
            names=StringAgg("authority__name", Value(", "), distinct=True, order_by="authority__name")
        )
        others = Coalesce(Subquery(names.values("names")), nobody)
    return settings.annotate(
        is_suspended=Exists(made.filter(binding(authority_id))) | Exists(served),
        suspended_by=others,
    )


def notices_of(setting: Setting, *, on: date) -> QuerySet[RegulatorNotice]:
    """The regulator's notices on a home in force or still to come, newest first."""
    live = RegulatorNotice.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), setting=setting)
    return live.order_by("-starts_on", "pk")
