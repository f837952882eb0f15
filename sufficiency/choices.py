"""Words of the sufficiency room, and who reads its pages."""

from django.db import models

from authorities.choices import Role


class Reach(models.TextChoices):
    """How far supply is looked for: where the council is, or also in the areas that adjoin."""

    AREA = "area", "In our area"
    NEAR = "near", "Within reach"


class SpellSource(models.TextChoices):
    OWN = "own", "Own placements"
    RETURN = "return", "Statistical return"


class Counted(models.TextChoices):
    """Kinds of placement as they are counted and forecast."""

    FOSTERING = "fostering", "Fostering"
    RESIDENTIAL = "residential", "Residential homes and schools"
    SUPPORTED = "supported", "Supported accommodation"
    OTHER = "other", "Other arrangements"


class PlacedWith(models.TextChoices):
    """Kinds of placement with fostering by whose carers they are: ``sufficiency.forecast.PlacementType``."""

    FOSTER_KIN = "foster_kin", "Fostering by relatives or friends"
    FOSTER_INHOUSE = "foster_inhouse", "Fostering in-house"
    FOSTER_IFA = "foster_ifa", "Fostering by agencies"
    RESIDENTIAL = "residential", "Residential homes and schools"
    SUPPORTED = "supported", "Supported accommodation"
    OTHER = "other", "Other arrangements"


class Difference(models.TextChoices):
    """How a return and the council's placements can disagree."""

    NO_AGREEMENT = "no_agreement", "Placements without an agreement"
    NO_EPISODE = "no_episode", "Agreements without an episode"
    URN = "urn", "Another URN"
    DATES = "dates", "Dates apart"


# Who asks for a forecast.
PLANNERS = (Role.PLANNER, Role.COMMISSIONER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DCS)
# Who sees every count.
PLAN_READERS = (*PLANNERS, Role.SERVICE_MANAGER, Role.AUDITOR)
# Cabinet members see what the last kept forecast says of the council as a whole, small numbers hidden.
SUMMARY_READERS = (*PLAN_READERS, Role.CABINET_MEMBER)
