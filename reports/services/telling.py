"""The public's copy of a notice, kept in step with its paper."""

from datetime import date

from core.actor import Actor
from core.errors import DomainError
from reports.choices import PLANNED, UNDECIDED_FORMATS
from reports.exempt import leaks
from reports.models import DecisionNotice, Paper, PublicNotice
from reports.selectors.notices import OF_THE_DECISION
from reports.selectors.publishing import exempt_values


def tell_public(paper: Paper, *, by: Actor, on: date) -> None:
    """Write anew what the forward plan says of the paper; nothing where no notice of its decision was given.

    What was told before a figure was made exempt, and shows it, is withheld from now on.
    """
    if paper.state not in PLANNED:
        PublicNotice.objects.filter(paper=paper).update(is_open=False)
        return
    given = DecisionNotice.objects.filter(paper=paper, route__in=OF_THE_DECISION)
    notice = given.order_by("-given_at", "-pk").first()
    if notice is None or paper.paper_format in UNDECIDED_FORMATS:
        return
    words = {"matter": notice.matter, "documents": notice.documents, "reasons": notice.reasons}
    said, values = exempt_values(paper, by, on)
    shown = {key: figure.shown for key, figure in values.items()}
    for place, _ in leaks(words, shown):
        words[place] = said.notice
    PublicNotice.objects.update_or_create(
        authority_id=paper.authority_id,
        paper=paper,
        defaults={
            "reference": paper.reference,
            "is_open": True,
            "route": notice.route,
            "given_on": notice.given_on,
            "meeting_on": paper.meeting_on,
            "body": paper.body,
            "is_key": paper.is_key,
            "agreed_by": notice.agreed_by,
            "exempt_paragraph": paper.exempt_paragraph,
            **words,
        },
    )


def guard_public_words(paper: Paper, words: dict[str, str], *, by: Actor, on: date) -> None:
    """A notice is plain public words. Raises DomainError on the field that cites a figure, or shows one that
    is exempt."""
    for field, text in words.items():
        if "{" in text or "}" in text:
            raise DomainError("Write a notice in plain words, without braces.", field=field)
    _, values = exempt_values(paper, by, on)
    for field, key in leaks(words, {key: figure.shown for key, figure in values.items()}):
        raise DomainError(
            f"The public reads this, and {values[key].shown} is exempt ({values[key].label}).", field=field
        )
