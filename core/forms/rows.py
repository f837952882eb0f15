"""Rows to choose from, read when the form is made: templates never query."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet


def offer_rows(form: forms.Form, name: str, rows: QuerySet, words: Callable[[Any], str] = str) -> None:
    """Let the field choose among ``rows``, each told by ``words``."""
    field: Any = form.fields[name]
    field.queryset = rows
    field.label_from_instance = words
    field.choices = list(field.choices)
