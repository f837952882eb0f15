"""Root may not run PostgreSQL: servers run as the owner of their data, and new data is ``nobody``'s.

``nobody`` exists everywhere and nothing is added to the machine. What it cannot reach (a checkout under
``/root``) moves to ``/var/lib/hearth`` with a link left behind; no folder of anyone's is opened up for it.
"""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from core.servers import CannotStart

STATE = Path("/var/lib/hearth")


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int
    name: str

    def can(self, *command: str | Path) -> bool:
        """Whether this command succeeds as this account, from the root folder."""
        try:
            done = subprocess.run(
                command, user=self.uid, group=self.gid, extra_groups=[], cwd="/", capture_output=True
            )
        except PermissionError:
            return False
        return done.returncode == 0


def server_home(wanted: Path) -> tuple[Path, Account | None]:
    """The folder for one server's data, made if need be, and the account to run it as (None: ourselves)."""
    if os.geteuid() != 0:
        return _own_home(wanted), None
    if wanted.exists():
        home = wanted.resolve()
        account = _account(home.stat().st_uid)
        if not account.can("test", "-x", home):
            raise CannotStart(
                f"{home} belongs to {account.name}, who cannot reach it:"
                " let it through with chmod o+x on the folders above."
            )
        return home, account
    account = _account(0)
    wanted.unlink(missing_ok=True)  # a link whose target was deleted
    _make_for(wanted, account)
    if account.can("test", "-x", wanted):
        return wanted, account
    wanted.rmdir()
    home = STATE / hashlib.sha256(str(wanted.parent).encode()).hexdigest()[:12] / wanted.name
    _make_for(home, account)
    wanted.symlink_to(home)
    return home, account


def _own_home(wanted: Path) -> Path:
    wanted.mkdir(parents=True, exist_ok=True)
    owner = wanted.stat().st_uid
    if owner != os.geteuid():
        raise CannotStart(
            f"{wanted} belongs to {_account(owner).name}: start Hearth the way it was first started here,"
            " as root or as that user."
        )
    wanted.chmod(0o700)
    return wanted.resolve()


def _make_for(folder: Path, account: Account) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    os.chown(folder, account.uid, account.gid)


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid) if uid else pwd.getpwnam("nobody")
    except KeyError:
        raise CannotStart(f"The owner of the data, user {uid}, is not known on this machine.") from None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
