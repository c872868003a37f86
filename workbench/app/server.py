"""Serve the pages: the same settings wherever it is started from, and to this machine alone unless told otherwise."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.app.secrets import SECRETS, has_sign_in
from workbench.errors import PortInUse, ServeError
from workbench.reference import load_reference
from workbench.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

# The same settings stand in .streamlit/config.toml for who runs the script by hand; a test compares them.
SETTINGS: dict[str, str | int | bool] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": True,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxMessageSize": 64,
    "server.maxUploadSize": 20,
    "theme.light.linkColor": "#0050C8",
    "theme.light.primaryColor": "#0050C8",
    "theme.light.secondaryBackgroundColor": "#F4F6F9",
    "theme.light.textColor": "#0E141B",
    "theme.dark.backgroundColor": "#0E141B",
    "theme.dark.linkColor": "#8ABDFF",
    "theme.dark.primaryColor": "#2F6FD6",
    "theme.dark.secondaryBackgroundColor": "#1A212B",
    "theme.dark.textColor": "#EEF1F5",
}


def serve(
    *,
    port: int = 8501,
    address: str = "127.0.0.1",
    database: str | None = None,
    reference: Sequence[Path | str] | None = None,
    insecure: bool = False,
    hosts: Sequence[str] = (),
    owner: str = "",
) -> None:
    """Serve the review pages until interrupted; ``hosts`` are the names by which others call this server.

    ``owner`` makes a store without members a team of that one owner, so that signing in lets somebody in.
    Raises ServeError for an address beyond this machine without sign-in or ``insecure``, PortInUse when the port is
    taken, and the errors of the secrets, the store and the tables before anything is started.
    """
    _refuse_strangers(address, insecure=insecure or has_sign_in())
    load_reference(reference)
    with Store.open(database) as store:
        _check_port(address, port)
        if owner and store.team.found(owner):
            sys.stdout.write(f"{owner} is the owner of this desk and gives others their roles, on the page Team\n")
    place = f"http://{'127.0.0.1' if address in ('0.0.0.0', '::') else address}:{port}"  # noqa: S104 - only compared
    sys.stdout.write(f"Review pages on {place} (stop with Ctrl-C)\n")
    sys.stdout.flush()
    _run(command(address, port, hosts), environment(database, reference, place))


def command(address: str, port: int, hosts: Sequence[str] = ()) -> list[str]:
    """Return the command that runs the pages."""
    return [sys.executable, "-m", "workbench.app.host", address, str(port), *hosts]


def environment(database: str | None, reference: Sequence[Path | str] | None, place: str) -> dict[str, str]:
    """Return the environment of the pages: which store, which tables, which address of their own."""
    from workbench.app.services import DATABASE, PAGES, REFERENCE

    told = {PAGES: place}
    if database:
        told[DATABASE] = database
    if reference:
        told[REFERENCE] = os.pathsep.join(str(Path(folder).resolve()) for folder in reference)
    return {**os.environ, **told}


def _refuse_strangers(address: str, *, insecure: bool) -> None:
    try:
        local = ip_address(address).is_loopback
    except ValueError:
        local = address == "localhost"
    if not local and not insecure:
        raise ServeError(
            f"{address} can be reached by other machines, and nobody would have to sign in",
            hint=f"serve on 127.0.0.1, let people sign in (name a file in {SECRETS}), or add --insecure if the network "
            "is trusted",
        )


def _check_port(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            hint = f"another server has it; stop that one, or choose another: workbench serve --port {port + 1}"
            raise PortInUse(f"port {port} of {address} cannot be used: {error.strerror}", hint=hint) from error


def _run(arguments: list[str], variables: dict[str, str]) -> None:
    """Become the server: what the checks before have read is let go, and who stops this process stops it."""
    if os.name == "nt":  # where a process cannot become another
        ended = subprocess.run(arguments, env=variables, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own
        sys.exit(ended.returncode)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    os.execve(arguments[0], arguments, variables)  # noqa: S606 - our own command
