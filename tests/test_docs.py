"""The documentation tells what is there: pages run, link, name every command, check, limit and room, and build."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pages
import pytest
import yaml

from bench.architecture_drawing import DRAWING, drawing
from bench.commands_page import commands
from bench.limits_page import PAGE as LIMITS
from bench.limits_page import page as limits_page
from workbench import errors
from workbench.model import OUTCOMES
from workbench.refcheck.run import NAMES

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
RUN = [page for page in PAGES if any(b.language in ("console", "python") for b in pages.blocks(page.read_text("utf8")))]
RECORDED = sorted(path.stem for path in (DOCS / "bench").glob("*.json") if path.stem != "quality")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def shown(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "home"), "PATH": path, "COLUMNS": "110"}


@pytest.mark.long
@pytest.mark.parametrize("page", RUN, ids=shown)
def test_every_block_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader types in, from the first block to the last, prints what the page shows."""
    monkeypatch.chdir(tmp_path)
    assert pages.run(page.read_text(encoding="utf8"), tmp_path, environment(tmp_path))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.stem)
def test_commands_that_cannot_run_here_exist(page: Path) -> None:
    """A workbench command in a block that needs a server names a command and options that there are."""
    known = dict(commands())
    for block in pages.blocks(page.read_text(encoding="utf8")):
        for line in block.text.splitlines() if block.language == "sh" else ():
            words = line.partition("#")[0].split()
            if words[:1] == ["workbench"]:
                name = " ".join(words[:3] if words[1] == "refs" else words[:2])
                assert name in known, line
                options = {option for parameter in known[name].params for option in parameter.opts}
                asked = {word.partition("=")[0] for word in words if word.startswith("--")}
                assert asked <= options | {"--help"}, line


def test_every_command_is_documented() -> None:
    """Each command has a section with each of its options: `python -m bench.commands_page` writes them."""
    text = (DOCS / "reference/commands.md").read_text(encoding="utf8")
    sections = dict(re.findall(r"^## (workbench [\w ]+)\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE))
    assert sorted(name for name, _ in commands()) == sorted(sections)
    for name, command in commands():
        for parameter in command.params:
            option = parameter.opts[0]
            assert not option.startswith("--") or option == "--help" or f"`{option}`" in sections[name], (name, option)


def test_every_check_is_documented() -> None:
    """Each check on tables has a section."""
    text = (DOCS / "reference/checks.md").read_text(encoding="utf8")
    assert set() == NAMES - set(re.findall(r"^### ([\w-]+)$", text, re.MULTILINE))


def test_every_outcome_and_trap_is_documented() -> None:
    """Each outcome, and each trap that a hint can name, stands on the page of outcomes."""
    text = (DOCS / "reference/outcomes.md").read_text(encoding="utf8")
    told = set(re.findall(r"`(\w+)`", text))
    code = "".join(path.read_text(encoding="utf8") for path in (ROOT / "workbench/check").glob("*.py"))
    traps = set(re.findall(r'f?"([a-z]+(?:_[a-z]+)+): ', code))
    assert set() == {*OUTCOMES, *traps} - told
    assert len(traps) > 10


def test_limits_are_those_of_the_code() -> None:
    """The page of limits holds the numbers: `python -m bench.limits_page` writes it."""
    assert limits_page() == LIMITS.read_text(encoding="utf8")


def test_the_drawing_shows_the_rooms() -> None:
    """Every room that is a folder is drawn, and the drawing is what its program draws."""
    rooms = {path.parent.name for path in (ROOT / "workbench").glob("*/__init__.py")}
    text = DRAWING.read_text(encoding="utf8")
    assert set() == {room for room in rooms if f">{room}</text>" not in text}
    assert drawing() == text


def test_every_page_is_in_the_menu() -> None:
    """No page is left out of the menu."""
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf8")
    nav = yaml.safe_load(menu[menu.index("\nnav:") :])
    assert [] == [shown(page) for page in PAGES if shown(page) not in str(nav)]


def test_every_named_test_exists() -> None:
    """The threat model names tests of the suite, and each error of the tree is drawn in its room."""
    named = TEST.findall((DOCS / "security.md").read_text(encoding="utf8"))
    assert len(named) > 20
    for file, name in named:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf8"), (file, name)
    assert all(name in (errors.__doc__ or "") for name, found in vars(errors).items() if isinstance(found, type))


@pytest.mark.long
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    """mkdocs, strict, has nothing to say; links and anchors inside the pages lead somewhere."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert "recognizers" in (tmp_path / "site/explanation/measured-quality.html").read_text(encoding="utf8")
