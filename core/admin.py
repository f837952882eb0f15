"""Django's admin as a reading room: each row that the reader's side of the wall shows, none to be changed.

It runs in the reader's transaction like any page, so the wall holds here too. Who may come in is said by
the user model (``is_staff``, ``has_perm``). Identities have no page here, only where looks are logged.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

COLUMNS_SHOWN = 7
NOT_IN_LISTS = (models.TextField, models.JSONField, models.BinaryField)


class ReadOnlySite(admin.AdminSite):
    site_header = site_title = "Hearth records"
    index_title = "Records your council may read"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what is ours: accounts, sessions and schedules are the login role's, and no reader's."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign-in is the product's own; somebody signed in who may not read here is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())


class ReadOnlyAdmin(admin.ModelAdmin):
    """Every model's page: its plain columns, newest first, its reference searched."""

    ordering = ("-pk",)
    actions = None
    show_full_result_count = False
    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        fields = self.model._meta.concrete_fields
        plain = [f.name for f in fields if not (f.primary_key or isinstance(f, NOT_IN_LISTS))]
        return ("__str__", *plain[:COLUMNS_SHOWN])

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        shown = set(self.get_list_display(request))
        return [f.name for f in self.model._meta.concrete_fields if f.is_relation and f.name in shown]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [f.name for f in self.model._meta.concrete_fields if f.name in ("reference", "name", "urn")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
