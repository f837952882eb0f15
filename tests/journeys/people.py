"""People at their browsers. Every page they meet is checked while they go about their day."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Download, Locator, Page, Request, Response

from tests.browser import axe_violations

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
# What tells two pages of one kind apart: references, months and numbers.
PARTICULARS = re.compile(r"[A-Z]{3}-[A-Z0-9]{5,}|\d{4}-\d{2}|\d+|[A-Za-z0-9_-]{40,}")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Person:
    """Somebody signed in as a persona, or nobody, and the page before them."""

    name: str
    page: Page
    site: str
    people: "People"

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def open(self, address: str) -> int:
        """Open an address of the site and return its status."""
        answer = self.page.goto(urljoin(self.site, address))
        assert answer is not None
        self.check()
        return answer.status

    def follow(self, text: str, within: Locator | None = None) -> None:
        """Follow the first link that says this."""
        (within or self.page).get_by_role("link", name=text).first.click()
        self.check()

    def press(self, text: str, within: Locator | None = None) -> None:
        """Press the first button that says this, whichever element it is made of."""
        place = within or self.page
        place.get_by_role("button", name=text, exact=True).first.click()
        self.check()

    def fill(self, **fields: Any) -> None:
        """Fill fields by name: text and a choice as text, ticks as True, a list ticks each, a date in three parts."""
        for name, value in fields.items():
            self._fill(name, value)

    def _fill(self, name: str, value: Any) -> None:
        parts = self.page.locator(f'main [name="{name}_0"]')
        field_ = self.page.locator(f'main [name="{name}"]')
        if parts.count():
            for number, part in enumerate((value.day, value.month, value.year)):
                self.page.locator(f'main [name="{name}_{number}"]').fill(str(part))
            return
        kind = field_.first.evaluate("e => e.type || e.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, (list, tuple)) else [value]:
                chosen = (
                    field_.first if one is True else self.page.locator(f'main [name="{name}"][value="{one}"]')
                )
                chosen.check()
        elif kind.startswith("select"):
            field_.first.select_option(str(value))
        else:
            field_.first.fill(str(value))

    def typed(self, name: str) -> str:
        """What stands in a field now."""
        return self.page.locator(f'main [name="{name}"]').first.input_value()

    def download(self, text: str) -> Download:
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=text).first.click()
        return download.value

    def check(self) -> None:
        """axe, and no scrolling sideways on a phone: once for each kind of page in each state."""
        self.page.wait_for_load_state("load")
        heading = self.page.locator("h1").first
        title = heading.inner_text() if heading.count() else ""
        state = (
            PARTICULARS.sub("*", self.path),
            PARTICULARS.sub("*", title),
            self.page.locator(".govuk-error-summary").count(),
        )
        if self.people.has_met(state):
            return
        self.people.note(*(f"{self.page.url}: {one}" for one in axe_violations(self.page)))
        self.page.set_viewport_size(PHONE)
        if (wide := self.page.evaluate(SIDEWAYS)) > 0:
            self.people.note(f"{self.page.url}: {wide} px wider than a phone")
        self.page.set_viewport_size(DESK)


@dataclass
class People:
    """Everybody's browsers, and the faults of the pages they have met."""

    site: str
    browser: Browser
    _here: dict[str, Person] = field(default_factory=dict)
    _met: set[tuple[object, ...]] = field(default_factory=set)
    _faults: list[str] = field(default_factory=list)

    def __getitem__(self, key: str) -> Person:
        """The persona of this key, signed in with one click; the same browser each time."""
        if key not in self._here:
            person = self._here[key] = self.stranger(key)
            person.open("/account/demo/")
            person.page.locator(f'form[action="/account/demo/{key}/"] button').evaluate("e => e.click()")
            person.page.wait_for_url(re.compile(r"^(?!.*/account/demo/)"))
            person.check()
        return self._here[key]

    def stranger(self, name: str = "nobody", *, javascript: bool = True) -> Person:
        """A fresh browser, not signed in."""
        context = self.browser.new_context(
            viewport=DESK,
            locale="en-GB",
            java_script_enabled=javascript,
            accept_downloads=True,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        self._watch(context, page)
        return Person(name, page, self.site, self)

    def has_met(self, state: tuple[object, ...]) -> bool:
        """Whether this was seen before; from now on it was."""
        known = state in self._met
        self._met.add(state)
        return known

    def note(self, *faults: str) -> None:
        self._faults.extend(faults)

    def take_faults(self) -> list[str]:
        faults, self._faults = self._faults, []
        return faults

    def _watch(self, context: BrowserContext, page: Page) -> None:
        host = urlsplit(self.site).netloc

        def on_request(request: Request) -> None:
            if urlsplit(request.url).scheme in ("http", "https") and urlsplit(request.url).netloc != host:
                self.note(f"{page.url} asked {request.url}")

        def on_response(response: Response) -> None:
            if response.status >= 500:
                self.note(f"{response.url} answered {response.status}")

        context.on("request", on_request)
        context.on("response", on_response)
        page.on("pageerror", lambda error: self.note(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda line: (
                self.note(f"{page.url}: {line.text}")
                if line.type == "error" and "Failed to load resource" not in line.text
                else None
            ),
        )
