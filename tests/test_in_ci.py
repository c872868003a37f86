"""In other people's CI: the pytest plugin, the GitHub Action and the pre-commit hook, run as they are run there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

import pytest
import yaml

from workbench.refcheck import RULES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/how-to/tables-in-ci.md"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "reference_data", tmp_path / "tables"))


def break_tables(folder: Path) -> int:
    """Name an entity that is not defined; return the line."""
    path = folder / "observations/gdp.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("gdp_usd,DEU,,2015,", "gdp_usd,DUE,,2015,"), encoding="utf-8")
    return text[: text.index("gdp_usd,DEU,,2015,")].count("\n") + 1


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rA", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=900)


def test_every_check_is_a_test_item(tables: Path) -> None:
    """`pytest --workbench-refs` passes sound tables with an item for each check."""
    done = run_pytest(tables.parent, "--workbench-refs", "tables")
    assert 0 == done.returncode, done.stdout
    passed = set(re.findall(r"PASSED tables::([\w-]+)", done.stdout))
    assert {rule.name for rule in RULES} | {"unused-exception"} == passed


def test_a_fault_fails_the_item_of_its_check(tables: Path) -> None:
    """Only the item of the check that is meant for a fault fails, and names file, line and value."""
    line = break_tables(tables)
    done = run_pytest(tables.parent, "--workbench-refs", "tables")
    assert 1 == done.returncode
    assert ["unknown-code"] == re.findall(r"FAILED tables::([\w-]+)", done.stdout)
    assert f"tables/observations/gdp.csv:{line}: error gdp_usd DUE 2015: entity is 'DUE'" in done.stdout
    assert "Traceback" not in done.stdout


def test_items_stand_beside_ordinary_tests(tables: Path) -> None:
    """A project's own tests run as before; a warning passes and stands in the report."""
    (tables.parent / "test_own.py").write_text("def test_own():\n    pass\n", encoding="utf-8")
    (tables / "observations/gdp.csv").write_bytes((tables / "observations/gdp.csv").read_bytes().replace(b"\n", b"\r"))
    done = run_pytest(tables.parent, "--workbench-refs", "tables")
    assert 0 == done.returncode, done.stdout
    assert "PASSED test_own.py::test_own" in done.stdout
    assert "warning carriage return" in done.stdout


def test_without_the_option_nothing_is_added(tables: Path) -> None:
    """The plugin adds no item to a run that does not ask for it."""
    (tables.parent / "test_own.py").write_text("def test_own():\n    pass\n", encoding="utf-8")
    assert "1 passed" in run_pytest(tables.parent).stdout


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """A wrong path fails with the error of the tables and no traceback."""
    done = run_pytest(tmp_path, "--workbench-refs", "nowhere")
    assert 1 == done.returncode
    assert "no such folder of reference tables" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean clone of this repository."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git repository")
    place = tmp_path_factory.mktemp("clean") / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(place)], check=True, capture_output=True)
    return place


def environment(place: Path) -> Path:
    """Make an environment that sees what is installed here, so that nothing is downloaded."""
    venv.create(place, with_pip=True)
    (packages,) = place.glob("lib/python*/site-packages")
    (packages / "here.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return place


def run_action(clone: Path, temporary: Path, where: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the shell steps of action.yml as GitHub runs a composite action."""
    action = yaml.safe_load((clone / "action.yml").read_text(encoding="utf-8"))
    values = {name: declared["default"] for name, declared in action["inputs"].items()} | inputs
    for step in action["runs"]["steps"]:
        if "run" not in step:
            continue
        env = {name: expanded(text, values, clone) for name, text in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            capture_output=True, text=True, check=False, cwd=where, timeout=900,
            env={**os.environ, **env, "RUNNER_TEMP": str(temporary), "GITHUB_ACTIONS": "true", "PIP_NO_INDEX": "1"},
        )  # fmt: skip
        if done.returncode:
            break
    return done


def expanded(text: str, inputs: dict[str, str], clone: Path) -> str:
    """Put values in the place of GitHub's expressions."""
    known = {f"inputs.{name}": value for name, value in inputs.items()} | {"github.action_path": str(clone)}
    return re.sub(r"\$\{\{ (.+?) \}\}", lambda match: known[match[1]], text)


@pytest.mark.long
def test_the_action_runs_from_a_clean_clone(clone: Path, tables: Path, tmp_path: Path) -> None:
    """The steps of action.yml install the clone, pass sound tables, and annotate the line of a fault."""
    environment(tmp_path / "runner/workbench")
    sound = run_action(clone, tmp_path / "runner", tables.parent, tables="tables")
    assert 0 == sound.returncode, sound.stderr
    assert "tables: no findings" in sound.stdout
    line = break_tables(tables)
    told = run_action(clone, tmp_path / "runner", tables.parent, tables="tables")
    assert 1 == told.returncode
    assert f"::error file=tables/observations/gdp.csv,line={line},title=unknown-code::" in told.stdout
    sarif = run_action(clone, tmp_path / "runner", tables.parent, tables="tables", format="sarif", output="t.sarif")
    assert 1 == sarif.returncode
    results = json.loads((tables.parent / "t.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert "unknown-code" in {result["ruleId"] for result in results}


@pytest.mark.long
def test_the_hook_runs_from_a_clean_clone(clone: Path, tmp_path: Path) -> None:
    """The hook, installed as pre-commit installs it, passes sound tables and stops a commit with a fault."""
    (hook,) = yaml.safe_load((clone / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert "python" == hook["language"]
    place = environment(tmp_path / "hook")
    install = [place / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "."]
    subprocess.run(install, check=True, cwd=clone, env={**os.environ, "PIP_NO_INDEX": "1"}, capture_output=True)
    shutil.copytree(ROOT / "reference_data", tmp_path / "project/reference_data")
    env = {**os.environ, "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [*hook["entry"].split(), *hook["args"]]
    sound = subprocess.run(command, cwd=tmp_path / "project", env=env, capture_output=True, text=True, check=False)
    assert 0 == sound.returncode, sound.stdout
    break_tables(tmp_path / "project/reference_data")
    told = subprocess.run(command, cwd=tmp_path / "project", env=env, capture_output=True, text=True, check=False)
    assert 1 == told.returncode
    assert "[unknown-code]" in told.stdout


def test_the_hook_looks_at_the_files_of_a_package() -> None:
    """The hook's pattern takes every file of a package, wherever the package lies, and nothing else."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    package = [path for path in (ROOT / "reference_data").rglob("*") if path.suffix in (".csv", ".json", ".toml")]
    names = [path.relative_to(ROOT).as_posix() for path in package]
    assert names == [name for name in names if re.search(hook["files"], name)]
    assert [] == [name for name in ("README.md", "src/x.csv", "pyproject.toml") if re.search(hook["files"], name)]


def blocks(language: str) -> list[Any]:
    """Return the code blocks of the page on CI in one language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_of_the_page_fit() -> None:
    """The page's examples to copy name inputs, hooks and options that are there."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    documents = [yaml.safe_load(block) for block in blocks("yaml")]
    steps = [step for document in documents for job in document.get("jobs", {}).values() for step in job["steps"]]
    given = [name for step in steps if "workbench" in step.get("uses", "") for name in step["with"]]
    assert given
    assert set(given) <= set(action["inputs"])
    hooks = [entry["id"] for document in documents for repo in document.get("repos", []) for entry in repo["hooks"]]
    assert [hook["id"]] == hooks
    assert any("--workbench-refs reference_data" in block for block in blocks("sh"))
