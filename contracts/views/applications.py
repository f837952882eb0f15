"""Applications as the council that runs admission reads and decides them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.admission_forms import AdmitForm, CheckForm, EvaluatorsForm, MarksForm, ReasonForm
from contracts.admission_tables import (
    APPLICATION_KINDS,
    ApplicationTable,
    mark_rows,
    price_line_rows,
    standing_rows,
)
from contracts.filters import ApplicationFilter
from contracts.models import Application
from contracts.policies import CONTRACT_READERS
from contracts.selectors.admission import (
    access_application,
    answers_of,
    application_queue,
    homes_of,
    items_of,
    moderated_of,
    price_lines,
    questions_of,
    sheets_of,
    standings,
)
from contracts.selectors.members import staff_to_score
from contracts.services import admitting
from contracts.tool_choices import ApplicationState as A
from contracts.tool_policies import TOOL_KEEPERS
from contracts.tool_workflows import APPLICATION, EVALUATORS
from core.errors import DomainError
from core.forms import save_or_show
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to

applications = Register(
    route="application_list",
    title="Applications",
    roles=CONTRACT_READERS,
    door=lambda actor: application_queue(actor, decided_too=True),
    table=ApplicationTable,
    filterset=ApplicationFilter,
    template="contracts/registers.html",
    more=lambda actor: {"on_applications": True},
)


@open_to(*CONTRACT_READERS)
@require_safe
def application_detail(request: ActorRequest, reference: str) -> HttpResponse:
    """What was said, checked and marked; the marks of others only once both are in."""
    actor, today = request.actor, timezone.localdate()
    application = access_application(actor, reference)
    questions, answers = questions_of(application), answers_of(application)
    sheets = sheets_of(application)
    marked = application.state in (A.MODERATION, A.DECISION, A.ADMITTED, A.REJECTED) and sheets
    own = next((sheet for sheet in sheets if sheet.evaluator_id == actor.person_id), None)
    context = {
        "application": application,
        "kind": APPLICATION_KINDS[application.state],
        "homes": homes_of(application, on=today),
        "prices": price_line_rows(price_lines(application, on=today)),
        "questions": [(question, answers.get(question.pk, "")) for question in questions],
        "items": standing_rows(standings(application, actor, on=today)),
        "sheets": sheets,
        "marks": mark_rows(questions, sheets, moderated_of(application)) if marked else None,
        "score": admitting.score_of(application) if marked else None,
        "may_score": own is not None and own.submitted_at is None and application.state == A.EVALUATION,
        "verbs": {step.verb for step in APPLICATION.available(application.state, actor)},
        "asks": bool(questions),
    }
    return render(request, "contracts/application_detail.html", context)


def _page(
    request: ActorRequest,
    application: Application,
    form: Any,
    save: Callable[[], Any],
    *,
    title: str,
    submit: str,
    done: str,
    template: str = "layouts/form.html",
    **more: Any,
) -> HttpResponse:
    """One form about an application: saved, or shown with what is wrong."""
    return save_or_show(
        request,
        form,
        save,
        back=reverse("application_detail", args=[application.reference]),
        done=done,
        template=template,
        title=title,
        caption=f"{application.provider.name}, {application.lot}",
        submit=submit,
        **more,
    )


@open_to(*TOOL_KEEPERS)
@require_POST
def application_accept(request: ActorRequest, reference: str) -> HttpResponse:
    """Complete: due diligence starts. Without questions a passed due diligence goes straight to decision."""
    application = access_application(request.actor, reference)
    step = admitting.accept_application
    if application.state == A.DILIGENCE:
        step = admitting.pass_diligence
    try:
        step(application=application, by=request.actor, at=timezone.now())
    except DomainError as error:
        request.must_roll_back = True
        messages.error(request, error.message)
    return redirect("application_detail", reference)


@open_to(*TOOL_KEEPERS)
def application_return(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    form = ReasonForm(request.POST or None, label="What is missing?")
    return _page(
        request,
        application,
        form,
        lambda: admitting.return_application(
            application=application, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        title="Return as incomplete",
        submit="Return",
        done="Returned. The provider has ten days.",
    )


@open_to(*TOOL_KEEPERS)
def application_check(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    form = CheckForm(request.POST or None, items=items_of(application))
    return _page(
        request,
        application,
        form,
        lambda: admitting.check_item(
            application=application, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        title="Record a check",
        submit="Record",
        done="Recorded.",
    )


@open_to(*TOOL_KEEPERS)
def application_evaluators(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    staff = staff_to_score(request.actor, on=timezone.localdate())
    form = EvaluatorsForm(request.POST or None, staff=staff)
    return _page(
        request,
        application,
        form,
        lambda: admitting.start_scoring(
            application=application, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        title="Who scores it?",
        submit="Ask them",
        done="Asked. Each scores without seeing the other's marks.",
    )


@open_to(*EVALUATORS)
def application_score(request: ActorRequest, reference: str) -> HttpResponse:
    """One's own sheet: saved half-way, or handed in."""
    application = access_application(request.actor, reference)
    questions, answers = questions_of(application), answers_of(application)
    own = next((s for s in sheets_of(application) if s.evaluator_id == request.actor.person_id), None)
    given = {mark.question_id: (mark.score, mark.reason) for mark in own.marks.all()} if own else {}
    form = MarksForm(request.POST or None, questions=questions, given=given)

    def save() -> None:
        hand_in = form.cleaned_data["hand_in"]
        admitting.save_marks(
            application=application, marks=form.marks, hand_in=hand_in, by=request.actor, at=timezone.now()
        )

    return _page(
        request,
        application,
        form,
        save,
        title="Score the application",
        submit="Save",
        done="Your scores are saved.",
        template="contracts/application_score.html",
        answers=[(question, answers.get(question.pk, "")) for question in questions],
    )


@open_to(*TOOL_KEEPERS)
def application_moderate(request: ActorRequest, reference: str) -> HttpResponse:
    """Agree on a mark for each answer, with both evaluators' marks beside."""
    application = access_application(request.actor, reference)
    questions, sheets = questions_of(application), sheets_of(application)
    form = MarksForm(request.POST or None, questions=questions, asks_reasons=False)
    return _page(
        request,
        application,
        form,
        lambda: admitting.moderate(
            application=application, marks=form.marks, by=request.actor, at=timezone.now()
        ),
        title="Agree the scores",
        submit="Record agreed scores",
        done="Recorded.",
        template="contracts/application_score.html",
        marks=mark_rows(questions, sheets, {}) if application.state == A.MODERATION else None,
    )


@open_to(*TOOL_KEEPERS)
def application_admit(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    form = AdmitForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    return _page(
        request,
        application,
        form,
        lambda: admitting.admit(
            application=application, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
        title="Admit the provider",
        submit="Admit",
        done="Admitted. The provider is told.",
    )


@open_to(*TOOL_KEEPERS)
def application_reject(request: ActorRequest, reference: str) -> HttpResponse:
    application = access_application(request.actor, reference)
    form = ReasonForm(request.POST or None, label="Feedback to the provider")

    def save() -> None:
        feedback = form.cleaned_data["reason"]
        admitting.reject(application=application, feedback=feedback, by=request.actor, at=timezone.now())

    return _page(
        request,
        application,
        form,
        save,
        title="Reject the application",
        submit="Reject",
        done="Not admitted. The provider reads your feedback and may apply again.",
    )


STEPS = {
    "accept": application_accept,
    "return": application_return,
    "check": application_check,
    "evaluators": application_evaluators,
    "score": application_score,
    "moderate": application_moderate,
    "admit": application_admit,
    "reject": application_reject,
}
OF_ONE = "contracts/applications/<str:reference>/"
PATHS = [
    path(OF_ONE, application_detail, name="application_detail"),
    *(path(f"{OF_ONE}{name}/", view, name=f"application_{name}") for name, view in STEPS.items()),
]
