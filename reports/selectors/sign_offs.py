"""Sign-offs of a paper: those asked, what is still wanting, what waits for a person."""

from django.db.models import Q, QuerySet

from core.actor import Actor
from core.errors import NotFound
from reports.choices import MEMBERS_READ
from reports.life_choices import SignOffState, Topic
from reports.marks import mark_of
from reports.models import Paper, SignOff
from reports.selectors.papers import papers_visible_to, sections_needed, words_now
from reports.sign_offs import topics_needed

STANDS_IN_THE_WAY = {
    SignOffState.ASKED: "{topic} has not answered yet: it was asked of {who}.",
    SignOffState.RETURNED: "{topic} returned it with comments and has not been asked again.",
    SignOffState.VOIDED: "{topic}’s sign-off is void, because {why}. Ask again.",
}


def sign_offs_of(paper: Paper) -> QuerySet[SignOff]:
    """Newest first."""
    return (
        SignOff.objects.filter(paper=paper)
        .select_related("person", "asked_by", "answered_by")
        .order_by("-asked_at", "-pk")
    )


def access_sign_off(actor: Actor, reference: str, topic: str) -> SignOff:
    """The last one asked on a topic of a paper the actor may read."""
    paper = papers_visible_to(actor).filter(reference=reference).first()
    found = sign_offs_of(paper).filter(topic=topic).select_related("paper").first() if paper else None
    if found is None:
        raise NotFound
    return found


def latest_by_topic(paper: Paper) -> dict[str, SignOff]:
    """The last answer or question on each topic asked."""
    found: dict[str, SignOff] = {}
    for each in sign_offs_of(paper).exclude(state=SignOffState.WITHDRAWN):
        found.setdefault(each.topic, each)
    return found


def words_under(sign_off: SignOff, paper: Paper) -> str:
    """A mark of the words it stands for, as they are now."""
    texts = words_now(paper).full()
    keys = set(sign_off.sections) or set(texts)
    return mark_of(sorted((key, text) for key, text in texts.items() if key in keys))


def signing_hindrances(paper: Paper) -> list[str]:
    """Every sign-off that is wanting, void or not answered, in words; empty when all are in."""
    latest = latest_by_topic(paper)
    wanted = dict.fromkeys([*topics_needed(sections_needed(paper)), *map(Topic, latest)])
    found = []
    for topic in wanted:
        sign_off = latest.get(topic)
        if sign_off is None:
            found.append(f"{topic.label} has not been asked to sign it off.")
        elif sign_off.state in STANDS_IN_THE_WAY:
            found.append(
                STANDS_IN_THE_WAY[SignOffState(sign_off.state)].format(
                    topic=topic.label, who=sign_off.asked_of, why=sign_off.state_reason
                )
            )
    return found


def sign_offs_asked_of(actor: Actor) -> QuerySet[SignOff]:
    """What waits for the actor, next due first: never of their own papers or of published ones."""
    asked_of = Q(person=actor.person_id) | Q(role__in=actor.roles)
    return (
        SignOff.objects.filter(asked_of, authority_id=actor.council_id, state=SignOffState.ASKED)
        .exclude(paper__raised_by=actor.person_id)
        .exclude(paper__state__in=MEMBERS_READ)
        .select_related("paper")
        .order_by("due_on", "pk")
    )
