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
    RESIDENTIAL = "residential", "Residential children's homes"
    SUPPORTED = "supported", "Supported accommodation"
    OTHER = "other", "Other, with residential schools"


# Who asks for a forecast.
PLANNERS = (Role.PLANNER, Role.COMMISSIONER, Role.HEAD_OF_SERVICE, Role.ASSISTANT_DIRECTOR, Role.DCS)
# Who sees every count.
PLAN_READERS = (*PLANNERS, Role.SERVICE_MANAGER, Role.AUDITOR)
# Cabinet members see what the last kept forecast says of the council as a whole, small numbers hidden.
SUMMARY_READERS = (*PLAN_READERS, Role.CABINET_MEMBER)
