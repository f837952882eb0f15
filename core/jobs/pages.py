"""Following a job on a page: HTMX asks for the bar every two seconds, without a script people reload."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.actor import Actor
from core.errors import NotFound
from core.models import Job


def access_job(actor: Actor, reference: str) -> Job:
    """A job of the actor's council. Raises NotFound."""
    found = Job.objects.filter(reference=reference, authority_id=actor.authority_id).first()
    if found is None:
        raise NotFound
    return found


def progress_page(
    request: HttpRequest, job: Job, template: str, context: dict[str, Any], *, again: str = ""
) -> HttpResponse:
    """The whole page, or for HTMX its bar; the last bar asks the page to load again.

    ``again`` is the address where the work is asked for, to which a job that failed leads back.
    """
    if not request.headers.get("HX-Request"):
        return render(request, template, {**context, "job": job, "again": again})
    response = render(request, "pages/job_bar.html", {"job": job})
    if job.is_finished:
        response["HX-Refresh"] = "true"
    return response
