"""E-mail: plain text, nothing escaped, and no child in it."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from core.actor import acting_as
from core.models import Job
from placements.choices import SigningSide
from placements.models import ChildIdentity
from placements.services.agreements import sign_agreement
from tests.factories.cases import LATER, provider_signed_case

LETTERS = sorted((Path(settings.BASE_DIR) / "templates" / "emails").glob("*.txt"))
ROOMS = ("core", "authorities", "providers", "contracts", "placements", "sufficiency", "reports")


def test_letters_are_written_in_one_way():
    """Anything else would escape them as HTML."""
    root = Path(settings.BASE_DIR)
    elsewhere = [
        str(path)
        for room in ROOMS
        for path in (root / room).rglob("*.py")
        if re.search(r"render_to_string\(\s*f?[\"']emails/", path.read_text())
    ]
    assert elsewhere == []


@pytest.mark.parametrize("letter", LETTERS, ids=lambda path: path.stem)
def test_letter_asks_for_nothing_of_a_child(letter):
    assert not re.search(r"{{\s*(child|identity)\b|\.(child|full_name|date_of_birth)\b", letter.read_text())
    assert "autoescape" not in letter.read_text()


@pytest.mark.django_db
def test_no_letter_of_a_whole_case_names_the_child():
    case = provider_signed_case()
    with acting_as(case.signatory):
        sign_agreement(agreement=case.agreement(), side=SigningSide.AUTHORITY, by=case.signatory, at=LATER)
    with acting_as(case.officer):
        name = ChildIdentity.objects.get(child=case.request.child).full_name
        letters = [str(params) for params in Job.objects.values_list("params", flat=True)]
    assert letters
    assert [word for letter in letters for word in name.split() if word in letter] == []
