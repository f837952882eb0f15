"""Small tables of a paper's life."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.safestring import SafeString

from core import formats
from core.tables import Heading, Rows, link, status_tag
from reports.choices import PaperState
from reports.life_choices import ActionState, SignOffState
from reports.models import (
    DecisionNotice,
    Paper,
    PaperAction,
    PaperReading,
    PaperVersion,
    PublicNotice,
    SignOff,
)
from reports.selectors.notices import Planned
from reports.tables import PAPER_KINDS

SIGN_OFF_KINDS = {
    SignOffState.ASKED: "waiting",
    SignOffState.GIVEN: "good",
    SignOffState.RETURNED: "attention",
    SignOffState.VOIDED: "bad",
    SignOffState.WITHDRAWN: "ended",
}
ACTION_KINDS = {
    ActionState.PLANNED: "draft",
    ActionState.OPEN: "waiting",
    ActionState.DONE: "good",
    ActionState.DROPPED: "ended",
}
PLAN_HEADINGS = (
    "Matter",
    "Decision maker",
    "On",
    "Key decision",
    "Notice given",
    "Kind of notice",
    "Exempt part",
    "Documents",
    "Reference",
)


def sign_off_rows(sign_offs: Iterable[SignOff]) -> Rows:
    """Each with a link to its answer; a void one says what changed."""
    return Rows(
        (Heading("Topic"), Heading("Asked of"), Heading("Answer by"), Heading("State"), Heading("Answer")),
        [
            (
                link("paper_sign_off", each.get_topic_display(), each.paper.reference, each.topic),
                each.asked_of,
                formats.short_day(each.due_on),
                status_tag(each.get_state_display(), SIGN_OFF_KINDS[SignOffState(each.state)]),
                _answer(each),
            )
            for each in sign_offs
        ],
    )


def _answer(each: SignOff) -> str:
    said = [
        each.reference,
        each.words,
        f"{each.answered_by.name}, {formats.moment(each.answered_at)}"
        if each.answered_by and each.answered_at
        else "",
        f"Void since {formats.moment(each.state_at)}: {each.state_reason}"
        if each.state == SignOffState.VOIDED
        else "",
    ]
    return ". ".join(part.rstrip(".") for part in said if part)


def notice_rows(notices: Iterable[DecisionNotice]) -> Rows:
    return Rows(
        (
            Heading("Notice"),
            Heading("Given"),
            Heading("For the meeting of"),
            Heading("Reasons and agreement"),
        ),
        [
            (
                each.get_route_display(),
                f"{formats.short_day(each.given_on)}, {each.given_by.name}",
                formats.short_day(each.meeting_on),
                ". ".join(filter(None, [each.reasons.rstrip("."), each.agreed_by, each.representations])),
            )
            for each in notices
        ],
    )


def action_rows(actions: Iterable[PaperAction], *, on: date, with_paper: bool = False) -> Rows:
    """``with_paper`` says which paper each comes from."""
    return Rows(
        (
            Heading("Action"),
            *((Heading("Paper"),) if with_paper else (Heading("Recommendation", numeric=True),)),
            Heading("What"),
            Heading("Owner"),
            Heading("Due"),
            Heading("State"),
        ),
        [
            (
                link("paper_action", each.reference, each.paper.reference, each.reference),
                each.paper.title if with_paper else str(each.recommendation),
                f"{each.get_kind_display()}: {each.words}",
                each.owner.name,
                due_words(each),
                _action_tag(each, on),
            )
            for each in actions
        ],
    )


def due_words(action: PaperAction) -> str:
    """The day, or how long after the decision; and how often again."""
    again = f", every {action.every_months} months" if action.every_months else ""
    if action.due_on is None:
        return f"{action.due_days} days after it takes effect{again}"
    return formats.short_day(action.due_on) + again


def _action_tag(action: PaperAction, on: date) -> SafeString:
    if action.state == ActionState.OPEN and action.due_on is not None and action.due_on < on:
        return status_tag("Overdue", "bad")
    kind = ACTION_KINDS[ActionState(action.state)]
    return status_tag(action.get_state_display(), kind)


def version_rows(paper: Paper, versions: Sequence[PaperVersion]) -> Rows:
    """Newest first, each beside the one before it."""
    return Rows(
        (Heading("Version"), Heading("Made"), Heading("For"), Heading("What changed")),
        [
            (
                link("paper_document", f"Version {each.number} (PDF)", paper.reference, each.number),
                formats.moment(each.made_at),
                "Publication" if each.is_published else "Circulation as a draft",
                link(
                    "paper_changes",
                    f"Since version {each.number - 1}",
                    paper.reference,
                    each.number - 1,
                    each.number,
                )
                if each.number > 1
                else "The first",
            )
            for each in versions
        ],
    )


def reading_rows(readings: Iterable[PaperReading]) -> Rows:
    return Rows(
        (Heading("Reader"), Heading("Version", numeric=True), Heading("First opened")),
        [(str(each.reader), str(each.version.number), formats.moment(each.read_at)) for each in readings],
    )


def plan_rows(plan: Iterable[Planned], *, linked: bool) -> Rows:
    """The forward plan on the page; to those who work on papers with a link to each."""
    return Rows(
        (
            Heading("What"),
            Heading("Who decides"),
            Heading("When"),
            Heading("Key decision"),
            Heading("Notice"),
            Heading("Exempt part"),
            Heading("State"),
        ),
        [
            (
                link("paper_detail", each.notice.matter, each.paper.reference)
                if linked
                else each.notice.matter,
                each.paper.body,
                formats.short_day(each.paper.meeting_on),
                "Yes" if each.paper.is_key else "No",
                f"{each.notice.get_route_display()}, {formats.short_day(each.notice.given_on)}",
                exempt_words(each.paper),
                status_tag(each.paper.get_state_display(), PAPER_KINDS[PaperState(each.paper.state)]),
            )
            for each in plan
        ],
    )


def plan_file_rows(notices: Iterable[PublicNotice]) -> list[tuple[object, ...]]:
    """The forward plan as it is published."""
    return [
        (
            each.matter,
            each.body,
            each.meeting_on,
            "Yes" if each.is_key else "No",
            each.given_on,
            each.route_words,
            each.exempt_words or "None",
            each.documents,
            each.reference,
        )
        for each in notices
    ]


def exempt_words(paper: Paper) -> str:
    return f"Paragraph {paper.get_exempt_paragraph_display()}" if paper.exempt_paragraph else "None"
