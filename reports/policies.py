"""Who may write, clear, publish, decide and carry out papers."""

from datetime import date

from authorities.choices import Role
from core import formats
from core.actor import Actor
from core.policies import Decision, allow, deny
from reports.choices import (
    CLERKS,
    FORMAT_KEEPERS,
    MEMBERS_READ,
    PAPER_CLEARERS,
    PAPER_DECIDERS,
    PAPER_READERS,
    PAPER_WRITERS,
    UNDECIDED_FORMATS,
    PaperFormat,
    PaperState,
)
from reports.life_choices import MAY_BE_WITHDRAWN
from reports.models import OlderPaper, Paper, PaperAction, PaperDecision, SignOff


def can_write_papers(actor: Actor) -> Decision:
    if actor.has_role(*PAPER_WRITERS):
        return allow()
    return deny("Only commissioners, legal and democratic services write papers.")


def can_edit_paper(actor: Actor, paper: Paper) -> Decision:
    if paper.is_withdrawn:
        return deny("This paper is withdrawn, so nothing in it can change.")
    if paper.state in MEMBERS_READ:
        return deny("This paper is published, so its words can no longer change.")
    return can_write_papers(actor)


def can_put_aside(actor: Actor, checked: Paper | OlderPaper) -> Decision:
    """What the checker finds is put aside by writers; in a withdrawn paper nobody has to."""
    if isinstance(checked, Paper) and checked.is_withdrawn:
        return deny("This paper is withdrawn, so nothing in it can change.")
    return can_write_papers(actor)


def can_withdraw(actor: Actor, paper: Paper) -> Decision:
    """Until it is published, or once it is put off."""
    if paper.is_withdrawn:
        return deny("This paper is withdrawn already.")
    if paper.state not in MAY_BE_WITHDRAWN:
        state = paper.get_state_display().lower()
        return deny(f"This paper is “{state}”. It can be withdrawn until it is published, or once deferred.")
    return can_write_papers(actor)


def can_discuss(actor: Actor, paper: Paper) -> Decision:
    """Comments are for while it is written."""
    if paper.is_withdrawn:
        return deny("This paper is withdrawn. Comments are closed.")
    if paper.state in MEMBERS_READ:
        return deny("This paper is published. Comments are closed.")
    if actor.has_role(*PAPER_READERS):
        return allow()
    return deny("Only those who work on papers comment on drafts.")


def can_answer_sign_off(actor: Actor, sign_off: SignOff, paper: Paper) -> Decision:
    """The person asked, or anybody in the role asked, but never the paper's author."""
    if actor.member_id == paper.raised_by_id:
        return deny("You wrote this paper, so somebody else signs it off.")
    if sign_off.person_id is not None:
        asked = actor.member_id == sign_off.person_id
    else:
        asked = actor.has_role(sign_off.role)
    return allow() if asked else deny(f"This was asked of {sign_off.asked_of}.")


def can_clear(actor: Actor, paper: Paper) -> Decision:
    if not actor.has_role(*PAPER_CLEARERS):
        return deny("A head of service, an assistant director or the director clears papers.")
    if actor.member_id == paper.raised_by_id:
        return deny("You wrote this paper, so somebody else clears it.")
    return allow()


def can_decide(actor: Actor, paper_format: str) -> Decision:
    """A member or, in the body's name, democratic services; an officer's decision is the director's."""
    if paper_format in UNDECIDED_FORMATS:
        return deny("This is a briefing. It asks for no decision.")
    if paper_format == PaperFormat.W and actor.has_role(Role.CABINET_MEMBER):
        return deny("This decision is delegated to an officer.")
    if paper_format != PaperFormat.W and not actor.has_role(Role.CABINET_MEMBER, *CLERKS):
        return deny("Members take this decision; democratic services may record it for them.")
    if not actor.has_role(*PAPER_DECIDERS):
        return deny("Members take decisions; democratic services may record them.")
    return allow()


def can_record(actor: Actor) -> Decision:
    if actor.has_role(*CLERKS):
        return allow()
    return deny("Democratic services publish decisions and record call-ins.")


def can_be_called_in(paper: Paper, decision: PaperDecision, on: date) -> Decision:
    """From publication to the last day of the window."""
    if paper.state != PaperState.CALL_IN or decision.call_in_ends is None or decision.published_on is None:
        return deny("The call-in window is not open.")
    if on > decision.call_in_ends:
        return deny(f"The call-in window closed at the end of {formats.day(decision.call_in_ends)}.")
    if on < decision.published_on:
        return deny(f"The decision was published on {formats.day(decision.published_on)}, not before.")
    return allow()


def can_carry_out(actor: Actor, action: PaperAction) -> Decision:
    """Its owner, and whoever keeps papers."""
    if action.owner_id == actor.person_id or actor.has_role(*PAPER_WRITERS):
        return allow()
    return deny(f"This action is {action.owner.name}’s.")


def can_keep_formats(actor: Actor) -> Decision:
    if actor.has_role(*FORMAT_KEEPERS):
        return allow()
    return deny("Democratic services and council administrators keep the council's formats.")
