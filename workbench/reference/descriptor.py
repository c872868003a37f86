"""``datapackage.json``: the descriptor of a package, its resources with their Table Schemas."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

_SCHEMAS = Path(__file__).with_name("schemas.json")
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TITLES = {"indicators": "Indicators", "entities": "Entities", "sources": "Sources", "events": "Dated events"}


@cache
def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_SCHEMAS.read_text(encoding="utf-8"))
    return found


def schema(table: str) -> Any:
    """Return the Table Schema of ``indicators``, ``entities``, ``sources``, ``events`` or ``observations``.

    >>> schema("observations")["primaryKey"][:2]
    ['indicator', 'entity']
    """
    return deepcopy(_schemas()[table])


def columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table in their order.

    >>> columns("entities")
    ('entity', 'label', 'aliases', 'type', 'partition')
    """
    return tuple(field["name"] for field in _schemas()[table]["fields"])


def resource(path: str, title: str = "") -> dict[str, Any]:
    """Return the resource of a table, such as ``sources.csv`` or ``observations/trade.csv``."""
    stem = Path(path).stem
    table = "observations" if path.startswith("observations/") else stem
    name = re.sub(r"[^a-z0-9._-]+", "-", stem.casefold()).strip("-") or "table"
    return {
        "name": name, "type": "table", "path": path, "title": title or _TITLES.get(stem, stem.replace("_", " ")),
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": schema(table),
    }  # fmt: skip


def package(name: str, title: str, licence: dict[str, str], paths: list[str]) -> dict[str, Any]:
    """Return a descriptor with a resource for each path."""
    return {
        "$schema": _PROFILE, "name": name, "title": title, "version": "0.1.0", "licenses": [licence],
        "resources": [resource(path) for path in paths],
    }  # fmt: skip


def with_table(descriptor: dict[str, Any], path: str, title: str = "") -> dict[str, Any]:
    """Return a descriptor that lists a table, unchanged where it does already."""
    resources = descriptor.get("resources") or []
    if any(isinstance(entry, dict) and entry.get("path") == path for entry in resources):
        return descriptor
    return descriptor | {"resources": [*resources, resource(path, title)]}


def written(descriptor: dict[str, Any]) -> str:
    """Return a descriptor as text."""
    return json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
