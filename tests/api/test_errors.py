"""What the database refuses is said as a status, and nothing of it is kept."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from rest_framework.request import Request

from authorities.choices import Role
from core.actor import acting_as
from core.api.errors import exception_handler
from providers.models import Provider
from tests.factories.authorities import council_actor
from tests.factories.providers import CapacityPeriodFactory, ProviderFactory


def answer_to(break_a_rule):
    request = Request(HttpRequest())
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        break_a_rule()
    return exception_handler(caught.value, {"request": request}), request._request


def test_a_second_of_its_kind_is_a_conflict(db):
    first = ProviderFactory.create()
    answer, request = answer_to(lambda: ProviderFactory.create(reference=first.reference))
    assert answer.status_code == 409
    assert first.reference not in str(answer.data)
    assert request.must_roll_back


def test_an_overlap_is_a_conflict(db):
    first = CapacityPeriodFactory.create()
    answer, _ = answer_to(lambda: CapacityPeriodFactory.create(setting=first.setting))
    assert answer.status_code == 409


def test_what_the_wall_refuses_is_forbidden(db):
    def write_the_register():
        with acting_as(council_actor(Role.COMMISSIONER)):
            Provider.objects.create(reference="PRV-X", name="X", sector="private")

    answer, _ = answer_to(write_the_register)
    assert answer.status_code == 403


def test_any_other_fault_is_not_hidden(db):
    def divide():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    answer, _ = answer_to(divide)
    assert answer is None
