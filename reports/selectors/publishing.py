"""What stands between a paper and its publication: each thing in words, and the page to mend it on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from core import formats
from core.actor import Actor
from core.errors import DomainError
from reports.choices import UNDECIDED_FORMATS, PaperFormat, PaperState
from reports.exempt import Words, leaks
from reports.figures import Figure, gather
from reports.formats.words.sections import NOTHING_EXEMPT
from reports.life_choices import NoticeRoute
from reports.models import Paper
from reports.reading import Contents, contents_of
from reports.selectors.checking import found_in_contents
from reports.selectors.key_test import grounds_today
from reports.selectors.notices import notice_in_force, private_notice
from reports.selectors.papers import sections_empty, words_now
from reports.selectors.sign_offs import signing_hindrances
from reports.selectors.timetable import timetable_for

# The others are decided by one person, whose meeting nobody attends.
HEARD_AT_A_MEETING = (PaperFormat.D, PaperFormat.S)


@dataclass(frozen=True)
class Hindrance:
    """``page`` is the route of the page on which it is mended."""

    text: str
    page: str


def publishing_hindrances(paper: Paper, actor: Actor, *, at: datetime, on: date) -> list[Hindrance]:
    """Everything at once, in the order in which one would mend it; empty when it may be published."""
    made_of = contents_of(actor, paper, on)
    return [
        *_of_words(paper, made_of),
        *_of_key_test(paper, actor, on),
        *_of_sign_offs(paper),
        *_of_exempt(paper, made_of, actor, on),
        *_of_days(paper, actor, on),
    ]


def _of_words(paper: Paper, made_of: Contents) -> Iterator[Hindrance]:
    for section in sections_empty(paper, made_of.words.texts):
        yield Hindrance(f"Write “{section.title}” before you publish: it has no words yet.", "paper_detail")
    for missing in made_of.missing:
        yield Hindrance(f"A figure is missing. {missing}", "paper_detail")
    standing = [found for found in found_in_contents(paper, made_of) if found.dismissal is None]
    if standing:
        more = f" and {len(standing) - 1} more" if len(standing) > 1 else ""
        yield Hindrance(
            f"The check found something to mend or put aside: {standing[0].finding.says}{more}", "paper_check"
        )


def _of_key_test(paper: Paper, actor: Actor, on: date) -> Iterator[Hindrance]:
    """A ceiling or the council's line may have changed since the facts were saved."""
    try:
        grounds = grounds_today(paper, actor, on)
    except DomainError as error:
        yield Hindrance(error.message, "paper_facts")
        return
    if bool(grounds) != paper.is_key:
        found = f"now a key decision. {grounds}." if grounds else "no longer a key decision."
        yield Hindrance(f"By today’s records it is {found} Save its facts again.", "paper_facts")


def _of_sign_offs(paper: Paper) -> Iterator[Hindrance]:
    for text in signing_hindrances(paper):
        yield Hindrance(text, "paper_consultation")
    if paper.state not in (PaperState.CLEARED, PaperState.NOTICED):
        yield Hindrance("The paper has not been cleared for the director.", "paper_consultation")


def _of_exempt(paper: Paper, made_of: Contents, actor: Actor, on: date) -> Iterator[Hindrance]:
    words = made_of.words
    if not words.has_exempt:
        return
    if not paper.exempt_paragraph or not paper.public_interest:
        yield Hindrance(
            "Say under which paragraph of Schedule 12A a part is exempt, and why.", "paper_exempt"
        )
    if any(NOTHING_EXEMPT in text for text in words.texts.values()):
        yield Hindrance(f"The words still say “{NOTHING_EXEMPT}”", "paper_detail")
    found = _exempt_in(paper, made_of, actor, on)
    shown = {key: figure.shown for key, figure in found.items()}
    for place, key in leaks(made_of.typed_for_the_public, shown):
        yield Hindrance(
            f"{place} has {shown[key]} typed in it, which is exempt ({found[key].label}).", "paper_exempt"
        )
    for place, key in leaks(made_of.figures_for_the_public, shown):
        yield Hindrance(
            f"{place} prints the same as what is exempt ({found[key].label}). Leave it out, or mark it as"
            " exempt too.",
            "paper_exempt",
        )
    if paper.paper_format in HEARD_AT_A_MEETING:
        # A key decision's notice says it too, and is asked for as such.
        if not paper.is_key and notice_in_force(paper) is None:
            by_when = formats.day(timetable_for(actor, paper.meeting_on, on=on).notice_by)
            yield Hindrance(f"A part is to be heard in private: give notice by {by_when}.", "paper_notice")
        if private_notice(paper) is None:
            yield Hindrance("A part is to be heard in private: give the second notice of it.", "paper_notice")


def exempt_values(paper: Paper, actor: Actor, on: date) -> tuple[Words, dict[str, Figure]]:
    """The words as they stand, and every exempt figure, those computed from another among them."""
    if not paper.exempt_figures:
        return words_now(paper), {}
    made_of = contents_of(actor, paper, on)
    return made_of.words, _exempt_in(paper, made_of, actor, on)


def _exempt_in(paper: Paper, made_of: Contents, actor: Actor, on: date) -> dict[str, Figure]:
    # Those exempt but cited nowhere may have been typed all the same.
    found = made_of.figures.found | gather(paper, actor, on, made_of.words.figures).found
    return {key: found[key] for key in sorted(made_of.words.figures) if key in found}


def _of_days(paper: Paper, actor: Actor, on: date) -> Iterator[Hindrance]:
    if paper.paper_format in UNDECIDED_FORMATS:
        return
    dates, notice = timetable_for(actor, paper.meeting_on, on=on), notice_in_force(paper)
    meeting = formats.day(paper.meeting_on)
    if paper.is_key and notice is None:
        yield Hindrance(
            f"It is a key decision: notice of it had to be out by {formats.day(dates.notice_by)}, and none"
            " was given for this meeting."
            if on > dates.notice_by
            else f"It is a key decision: give notice of it by {formats.day(dates.notice_by)}.",
            "paper_notice",
        )
    if paper.meeting_on <= on:
        yield Hindrance(f"The meeting was on {meeting}. Choose another day.", "paper_facts")
    elif on > dates.papers_by and not (notice and notice.route == NoticeRoute.URGENT):
        yield Hindrance(
            f"Papers for the meeting of {meeting} had to be public by {formats.day(dates.papers_by)}. Move"
            " the meeting, or give notice of special urgency.",
            "paper_notice",
        )
