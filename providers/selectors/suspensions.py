"""Which homes councils have stopped placing with."""

from datetime import date

from django.db.models import Q

from providers.models import Setting, Suspension


def is_suspended(setting: Setting, *, on: date) -> bool:
    """Whether any council has suspended the home, or all of its provider's, for new placements on a day."""
    of_setting = Q(setting=setting) | Q(setting=None, provider=setting.provider_id)
    return Suspension.objects.filter(of_setting).in_force_on(on).exists()
