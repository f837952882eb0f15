"""Who may write and publish papers."""

from core.actor import Actor
from core.policies import Decision, allow, deny
from reports.choices import FORMAT_KEEPERS, MEMBERS_READ, PAPER_WRITERS
from reports.models import Paper


def can_write_papers(actor: Actor) -> Decision:
    if actor.has_role(*PAPER_WRITERS):
        return allow()
    return deny("Only commissioners, legal and democratic services write papers.")


def can_edit_paper(actor: Actor, paper: Paper) -> Decision:
    if paper.state in MEMBERS_READ:
        return deny("This paper is published, so its words can no longer change.")
    return can_write_papers(actor)


def can_keep_formats(actor: Actor) -> Decision:
    if actor.has_role(*FORMAT_KEEPERS):
        return allow()
    return deny("Democratic services and council administrators keep the council's formats.")
