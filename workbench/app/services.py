"""What all pages and sessions of a server share: the store, the reference tables, where the pages are."""

from __future__ import annotations

import getpass
import os
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from workbench.app.jobs import Tray
from workbench.app.tables import Tables
from workbench.store import Store

if TYPE_CHECKING:
    from workbench.errors import WorkbenchError
    from workbench.ratings import Scale
    from workbench.reference import Reference

_trays_lock = Lock()

DATABASE, REFERENCE, PAGES = "WORKBENCH_DATABASE", "WORKBENCH_REFERENCE", "WORKBENCH_PAGES"


def store() -> Store:
    """Return the review store of this server."""
    return _store(os.environ.get(DATABASE))


def reference() -> Reference:
    """Return the reference tables of this server, as their files stand now."""
    return _tables(os.environ.get(REFERENCE, "")).now()


def tables_version() -> str:
    """Return the name that the tables of now have in what is checked against them."""
    tables = reference()
    return f"{tables.version} {tables.fingerprint[:12]}"


def reference_fault() -> WorkbenchError | None:
    """Return why the tables as they stand now cannot be used; meanwhile those of before are."""
    return _tables(os.environ.get(REFERENCE, "")).fault


def pages() -> str:
    """Return the address under which the pages are served."""
    return os.environ.get(PAGES, "http://127.0.0.1:8501")


def scale() -> Scale:
    """Return the ratings of this tray."""
    return store().scale


def tray(name: str) -> Tray:
    """Return what lies before a person; it is kept as long as the server runs."""
    with _trays_lock:
        return _trays().setdefault(name, Tray())


def default_reviewer() -> str:
    """Return the name of the person whose machine this is."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reviewer"


@st.cache_resource(show_spinner=False)
def _trays() -> dict[str, Tray]:
    return {}


@st.cache_resource(show_spinner=False, on_release=lambda opened: opened.close())
def _store(address: str | None) -> Store:
    return Store.open(address)


@st.cache_resource(show_spinner="Reading the reference tables")
def _tables(folders: str) -> Tables:
    return Tables([folder for folder in folders.split(os.pathsep) if folder])
