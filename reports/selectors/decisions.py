"""Decisions on papers, and the actions that came of them."""

from collections.abc import Mapping

from django.db.models import QuerySet

from core import formats
from core.actor import Actor
from core.errors import NotFound
from core.policies import Decision, allow, deny
from reports.choices import IN_EFFECT, TO_DECIDE, PaperFormat, PaperState
from reports.life_choices import CARRIED, ActionState
from reports.models import Paper, PaperAction, PaperDecision
from reports.policies import can_decide
from reports.selectors.papers import papers_visible_to, published_version, words_kept, words_now
from reports.words import TOKEN, keys_in

# The section of each format in which the body is asked to decide; the first that a paper has.
ASKED_IN = ("recommendations", "recommendation", "decision")


def recommendations_of(paper: Paper) -> list[str]:
    """Each recommendation as printed in the published paper; before publication, figures by their names."""
    version = published_version(paper)
    texts = (words_kept(version) if version else words_now(paper)).full()
    shown = {figure.key: figure.shown for figure in version.figures.all()} if version else {}
    asked = next((texts[key] for key in ASKED_IN if texts.get(key, "").strip()), "")
    printed = TOKEN.sub(lambda found: _printed(found[0], shown), asked)
    return [part for chunk in printed.replace("\r\n", "\n").split("\n\n") for part in _items(chunk)]


def _printed(token: str, shown: Mapping[str, str]) -> str:
    """A figure as it printed; before there is one, what it cites. A note says nothing to be decided."""
    cited = next(iter(keys_in([token])), "")
    return shown.get(cited, f"[{cited}]") if cited else ""


def _items(chunk: str) -> list[str]:
    """A list's bullets one by one; a paragraph as one."""
    lines = [line.strip() for line in chunk.split("\n") if line.strip()]
    if lines and all(line.startswith("- ") for line in lines):
        return [line[2:] for line in lines]
    return [" ".join(lines)] if lines else []


def decisions_of(paper: Paper) -> QuerySet[PaperDecision]:
    """The latest first."""
    return (
        PaperDecision.objects.filter(paper=paper).select_related("recorded_by", "call_in").order_by("-number")
    )


def decision_of(paper: Paper) -> PaperDecision:
    """The latest; ``NotFound`` before there is one."""
    found = PaperDecision.objects.filter(paper=paper).order_by("-number").first()
    if found is None:
        raise NotFound
    return found


def decision_in_effect(actor: Actor, reference: str) -> Decision | None:
    """Whether money may be approved on the strength of a decision here; None where it is not one of ours."""
    found = (
        PaperDecision.objects.filter(authority_id=actor.council_id, reference__iexact=reference)
        .select_related("paper")
        .first()
    )
    if found is None:
        return None
    if found.outcome not in CARRIED:
        return deny(f"{reference} was not to approve: it is “{found.get_outcome_display().lower()}”.")
    if found.paper.state in IN_EFFECT:
        return allow()
    if found.effective_on and found.paper.state == PaperState.CALL_IN:
        return deny(
            f"{reference} may still be called in. It takes effect on {formats.day(found.effective_on)}."
        )
    return deny(f"{reference} is not in effect: its paper is “{found.paper.get_state_display().lower()}”.")


def actions_of(paper: Paper) -> QuerySet[PaperAction]:
    """In the order of the recommendations."""
    return (
        PaperAction.objects.filter(paper=paper)
        .select_related("owner", "paper")
        .order_by("recommendation", "pk")
    )


def access_action(actor: Actor, reference: str, action: str) -> PaperAction:
    """An action of a paper the actor may read."""
    found = (
        PaperAction.objects.filter(
            reference=action, paper__reference=reference, paper__in=papers_visible_to(actor)
        )
        .select_related("owner", "paper")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def actions_owed_by(actor: Actor) -> QuerySet[PaperAction]:
    """The actor's own, next due first."""
    return (
        PaperAction.objects.filter(
            authority_id=actor.council_id, owner=actor.person_id, state=ActionState.OPEN
        )
        .select_related("paper")
        .order_by("due_on", "pk")
    )


def papers_to_decide(actor: Actor) -> QuerySet[Paper]:
    """Published, and the actor's to decide, next meeting first."""
    theirs = [each for each in PaperFormat if can_decide(actor, each)]
    return (
        papers_visible_to(actor)
        .filter(state__in=TO_DECIDE, paper_format__in=theirs)
        .order_by("meeting_on", "reference")
    )
