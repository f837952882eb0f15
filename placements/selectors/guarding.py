"""What makes a referral likely to point to one child though no text names them: rare facts and solo homes."""

from collections.abc import Iterable
from datetime import date

from authorities.choices import SettingKey
from authorities.selectors.settings import setting_value
from core.periods import add_months
from placements.matching import Home
from placements.models import Child, PlacementRequest, Referral
from placements.selectors.need import dol_order_on, siblings_together
from providers.models import CapacityPeriod


def warnings_about(request: PlacementRequest, homes: Iterable[Home], *, on: date) -> list[str]:
    """Sentences for whoever writes and whoever clears a referral; empty when nothing is rare."""
    solo = sorted(home.name for home in homes if home.places == 1)
    return [*_rare(request, on=on), *([_solo(solo)] if solo else [])]


def warnings_of(referral: Referral, *, on: date) -> list[str]:
    """The same of a referral that has been written."""
    targets = {
        target.setting_id: target.setting.name for target in referral.targets.select_related("setting")
    }
    places = CapacityPeriod.objects.in_force_on(on).filter(setting__in=targets, registered=1)
    solo = sorted(targets[pk] for pk in places.values_list("setting_id", flat=True))
    return [*_rare(referral.request, on=on), *([_solo(solo)] if solo else [])]


def _solo(names: list[str]) -> str:
    return (
        f"{', '.join(names)} has one place: whoever learns the address learns who lives there. Name its area"
        " only."
    )


def _rare(request: PlacementRequest, *, on: date) -> list[str]:
    """What few children of the council share, by its own idea of a small number."""
    fewest = setting_value(request.authority_id, SettingKey.SUPPRESS_UNDER, on=on)
    youngest = add_months(on, -12 * request.age)
    alike = Child.objects.filter(
        authority_id=request.authority_id,
        sex=request.child.sex,
        birth_month__gt=add_months(youngest, -12),
        birth_month__lte=youngest,
    )
    found = []
    if alike.count() < fewest:
        found.append(
            f"Fewer than {fewest} of your children are of this age and sex, so age and district together may"
            " point to this child. Consider a wider area than a town."
        )
    if dol_order_on(request.child, on) is not None:
        found.append("A deprivation of liberty order is rare: with age and district it may identify.")
    if len(siblings_together(request)) > 1:
        found.append("A family of three or more is rare: with the district it may point to one family.")
    return found
