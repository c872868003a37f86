"""The process that serves the pages: ``python -m workbench.app.host ADDRESS PORT [HOST…]``, behind the guard."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from workbench.app.files import Files
from workbench.app.guard import Guard
from workbench.app.handing import Handing
from workbench.app.preloading import preloaded
from workbench.app.secrets import secrets
from workbench.app.server import SETTINGS

SCRIPT = Path(__file__).with_name("main.py")
_SHELL = Path(st.__file__).with_name("static") / "index.html"


def settings(address: str, port: int) -> dict[str, Any]:
    """Return all settings of the server; secrets come from our own file alone."""
    return {**SETTINGS, "server.address": address, "server.port": port, "secrets.files": []}


def main(address: str, port: str, *hosts: str) -> None:
    """Serve the pages until told to stop."""
    shell = _SHELL.read_text(encoding="utf8")
    folder = _SHELL.with_name("static")
    parts = preloaded(folder, shell)
    guard = Middleware(Guard, hosts=hosts, shell=shell, preloaded=parts)
    st.App(SCRIPT, middleware=[guard, Middleware(Handing), Middleware(Files, folder=folder)], secrets=secrets()).run(
        config=settings(address, int(port))
    )


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*sys.argv[1:])
