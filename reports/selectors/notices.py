"""Notices given of decisions, and the forward plan made of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from core.actor import Actor
from reports.choices import PLANNED, UNDECIDED_FORMATS
from reports.life_choices import NoticeRoute
from reports.models import DecisionNotice, Paper

OF_THE_DECISION = (NoticeRoute.FULL, NoticeRoute.EXCEPTION, NoticeRoute.URGENT)


@dataclass(frozen=True)
class Planned:
    """One line of the forward plan: a decision to come of which notice was given."""

    paper: Paper
    notice: DecisionNotice


def notices_of(paper: Paper) -> QuerySet[DecisionNotice]:
    """Newest first."""
    return DecisionNotice.objects.filter(paper=paper).select_related("given_by").order_by("-given_at", "-pk")


def notice_in_force(paper: Paper) -> DecisionNotice | None:
    """The last notice of the decision that was given for this meeting or for an earlier one.

    A notice holds for any later day; for an earlier one it has to be given again.
    """
    return notices_of(paper).filter(route__in=OF_THE_DECISION, meeting_on__lte=paper.meeting_on).first()


def private_notice(paper: Paper) -> DecisionNotice | None:
    """The second notice of a private meeting, for this very day."""
    return notices_of(paper).filter(route=NoticeRoute.PRIVATE, meeting_on=paper.meeting_on).first()


def forward_plan(actor: Actor, on: date) -> list[Planned]:
    """The council's decisions to come with notice given, next meeting first."""
    notices = Prefetch(
        "notices",
        DecisionNotice.objects.filter(route__in=OF_THE_DECISION).order_by("-given_at", "-pk"),
        to_attr="given",
    )
    papers = (
        Paper.objects.filter(authority_id=actor.council_id, meeting_on__gte=on, state__in=PLANNED)
        .exclude(paper_format__in=UNDECIDED_FORMATS)
        .prefetch_related(notices)
        .order_by("meeting_on", "reference")
    )
    return [Planned(paper, paper.given[0]) for paper in papers if paper.given]
