"""What a provider shows councils of itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.forms import reporting_to
from core.http import ActorRequest
from core.views import open_to
from providers.choices import ProviderRole
from providers.forms.documents import DocumentForm
from providers.selectors.documents import access_own_document
from providers.services.documents import add_document, take_down_document


@open_to(ProviderRole.PROVIDER)
def profile_document_add(request: ActorRequest) -> HttpResponse:
    form = DocumentForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")}
    )
    if form.is_valid():
        with reporting_to(form):
            added = add_document(**form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"{added.get_kind_display()}: councils can read it now.")
            return redirect("provider_profile")
    context = {
        "form": form,
        "title": "Add a document",
        "lead": "Every council can read it. Do not upload anything about a child.",
        "submit": "Add",
        "back": reverse("provider_profile"),
    }
    return render(request, "layouts/form.html", context)


@open_to(ProviderRole.PROVIDER)
def profile_document_end(request: ActorRequest, reference: str) -> HttpResponse:
    """Asked once more before it is taken down."""
    document = access_own_document(request.actor, reference)
    if request.method == "POST":
        take_down_document(document=document, by=request.actor, at=timezone.now())
        messages.success(request, f"{document.get_kind_display()}: councils see it no longer.")
        return redirect("provider_profile")
    context = {
        "title": "Take this document down?",
        "caption": document.get_kind_display(),
        "text": "Councils will no longer see it. It stays in the record of what was shown when.",
        "submit": "Take it down",
        "back": reverse("provider_profile"),
    }
    return render(request, "layouts/confirm.html", context)
