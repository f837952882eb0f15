"""A paper that is not going ahead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from reports.choices import PAPER_WRITERS
from reports.life_forms import WithdrawForm
from reports.pages import paper_page
from reports.policies import can_withdraw
from reports.selectors.papers import access_paper
from reports.services.withdrawing import withdraw_paper


@open_to(*PAPER_WRITERS)
def paper_withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    """Withdraw it with a reason. Whoever comes too late is told so beside what they typed."""
    paper = access_paper(request.actor, reference)
    why_not = can_withdraw(request.actor, paper).reason
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with reporting_to(form):
            withdraw_paper(
                paper=paper, **form.cleaned_data, by=request.actor, at=timezone.now(), on=timezone.localdate()
            )
            messages.success(request, "The paper is withdrawn. Whoever was asked about it is told.")
            return redirect("paper_detail", reference)
    context = {
        "title": "Withdraw this paper",
        "lead": "It cannot be taken up again. Its words, sign-offs and comments can still be read here;"
        " nobody is asked to sign it off any longer, and it leaves the forward plan.",
        "form": form if request.method == "POST" or not why_not else None,
        "why_not": why_not,
        "back": reverse("paper_detail", args=[reference]),
        "submit": "Withdraw the paper",
        "warns": True,
    }
    return paper_page(request, paper, "reports/paper_form.html", "", context)
