"""Coverage-guided fuzzing: ``python -m fuzz.guided [SECONDS [DOOR…]]``; without atheris, the seeded generator.

Every door has its share of the time. A find is a file in ``tests/finds``, named after its door, and the run goes on
behind it; once it is mended the file stays there, and a test feeds it for ever.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.malformed import PACKAGE, SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FINDS = Path(__file__).parent.parent / "tests" / "finds"
SECONDS = 600
HANG = 10
MOST_BYTES = 4_096
_OURS = Path(__file__).parent.parent.as_posix() + "/"
# What a door that reads no text starts from, beside pieces of the sample documents.
STARTS: dict[str, list[bytes]] = {
    "day": [b"2022-12-30", b"2022-12-30T16:16+05:30", b"30 December 2022"],
    "formula": [b"#0 / #1 - 1", b"(1.5 - 1.25) * 100", b"growth(#0, #1)", b"sum(1, 2, 3) >= 6"],
    "lines": [b'{"id": "a", "text": "It rose by 5%.", "published": "2022-12-30", "title": "A"}\n'],
    "sidecar": [b'published = 2022-12-30\ntitle = "A"\nurl = "https://example.org"\nauthor = "B"\n'],
    "ratings": [
        b'best = 5\nworst = 1\n[[rating]]\ncode = "a"\nlabel = "A"\nkey = "1"\nnumber = 1\nagrees = ["supported"]\n',
        b'[[rating]]\ncode = "b"\nlabel = "B"\nopposes = ["contradicted"]\ntone = "open"\nmeaning = "so"\n',
    ],
    "claims": [b"claim,speaker,date,address,title\nExports rose 5%.,A,2022-12-30,https://example.org,T\n"],
    "pasted": [b"Claim\tSpeaker\tDate\nExports rose 5%.\tA. Minister\t30.12.2022\n"],
    "verdicts": [b"claim_id,review_rating,review_note,reviewer_name,review_date\na-1,true,fine,Ada,2024-01-01\n"],
    "intake": [
        b"country,2020,2021\nFRA,1.5,2\nDEU,3,4\n", b"entity;period;value\nFRA;2020-Q1;1,5\n",
        b"Country Name,Country Code,Indicator Name,Indicator Code,2020\nFrance,FRA,Exports (% of GDP),NE.EXP,28.1\n",
        b"Entity,Code,Year,Trade\nFrance,FRA,2020,5\n", b"observation_date,GDP\n2020-01-01,21727.657\n",
        b"DATAFLOW,REF_AREA,FREQ,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\nX,FR,A,2020,1.5,EUR\n",
    ],
    "sheet": [b"gdp,FRA,2020,1.5\ngdp,FRA,2021,2\n", b'"gdp","FRA",2020-Q1,-1e3\n'],
}  # fmt: skip


def begin(door: str, folder: Path) -> None:
    """Write what a run on a door starts from."""
    if door == "package":
        for number, file in enumerate(sorted(path for path in PACKAGE.rglob("*") if path.is_file())):
            (folder / file.name).write_bytes(bytes([number]) + file.read_bytes()[: MOST_BYTES - 1])
        return
    for number, start in enumerate(STARTS.get(door, [])):
        (folder / f"start-{number}").write_bytes(start)
    for file in SEEDS.iterdir() if door in ("text", "check", "page", "plain") else ():
        data = file.read_bytes()[:40_000]
        for start in range(0, len(data), MOST_BYTES // 8):
            (folder / f"{file.name}-{start}").write_bytes(data[start : start + MOST_BYTES // 8])


def fuzz(door: str, function: Callable[[bytes], None], seconds: int, finds: Path) -> None:
    """Feed a door what leads it to new places, for that long; this process ends with it.

    Each place that raises, or is at work after ten seconds of the processor, makes one file; what hangs outside of
    Python makes one too, and ends the process with status 70.
    """
    import atheris

    known: set[tuple[object, ...]] = set()

    def once(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_PROF, HANG)  # the processor's time, so that a busy machine makes no find
        try:
            function(data)
        except Exception as error:  # noqa: BLE001 - every kind is a find
            place = _place(error)
            if place not in known:
                known.add(place)
                _keep(finds / f"{door}-{sha256(data).hexdigest()[:12]}", data, error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    signal.signal(signal.SIGPROF, _late)
    with tempfile.TemporaryDirectory() as folder:
        begin(door, Path(folder))
        limits = [
            f"-max_total_time={seconds}",
            f"-max_len={MOST_BYTES}",
            "-timeout=600",
            "-report_slow_units=600",
            "-rss_limit_mb=3000",
        ]
        atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={finds}/{door}-", "-print_final_stats=1", folder], once)
        atheris.Fuzz()


def _late(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"more than {HANG} s of the processor")


def _place(error: Exception) -> tuple[object, ...]:
    """Return what sets a find apart: its kind and the last line of ours that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [(frame.filename, frame.lineno) for frame in frames if frame.filename.startswith(_OURS)]
    return type(error), *ours[-1:]


def _keep(file: Path, data: bytes, error: Exception) -> None:
    file.write_bytes(data)
    traceback.print_exception(error)
    print(f"FIND {file}", file=sys.stderr, flush=True)


def share(door: str, seconds: float) -> Iterator[str]:
    """Yield what a door's processes say; where one dies or hangs, another goes on behind it."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) >= 1:
        command = [sys.executable, "-m", "fuzz.guided", "--door", door, str(round(left))]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        yield done.stdout + done.stderr
        if done.returncode == 0:
            return


def main(seconds: str = str(SECONDS), *doors: str) -> int:
    """Fuzz for that long, all doors unless some are named; returns 1 at a find."""
    if find_spec("atheris") is None:
        print("atheris does not install for this Python or system: the seeded generator runs instead, with a new seed")
        from fuzz.run import main as generated

        with tempfile.TemporaryDirectory() as folder:
            return generated(folder, "1000", str(int(time.time())))
    from fuzz.targets import DOORS

    chosen = doors or tuple(DOORS)
    FINDS.mkdir(exist_ok=True)
    before = set(FINDS.iterdir())
    for door in chosen:
        said = "".join(share(door, int(seconds) / len(chosen)))
        print(f"{door:<9} {_summary(said)}", flush=True)
        print("".join(line + "\n" for line in _faults(said)), end="", flush=True)
    found = sorted(set(FINDS.iterdir()) - before)
    print(f"{len(found)} finds" + "".join(f"\n{file}" for file in found))
    return 1 if found else 0


def _summary(said: str) -> str:
    """Return how often a door was fed, and how far into the code its first inputs and all of them led."""
    lines = said.splitlines()
    fed = sum(int(line.split()[-1]) for line in lines if line.startswith("stat::number_of_executed_units"))
    reached = re.findall(r"^#\d+\t.* cov: (\d+) ft: (\d+)", said, re.MULTILINE)
    (first, ways), (last, more) = (reached[0], reached[-1]) if reached else (("0", "0"), ("0", "0"))
    return f"{fed:>8} inputs, branches reached {first} to {last}, ways {ways} to {more}"


def _faults(said: str) -> Iterator[str]:
    """Yield what was said of finds: tracebacks, libFuzzer's errors, the names of files."""
    kept = False
    for line in said.splitlines():
        if line.startswith(("Traceback", "ERROR:", "==", "ALARM", "Test unit written", "FIND")):
            kept = True
        elif line.startswith(("#", "Done", "stat::", "INFO")):
            kept = False
        if kept:
            yield line


def _door(door: str, seconds: str) -> None:
    import atheris

    with atheris.instrument_imports(include=["workbench", "tomllib"]):
        from fuzz.targets import target
    FINDS.mkdir(exist_ok=True)
    with suppress(Exception):
        target(door, b"warm")  # what a door loads once is none of its inputs' time
    fuzz(door, lambda data: target(door, data), int(seconds), FINDS)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--door"]:
        _door(*sys.argv[2:])
    else:
        sys.exit(main(*sys.argv[1:]))
