"""Registers: lists that people search, the same on the page and in files.

A room declares each list once: its door, its table and its filters. ``paths`` gives its two addresses, a page
with live filters, sorting and paging, and a file of every row the filters leave, with the table's columns.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_filters import FilterSet
from django_tables2 import RequestConfig

from core import formats
from core.actor import Actor
from core.exports import Sheet, csv_bytes, xlsx_bytes
from core.forms import reporting_to
from core.http import ActorRequest
from core.tables import HearthTable
from core.views import open_to

PER_PAGE = 50
# A file is made while the person waits; a longer one is asked for in parts.
LONGEST_FILE = 50_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _nothing_more(actor: Actor) -> dict[str, Any]:
    return {}


def _nothing_beside(request: ActorRequest, chosen: FilterSet, rows: QuerySet) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Register:
    """One list. ``route`` names its page, ``<route>_download`` its files.

    ``door`` gives the rows an actor may read, in their usual order; ``more`` adds facts for ``template``, and
    ``beside`` what it shows of the rows that the filters leave, such as a map of them.
    """

    route: str
    title: str
    roles: Collection[str]
    door: Callable[[Actor], QuerySet]
    table: type[HearthTable]
    filterset: type[FilterSet]
    template: str = "layouts/register.html"
    more: Callable[[Actor], dict[str, Any]] = _nothing_more
    beside: Callable[[ActorRequest, FilterSet, QuerySet], dict[str, Any]] = _nothing_beside

    def paths(self, address: str) -> list[URLPattern]:
        mark = open_to(*self.roles)
        return [
            path(address, mark(require_safe(self.page)), name=self.route),
            path(
                f"{address}file.<str:file_format>", mark(require_safe(self.file)), name=self._download_route
            ),
        ]

    @property
    def _download_route(self) -> str:
        return f"{self.route}_download"

    def page(self, request: ActorRequest) -> HttpResponse:
        """One page of the rows; what is typed wrong is said beside its filter, and no row is shown."""
        chosen, rows = self._chosen(request)
        table = self._table(request, rows, on_page=True)
        table.paginate(per_page=PER_PAGE)
        table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
        # Read here: templates never query.
        list(table.page.object_list)
        for field in chosen.form.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.widget.choices = list(field.widget.choices)
        context = {
            "title": self.title,
            "filter": chosen,
            "table": table,
            "downloads": [
                (f"Download {name.upper()}", self._download(name, request.GET.urlencode())) for name in TYPES
            ],
        }
        context |= self.more(request.actor) | self.beside(request, chosen, rows)
        return render(request, self.template, context)

    def file(self, request: ActorRequest, file_format: str) -> HttpResponse:
        """Every row that the filters leave, in the order of the page."""
        if file_format not in TYPES:
            raise Http404
        chosen, rows = self._chosen(request)
        if not chosen.form.is_valid() or rows.count() > LONGEST_FILE:
            if chosen.form.is_valid():
                most = formats.count(LONGEST_FILE)
                messages.error(request, f"A file holds at most {most} rows. Narrow the list and try again.")
            return redirect(f"{reverse(self.route)}?{request.GET.urlencode()}")
        columns, *values = self._table(request, rows, on_page=False).as_values()
        if file_format == "csv":
            content = csv_bytes(columns, values)
        else:
            content = xlsx_bytes([Sheet(self.title, columns, values)])
        name = f"{self.title.lower().replace(' ', '-')}-{timezone.localdate():%Y-%m-%d}.{file_format}"
        return HttpResponse(
            content,
            content_type=TYPES[file_format],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _chosen(self, request: ActorRequest) -> tuple[FilterSet, QuerySet]:
        """The filters as given and the rows they leave: none when a filter cannot be read."""
        chosen = self.filterset(request.GET, queryset=self.door(request.actor), request=request)
        rows = chosen.queryset.none()
        with reporting_to(chosen.form):
            if chosen.form.is_valid():
                rows = chosen.qs
        return chosen, rows

    def _table(self, request: ActorRequest, rows: QuerySet, *, on_page: bool) -> HearthTable:
        left_out = (*self.table.left_out(rows), *(self.table.folded if on_page else ()))
        table = self.table(rows, exclude=left_out, request=request)
        RequestConfig(request, paginate=False).configure(table)
        # Rows alike in what they are sorted by would wander between pages.
        in_order = table.data.data
        table.data.data = in_order.order_by(*in_order.query.order_by, "pk")
        return table

    def _download(self, file_format: str, query: str) -> str:
        address = reverse(self._download_route, args=[file_format])
        return f"{address}?{query}" if query else address
