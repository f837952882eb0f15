"""Words of block contracts: their life, their beds, what stops them and what ends them."""

from django.db import models


class BlockState(models.TextChoices):
    """The life of a block contract, from its first draft to its last night."""

    DRAFT = "draft", "Being prepared"
    DROPPED = "dropped", "Not gone ahead with"
    MOBILISING = "mobilising", "Signed, beds not open yet"
    LIVE = "live", "Running"
    UNDER_IMPROVEMENT = "under_improvement", "Running, a home is below good"
    SUSPENDED = "suspended", "New placements stopped"
    NOTICE = "notice", "Notice given"
    DECOMMISSIONING = "decommissioning", "Winding down"
    ENDED = "ended", "Ended"


class BedStage(models.TextChoices):
    """Ramp-up of one bed, in order; it is paid for from the day it is available."""

    REGISTERED = "registered", "Registered"
    STAFFED = "staffed", "Staffed"
    AVAILABLE = "available", "Available and accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


class StopCause(models.TextChoices):
    """Why no new child may come to a home, or to any home of a block."""

    BELOW_GOOD = "below_good", "A home is below good"
    AUTHORITY = "authority", "Our own decision"
    REGULATOR = "regulator", "The regulator"


class NoticeGround(models.TextChoices):
    NO_FAULT = "no_fault", "No fault: either side may leave"
    FOR_CAUSE = "for_cause", "For cause: the provider is in breach"


class GivenBy(models.TextChoices):
    COUNCIL = "council", "The council"
    PROVIDER = "provider", "The provider"


class ProposalState(models.TextChoices):
    """What became of new terms that were put to the provider."""

    PROPOSED = "proposed", "With the provider"
    AGREED = "agreed", "Agreed by the provider"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    IN_FORCE = "in_force", "In force"


class BlockEventKind(models.TextChoices):
    """What may happen to a block contract; each is a fact of its own in the contract's history."""

    DRAFTED = "drafted", "Drafted"
    DROPPED = "dropped", "Not gone ahead with"
    SIGNED = "signed", "Signed"
    SHARED = "shared", "Shares agreed"
    BEDS_NAMED = "beds_named", "Beds named"
    BED_STEP = "bed_step", "Bed opened or withdrawn"
    PROPOSED = "proposed", "Variation put to the provider"
    VARIED = "varied", "Varied"
    VARIATION_UNDONE = "variation_undone", "Variation undone"
    OPTION = "option", "Option exercised"
    STOPPED = "stopped", "New placements stopped"
    RECOVERED = "recovered", "New placements allowed again"
    NOTICE = "notice", "Notice given"
    NOTICE_WITHDRAWN = "notice_withdrawn", "Notice withdrawn"
    DECOMMISSIONING = "decommissioning", "Winding down"
    ENDED = "ended", "Ended"


# States of a block in which a child may newly come to one of its beds.
OPEN_TO_CHILDREN = (BlockState.LIVE, BlockState.UNDER_IMPROVEMENT, BlockState.NOTICE)
# States in which nothing is owed and no day of the term counts.
NOT_RUNNING = (BlockState.DRAFT, BlockState.DROPPED, BlockState.ENDED)
# States in which every child needs a plan for what comes after.
ENDING = (BlockState.NOTICE, BlockState.DECOMMISSIONING)
PROPOSAL_KINDS: dict[str, str] = {
    ProposalState.PROPOSED: "waiting",
    ProposalState.AGREED: "attention",
    ProposalState.DECLINED: "ended",
    ProposalState.WITHDRAWN: "ended",
    ProposalState.IN_FORCE: "good",
}
# What each state means, and so its colour.
BLOCK_KINDS: dict[str, str] = {
    BlockState.DRAFT: "draft",
    BlockState.DROPPED: "ended",
    BlockState.MOBILISING: "waiting",
    BlockState.LIVE: "active",
    BlockState.UNDER_IMPROVEMENT: "attention",
    BlockState.SUSPENDED: "bad",
    BlockState.NOTICE: "attention",
    BlockState.DECOMMISSIONING: "attention",
    BlockState.ENDED: "ended",
}
