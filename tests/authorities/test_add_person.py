"""The first person of a council comes by command, sets a password by the link, and signs in."""

import re
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from authorities.models import User
from tests.factories.authorities import AuthorityFactory

pytestmark = pytest.mark.django_db
EMAIL, SECRET = "jo@homeshire.example", "a long enough phrase of words"


def add(*arguments: str) -> str:
    out = StringIO()
    call_command("add_person", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def council():
    return AuthorityFactory.create(name="Homeshire")


def test_first_administrator_sets_a_password_and_signs_in(council):
    said = add("homeshire", EMAIL, "Jo Example")
    link = urlsplit(re.findall(r"http\S+", said)[0]).path
    browser = Client()
    form = browser.get(link, follow=True)
    assert form.status_code == 200
    answers = {"password1": SECRET, "password2": SECRET}
    assert browser.post(form.redirect_chain[-1][0], answers).status_code == 302
    browser = Client()
    signed_in = browser.post("/account/login/", {"login": EMAIL, "password": SECRET})
    assert signed_in.status_code == 302
    assert "Jo Example" in browser.get("/council/people/").content.decode()


def test_roles_are_those_named(council):
    add(council.code, EMAIL, "Jo Example", "--role", "finance", "--role", "auditor")
    browser = Client()
    browser.force_login(User.objects.get(email=EMAIL), "django.contrib.auth.backends.ModelBackend")
    assert browser.get("/spend/", follow=True).status_code == 200
    assert browser.get("/audit/").status_code == 200
    assert browser.get("/council/people/").status_code == 404


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Nowhereshire", EMAIL, "Jo"), "No council has"),
        (("Homeshire", "jo", "Jo"), "not an e-mail address"),
        (("Homeshire", EMAIL, " "), "needs a name"),
    ],
)
def test_wrong_arguments_are_told_and_leave_nothing(council, arguments, said):
    with pytest.raises(CommandError, match=said):
        add(*arguments)
    assert not User.objects.exists()


def test_address_in_use_is_refused(council):
    add("Homeshire", EMAIL, "Jo Example")
    with pytest.raises(CommandError, match="has an account already"):
        add("Homeshire", EMAIL.upper(), "Jo Example")
