"""What the pages keep an eye on while people decide."""

from __future__ import annotations

from dataclasses import dataclass

# Long enough to have seen the claim, too short to notice.
SEEN_AFTER = 0.35


@dataclass
class Watch:
    """Sees to it that nobody decides on a claim that has not been on screen.

    A press counts when the claim has been shown for ``SEEN_AFTER`` seconds and no other press came just before it.

    >>> watch = Watch()
    >>> watch.shows("a", now=10.0)
    >>> watch.lets("a", now=10.1), watch.lets("a", now=10.2), watch.lets("a", now=10.6), watch.lets("b", now=12.0)
    (False, False, True, False)
    """

    claim: str | None = None
    since: float = 0.0
    pressed: float = 0.0

    def shows(self, claim: str, *, now: float) -> None:
        """Note that a claim has come on screen; a claim that stays there is not new."""
        if claim != self.claim:
            self.claim, self.since = claim, now

    def lets(self, claim: str, *, now: float) -> bool:
        """Tell whether a press at ``now`` (seconds) may decide on the claim."""
        quiet, self.pressed = now - self.pressed >= SEEN_AFTER, now
        return claim == self.claim and now - self.since >= SEEN_AFTER and quiet
