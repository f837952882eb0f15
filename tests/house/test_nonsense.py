"""Whatever is typed, in an address or a form, is answered; nothing breaks a page."""

from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from django.urls import NoReverseMatch, reverse

from tests.house.access import Address, addresses
from tests.house.test_access import post
from tests.house.world import Persona, World

OURS = [address for address in addresses() if address.is_ours]
NULL = "\0"
ADDRESSED = (NULL, "\N{PILE OF POO}" * 300, "9" * 40)
# What no field wants, each put into every box of a form at once.
TYPED = {
    "null": NULL,
    "long": "x" * 200_000,
    "emoji right to left": "\N{RIGHT-TO-LEFT OVERRIDE}\N{HEBREW LETTER ALEF}\N{PILE OF POO}",
    "negative": "-1",
    "huge": "9" * 40,
    "not a number": "NaN",
    "exponent": "1e400",
    "no such day": "2026-02-31",
}
TEXTS = {"text", "hidden", "search", "date", "email", "password", "number", "textarea"}


class Boxes(HTMLParser):
    """Names of the boxes of a page's posted forms: those to type in, and the others with a value each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.typed: set[str] = set()
        self.chosen: dict[str, str] = {}
        self.asked: set[str] = set()
        self._posts, self._select = False, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, kind = given.get("name", ""), given.get("type", "text" if tag == "input" else tag)
        if tag == "form":
            self._posts = given.get("method") == "post"
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self.chosen[self._select] = given.get("value", "")
        elif tag in ("input", "textarea", "button") and name and name != "csrfmiddlewaretoken":
            if not self._posts:
                self.asked.add(name)
            elif kind in TEXTS:
                self.typed.add(name)
            else:
                self.chosen.setdefault(name, given.get("value", "on"))


def statuses(address: Address, person: Persona, world: World) -> Iterator[tuple[str, int]]:
    """Each thing tried with nonsense, and the status it was answered with."""
    own = address.own(world)
    boxes, known = Boxes(page_of(person, own)), dict.fromkeys(address.parameters, "1")
    for text in ADDRESSED:
        for parameter in address.parameters:
            with suppress(NoReverseMatch):
                url = reverse(address.name, kwargs={**known, parameter: text})
                yield f"{parameter} {text[:9]!r} in the address", person.client.get(url).status_code
        if boxes.asked:
            asked = dict.fromkeys({*boxes.asked, "page", "sort"}, text)
            yield f"{text[:9]!r} asked for", person.client.get(own, asked).status_code
    for kind, text in TYPED.items() if boxes.typed else ():
        typed = {**boxes.chosen, **dict.fromkeys(boxes.typed, text)}
        yield f"{kind} typed", post(person, own, typed).status_code


def page_of(person: Persona, url: str) -> str:
    response = person.client.get(url)
    is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    return response.content.decode() if is_page else ""


@pytest.mark.parametrize("address", OURS, ids=str)
def test_nothing_typed_breaks_an_address_or_a_form(address: Address, world: World):
    person = next(p for p in world.people if p.actor and address.open_to(p))
    broken = [f"{what}: {status}" for what, status in statuses(address, person, world) if status >= 500]
    assert not broken, f"{address.own(world)} by {person.name}: {broken}"


@pytest.mark.parametrize("url", ["/requests/%00/", "/requests/?state=%00", "/api/v1/homes/?page=%00", "/%00"])
def test_null_character_in_an_address_is_a_bad_request(url: str, world: World):
    assert world.person("commissioner").client.get(url).status_code == 400
