"""Which of its homes a provider may offer for a referral, and what an offer adds up to. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from authorities.geography import GridReference
from contracts.choices import FeeKind
from core.money import pence
from placements.matching import TYPES_FOR, Circle, takes_sex

if TYPE_CHECKING:
    from placements.models import Referral
    from providers.models import Setting


@dataclass(frozen=True, kw_only=True)
class OfferedFee:
    """One component of the price, £ a week. Without dates it runs for the whole placement."""

    kind: FeeKind
    weekly_rate: Decimal
    starts_on: date | None = None
    ends_on: date | None = None


def weekly_total(fees: Iterable[OfferedFee]) -> Decimal:
    """£ a week while every component runs, to the penny."""
    return pence(sum((fee.weekly_rate for fee in fees), Decimal(0)))


def why_unfit(home: "Setting", referral: "Referral") -> str:
    """The first rule by which a home (with its register facts) cannot take the child; empty when it can."""
    if home.registration_type not in TYPES_FOR[referral.placement_type]:
        wanted = referral.get_placement_type_display().lower()
        return f"The council asks for a {wanted}, and {home.name} is registered as something else."
    if not home.is_active:  # type: ignore[attr-defined]
        return f"{home.name} does not have an active registration."
    if home.is_suspended:  # type: ignore[attr-defined]
        return f"New placements at {home.name} are suspended, so it cannot be offered."
    if not home.age_from <= referral.age <= home.age_to:
        return (
            f"{home.name} takes children aged {home.age_from} to {home.age_to}, and this child is"
            f" {referral.age}."
        )
    if not takes_sex(home.accepts, referral.sex):
        return f"{home.name} is registered for {home.get_accepts_display().lower()}."
    return _why_unfit_together(home, referral)


def _why_unfit_together(home: "Setting", referral: "Referral") -> str:
    """Whether brothers and sisters fit as well, and the home stands where the child may live."""
    for age, sex in referral.siblings:
        if not home.age_from <= age <= home.age_to or not takes_sex(home.accepts, sex):
            return f"{home.name} cannot take a brother or sister aged {age}, who is to live in the same home."
    stands = GridReference(home.easting, home.northing) if home.easting and home.northing else None
    for shape, easting, northing, miles in referral.avoid:
        if Circle(GridReference(easting, northing), miles).holds(stands):
            return f"{home.name} is in an area that the council asks to avoid: {shape.lower()}."
    return ""
