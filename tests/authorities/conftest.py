import pytest
from django.core.management import call_command

from core.actor import Actor, acting_as


@pytest.fixture
def reference(db):
    """The sample of reference data, read as the system actor. Loading it again costs nothing."""
    call_command("load_reference", sample=True, verbosity=0)
    with acting_as(Actor.system()):
        yield
