"""A page that asks for one form."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.forms.fields import reporting_to


def save_or_show(
    request: HttpRequest,
    form: forms.BaseForm,
    save: Callable[[], object],
    *,
    back: str,
    done: str,
    template: str = "layouts/form.html",
    **context: object,
) -> HttpResponse:
    """Saved, with ``done`` said on the page at the address ``back``; or shown, again with what is wrong.

    ``context`` is what the template writes around the form: its title, caption, lead and submit.
    """
    if form.is_valid():
        with reporting_to(form):
            save()
            messages.success(request, done)
            return redirect(back)
    return render(request, template, {"form": form, "back": back, **context})
