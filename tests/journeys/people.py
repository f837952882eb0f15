"""People at their browsers. Every page they meet is checked while they go about their day."""

import re
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Response, ViewportSize

from tests.browser import axe_violations

# A page may take this long on a busy machine, a job this long.
PAGE_MS, JOB_MS = 30_000, 240_000
PHONE, DESK = ViewportSize(width=320, height=640), ViewportSize(width=1280, height=900)
# What tells two pages of one kind apart: references, months and numbers.
PARTICULARS = re.compile(r"[A-Z]{3}-[A-Z0-9]{5,}|\d{4}-\d{2}|\d+|[A-Za-z0-9_-]{40,}")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(repr=False)
class Person:
    """Somebody signed in as a persona, or nobody, and the page before them."""

    page: Page
    site: str
    people: "People"
    javascript: bool = True

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
        self._go((within or self.main).get_by_role("link", name=text).first)

    def follow_first(self, place: Locator) -> None:
        """Follow the first link of a place."""
        self._go(place.get_by_role("link").first)

    def press(self, text: str, within: Locator | None = None, *, check: bool = True) -> None:
        """Press the first button that says just this, or the only one of a form."""
        button = (within or self.main).get_by_role("button", name=text or None, exact=True).first
        self._go(button, check=check)

    def fill(self, **fields: Any) -> None:
        """Fill fields by name: a date in its three boxes, ``True`` ticks a box, a list ticks each of many."""
        for name, value in fields.items():
            if isinstance(value, date):
                for part in ("day", "month", "year"):
                    self.field(f"{name}_{part}").fill(str(getattr(value, part)))
            else:
                self._fill(name, value)

    def field(self, name: str) -> Locator:
        return self.main.locator(f'[name="{name}"]')

    def _fill(self, name: str, value: Any) -> None:
        field = self.field(name)
        match field.first.evaluate("field => field.type"):
            case "radio" | "checkbox" if value is True:
                field.check()
            case "radio" | "checkbox":
                for one in [value] if isinstance(value, str) else value:
                    self.main.locator(f'[name="{name}"][value="{one}"]').check()
            case "select-one":
                field.select_option(value)
            case _:
                field.fill(str(value))

    def download(self, text: str) -> Path:
        """The file behind a link."""
        with self.page.expect_download() as download:
            self.main.get_by_role("link", name=text).or_(
                self.main.get_by_role("button", name=text)
            ).first.click()
        return Path(download.value.path())

    def has_button(self, text: str) -> bool:
        return self.main.get_by_role("button", name=text, exact=True).count() > 0

    def open_when_there(self, address: str) -> None:
        """Open an address that a job is about to bring into being."""
        deadline = time.monotonic() + JOB_MS / 1000
        while self.page.goto(urljoin(self.site, address)).status != 200:  # type: ignore[union-attr]
            assert time.monotonic() < deadline, f"{address} never came"
            time.sleep(0.5)
        self.check()

    def wait_for(self, text: str) -> None:
        """Wait until the page says this by itself: a job is done, HTMX has fetched it."""
        self.main.get_by_text(text).first.wait_for(timeout=JOB_MS)
        self.check()

    def typed(self, name: str) -> str:
        """What stands in a field now."""
        return self.field(name).first.input_value()

    def sees(self, text: str) -> bool:
        return text in self.text

    def assert_error(self, message: str, field: str) -> None:
        """The summary says it, and its link leads to the field."""
        summary = self.page.locator(".govuk-error-summary")
        assert summary.count(), f"{self.page.url} has no error summary"
        assert message in summary.inner_text(), summary.inner_text()
        summary.get_by_role("link", name=message).click()
        focused = self.page.evaluate("document.activeElement.name")
        assert focused == field, f"“{message}” leads to {focused}, not {field}"

    def _go(self, target: Locator, *, check: bool = True) -> None:
        with self.page.expect_navigation():
            target.click()
        if check:
            self.check()

    def check(self) -> None:
        """axe, and no scrolling sideways on a phone: once for each kind of page in each state."""
        self.page.wait_for_load_state("load")
        if not self.javascript:  # axe is a script
            return
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
        screen = self.page.viewport_size or DESK
        self.page.set_viewport_size(PHONE)
        if (wide := self.page.evaluate(SIDEWAYS)) > 0:
            self.people.note(f"{self.page.url}: {wide} px wider than a phone")
        self.page.set_viewport_size(screen)


@dataclass(repr=False)
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
            self._here[key] = self.sign_in(key)
        return self._here[key]

    def sign_in(self, key: str, *, javascript: bool = True) -> Person:
        """The same in a browser of their own."""
        person = self.stranger(javascript=javascript)
        person.open("/account/demo/")
        form = person.page.locator(f'form[action="/account/demo/{key}/"]')
        if not form.is_visible():
            person.page.locator("details", has=form).locator("summary").click()
        person.press("", within=form)
        return person

    def stranger(self, *, javascript: bool = True) -> Person:
        """A fresh browser, not signed in."""
        context = self.browser.new_context(
            viewport=DESK,
            locale="en-GB",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(PAGE_MS)
        page = context.new_page()
        self._watch(context, page)
        return Person(page, self.site, self, javascript)

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
