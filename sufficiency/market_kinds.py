"""The kinds of care that market figures are of: which settings, and which of the council's children."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from authorities.choices import ServiceCategory
from providers.choices import GRADE_ORDER, HOMES, SA_ORDER, Outcome, RegistrationType

T = RegistrationType


@dataclass(frozen=True)
class MarketKind:
    """``types`` of setting. ``category`` is the kind of care by which partners tell their numbers; ``good``
    how many of ``scale``, best first, count as good or better, in the words ``good_label``."""

    code: str
    label: str
    types: tuple[RegistrationType, ...]
    category: ServiceCategory
    whole_category: bool = False
    scale: Sequence[Outcome] = GRADE_ORDER
    good: int = 2
    good_label: str = "Good or better"

    @property
    def children(self) -> Q:
        """Which placements are counted: all of the category, or those in settings of these types."""
        if self.whole_category:
            return Q(category=self.category)
        return Q(setting__registration_type__in=self.types)


# Residential schools are bought, and counted, apart.
HOMES_OF_EVERY_KIND = MarketKind(
    "homes",
    "All children’s homes",
    tuple(kind for kind in HOMES if kind != T.RESIDENTIAL_SCHOOL),
    ServiceCategory.RESIDENTIAL,
    whole_category=True,
)
MARKET_KINDS = (
    HOMES_OF_EVERY_KIND,
    MarketKind("open", "Open homes", (T.CHILDRENS_HOME,), ServiceCategory.RESIDENTIAL),
    MarketKind("secure", "Secure homes", (T.SECURE_HOME,), ServiceCategory.RESIDENTIAL),
    MarketKind("short-break", "Short-break homes", (T.SHORT_BREAK_HOME,), ServiceCategory.RESIDENTIAL),
    MarketKind(
        "school",
        "Residential special schools",
        (T.RESIDENTIAL_SCHOOL, T.RESIDENTIAL_SPECIAL_SCHOOL),
        ServiceCategory.SCHOOL,
    ),
    MarketKind(
        "supported",
        "Supported accommodation",
        (T.SUPPORTED_ACCOMMODATION,),
        ServiceCategory.SUPPORTED,
        scale=SA_ORDER,
        good=1,
        good_label="Consistently strong",
    ),
    MarketKind("fostering", "Fostering agencies", (T.FOSTERING_AGENCY,), ServiceCategory.FOSTERING),
)


def kind_called(code: str) -> MarketKind:
    """The kind of that code; all children's homes where there is none."""
    return next((kind for kind in MARKET_KINDS if kind.code == code), HOMES_OF_EVERY_KIND)
