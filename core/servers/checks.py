"""``bin/test``: the same servers, thrown away afterwards; then every check, then the tests."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.servers import ROOT
from core.servers.console import complain, say
from core.servers.frontend import build_frontend
from core.servers.lock import only_launcher
from core.servers.packages import require_chromium, require_pango, require_readers
from core.servers.stack import start_servers, var_folder
from core.servers.supervisor import Supervisor

BIN = Path(sys.executable).parent
MANAGE = (sys.executable, ROOT / "manage.py")
SECURE = {"SECURE": "1", "DEBUG": "0", "HEARTH_DEMO": "0"}

CHECKS: tuple[tuple[str, Sequence[str | Path], Mapping[str, str]], ...] = (
    ("Lint", (BIN / "ruff", "check", "."), {}),
    ("Format", (BIN / "ruff", "format", "--check", "."), {}),
    ("Imports between rooms", (BIN / "lint-imports",), {}),
    ("Templates", (BIN / "djlint", "--lint", "--quiet", "templates"), {}),
    ("Migrations written", (*MANAGE, "makemigrations", "--check", "--dry-run"), {}),
    ("Deployment settings", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), SECURE),
    ("Types", (BIN / "mypy", "."), {}),
)
PYTEST = (sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup")


def check(arguments: list[str]) -> int:
    """Run everything, or with ``arguments`` only pytest with them. Returns how many steps failed."""
    var = var_folder() / "test"
    with only_launcher(var, "bin/test"), Supervisor() as supervisor:
        require_pango()
        require_readers()
        chromium = require_chromium()
        build_frontend(supervisor)
        # DEBUG: static files are served from where they are, without collecting them; tests run with it off.
        defaults = {"HEARTH_DEMO": "1", "SECURE": "0", "DEBUG": "1"}
        environment = start_servers(supervisor, var, defaults, for_tests=True)
        environment |= {"CHROMIUM": chromium, "CI": os.environ.get("CI", "true")}
        # The checks log in as the owner: the tests are the first to make the app's own login.
        owner = {"DATABASE_URL": environment["DATABASE_OWNER_URL"]}
        steps = [] if arguments else [(title, argv, {**owner, **more}) for title, argv, more in CHECKS]
        steps.append(("Tests", (*PYTEST, *arguments), {}))
        failed = []
        for title, argv, more in steps:
            say(f"\n== {title}")
            if supervisor.run(argv, {**environment, **more}):
                failed.append(title)
    if failed:
        complain(f"\nFailed: {', '.join(failed)}.")
    else:
        say("\nAll passed.")
    return len(failed)
