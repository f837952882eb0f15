"""The monthly reports of independent visitors, from the home to the councils that place there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from placements.selectors.monthly_reports import months_open, reporting_homes
from placements.services.monthly_reports import send_reg44
from providers.choices import ProviderRole
from providers.forms.quality import SentReg44Form
from providers.selectors.homes import access_own_home


@open_to(ProviderRole.PROVIDER)
@require_safe
def portal_reports(request: ActorRequest) -> HttpResponse:
    """Each home, its months, and which councils have the report."""
    homes = reporting_homes(request.actor, on=timezone.localdate())
    return render(request, "placements/portal/reports.html", {"homes": homes})


@open_to(ProviderRole.PROVIDER)
def home_report_send(request: ActorRequest, urn: str) -> HttpResponse:
    """Send one month's report to every council that had a child there."""
    today = timezone.localdate()
    home = access_own_home(request.actor, urn, on=today)
    initial = {"month": request.GET.get("month", "")}
    form = SentReg44Form(
        request.POST or None, request.FILES or None, months=months_open(today), initial=initial
    )
    if form.is_valid():
        with reporting_to(form):
            told = send_reg44(setting=home, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"The report was sent to {', '.join(told)}.")
            return redirect("portal_reports")
    context = {
        "form": form,
        "title": "Send a regulation 44 report",
        "caption": home.name,
        "lead": "It goes to every council with a child in this home in that month, and to nobody else.",
        "submit": "Send the report",
        "back": reverse("portal_reports"),
    }
    return render(request, "layouts/form.html", context)
