"""Loopback ports."""

import errno
import socket

from core.servers import CannotStart

HOST = "127.0.0.1"


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(port: int) -> None:
    """Raise CannotStart when someone listens on this port, or when we may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            if problem.errno == errno.EACCES:
                raise CannotStart(
                    f"Port {port} is kept for root. Choose one above 1023: bin/run --port 8000"
                ) from None
            raise CannotStart(
                f"Port {port} is in use. Stop what uses it, or choose another: bin/run --port {port + 1}"
            ) from None


def answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
