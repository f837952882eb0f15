"""The days on which a council does not work."""

from datetime import date

from django.db.models import Q

from authorities.models import Authority, Holiday


def holidays_for(authority: Authority | int) -> frozenset[date]:
    """England's bank holidays and the council's own closed days, for ``core.calendar``."""
    days = Holiday.objects.filter(Q(authority__isnull=True) | Q(authority=authority))
    return frozenset(days.values_list("on", flat=True))
