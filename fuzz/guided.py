"""Ten minutes of coverage-guided fuzzing: ``python -m fuzz.guided [SECONDS]``; without atheris, the seeded generator.

A find is a file in ``tests/finds``: once it is mended it stays there, and a test feeds it for ever.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from fuzz.malformed import SEEDS

FINDS = Path(__file__).parent.parent / "tests" / "finds"
SECONDS = 600


def begin(folder: Path) -> None:
    """Write what the run starts from: pieces of the sample documents for each door."""
    from fuzz.targets import DOORS, MOST_BYTES

    for number, _ in enumerate(DOORS):
        for file in SEEDS.iterdir():
            for start in range(0, min(file.stat().st_size, 40_000), MOST_BYTES // 8):
                piece = file.read_bytes()[start : start + MOST_BYTES // 8]
                (folder / f"{number}-{file.name}-{start}").write_bytes(bytes([number]) + piece)


def main(seconds: str = str(SECONDS)) -> int:
    """Fuzz for that long; ends with another status than 0 at a find."""
    try:
        import atheris  # type: ignore[import-not-found]
    except ImportError:
        print("atheris does not install for this Python or system: the seeded generator runs instead, with a new seed")
        from fuzz.run import main as generated

        with tempfile.TemporaryDirectory() as folder:
            return generated(folder, "1000", str(int(time.time())))
    with atheris.instrument_imports(include=["workbench"]):
        from fuzz.targets import MOST_BYTES, target
    FINDS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        begin(Path(folder))
        limits = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-timeout=10", "-rss_limit_mb=3000"]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={FINDS}/", "-print_final_stats=1", folder], target)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
