"""How much waits for a reader of papers."""

from core.actor import Actor
from reports.choices import PAPER_DECIDERS
from reports.selectors.decisions import actions_owed_by, papers_to_decide
from reports.selectors.sign_offs import sign_offs_asked_of


def waiting_count(actor: Actor) -> int:
    """Papers to decide, sign-offs to give and actions to carry out."""
    decide = papers_to_decide(actor).count() if actor.has_role(*PAPER_DECIDERS) else 0
    return decide + sign_offs_asked_of(actor).count() + actions_owed_by(actor).count()
