"""What a rule of a grammar is: a small function, the words that call it, and wordings it must and must not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Read = TypeVar("Read")
Read_co = TypeVar("Read_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Read_co]):
    """A rule with its examples: ``yes`` pairs a text with the values read from it, in ``no`` nothing is read."""

    read: Read_co
    words: frozenset[str]
    yes: tuple[tuple[str, str], ...]
    no: tuple[str, ...] = ()


def rule(
    words: Iterable[str] = (), *, yes: Iterable[tuple[str, str]], no: Iterable[str] = ()
) -> Callable[[Read], Rule[Read]]:
    """Make a function a rule that is called at ``words``; without words it is a rule on neighbours.

    >>> @rule(["noon"], yes=[("at noon", "T12:00")])
    ... def noon(index: int) -> int:
    ...     return index
    >>> noon.read(3), noon.words
    (3, frozenset({'noon'}))
    """

    def made(read: Read) -> Rule[Read]:
        return Rule(read, frozenset(words), tuple(yes), tuple(no))

    return made
