"""A provider as councils see it: its registration, places and latest inspections."""

from dataclasses import dataclass
from datetime import date

from core.actor import Actor
from providers.models import CapacityPeriod, Inspection, Provider, Setting
from providers.selectors.homes import latest_inspections, own_homes


@dataclass(frozen=True)
class HomeProfile:
    """One setting; ``inspection`` and ``capacity`` are None where the register has none."""

    setting: Setting
    inspection: Inspection | None
    capacity: CapacityPeriod | None


@dataclass(frozen=True)
class ProviderProfile:
    provider: Provider
    homes: list[HomeProfile]


def profile_of(actor: Actor, *, on: date) -> ProviderProfile:
    """The actor's own provider on a day, in a fixed number of queries."""
    assert actor.provider_id is not None
    homes = list(own_homes(actor, on=on))
    inspections = latest_inspections([home.pk for home in homes], on=on)
    capacities = {
        capacity.setting_id: capacity
        for capacity in CapacityPeriod.objects.in_force_on(on).filter(setting__in=homes)
    }
    return ProviderProfile(
        provider=Provider.objects.select_related("group").get(pk=actor.provider_id),
        homes=[HomeProfile(home, inspections.get(home.pk), capacities.get(home.pk)) for home in homes],
    )
