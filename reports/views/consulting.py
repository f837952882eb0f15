"""Writing a paper together: its facts, what is exempt, who signs it off, who clears it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from authorities.models import StaffMember
from authorities.selectors.people import staff_with
from authorities.selectors.settings import settings_in_force
from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from reports.choices import PAPER_CLEARERS, PAPER_READERS, PAPER_WRITERS, PaperState
from reports.document import every_part
from reports.exempt import KEY
from reports.figures import CATALOGUE
from reports.formats import layout_of
from reports.key_decisions import KeyRule
from reports.life_choices import SignOffState, Topic
from reports.life_forms import AskForm, ExemptForm, FactsForm, SignOffForm
from reports.life_tables import sign_off_rows
from reports.models import Paper
from reports.pages import keeping_seen, paper_page, telling
from reports.policies import can_answer_sign_off, can_clear, can_edit_paper
from reports.reading import contents_of
from reports.selectors.papers import access_paper, sections_needed, words_now
from reports.selectors.sign_offs import (
    access_sign_off,
    latest_by_topic,
    sign_offs_of,
    signing_hindrances,
    words_under,
)
from reports.services.consulting import (
    Asked,
    answer_sign_off,
    ask_sign_offs,
    clear_paper,
    revise_paper,
    withdraw_sign_off,
)
from reports.services.facts import FACTS, change_facts, exempt_parts, state_of_exempt, state_of_facts
from reports.sign_offs import topics_needed, usually_asked
from reports.words import keys_in


@open_to(*PAPER_WRITERS)
def paper_facts(request: ActorRequest, reference: str) -> HttpResponse:
    """What stands at the paper's head; a published one only says why it is fixed."""
    paper = access_paper(request.actor, reference)
    rule = KeyRule.of(settings_in_force(paper.authority_id, on=timezone.localdate()))
    initial = {name: getattr(paper, name) for name in FACTS} | {"seen": state_of_facts(paper)}
    form = FactsForm(request.POST or None, rule=rule, initial=initial)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form), keeping_seen(form):
            paper = change_facts(paper=paper, **form.cleaned_data, by=request.actor, on=timezone.localdate())
            key = f"It is a key decision. {paper.key_grounds}." if paper.is_key else "It is no key decision."
            messages.success(request, f"Saved. {key}")
            return redirect("paper_detail", reference)
    return _form_page(request, paper, form, "The decision and its day", "facts")


@open_to(*PAPER_WRITERS)
def paper_exempt(request: ActorRequest, reference: str) -> HttpResponse:
    """What the public does not read, and why."""
    paper = access_paper(request.actor, reference)
    words = words_now(paper)
    written = [
        section
        for section in layout_of(paper).in_use
        if words.texts.get(section.key, "").strip() or section.key in words.sections
    ]
    cited = set(KEY.findall(" ".join(keys_in([*words.texts.values(), words.options])))) | words.figures
    figures = [(key, entry.label) for key, entry in CATALOGUE.items() if key in cited]
    form = ExemptForm(
        request.POST or None,
        paper_sections=written,
        figures=figures,
        initial={
            "seen": state_of_exempt(paper),
            "paragraph": words.paragraph,
            "public_interest": words.public_interest,
            "whole_sections": sorted(words.sections),
            "figures": sorted(words.figures),
        },
    )
    if request.method == "POST" and form.is_valid():
        with reporting_to(form), keeping_seen(form):
            given = form.cleaned_data
            exempt_parts(
                paper=paper,
                paragraph=given["paragraph"],
                public_interest=given["public_interest"],
                figures=given["figures"],
                sections=given["whole_sections"],
                seen=given["seen"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, "Saved. The public copy leaves out what you marked.")
            return redirect("paper_detail", reference)
    lead = "To mark a paragraph or a bullet, write {exempt} at its beginning in the words of the section."
    return _form_page(request, paper, form, "What is not for publication", "exempt", lead=lead)


@open_to(*PAPER_READERS)
def paper_consultation(request: ActorRequest, reference: str) -> HttpResponse:
    """Who was asked, what they said, what is void and why; writers ask here, several at once."""
    actor, paper = request.actor, access_paper(request.actor, reference)
    editable = bool(can_edit_paper(actor, paper))
    people = staff_with(paper.authority_id, PAPER_READERS, on=timezone.localdate()) if editable else []
    form = _ask_form(request, paper, people) if editable else None
    if request.method == "POST" and form is not None and form.is_valid():
        with reporting_to(form):
            ask_sign_offs(
                paper=paper,
                asked=_asked(form.cleaned_data, people),
                due_on=form.cleaned_data["due_on"],
                by=actor,
                at=timezone.now(),
                on=timezone.localdate(),
            )
            messages.success(request, "Asked. Each is written to.")
            return redirect("paper_consultation", reference)
    sign_offs = list(sign_offs_of(paper).select_related("paper"))
    may_clear = can_clear(actor, paper)
    wanting = signing_hindrances(paper) if paper.state == PaperState.CONSULTING else []
    context = {
        "table": sign_off_rows(sign_offs),
        "form": form if form is None or form.fields.keys() - {"due_on"} else None,
        "wanting": wanting,
        "voided": []
        if paper.is_withdrawn
        else [each for each in latest_by_topic(paper).values() if each.state == SignOffState.VOIDED],
        "may_clear": may_clear and paper.state == PaperState.CONSULTING,
        "clears": actor.has_role(*PAPER_CLEARERS),
        "why_not": may_clear.reason,
    }
    return paper_page(request, paper, "reports/paper_consultation.html", "consultation", context)


@open_to(*PAPER_READERS)
def paper_sign_off(request: ActorRequest, reference: str, topic: str) -> HttpResponse:
    """The words a sign-off stands for, as they print today, and the answer."""
    sign_off = access_sign_off(request.actor, reference, topic)
    paper = access_paper(request.actor, reference)
    may_answer = can_answer_sign_off(request.actor, sign_off, paper)
    waits = sign_off.state == SignOffState.ASKED
    initial = {"seen": words_under(sign_off, paper)}
    form = SignOffForm(request.POST or None, initial=initial) if waits and may_answer else None
    if request.method == "POST" and form is None:
        messages.error(request, may_answer.reason or "This was answered already, or is no longer asked.")
        return redirect("paper_sign_off", reference, topic)
    if form is not None and request.method == "POST" and form.is_valid():
        with reporting_to(form), keeping_seen(form):
            answer_sign_off(sign_off=sign_off, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Your answer is recorded, and whoever asked is told.")
            return redirect("paper_consultation", reference)
    document = contents_of(request.actor, paper, timezone.localdate()).document_of(paper)
    parts = [*document.summary, *document.body, *document.appendix]
    covered = set(sign_off.sections)
    context = {
        "sign_off": sign_off,
        "table": sign_off_rows([sign_off]),
        "parts": [part for part in every_part(parts) if not covered or part.key in covered],
        "figures": document.figures,
        "form": form,
        "why_not": may_answer.reason if waits else "",
        "may_withdraw": waits and can_edit_paper(request.actor, paper),
    }
    return paper_page(request, paper, "reports/paper_sign_off.html", "consultation", context)


@require_POST
@open_to(*PAPER_WRITERS)
def paper_sign_off_withdraw(request: ActorRequest, reference: str, topic: str) -> HttpResponse:
    sign_off = access_sign_off(request.actor, reference, topic)
    with telling(request):
        withdraw_sign_off(sign_off=sign_off, by=request.actor, at=timezone.now())
    return redirect("paper_consultation", reference)


@require_POST
@open_to(*PAPER_CLEARERS)
def paper_clear(request: ActorRequest, reference: str) -> HttpResponse:
    paper = access_paper(request.actor, reference)
    with telling(request, "The paper is cleared."):
        clear_paper(paper=paper, by=request.actor, at=timezone.now())
    return redirect("paper_consultation", reference)


@require_POST
@open_to(*PAPER_WRITERS)
def paper_revise(request: ActorRequest, reference: str) -> HttpResponse:
    """A deferred paper is written on."""
    paper = access_paper(request.actor, reference)
    with telling(request, "The paper can be changed again. Choose the day of its next meeting."):
        revise_paper(paper=paper, by=request.actor, at=timezone.now())
    return redirect("paper_detail", reference)


def _ask_form(request: ActorRequest, paper: Paper, people: Iterable[StaffMember]) -> AskForm:
    """With the topics that nobody is asked for or has signed, the usual people filled in."""
    sections = sections_needed(paper)
    needed = topics_needed(sections)
    open_states = (SignOffState.ASKED, SignOffState.GIVEN)
    busy = {topic for topic, each in latest_by_topic(paper).items() if each.state in open_states}
    topics = [topic for topic in Topic if topic not in busy]
    return AskForm(
        request.POST or None,
        topics=topics,
        needed=needed,
        people=people,
        initial={topic.value: f"role:{role.value}" for topic, role in usually_asked(sections).items()},
    )


def _asked(given: dict[str, Any], people: Iterable[StaffMember]) -> list[Asked]:
    """What the form was filled with: ``role:`` or ``person:`` and which, for each topic."""
    by_key = {f"person:{person.pk}": person for person in people}
    asked = []
    for topic in Topic:
        who = str(given.get(topic.value, ""))
        if who.startswith("role:"):
            asked.append(Asked(topic, role=who.removeprefix("role:")))
        elif who in by_key:
            asked.append(Asked(topic, person=by_key[who]))
    return asked


def _form_page(
    request: ActorRequest, paper: Paper, form: Any, title: str, here: str, lead: str = ""
) -> HttpResponse:
    why_not = can_edit_paper(request.actor, paper).reason
    context = {
        "title": title,
        "lead": lead,
        "form": None if why_not else form,
        "why_not": why_not,
        "back": reverse("paper_detail", args=[paper.reference]),
        "submit": "Save",
    }
    return paper_page(request, paper, "reports/paper_form.html", here, context)
