"""Chromium for the tests, and axe on any page it shows."""

import atexit
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"


def chromium_path() -> str:
    """The system's Chromium; ``CHROMIUM`` in the environment names another."""
    for candidate in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if candidate and (found := shutil.which(candidate)):
            return found
    raise RuntimeError("No Chromium found: install the chromium package or set CHROMIUM to its path.")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing of each request."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served() -> Iterator[str]:
    """The product on a free port, for pages that touch no database; ``live_server`` serves those that do."""
    application = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", 0, application, server_class=_Threads, handler_class=_Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@cache
def chromium() -> Browser:
    """The one browser of this process: Playwright starts only once in each."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])


@contextmanager
def chromium_page(width: int = 1280, height: int = 900, *, javascript: bool = True) -> Iterator[Page]:
    """A page of a fresh browser profile."""
    context = chromium().new_context(
        viewport={"width": width, "height": height}, locale="en-GB", java_script_enabled=javascript
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page, one line a violation, with the first few elements."""
    # Through the debugger's own world, so that the page's content security policy stays as strict as it is.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{violation['id']}: {violation['help']}: "
        + "; ".join(node["html"][:160] for node in violation["nodes"][:4])
        for violation in found
    ]


def assert_accessible(page: Page) -> None:
    """Fail, naming them, when axe finds any violation or the page itself scrolls sideways."""
    problems = axe_violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        problems.append(f"page-width: the page is {wide} px wider than the screen")
    assert not problems, f"{page.url}\n" + "\n".join(problems)
