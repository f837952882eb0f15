"""Weighing the options of a paper."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from core.errors import DomainError
from core.locking import lock
from core.policies import require
from reports.choices import Option, Standing
from reports.exempt import OPTIONS_TABLE
from reports.figures.citations import strange_in
from reports.formats import layout_of
from reports.marks import ChangedMeanwhile, mark_of
from reports.models import Paper, PaperOption
from reports.policies import can_edit_paper
from reports.selectors.papers import words_of
from reports.services.consulting import void_touched


@transaction.atomic
def weigh_option(
    *,
    paper: Paper,
    option: str,
    standing: str,
    cost: str,
    risk: str,
    voids: str,
    reason: str,
    seen: str | None = None,
    by: Actor,
    at: datetime,
) -> PaperOption:
    """Say what one option costs, risks and comes to. Words may cite figures; one option is recommended. The
    sign-offs of the sections that show the options are void when they say something else.

    ``seen`` is the ``state_of`` the option that the writer began from. Raises DomainError on the field that
    is wrong, and when somebody else changed the option meanwhile, with what it says now.
    """
    paper = lock(paper)
    require(can_edit_paper(by, paper))
    words = {"cost": cost.strip(), "risk": risk.strip(), "voids": voids.strip(), "reason": reason.strip()}
    for field, text in words.items():
        if "|" in text:
            raise DomainError("Write this without an upright stroke: it parts the table.", field=field)
        if strange := strange_in(text, charts=(), tables=()):
            raise DomainError(strange, field=field)
    now = PaperOption.objects.filter(paper=paper, option=option).first()
    if seen is not None and now is not None and seen != state_of(now):
        raise ChangedMeanwhile(
            f"Somebody changed this option while you wrote. It now says: {now.get_standing_display()}."
            f" {now.cost} {now.risk} {now.voids} {now.reason} Your words are below: save again to keep them.",
            seen=state_of(now),
        )
    chosen = PaperOption.objects.filter(paper=paper, standing=Standing.RECOMMENDED).exclude(option=option)
    if standing == Standing.RECOMMENDED and (other := chosen.first()):
        raise DomainError(
            f"“{other.get_option_display()}” is recommended already. Reject it first.", field="standing"
        )
    if standing == Standing.REJECTED and not words["reason"]:
        raise DomainError("Say why it is rejected.", field="reason")
    texts = words_of(paper)
    row, _ = PaperOption.objects.update_or_create(
        authority_id=paper.authority_id,
        paper=paper,
        option=Option(option),
        defaults={"standing": Standing(standing), **words},
    )
    if state_of(row) != state_of(now):
        for section in layout_of(paper).in_use:
            if OPTIONS_TABLE in texts.get(section.key, ""):
                void_touched(paper, key=section.key, title=section.title, by=by, at=at)
    return row


def state_of(option: PaperOption | None) -> str:
    """A short mark of what the option says; it changes when that does."""
    words = [getattr(option, name, "") for name in ("standing", "cost", "risk", "voids", "reason")]
    return mark_of(*map(str, words))
