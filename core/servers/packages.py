"""System packages that pip cannot bring: installed by apt when root, otherwise named in one line."""

import ctypes
import os
import shutil
import subprocess

from core.servers import CannotStart
from core.servers.console import say

PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
PANGO_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
READERS = {"soffice": "libreoffice-calc-nogui", "pdftotext": "poppler-utils"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def require_pango() -> None:
    """The text layout library WeasyPrint needs for PDF."""
    if not has_pango():
        apt_install(PANGO, purpose="PDF documents need")


def require_chromium() -> str:
    """The path of a Chromium for the browser tests."""
    if find_chromium() is None:
        apt_install(("chromium",), purpose="the browser tests need")
    path = find_chromium()
    if path is None:
        raise CannotStart("The browser tests need Chromium: install it, or name one in CHROMIUM.")
    return path


def require_readers() -> None:
    """LibreOffice and pdftotext, with which the tests open the files handed out."""
    missing = tuple(package for program, package in READERS.items() if shutil.which(program) is None)
    if missing:
        apt_install(missing, purpose="the tests of files need")


def has_pango() -> bool:
    try:
        for library in PANGO_LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return next((path for name in (named, *BROWSERS) if name and (path := shutil.which(name))), None)


def apt_install(packages: tuple[str, ...], *, purpose: str) -> None:
    """Install Debian or Ubuntu packages, as root; anyone else is told what to ask for."""
    names = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise CannotStart(f"Missing system packages, which {purpose}: sudo apt-get install {names}")
    say(f"Installing {names}, which {purpose}.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise CannotStart(f"apt-get could not install {names}: {done.stderr.strip()[-300:]}")
