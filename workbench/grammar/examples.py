"""Rules that carry their own examples: wordings each must read, and wordings it must not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

F = TypeVar("F", bound="Callable[..., Any]")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its name, with the readings it must give (``yes``) and the wordings it must leave alone (``no``).

    A ``yes`` example is a wording and the fields of the first quantity that this rule reads in it.
    """

    name: str
    yes: tuple[tuple[str, Mapping[str, Any]], ...]
    no: tuple[str, ...]


RULES: dict[str, Rule] = {}


def rule(name: str, *, yes: Sequence[tuple[str, Mapping[str, Any]]], no: Sequence[str] = ()) -> Callable[[F], F]:
    """Register the examples of a rule of the quantity grammar under its name.

    The function itself is unchanged, so that a rule costs nothing beyond its own work.
    """

    def register(function: F) -> F:
        RULES[name] = Rule(name, tuple(yes), tuple(no))
        return function

    return register
