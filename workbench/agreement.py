"""How far independent reviewers agree: Krippendorff's alpha for categories without an order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Return alpha (nominal) of the ratings of each unit; missing ratings are simply left out.

    1 is full agreement, 0 what chance would give, below 0 less than that. ``None`` where alpha is undefined: no
    unit has two ratings, or all ratings are the same. K. Krippendorff, "Computing Krippendorff's
    Alpha-Reliability" (2011), section C.

    >>> round(krippendorff_alpha([("a", "a"), ("b", "b"), ("a", "b")]), 3)
    0.444
    """
    pairable = [list(ratings) for ratings in units if len(ratings) > 1]
    total = sum(map(len, pairable))
    margins = Counter(rating for ratings in pairable for rating in ratings)
    expected = total * total - sum(count * count for count in margins.values())
    if not expected:
        return None
    observed = sum(_disagreeing_pairs(ratings) / (len(ratings) - 1) for ratings in pairable)
    return 1 - (total - 1) * observed / expected


def _disagreeing_pairs(ratings: Sequence[Hashable]) -> int:
    """Count the ordered pairs of different ratings of one unit."""
    return len(ratings) ** 2 - sum(count * count for count in Counter(ratings).values())
