"""What the page of one placement shows and offers, by its state and by who looks."""

from datetime import date
from typing import Any

from django.urls import reverse

from authorities.choices import CASE_ROLES
from core.actor import Actor
from placements.choices import PlacementState, SigningSide
from placements.life_choices import DISRUPTIONS
from placements.living_tables import (
    ABSENCE_COLUMNS,
    CLOCK_COLUMNS,
    EVIDENCE_COLUMNS,
    GOAL_COLUMNS,
    NOTICE_COLUMNS,
    absence_rows,
    clock_rows,
    evidence_rows,
    goal_rows,
    notice_rows,
)
from placements.models import Placement
from placements.policies.living import KEEPERS, NOVATING_ROLES
from placements.selectors.duties import duties_of
from placements.selectors.living import Kept
from placements.workflows import AGREEMENT_OVER, BEING_SIGNED, LIVING, SOURCING_ROLES


def page_facts(placement: Placement, kept: Kept, actor: Actor, *, on: date) -> dict[str, Any]:
    """Tables and buttons; those of level 2 are drawn only for people cleared for it."""
    keeps = actor.has_role(*KEEPERS)
    duties = duties_of(placement, on=on) if placement.state != PlacementState.CANCELLED else []
    return {
        "kept": kept,
        "leaving": leaving(placement),
        "actions": _actions(placement, kept, actor),
        "clocks": clock_rows(duties, on=on),
        "clock_columns": CLOCK_COLUMNS,
        "absences": absence_rows(kept.absences),
        "absence_columns": ABSENCE_COLUMNS,
        "notices": notice_rows(kept.notices),
        "notice_columns": NOTICE_COLUMNS,
        "goals": goal_rows(kept.goals, placement.reference, may_score=keeps),
        "goal_columns": GOAL_COLUMNS,
        "evidence": evidence_rows(kept.evidence),
        "evidence_columns": EVIDENCE_COLUMNS,
        "is_unsigned": placement.agreement.state in BEING_SIGNED,
        "was_disrupted": placement.end_reason in DISRUPTIONS,
        "may_keep": keeps,
        "may_plan": keeps and placement.agreement.state not in AGREEMENT_OVER,
        "lives_there": placement.state in LIVING,
        "plan_href": reverse("agreement_plan", args=[placement.agreement.reference]),
    }


def leaving(placement: Placement) -> str:
    """What the day of the end is called: ahead while notice stands."""
    return "Leaves on" if placement.state == PlacementState.NOTICE else "Left on"


def _actions(placement: Placement, kept: Kept, actor: Actor) -> list[tuple[str, str]]:
    """Buttons of the page: words and address."""
    lives, sources = placement.state in LIVING, actor.has_role(*SOURCING_ROLES)
    wanted = [
        (lives and kept.away is None and actor.has_role(*KEEPERS), "Record an absence", "placement_absence"),
        (
            lives and kept.away is not None and actor.has_role(*KEEPERS),
            "Record the return",
            "placement_return",
        ),
        (placement.state == PlacementState.ACTIVE and sources, "Give notice", "placement_notice"),
        (
            sources and kept.notice is not None and kept.notice.side == SigningSide.AUTHORITY and lives,
            "Withdraw our notice",
            "placement_notice_withdraw",
        ),
        (lives and sources, "Record the end", "placement_end"),
        (
            lives and kept.away is None and actor.has_role(*NOVATING_ROLES),
            "New owner of the home",
            "placement_novate",
        ),
        (placement.state == PlacementState.PLANNED and sources, "Cancel it", "placement_cancel"),
    ]
    buttons = [(text, reverse(name, args=[placement.reference])) for shown, text, name in wanted if shown]
    needs_another = placement.state == PlacementState.NOTICE or placement.end_reason in DISRUPTIONS
    if needs_another and actor.has_role(*CASE_ROLES):
        next_home = reverse("request_new_for", args=[placement.child.reference])
        buttons.insert(0, ("Ask for the next home", next_home))
    return buttons
