"""A corpus through ``workbench batch``, run as users run it: real processes, killed for real."""

from __future__ import annotations

import gzip
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from clusters import lives

from workbench.batch import check_records
from workbench.batch.exact import extraction_from_json, extraction_to_json
from workbench.extract import extract
from workbench.read import iter_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
DESK = ROOT / "tests" / "desk"
COMMAND = [sys.executable, "-m", "workbench"]
PATIENCE = 900  # seconds after which something hangs
TABLES = ("documents", "claims", "suggestions")


def workbench(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE, check=False, **options,
    )  # fmt: skip


def batch(inputs: Path | str, output: Path, *options: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a batch with one worker over the small desk tables."""
    workers = [] if "--scheduler" in options or "--workers" in options else ["--workers", "1"]
    return workbench("batch", inputs, "--output", output, "--reference", DESK, *workers, *options, **more)


def lines(count: int, first: int = 0) -> list[dict[str, str]]:
    """Documents that differ in their figures."""
    return [
        {
            "id": f"d{n}",
            "published": "2023-06-01",
            "text": f"Exports of Brazil rose by {n % 40}.5% to ${n % 90 + 10} billion in 2022. About {n + 1},000 people"
            " were out of work at the end of the year, the office said.",
        }
        for n in range(first, first + count)
    ]


def write_lines(path: Path, documents: list[dict[str, str]]) -> Path:
    """Write documents as JSON lines, packed as the ending says."""
    data = "".join(json.dumps(document) + "\n" for document in documents).encode()
    if path.suffix == ".gz":
        data = gzip.compress(data)
    if path.suffix == ".zst":
        half = len(data) // 2
        data = zstandard.compress(data[:half]) + zstandard.compress(data[half:])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def data_files(output: Path) -> dict[str, str]:
    """The hash of every file but the manifests, which tell times."""
    return {
        file.relative_to(output).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in sorted(output.rglob("*"))
        if file.is_file() and "manifest" not in file.as_posix() and file.name != ".lock"
    }


def printed(output: Path) -> list[str]:
    """The check records of an output as lines, sorted."""
    return sorted(json.dumps(record, ensure_ascii=False) for record, _ in check_records(str(output)))


def checked(*paths: Path) -> list[str]:
    """What ``workbench check`` prints, sorted."""
    return sorted(workbench("check", *paths, "--reference", DESK, "--format", "jsonl").stdout.splitlines())


def manifest(output: Path) -> dict[str, Any]:
    """The record of the last run."""
    return dict(json.loads((output / "manifest.json").read_text(encoding="utf8")))


def failures(output: Path) -> dict[str, str]:
    """The reason of each document in failed/."""
    files = sorted((output / "failed").glob("*.jsonl")) if (output / "failed").is_dir() else []
    records = [json.loads(line) for file in files for line in file.read_text(encoding="utf8").splitlines()]
    return {record["source"].rsplit("/", 1)[-1]: record["reason"] for record in records}


def test_an_extraction_survives_storage_exactly() -> None:
    """What is stored to be judged again is the extraction, to the last digit."""
    for document in iter_documents([ROOT / "seeds"]):
        extraction = extract(document)
        assert extraction == extraction_from_json(extraction_to_json(extraction), document.text)


def test_a_corpus_of_every_kind_equals_check(tmp_path: Path) -> None:
    """Folders, packed lines, Parquet and an archive give, sorted, byte for byte what `check` prints of the same."""
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "seeds", corpus / "pages")
    write_lines(corpus / "a.jsonl", lines(30))
    write_lines(corpus / "b.jsonl.gz", lines(30, 30))
    plain = checked(corpus)
    write_lines(corpus / "c.jsonl.zst", lines(30, 60))
    rows = lines(20, 90)
    table = pa.table({"name": [row["id"] for row in rows], "body": [row["text"] for row in rows],
                      "published": [row["published"] for row in rows]})  # fmt: skip
    pq.write_table(table, corpus / "d.parquet", row_group_size=8)
    same = [*lines(30, 60), *rows]
    done = batch(corpus, tmp_path / "out", "--text-column", "body", "--id-column", "name", "--shard-documents", "1")
    assert (0, "") == (done.returncode, done.stderr if "Traceback" in done.stderr else ""), done.stdout
    other = checked(write_lines(tmp_path / "same.jsonl", same))
    assert sorted(plain + other) == printed(tmp_path / "out")
    assert 0 < manifest(tmp_path / "out")["run"]["peak_mb_a_reader"] < 600
    frame = pq.read_table(tmp_path / "out" / "suggestions").to_pandas()
    assert len(frame) == manifest(tmp_path / "out")["counts"]["claims"]


@pytest.mark.long
def test_an_archive_is_read_by_its_address(tmp_path: Path) -> None:
    """An fsspec address with a chain reads from within an archive."""
    with zipfile.ZipFile(tmp_path / "corpus.zip", "w") as archive:
        archive.writestr("in/a.jsonl", "".join(json.dumps(document) + "\n" for document in lines(12)))
    done = batch(f"zip://in/*.jsonl::{tmp_path / 'corpus.zip'}", tmp_path / "out", "--shard-documents", "1")
    assert 0 == done.returncode, done.stderr
    assert checked(write_lines(tmp_path / "a.jsonl", lines(12))) == printed(tmp_path / "out")


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    """A rerun does nothing; a changed document is read alone; changed tables judge again and tell what changed."""
    folder, desk, out = tmp_path / "in", tmp_path / "desk", tmp_path / "out"
    shutil.copytree(DESK, desk)
    folder.mkdir()
    for rate in ("5.2", "6.1", "7.7"):
        text = f"Norland's unemployment rate was {rate}% in 2022, the statistics office said."
        (folder / f"rate-{rate[0]}.txt").write_text(text, encoding="utf8")

    def again() -> subprocess.CompletedProcess[str]:
        options = ("--published", "2023-06-01", "--reference", desk, "--workers", "1")
        return workbench("batch", folder, "--output", out, *options)

    assert 0 == again().returncode
    first = data_files(out)
    assert "nothing was missing" in again().stdout
    assert first == data_files(out)
    (folder / "rate-7.txt").write_text("Norland's unemployment rate was 5.2% in 2022.", encoding="utf8")
    again()
    assert (3, 2) == tuple(manifest(out)["run"][name] for name in ("documents", "taken_over"))
    before = data_files(out)
    figures = desk / "observations" / "figures.csv"
    rows = figures.read_text(encoding="utf8")
    figures.write_text(rows.replace("x-norland,,2022,5.2", "x-norland,,2022,6.1"), encoding="utf8")
    told = again().stdout
    assert "outcome: contradicted -> supported: 1" in told
    assert "outcome: supported -> contradicted: 2" in told
    assert manifest(out)["run"]["taken_over"] == 3
    after = data_files(out)
    unread = [place for place in before if place.startswith(("documents", "claims"))]
    assert [before[place] for place in unread] == [after[place] for place in unread]
    shutil.rmtree(out / "suggestions")
    again()
    assert after["suggestions" + unread[0].removeprefix("claims")] in data_files(out).values()


def test_poison_documents_are_set_aside_with_their_reason(tmp_path: Path) -> None:
    """A document that takes too long, one that is no document and one that stands twice fail alone."""
    big = {"id": "big", "text": lines(1)[0]["text"] * 3000, "published": "2023-06-01"}
    path = write_lines(tmp_path / "in.jsonl", [*lines(3), big, *lines(1, 7), lines(1)[0]])
    path.write_bytes(path.read_bytes() + b'{"id": "x"}\nnot json\n' + b'{"id": "y", "text": "\xff"}\n')
    done = batch(path, tmp_path / "out", "--document-seconds", "1")
    assert 1 == done.returncode, done.stderr
    assert {
        "in.jsonl:4": "time_limit", "in.jsonl:6": "input_error", "in.jsonl:7": "input_error",
        "in.jsonl:8": "input_error", "in.jsonl:9": "wrong_encoding",
    } == failures(tmp_path / "out")  # fmt: skip
    assert 4 == manifest(tmp_path / "out")["counts"]["documents"]
    assert "--retry-failed" in done.stdout


def test_a_document_that_needs_too_much_memory_is_set_aside(tmp_path: Path) -> None:
    """A document over the memory limit fails alone."""
    big = {"id": "big", "text": lines(1)[0]["text"] * 4000}
    path = write_lines(tmp_path / "in.jsonl", [*lines(2), big, *lines(2, 2)])
    batch(path, tmp_path / "out", "--document-mb", "16")
    assert {"in.jsonl:3": "memory_limit"} == failures(tmp_path / "out")
    assert 4 == manifest(tmp_path / "out")["counts"]["documents"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere"),
        (["README.md", "README.md"], "twice"),
        (["README.md", "--workers", "1", "--scheduler", "tcp://127.0.0.1:1"], "exclude"),
        (["README.md", "--scheduler", "tcp://127.0.0.1:1"], "dask scheduler"),
        (["README.md", "--published", "tomorrow"], "2022-12-30"),
        (["README.md", "--reference", "nowhere"], "nowhere"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, arguments: list[str], said: str) -> None:
    """Wrong usage ends with status 2 and says what to do."""
    done = workbench("batch", *arguments, "--output", tmp_path / "out")
    assert 2 == done.returncode, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_belongs_to_its_inputs(tmp_path: Path) -> None:
    """Other inputs, and a folder that holds something else, are refused."""
    path = write_lines(tmp_path / "in.jsonl", lines(2))
    batch(path, tmp_path / "out")
    other = batch(write_lines(tmp_path / "other.jsonl", lines(2)), tmp_path / "out")
    assert (2, True) == (other.returncode, "in.jsonl" in other.stderr)
    foreign = batch(path, tmp_path)
    assert (2, True) == (foreign.returncode, "something else" in foreign.stderr)


def test_a_batch_output_goes_into_the_review_store_worthiest_first(tmp_path: Path) -> None:
    """`import` takes an output as it is, the document with the most check-worthy claim first, as many as asked for."""
    dull = [{"id": f"dull-{n}", "text": f"Could it be {n}% one day?"} for n in range(3)]
    path = write_lines(tmp_path / "in.jsonl", [*dull, *lines(2)])
    batch(path, tmp_path / "out")
    taken = ("import", tmp_path / "out", "--database", tmp_path / "store.sqlite3")
    first = workbench(*taken, "--most", "2")
    assert ["d0", "d1"] == sorted(line.partition(":")[0] for line in first.stdout.splitlines()), first.stderr
    everything = workbench(*taken)
    assert ["d0", "d1"] == sorted(line.partition(":")[0] for line in everything.stdout.splitlines()[:2])
    assert 5 == len(everything.stdout.splitlines())


# What follows kills processes in the midst of their work.


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("corpus") / "in.jsonl", lines(900))


@pytest.fixture(scope="module")
def undisturbed(corpus: Path) -> dict[str, str]:
    """The files of a run that nothing disturbs, made once for all that are compared with it."""
    calm = corpus.parent / "calm"
    assert 0 == batch(corpus, calm, "--shard-documents", "2").returncode
    return data_files(calm)


@contextmanager
def started(corpus: Path, output: Path, *options: str, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A batch in a process group of its own, in the midst of its work; ended with all it started."""
    command = [*COMMAND, "batch", str(corpus), "--output", str(output), "--reference", str(DESK), *options,
               "--shard-documents", "2"]  # fmt: skip
    # Whatever runs in the background of a shell ignores Ctrl-C, and so would what it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, **more)  # fmt: skip
    try:
        wait_for(lambda: len(list((output / "manifest").glob("*.json"))) > 1)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for(reached: Callable[[], object]) -> None:
    """Wait until something is so, however busy the machine; the limit only ends what hangs."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def descendants(pid: int) -> dict[int, str]:
    """The processes below a process, with their command lines."""
    found: dict[int, str] = {}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            words = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            found |= {int(child): words} | descendants(int(child))
    return found


@pytest.mark.long
@pytest.mark.parametrize("which", ["reader", "worker"])
def test_a_killed_worker_loses_nothing(tmp_path: Path, corpus: Path, undisturbed: dict[str, str], which: str) -> None:
    """A worker, or its reading process, killed by its id mid-run: every document once, the same bytes."""
    with started(corpus, tmp_path / "out", "--workers", "2") as process:
        below = descendants(process.pid)
        victims = [pid for pid, words in below.items() if ("batch.reader" in words) == (which == "reader")
                   and ("spawn_main" in words or which == "reader")]  # fmt: skip
        os.kill(victims[0], signal.SIGKILL)
        _, stderr = process.communicate(timeout=PATIENCE)
    assert 0 == process.returncode, stderr.decode()
    assert undisturbed == data_files(tmp_path / "out")


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_is_resumed(
    tmp_path: Path, corpus: Path, undisturbed: dict[str, str], number: signal.Signals
) -> None:
    """A run killed whole, or stopped with Ctrl-C, leaves no process behind; the same command finishes the rest."""
    with started(corpus, tmp_path / "out", "--workers", "2") as process:
        below = descendants(process.pid)
        (os.kill if number == signal.SIGKILL else os.killpg)(process.pid, number)
        _, stderr = process.communicate(timeout=PATIENCE)
        assert "Traceback" not in stderr.decode()
        wait_for(lambda: not any(map(lives, below)))
    if number == signal.SIGINT:
        assert (130, True) == (process.returncode, "the same command goes on" in stderr.decode())
    done = batch(corpus, tmp_path / "out", "--shard-documents", "2")
    assert 0 == done.returncode, done.stderr
    assert 0 < manifest(tmp_path / "out")["shards"]["done"] < manifest(tmp_path / "out")["shards"]["planned"]
    assert undisturbed == data_files(tmp_path / "out")


@pytest.mark.long
def test_a_full_disk_is_told_and_resumed(tmp_path: Path, corpus: Path, undisturbed: dict[str, str]) -> None:
    """Where no file can be written whole, the run stops with the reason and no partial file; later it goes on."""
    out = tmp_path / "out"

    def quota() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))

    done = batch(corpus, out, "--shard-documents", "2", preexec_fn=quota)
    assert 2 == done.returncode, done.stdout
    assert "make room" in done.stderr
    assert {} == data_files(out)
    assert 0 == batch(corpus, out, "--shard-documents", "2").returncode
    assert undisturbed == data_files(out)


@contextmanager
def cluster(count: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, started by the commands of the docs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = [sys.executable, "-m", "dask"]
    commands = [[*dask, "scheduler", "--host", address, "--no-dashboard"]]
    commands += [[*dask, "worker", address, "--nthreads", "1", "--no-dashboard"]] * count
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
             "env": {**os.environ, "DASK_CONFIG": str(ROOT / "deploy" / "dask.yaml")}}  # fmt: skip
    processes = [subprocess.Popen(command, start_new_session=True, **quiet) for command in commands]
    try:
        yield address, processes
    finally:
        for process in reversed(processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.long
def test_a_cluster_gives_the_same_bytes(tmp_path: Path, corpus: Path, undisturbed: dict[str, str]) -> None:
    """A scheduler and two workers started by plain commands do the work of `--workers`, to the byte."""
    with cluster(2) as (address, _):
        done = batch(corpus, tmp_path / "out", "--scheduler", address, "--shard-documents", "2")
    assert 0 == done.returncode, done.stderr
    assert undisturbed == data_files(tmp_path / "out")


@pytest.mark.long
def test_a_killed_scheduler_is_told_and_resumed(tmp_path: Path, corpus: Path, undisturbed: dict[str, str]) -> None:
    """Without its scheduler a run stops with the reason; with another one the same command goes on."""
    with cluster(1) as (address, processes), started(corpus, tmp_path / "out", "--scheduler", address) as process:
        os.kill(processes[0].pid, signal.SIGKILL)
        _, stderr = process.communicate(timeout=PATIENCE)
        assert (2, True) == (process.returncode, "scheduler" in stderr.decode()), stderr.decode()
        assert "Traceback" not in stderr.decode()
    assert 0 == batch(corpus, tmp_path / "out", "--shard-documents", "2").returncode
    assert undisturbed == data_files(tmp_path / "out")
