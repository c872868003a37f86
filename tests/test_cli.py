"""The commands, run as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def workbench(
    *arguments: str | Path, stdin: str = "", cwd: Path = ROOT, **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workbench", *map(str, arguments)],
        input=stdin, capture_output=True, text=True, cwd=cwd, env={**os.environ, **env}, timeout=900, check=False,
    )  # fmt: skip


def test_check_gives_every_claim_a_suggestion(tmp_path: Path) -> None:
    """A check record holds a suggestion for each claim, offsets fit the text, and its workings can be recomputed."""
    out = tmp_path / "out.jsonl"
    done = workbench("check", "seeds", "--format", "jsonl", "--output", out)
    assert (0, "") == (done.returncode, done.stdout)
    records = [json.loads(line) for line in out.read_text(encoding="utf8").splitlines()]
    assert [path.stem for path in sorted(ROOT.glob("seeds/*.toml"))] == sorted(record["id"] for record in records)
    assert all("suggestion" in claim for record in records for claim in record["claims"])
    again = workbench("recheck", out)
    assert 0 == again.returncode, again.stdout
    assert ", 0 faults" in again.stdout


def test_recheck_finds_a_changed_row(tmp_path: Path) -> None:
    """A record whose evidence was changed after the fact is found out, with the claim named."""
    out = tmp_path / "out.jsonl"
    workbench("check", "seeds/moscow_beijing_call.txt", "--format", "jsonl", "--output", out)
    record = json.loads(out.read_text(encoding="utf8"))
    computed = next(c for c in record["claims"] if c["suggestion"]["formula"] == "#0")
    before = computed["suggestion"]["evidence"][0]["value"]
    computed["suggestion"]["evidence"][0]["value"] = "1"
    out.write_text(json.dumps(record), encoding="utf8")
    done = workbench("recheck", out)
    assert 1 == done.returncode
    assert f"{out}:1: claim {computed['id']} (latest): its rows give another working" in done.stdout
    assert f" = {before} (" in done.stdout.split("record:")[1].splitlines()[0]
    assert " = 1 (" in done.stdout.split("rows:")[1].splitlines()[0]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ('{"id": "b", "claims": [{"id": "b1"}]}', ":2: a claim without a suggestion"),
        ('{"id": "b", "claims": [{"id"', ":2: not JSON, or cut off"),
        ('["b"]', ":2: not a check record"),
    ],
)
def test_recheck_tells_a_damaged_record(tmp_path: Path, second: str, said: str) -> None:
    """A record that lost its suggestions or its end is told with its line, not passed."""
    out = tmp_path / "out.jsonl"
    out.write_text(f'{{"id": "a", "claims": []}}\n{second}\n', encoding="utf8")
    done = workbench("recheck", out)
    assert 2 == done.returncode
    assert f"{out}{said}" in done.stderr


def test_recheck_does_not_pass_an_empty_file(tmp_path: Path) -> None:
    """A file without records proves nothing."""
    (tmp_path / "out.jsonl").touch()
    done = workbench("recheck", tmp_path / "out.jsonl")
    assert (2, True) == (done.returncode, "no check record in it" in done.stderr)


def test_extract_reads_standard_input() -> None:
    """A dash reads text from standard input."""
    done = workbench("extract", "-", "--published", "2023-01-05", stdin="Exports rose by 12% in 2022.")
    record = json.loads(done.stdout)
    assert [12] == [q["value"] for q in record["quantities"]]
    assert "2023-01-05" == record["published"]


def test_extract_reads_documents_line_by_line() -> None:
    """A line of JSON is a document; input order is kept."""
    lines = [json.dumps({"id": name, "text": f"It cost ${n} million."}) for n, name in enumerate("cab", 2)]
    done = workbench("extract", "-", stdin="\n".join(lines))
    assert ["c", "a", "b"] == [json.loads(line)["id"] for line in done.stdout.splitlines()]


@pytest.mark.parametrize("form", ["table", "csv"])
def test_check_prints_tables(form: str) -> None:
    """The seeds can be read as a terminal table and as CSV."""
    done = workbench("check", "seeds", "--format", form)
    assert 0 == done.returncode, done.stderr
    assert "contradicted" in done.stdout


def test_explain_names_the_rule_and_the_words_of_every_record() -> None:
    """With --explain each record says which rule made it, each claim which words; without it none does."""
    text = "Peru's exports rose by 12% last year. The ministry expects them to fall by 3% in 2024."
    done = workbench("extract", "-", "--explain", "--published", "2023-01-05", stdin=text)
    record = json.loads(done.stdout)
    assert all(item["rule"] for part in ("quantities", "times", "claims") for item in record[part])
    assert [
        {"direction": "rose", "period": "last year", "entities": "Peru"},
        {"direction": "fall", "status": "expects", "period": "2024"},
    ] == [claim["words"] for claim in record["claims"]]
    assert [[], ["entity"]] == [claim["carried"] for claim in record["claims"]]
    plain = json.loads(workbench("extract", "-", stdin=text).stdout)
    assert not any(
        {"rule", "words"} & item.keys() for part in ("quantities", "times", "claims") for item in plain[part]
    )


BAD: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\n ", "empty"),
    ("binary.txt", bytes(range(256)), "not"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n....", "picture"),
    ("latin.txt", "Trade rose by 5 % – to £3m".encode("cp1252"), "UTF-8"),
    ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
    ("cut.docx", b"PK\x03\x04 broken", "docx"),
    ("page.html", b"<html><body><script>var a = 1;</script></body></html>", "no text"),
    ("lines.jsonl", b'{"id": "a", "text": "ok"}\n{"id": "b"}\n', "2"),
    ("twice.jsonl", b'{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n', "twice"),
    ("table.xlsx", b"PK\x03\x04", "no reader"),
]


@pytest.mark.parametrize(("name", "data", "said"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_documents_are_told_with_file_and_remedy(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """Unreadable input ends with status 2 and a message that names the file; never a traceback."""
    path = tmp_path / name
    path.write_bytes(data)
    done = workbench("check", path)
    assert 2 == done.returncode, done.stderr
    assert name in done.stderr
    assert said.lower() in done.stderr.lower()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nowhere.txt"], "nowhere.txt"),
        (["check", "seeds", "--reference", "nowhere"], "nowhere"),
        (["check", "seeds", "--format", "xml"], "one of"),
        (["check", "seeds", "--published", "tomorrow"], "2022-12-30"),
        (["check", "seeds", "--as-of", "31.12.2022"], "2022-12-30"),
        (["check", "seeds", "--output", "nowhere/out.csv", "--format", "csv"], "nowhere"),
        (["chek"], "chek"),
        (["recheck", "README.md"], "README.md"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], said: str) -> None:
    """Wrong usage ends with status 2 and says what to do."""
    done = workbench(*arguments)
    assert 2 == done.returncode
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_undated_document_is_told(tmp_path: Path) -> None:
    """A document without a date is checked with a note."""
    path = tmp_path / "undated.txt"
    path.write_text("Trade rose by 5% last year.", encoding="utf8")
    done = workbench("check", path)
    assert 0 == done.returncode
    assert "--published" in done.stderr


def test_malformed_reference_tables_are_told(tmp_path: Path) -> None:
    """A reference table with a bad cell is named with its line."""
    (tmp_path / "observations").mkdir()
    (tmp_path / "indicators.csv").write_text("indicator,label,unit\na,A,percent\n", encoding="utf8")
    (tmp_path / "observations" / "a.csv").write_text(
        "indicator,entity,period,value\na,FRA,2020,1.5\na,FRA,2021,x\n", encoding="utf8"
    )
    done = workbench("check", "seeds", "--reference", tmp_path)
    assert 2 == done.returncode
    assert "a.csv:3" in done.stderr


def test_extract_starts_without_heavy_libraries(tmp_path: Path) -> None:
    """`extract` imports no table, unit, page or store library, nor what only help, errors, HTML or the web need."""
    path = tmp_path / "a.txt"
    path.write_text("Exports rose by 12% to $3 billion in 2022.", encoding="utf8")
    script = (
        "import sys; from workbench.cli import main; sys.argv = ['workbench', 'extract', sys.argv[1]]; main(); "
        "heavy = 'pandas numpy pint streamlit sqlalchemy rapidfuzz typer pydantic lxml ssl'.split(); "
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.splitlines()[-1]


@pytest.mark.skipif(os.name == "nt", reason="such names are of POSIX")
def test_hostile_names_are_spelled_out(tmp_path: Path) -> None:
    """Names of files and ids that would colour a terminal, clear it or feign a line are shown, not obeyed."""
    (tmp_path / "a\x1b[31m\nworkbench: all is well.txt").write_text("It rose by 5%.", encoding="utf8")
    (tmp_path / "b\x9b2J\u202e.txt").write_bytes(b"\xff")
    line = {"id": "c\x1b]0;mine\x07\nnote", "text": "It fell by 6% in \x1b[2J2021."}
    (tmp_path / "c.jsonl").write_text(json.dumps(line), encoding="utf8")
    database = ("--database", str(tmp_path / "reviews.db"))
    for arguments in (["extract", "--format", "table"], ["check", "--format", "table"], ["import", *database]):
        done = workbench(arguments[0], tmp_path, *arguments[1:])
        said = done.stdout + done.stderr
        assert 2 == done.returncode
        assert "internal error" not in said
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said)
        assert not [line for line in said.splitlines() if line.startswith("workbench: all")]
        assert r"a\x1b[31m\n" in said.replace("\n", "")


def test_a_process_mounts_each_command_once() -> None:
    """Commands that one process runs one after the other cost the same each: none is built again for the next."""
    script = (
        "import sys; from workbench import cli, commands\n"
        "for line in ('refs', 'batch', 'refs', '', 'refs'):\n"
        "    sys.argv = ['workbench', *line.split(), '--help']\n"
        "    try: cli.main()\n"
        "    except SystemExit: pass\n"
        "    print(len(commands.app.registered_commands), len(commands.app.registered_groups), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    first, *others = done.stderr.splitlines()
    with_batch = str(int(first.split()[0]) + 1) + " 1"
    assert others == [with_batch] * 4


def peak_kilobytes(path: Path, count: int) -> int:
    """Read ``count`` documents of their own words and figures in a process of its own; return its peak memory."""
    path.write_text(
        "".join(
            json.dumps({"id": f"d{n}", "text": f"Sales of firm{n} rose by {n}.5% to ${n}m in Peru, Ann Moe{n} said."})
            + "\n"
            for n in range(count)
        ),
        encoding="utf8",
    )
    script = (
        "import sys, resource; from workbench.cli import main; sys.argv[:1] = ['workbench', 'extract']; main(); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    command = [sys.executable, "-c", script, path, "--output", path.with_suffix(".out")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout.splitlines()[-1])


@pytest.mark.long
def test_memory_stays_flat_over_ten_thousand_documents(tmp_path: Path) -> None:
    """Ten thousand documents need no more memory than a thousand, but for the words that are remembered."""
    few, many = (peak_kilobytes(tmp_path / f"{count}.jsonl", count) for count in (1_000, 10_000))
    assert 10_000 == len((tmp_path / "10000.out").read_text(encoding="utf8").splitlines())
    assert many <= few + 12_000


@pytest.mark.parametrize("command", ["extract", "check"])
def test_one_bad_file_hides_no_other(tmp_path: Path, command: str) -> None:
    """What cannot be read is told with its remedy, the rest is read, and the status says that something is missing."""
    (tmp_path / "a.txt").write_text("Inflation in Japan was 2.5% in 2022.", encoding="utf8")
    (tmp_path / "b.txt").write_bytes(b"caf\xe9 prices rose 3%")
    (tmp_path / "c.pdf").write_bytes(b"no PDF")
    (tmp_path / "d.txt").write_text("Unemployment in Spain was 13% in 2022.", encoding="utf8")
    out = tmp_path / "out.jsonl"
    done = workbench(command, tmp_path, "--format", "jsonl", "--output", out)
    assert 2 == done.returncode
    assert ["a", "d"] == [json.loads(line)["id"] for line in out.read_text(encoding="utf8").splitlines()]
    assert "b.txt: not UTF-8 at byte 3" in done.stderr
    assert "c.pdf: this is not a PDF file" in done.stderr


def test_nothing_readable_leaves_the_output_alone(tmp_path: Path) -> None:
    """Where no document could be read an earlier output stays as it was."""
    out = tmp_path / "out.jsonl"
    out.write_text("earlier", encoding="utf8")
    done = workbench("extract", tmp_path / "nowhere.txt", "--output", out)
    assert (2, "earlier") == (done.returncode, out.read_text(encoding="utf8"))
    assert "nowhere.txt: there is no such file" in done.stderr
