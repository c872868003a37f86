"""What a reviewer may call a claim: the scale of a project, with the numbers that ClaimReview gives it.

A project brings its own scale as a TOML file, named by WORKBENCH_RATINGS::

    best = 5  # the numbers of ClaimReview; left out where a rating has none
    worst = 1
    [[rating]]
    code = "four_pinocchios"  # what is stored and exported
    label = "Four Pinocchios"  # what is shown
    key = "4"  # the key that gives it
    number = 1
    meaning = "a whopper"
    agrees = ["contradicted"]  # suggested outcomes that go with it
    opposes = ["supported"]  # and against it
    tone = "fails"  # holds, partly, fails or open: its colour and line
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench import toml
from workbench.errors import UsageError
from workbench.model import OUTCOMES

ENVIRONMENT = "WORKBENCH_RATINGS"
_KINDS: dict[str, Any] = {
    "code": str, "label": str, "key": str, "number": (int, float), "meaning": str, "agrees": list, "opposes": list,
    "tone": str,
}  # fmt: skip
TONES = ("holds", "partly", "fails", "open")


@dataclass(frozen=True, slots=True)
class Rating:
    """One step of a scale; ``key`` is the key that gives it, ``number`` its place for ClaimReview.

    ``agrees`` and ``opposes`` are the suggested outcomes that go with it and against it.
    """

    code: str
    label: str
    key: str = ""
    number: float | None = None
    meaning: str = ""
    agrees: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()
    tone: str = "open"


@dataclass(frozen=True, slots=True)
class Scale:
    """The ratings of a project in their order, and the best and worst number of the scale."""

    steps: tuple[Rating, ...]
    best: float = 5
    worst: float = 1

    def get(self, code: str | None) -> Rating | None:
        """Return the rating of a code, ``None`` for one of another scale."""
        return next((step for step in self.steps if step.code == code), None)

    def label(self, code: str | None) -> str:
        """Return the words for a rating; one of another scale is shown as it is.

        >>> DEFAULT.label("mostly_true"), DEFAULT.label("house_rule_3")
        ('Mostly true', 'house rule 3')
        """
        found = self.get(code)
        return found.label if found else (code or "").replace("_", " ")

    def tone(self, code: str | None) -> str:
        """Return how a rating is coloured: ``holds``, ``partly``, ``fails`` or ``open``."""
        found = self.get(code)
        return found.tone if found else "open"

    def disagreement(self, code: str | None, outcome: str) -> str:
        """Tell whether a verdict goes against the suggestion: ``yes``, ``no``, or nothing when neither can be said.

        >>> [DEFAULT.disagreement(*pair) for pair in (("false", "close"), ("true", "close"), ("true", "no_data"))]
        ['yes', 'no', '']
        """
        found = self.get(code)
        if found is None:
            return ""
        return "yes" if outcome in found.opposes else "no" if outcome in found.agrees else ""


_HOLDS, _FAILS = ("supported", "close"), ("contradicted",)
_MISLEADING = "right figure, wrong impression"
_OUTDATED = "held when published, no longer"
DEFAULT = Scale(
    (
        Rating("true", "True", "1", 5, "the figure holds", _HOLDS, _FAILS, "holds"),
        Rating("mostly_true", "Mostly true", "2", 4, "right but for a detail", _HOLDS, _FAILS, "holds"),
        Rating("misleading", "Misleading", "3", 2, _MISLEADING, ("mixed",), ("supported",), "partly"),
        Rating("false", "False", "4", 1, "the figure does not hold", _FAILS, _HOLDS, "fails"),
        Rating("unverifiable", "Unverifiable", "5", None, "no source decides it", ("no_data", "not_checkable")),
        Rating("outdated", "Outdated", "6", None, _OUTDATED, ("contradicted", "mixed"), (), "partly"),
    )
)


def load_scale(file: Path | None = None) -> Scale:
    """Return the scale of a file, else of the file that WORKBENCH_RATINGS names, else the default one.

    Raises UsageError for a file that holds no scale, with the place and the remedy.
    """
    named = os.environ.get(ENVIRONMENT)
    place = file or (Path(named) if named else None)
    if place is None:
        return DEFAULT
    try:
        content = toml.parsed(place.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read: {error.strerror}", file=str(place), hint="name a scale of ratings") from error
    except ValueError as error:
        raise UsageError(str(error), file=str(place), hint="write it as the default scale is") from error
    return _scale(content, str(place))


def _scale(content: dict[str, Any], place: str) -> Scale:
    found = content.get("rating")
    if not isinstance(found, list) or not found:
        raise UsageError("no [[rating]] in it", file=place, hint="give at least one, with code and label")
    steps = tuple(_rating(entry, place) for entry in found)
    for name in ("code", "key"):
        given = [value for step in steps if (value := getattr(step, name))]
        twice = next((value for value in given if given.count(value) > 1), None)
        if twice:
            raise UsageError(f"two ratings have the {name} {twice!r}", file=place, hint="give each its own")
    ends = content.get("best", 5), content.get("worst", 1)
    if not all(isinstance(end, _KINDS["number"]) for end in ends):
        raise UsageError("best and worst are numbers", file=place, hint="such as best = 5")
    return Scale(steps, *ends)


def _rating(entry: Any, place: str) -> Rating:
    if not isinstance(entry, dict) or not {"code", "label"} <= set(entry) or not set(entry) <= set(_KINDS):
        raise UsageError(f"not a rating: {entry}", file=place, hint="give code and label; else " + ", ".join(_KINDS))
    for name, value in entry.items():
        if not isinstance(value, _KINDS[name]) or (
            isinstance(value, list) and not all(isinstance(v, str) for v in value)
        ):
            raise UsageError(
                f"{entry['code']}: {name} = {value!r}", file=place,
                hint="number is a number, agrees and opposes are lists of texts, all else is text",
            )  # fmt: skip
    lists = {name: tuple(entry.get(name, ())) for name in ("agrees", "opposes")}
    strange = {*lists["agrees"], *lists["opposes"]} - set(OUTCOMES)
    if strange or entry.get("tone", "open") not in TONES:
        raise UsageError(
            f"{entry['code']}: unknown {', '.join(sorted(strange)) or entry['tone']}", file=place,
            hint=f"outcomes are {', '.join(OUTCOMES)}; tones are {', '.join(TONES)}",
        )  # fmt: skip
    return Rating(**entry | lists)
