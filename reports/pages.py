"""What the pages of one paper share: their heading, the way between them, and how a refusal is told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from core.errors import DomainError
from core.http import ActorRequest
from reports.choices import PAPER_READERS, PaperState
from reports.marks import ChangedMeanwhile
from reports.models import Paper
from reports.tables import PAPER_KINDS


def paper_page(
    request: ActorRequest, paper: Paper, template: str, here: str, context: Mapping[str, Any]
) -> HttpResponse:
    """``here`` marks the page among the paper's pages."""
    shared = {
        "paper": paper,
        "state_kind": PAPER_KINDS[PaperState(paper.state)],
        "here": {here: True},
        "works_on_it": request.actor.has_role(*PAPER_READERS),
        "is_public": paper.is_told,
    }
    return render(request, template, {**shared, **context})


@contextmanager
def telling(request: ActorRequest, done: str = "") -> Iterator[None]:
    """Around one service: what it refuses is told on the next page, as is ``done``."""
    try:
        with transaction.atomic():
            yield
    except DomainError as error:
        messages.error(request, error.message)
    else:
        if done:
            messages.success(request, done)


@contextmanager
def keeping_seen(form: Any) -> Iterator[None]:
    """Around one service, inside ``reporting_to``: told of somebody else's change, the form begins from that,
    so that saving again keeps what was typed."""
    try:
        yield
    except ChangedMeanwhile as changed:
        form.data = form.data.copy()
        form.data["seen"] = changed.seen
        raise
