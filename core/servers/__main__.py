"""``python -m core.servers run`` and ``python -m core.servers test``, as bin/run and bin/test start them."""

import argparse
import errno
import os
import sys

from core.servers import ROOT, CannotStart
from core.servers.checks import check
from core.servers.console import complain
from core.servers.run import run
from core.servers.supervisor import Stop


def main(arguments: list[str]) -> int:
    """The exit status: 0 for a clean stop, 1 for something to put right, 130 for a stop half-way up."""
    os.chdir(ROOT)
    try:
        if arguments[:1] == ["test"]:
            return min(check(arguments[1:]), 1)
        options = _parse(arguments)
        run(port=options.port, reset=options.reset, yes=options.yes, demo=options.demo)
    except CannotStart as problem:
        complain(str(problem))
        return 1
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            complain(f"The disk is full ({problem.filename or ROOT}). Free some space and start again.")
        elif problem.errno in (errno.EACCES, errno.EPERM):
            complain(f"{problem.filename} is another user's: start Hearth as whoever first started it here.")
        else:
            raise
        return 1
    except (Stop, KeyboardInterrupt):
        return 130
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin", description="Start Hearth on this machine.")
    run = parser.add_subparsers(required=True).add_parser("run")
    run.add_argument("--port", type=_port, default=8000, help="the port to serve on (8000)")
    run.add_argument("--reset", action="store_true", help="delete this checkout's data first; asks")
    run.add_argument("--yes", action="store_true", help="answer yes to --reset")
    run.add_argument("--no-demo", dest="demo", action="store_false", help="leave the demo world out")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port: choose one from 1024 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
