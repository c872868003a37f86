"""Put the shipped reference tables into the wheel, where `workbench.reference.shipped` looks for them."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedTables(BuildHookInterface):  # type: ignore[type-arg]
    """Copy ``reference_data/`` into the package; an editable install reads it from the clone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the tables to what is built."""
        if version == "standard":
            build_data["force_include"]["reference_data"] = "workbench/reference/data"
