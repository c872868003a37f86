"""What the pages keep an eye on while people decide."""

from __future__ import annotations

from dataclasses import dataclass

# Long enough to have seen the claim, too short to notice.
SEEN_AFTER = 0.35


@dataclass
class Watch:
    """Sees to it that nobody decides on a claim that has not been on screen as it stands.

    A press counts when the claim has been shown for ``SEEN_AFTER`` seconds and no other press came just before it. What
    somebody else did to the claim meanwhile makes it new; what its reviewer did does not. ``surprises`` counts that.

    >>> watch = Watch()
    >>> watch.shows("a", 0, now=10.0)
    >>> watch.lets("a", now=10.1), watch.lets("a", now=10.2), watch.lets("a", now=10.6), watch.lets("b", now=12.0)
    (False, False, True, False)
    >>> watch.shows("a", 1, now=13.0)
    >>> watch.lets("a", now=13.1)
    False
    >>> watch.shows("a", 2, now=14.0, own=True)
    >>> watch.lets("a", now=14.1)
    True
    """

    claim: str | None = None
    rev: int = 0
    since: float = 0.0
    pressed: float = 0.0
    surprises: int = 0

    def shows(self, claim: str, rev: int, *, now: float, own: bool = False) -> None:
        """Note that a claim has come on screen; a claim that stays there as it was is not new."""
        surprise = claim == self.claim and rev != self.rev and not own
        self.surprises += surprise
        if claim != self.claim or surprise:
            self.since = now
        self.claim, self.rev = claim, rev

    def lets(self, claim: str, *, now: float) -> bool:
        """Tell whether a press at ``now`` (seconds) may decide on the claim."""
        quiet, self.pressed = now - self.pressed >= SEEN_AFTER, now
        return claim == self.claim and now - self.since >= SEEN_AFTER and quiet
