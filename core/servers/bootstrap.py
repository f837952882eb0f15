"""From any Python 3.11 or later to ``python -m core.servers`` inside ``.venv``. Standard library only."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from core.servers import ROOT, CannotStart
from core.servers.console import complain, say
from core.servers.disk import require_space
from core.servers.packages import apt_install

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
VENV_MEGABYTES = 1500


def main(arguments: list[str]) -> None:
    """``run`` or ``test``, then what was typed after it: replaces this process."""
    try:
        install(ROOT / REQUIREMENTS[arguments[0]])
    except CannotStart as problem:
        complain(str(problem))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "core.servers", *arguments])  # noqa: S606


def install(requirements: Path) -> None:
    """Make ``.venv`` hold the pinned requirements. A stamp written last makes the next start quick."""
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = VENV / f"{requirements.name}.sha256"
    if os.access(PYTHON, os.X_OK) and stamp.exists() and stamp.read_text() == wanted:
        return
    require_space(VENV, VENV_MEGABYTES)
    if not _works("import pip"):
        make_venv()
    say(f"Installing {requirements.name} into .venv; the first time takes some minutes.")
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        requirements,
    ]
    if subprocess.run(pip).returncode:
        raise CannotStart(f"Could not install {requirements.name}: pip's own message is above.")
    stamp.write_text(wanted)


def make_venv() -> None:
    # Debian ships venv without ensurepip, and then leaves a .venv without pip behind.
    if importlib.util.find_spec("ensurepip") is None:
        minor = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        apt_install((minor,), purpose="Python's virtual environments need")
    base = getattr(sys, "_base_executable", sys.executable)
    if subprocess.run([base, "-m", "venv", "--clear", VENV]).returncode:
        raise CannotStart(f"Could not make a virtual environment in {VENV}.")


def _works(code: str) -> bool:
    if not os.access(PYTHON, os.X_OK):
        return False
    return subprocess.run([PYTHON, "-c", code], stderr=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
