"""What a benchmark hands back: figures, the ratios that are guarded, and what is drawn."""

from __future__ import annotations

import statistics
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Measurement:
    """The outcome of one benchmark.

    ``bars`` are drawn, one for each contender, in ``unit``. ``ratios`` compare us with a peer in one run, so that they
    hold on any machine; more is better. ``counts`` are the same on every run (calls, bytes, peak megabytes); less is
    better. Both are guarded by ``make bench-check``; ``figures`` are told and not guarded. ``skipped`` says why a peer
    was not measured.
    """

    title: str
    bars: dict[str, float]
    unit: str
    ratios: dict[str, float] = field(default_factory=dict)
    counts: dict[str, float] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the measurement as JSON values, figures cut to four significant digits."""
        return {
            key: {name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in part.items()}
            if isinstance(part, dict)
            else part
            for key, part in asdict(self).items()
        }


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process for one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def wall_seconds(work: Callable[[], object]) -> float:
    """Return the seconds that one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def median_ratio(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    pairs: int = 5,
    clock: Callable[..., float] = cpu_seconds,
) -> tuple[float, float, float]:
    """Return how many times faster ``ours`` is (the median of pairs run in turn), and the median seconds of each."""
    runs = [(clock(ours), clock(theirs)) for _ in range(pairs)]
    ratio = statistics.median(their / max(our, 1e-9) for our, their in runs)
    return ratio, statistics.median(our for our, _ in runs), statistics.median(their for _, their in runs)


def calls(work: Callable[[], object]) -> int:
    """Return how many function calls a piece of work makes: a count of its size that no other process disturbs."""
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(work)
    return int(pstats.Stats(profile).total_calls)
