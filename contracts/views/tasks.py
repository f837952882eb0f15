"""Steps of protocols that wait for somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from authorities.choices import Role
from contracts.filters import TaskFilter
from contracts.performance_forms import EndTaskForm
from contracts.performance_tables import TaskTable, cause_of
from contracts.policies import CONTRACT_READERS
from contracts.selectors.performance import access_task, task_queue
from contracts.services.performance import end_task, take_task
from contracts.tool_workflows import TASK, TASK_ROLES
from core.forms import reporting_to
from core.http import ActorRequest
from core.registers import Register
from core.views import open_to

tasks = Register(
    route="task_list",
    title="Protocol tasks",
    roles=CONTRACT_READERS,
    door=lambda actor: task_queue(actor, done_too=True),
    table=TaskTable,
    filterset=TaskFilter,
    template="contracts/registers.html",
    more=lambda actor: {"on_tasks": True},
)


@open_to(*CONTRACT_READERS)
@require_safe
def task_detail(request: ActorRequest, reference: str) -> HttpResponse:
    task = access_task(request.actor, reference)
    context = {
        "task": task,
        "cause": cause_of(task),
        "role": Role(task.step.role).label,
        "is_open": bool(TASK.available(task.state, request.actor)),
        "is_mine": task.owner_id == request.actor.person_id,
        "is_late": task.state == "open" and task.due_on < timezone.localdate(),
    }
    return render(request, "contracts/task_detail.html", context)


@open_to(*TASK_ROLES)
@require_POST
def task_take(request: ActorRequest, reference: str) -> HttpResponse:
    take_task(task=access_task(request.actor, reference), by=request.actor)
    messages.success(request, "The task is yours.")
    return redirect("task_detail", reference)


@open_to(*TASK_ROLES)
def task_end(request: ActorRequest, reference: str) -> HttpResponse:
    task = access_task(request.actor, reference)
    form = EndTaskForm(request.POST or None, steps=TASK.available(task.state, request.actor))
    if form.is_valid():
        with reporting_to(form):
            end_task(task=task, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, "Recorded.")
            return redirect("task_list")
    context = {
        "form": form,
        "title": "Close the task",
        "caption": task.step.text,
        "submit": "Record",
        "back": reverse("task_detail", args=[reference]),
    }
    return render(request, "layouts/form.html", context)
