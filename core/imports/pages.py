"""The pages of a kind of import: its list, the upload, one import from check to undo, and its row report."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from core.actor import acting_as
from core.errors import Conflict, DomainError
from core.exports import csv_bytes
from core.forms import reporting_to
from core.http import ActorRequest
from core.imports import services
from core.imports.forms import UploadForm
from core.imports.kinds import ImportKind
from core.imports.policies import can_undo
from core.imports.selectors import access_import, files_of, findings_of, newest_imports
from core.imports.tables import FINDING_COLUMNS, STATUS, finding_rows, import_rows, report_rows
from core.jobs.pages import progress_page
from core.models import Import
from core.tables import Heading
from core.views import open_to

SHOWN = 100
STEPS = {
    "confirm": services.confirm_import,
    "discard": services.discard_import,
    "undo": services.ask_to_undo,
}


@dataclass(frozen=True)
class ImportPages:
    """``paths("imports/")`` gives them all, named ``<route>_imports``, ``<route>_import_new`` and so on."""

    kind: ImportKind

    def paths(self, address: str) -> list[URLPattern]:
        mark, route = open_to(*self.kind.roles), self.kind.route
        one = f"{address}<str:reference>/"
        return [
            path(address, mark(require_safe(self.page)), name=f"{route}_imports"),
            path(f"{address}new/", mark(self.new), name=f"{route}_import_new"),
            path(one, mark(require_safe(self.detail)), name=f"{route}_import"),
            path(f"{one}report.csv", mark(require_safe(self.report)), name=f"{route}_import_report"),
            *(
                path(f"{one}{step}/", mark(require_POST(self._step(step))), name=f"{route}_import_{step}")
                for step in STEPS
            ),
        ]

    def page(self, request: ActorRequest) -> HttpResponse:
        newest = newest_imports(request.actor, self.kind, most=SHOWN)
        context = {
            "kind": self.kind,
            "table": import_rows(newest, lambda made: self._url("import", made.reference)),
            "new": self._url("import_new"),
        }
        return render(request, "imports/list.html", context)

    def new(self, request: ActorRequest) -> HttpResponse:
        form = UploadForm(request.POST or None, request.FILES or None, kind=self.kind)
        if form.is_valid():
            with reporting_to(form):
                made = services.start_import(
                    kind=self.kind,
                    files=form.files_given,
                    params=form.params,
                    by=request.actor,
                    at=timezone.now(),
                )
                return redirect(self._url("import", made.reference))
        context = {
            "form": form,
            "title": self.kind.title,
            "lead": self.kind.lead,
            "submit": "Check the file"
            if not any(slot.many for slot in self.kind.slots)
            else "Check the files",
            "back": self._url("imports"),
        }
        return render(request, "layouts/form.html", context)

    def detail(self, request: ActorRequest, reference: str) -> HttpResponse:
        """One import as it stands; while work on it runs, HTMX follows its bar."""
        kind, actor = self.kind, request.actor
        made = access_import(actor, kind, reference)
        findings = findings_of(made, actor, kind, most=SHOWN)
        preview = made.preview
        context: dict[str, Any] = {
            "kind": kind,
            "made": made,
            "status_kind": STATUS[Import.State(made.state)],
            "counts_title": "What it would change" if made.state == Import.State.READY else "What it changes",
            "files": files_of(made, actor, kind),
            "findings": finding_rows(findings),
            "finding_columns": FINDING_COLUMNS,
            "found": preview.get("findings", {}),
            "more_findings": sum(preview.get("findings", {}).values()) - len(findings),
            "counts": [(label, preview["counts"][label]) for label in preview.get("order", ())],
            "columns": [Heading(text) for text in preview.get("columns", ())],
            "undoable": self._undoable(request, made),
            "urls": self._urls(reference),
        }
        if made.job is None:
            return render(request, "imports/detail.html", context)
        return progress_page(request, made.job, "imports/detail.html", context)

    def report(self, request: ActorRequest, reference: str) -> HttpResponse:
        """Everything found, as a file."""
        made = access_import(request.actor, self.kind, reference)
        rows = report_rows(findings_of(made, request.actor, self.kind))
        return HttpResponse(
            csv_bytes([heading.text for heading in FINDING_COLUMNS], rows),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": content_disposition_header(True, f"{reference.lower()}-rows.csv")
            },
        )

    def _step(self, step: str) -> Any:
        def view(request: ActorRequest, reference: str) -> HttpResponse:
            made = access_import(request.actor, self.kind, reference)
            try:
                STEPS[step](made=made, by=request.actor, at=timezone.now())
            except (Conflict, DomainError) as error:
                messages.error(request, error.message)
            return redirect(self._url("import", reference))

        return view

    def _undoable(self, request: ActorRequest, made: Import) -> Any:
        with acting_as(self.kind.acts_as(request.actor)):
            return can_undo(made)

    def _url(self, page: str, *args: str) -> str:
        return reverse(f"{self.kind.route}_{page}", args=args)

    def _urls(self, reference: str) -> dict[str, str]:
        named = {step: self._url(f"import_{step}", reference) for step in (*STEPS, "report")}
        return {**named, "list": self._url("imports"), "new": self._url("import_new")}
