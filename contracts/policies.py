"""Who reads contracts."""

from authorities.choices import GRADES, Role

CONTRACT_READERS = (
    Role.PLACEMENTS_OFFICER,
    Role.COMMISSIONER,
    *GRADES,
    Role.CONTRACT_SIGNATORY,
    Role.FINANCE,
    Role.LEGAL,
    Role.PLANNER,
    Role.AUDITOR,
)
