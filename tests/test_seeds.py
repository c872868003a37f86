"""The shipped seed documents: dated, described, and nobody else's text."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import datetime
from pathlib import Path

import docx
import pypdf
import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
DOCUMENTS = sorted(path for path in SEEDS.iterdir() if path.suffix != ".toml")
FIELDS = ["title", "publisher", "published", "url", "licence"]
RUN = 60
TEXT_SUFFIXES = {".py", ".md", ".csv", ".json", ".jsonl", ".toml", ".txt", ".html", ".cfg", ".yaml", ".yml"}
# A hand-marked line of claims/ repeats the document that it marks.
APART = {"claims", "seeds", "node_modules", "build", "dist", "site"}


def sidecar(path: Path) -> dict[str, str]:
    return tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))


def text_of(path: Path) -> str:
    """Return the words of a seed, white space brought to single blanks."""
    if path.suffix == ".docx":
        text = " ".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    elif path.suffix == ".pdf":
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    else:
        text = re.sub(
            r"<style>.*?</style>|<script.*?</script>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
    return " ".join(text.split())


def runs(text: str) -> set[str]:
    return {text[start : start + RUN] for start in range(len(text) - RUN + 1)}


def other_texts() -> list[Path]:
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in APART and path.name[0] != "."]
    files = [file for folder in folders for file in folder.rglob("*")] + list(ROOT.iterdir())
    return [file for file in files if file.suffix in TEXT_SUFFIXES and file.is_file()]


def test_seeds_come_in_several_kinds() -> None:
    """There are at least three seeds, one each of plain text, page and office or print file."""
    kinds = {path.suffix for path in DOCUMENTS}
    assert len(DOCUMENTS) >= 3
    assert {".txt", ".html"} <= kinds
    assert kinds & {".pdf", ".docx"}


def test_seeds_and_descriptions_pair_up() -> None:
    """Every document has its description, and no description stands alone."""
    assert [path.stem for path in DOCUMENTS] == sorted(path.stem for path in SEEDS.glob("*.toml"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_description_is_complete(path: Path) -> None:
    """A description has exactly its five fields, a date with them, and an address that is an example."""
    found = sidecar(path)
    assert list(found) == FIELDS
    assert found["published"][:10] == datetime.fromisoformat(found["published"]).date().isoformat()
    assert found["url"] == f"https://example.org/samples/{path.stem.replace('_', '-')}"
    assert found["licence"] == "CC0-1.0"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_seed_has_the_length_of_a_short_article(path: Path) -> None:
    """A seed has some hundred words."""
    assert 250 <= len(text_of(path).split()) <= 650


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.suffix == ".html"], ids=lambda path: path.name)
def test_dates_of_a_page_agree_with_its_description(path: Path) -> None:
    """JSON-LD, meta and time elements of a page give the moment that its description gives."""
    page, published = path.read_text(encoding="utf-8"), sidecar(path)["published"]
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0])
    assert data["datePublished"] == published
    assert data["dateModified"] > published
    assert re.findall(r'article:published_time" content="([^"]+)"', page) == [published]
    assert re.findall(r'<time datetime="([^"]+)"', page) == [published, data["dateModified"]]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_visible_date_agrees_with_the_description(path: Path) -> None:
    """The date that a reader sees is the day of the description."""
    day = datetime.fromisoformat(sidecar(path)["published"])
    assert f"{day.day} {day:%B %Y}" in text_of(path)


def test_dates_inside_files_agree_with_the_description() -> None:
    """The day of creation stored in an office or print file is the day of its description."""
    created = {}
    for path in DOCUMENTS:
        if path.suffix == ".docx":
            created[path] = docx.Document(str(path)).core_properties.created
        elif path.suffix == ".pdf":
            created[path] = getattr(pypdf.PdfReader(path).metadata, "creation_date", None)
    assert {path: day.date().isoformat() for path, day in created.items()} == {
        path: sidecar(path)["published"] for path in created
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_seed_is_named_a_sample(path: Path) -> None:
    """Every seed says in its own text that it is a sample."""
    assert "sample" in text_of(path).lower()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_seed_stands_in_no_other_seed(path: Path) -> None:
    """No two seeds share a run of 60 characters."""
    mine = runs(text_of(path))
    assert {other.name: mine & runs(text_of(other)) for other in DOCUMENTS if other != path} == {
        other.name: set() for other in DOCUMENTS if other != path
    }


def test_seeds_stand_in_no_other_file() -> None:
    """No rule, word list, test or page of the project repeats a run of 60 characters of a seed."""
    seeds = {run: path.name for path in DOCUMENTS for run in runs(text_of(path))}
    shared = []
    for file in other_texts():
        text = " ".join(file.read_text(encoding="utf-8", errors="replace").split())
        shared += [(file.name, seeds[run]) for run in runs(text) & seeds.keys()]
    assert shared == []
