"""The correspondence of a referral as the council reads it, and the files sent with it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.choices import ReferralState
from placements.forms.messages import AnswerForm, CouncilMessageForm
from placements.policies.sourcing import can_search
from placements.selectors.messages import (
    access_attachment,
    access_question,
    answers_of,
    open_questions,
    threads_of,
)
from placements.selectors.requests import READERS
from placements.selectors.sourcing import access_referral
from placements.services.messages import answer_question, write_to_recipients
from placements.views.noting import CASE_LEVEL, note, note_case
from placements.workflows import SOURCING_ROLES
from providers.choices import ProviderRole


@open_to(*READERS)
def referral_messages(request: ActorRequest, reference: str) -> HttpResponse:
    """Each provider's thread, the answers all have read, and a form to write to some of those who hold it."""
    referral = access_referral(request.actor, reference)
    note_case(request, referral.request)
    threads = threads_of(referral)
    holding = [thread.recipient for thread in threads if thread.recipient.revoked_at is None]
    may_write = bool(holding) and referral.state == ReferralState.SENT and bool(can_search(request.actor))
    form = CouncilMessageForm(request.POST or None, request.FILES or None, recipients=holding)
    if may_write and form.is_valid():
        with reporting_to(form):
            sent = write_to_recipients(
                referral=referral,
                provider_ids=[int(provider) for provider in form.cleaned_data["to"]],
                body=form.cleaned_data["body"],
                attachment=form.cleaned_data["attachment"],
                by=request.actor,
                at=timezone.now(),
            )
            messages.success(request, f"Sent to {len(sent)} provider{'' if len(sent) == 1 else 's'}")
            return redirect("referral_messages", reference)
    context = {
        "referral": referral,
        "threads": threads,
        "answers": answers_of(referral),
        "questions": open_questions(referral),
        "form": form if may_write else None,
        "may_answer": may_write,
    }
    return render(request, "placements/referral_messages.html", context)


@open_to(*SOURCING_ROLES)
def referral_answer(request: ActorRequest, reference: str) -> HttpResponse:
    """Answer one question (``?question=`` its number) for every recipient."""
    referral = access_referral(request.actor, reference)
    if "question" not in request.GET:
        return redirect("referral_messages", reference)
    message = access_question(request.actor, referral, request.GET["question"])
    form = AnswerForm(request.POST or None, initial={"question": message.body})
    if form.is_valid():
        with reporting_to(form):
            answer_question(message=message, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Answered. Every provider that holds the referral can read it.")
            return redirect("referral_messages", reference)
    context = {
        "form": form,
        "title": "Answer a question",
        "caption": reference,
        "lead": "Every provider that holds the referral reads the question and the answer, not who asked.",
        "submit": "Share the answer",
        "back": reverse("referral_messages", args=[reference]),
    }
    return render(request, "layouts/form.html", context)


@open_to(*READERS, ProviderRole.PROVIDER)
def attachment_download(request: ActorRequest, reference: str) -> HttpResponse:
    """The file as a download, never shown in the page; each opening is noted."""
    attachment = access_attachment(request.actor, reference)
    note(request, authority_id=attachment.authority_id, subject=attachment.reference, level=CASE_LEVEL)
    return HttpResponse(
        bytes(attachment.content),
        content_type=attachment.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, attachment.filename),
            "X-Content-Type-Options": "nosniff",
        },
    )
