"""Words of keeping contracts: ceilings, uplifts, dates to act before, signed terms."""

from django.db import models


class DrawKind(models.TextChoices):
    """What a ceiling is drawn on for."""

    AWARD = "award", "Placement award"
    BLOCK = "block", "Block contract"
    UPLIFT = "uplift", "Uplift"
    CHANGE = "change", "Change of terms"
    RELEASE = "release", "Released"


class EscalationState(models.TextChoices):
    AWAITING = "awaiting", "Waiting for the approver"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"


class UpliftDecider(models.TextChoices):
    """Who answers an ask for higher prices, as the agreement says."""

    EACH = "each", "Each council for its own placements"
    BALLOT = "ballot", "A ballot of the councils"


class UpliftState(models.TextChoices):
    """One council's answer to one provider's ask."""

    WAITING = "waiting", "To answer"
    EVIDENCE_ASKED = "evidence_asked", "Evidence asked for"
    COUNTERED = "countered", "Counter-offer made"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    APPEALED = "appealed", "In appeal"
    FINAL = "final", "Refused on appeal"


class ContractDateKind(models.TextChoices):
    """Dates of a contract that somebody has to act before."""

    OPTION = "option", "Last day to decide an option"
    REPROCURE = "reprocure", "Start buying again"
    ENDS = "ends", "Last day of the contract"
    INSURANCE = "insurance", "Insurance to renew"
    REVIEW = "review", "Review due"
    BREAK = "break", "Break date"


class TermsState(models.TextChoices):
    """The life of one version of a contract's document."""

    ISSUED = "issued", "With the provider to sign"
    PROVIDER_SIGNED = "provider_signed", "With the council to sign"
    SIGNED = "signed", "Signed by both sides"
    REPLACED = "replaced", "Replaced by a later version"
