"""The workbench from Python: its public names, what they show of themselves, and how fast it starts."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import workbench
from workbench import check, extract, load_reference, read, read_text
from workbench.batch.columns import CLAIMS, SUGGESTIONS

HOSTILE = "<script>alert(1)</script>"
TEXT = f"Norland's economy grew by 4% in 2022. {HOSTILE} Norland's unemployment rate was 5.4% in 2022."
DESK = Path(__file__).parent / "desk"
HEAVY = ["pandas", "pyarrow", "sqlalchemy", "streamlit", "pint", "rapidfuzz", "distributed", "rich", "numpy", "babel"]


class Tags(HTMLParser):
    """The names of all elements."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.names.add(tag)


def test_public_names() -> None:
    """At most twelve names are public, each is there, documented, and listed by ``dir``."""
    assert 12 >= len(workbench.__all__)
    for name in workbench.__all__:
        assert name in dir(workbench)
        assert inspect.getdoc(getattr(workbench, name)), name


@pytest.mark.parametrize("first", ["import workbench.read", "import workbench.check, workbench.extract", "pass"])
def test_functions_keep_their_names(first: str) -> None:
    """``read``, ``extract`` and ``check`` are functions, whichever room of the same name was imported before."""
    code = (
        f"{first}; from workbench import read, extract, check; import workbench.read; from workbench import read_text"
    )
    code += "; import inspect; print(all(map(inspect.isfunction, (read, extract, check, read_text))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ("True\n", "") == (done.stdout, done.stderr)


@pytest.mark.parametrize(
    "code", ["import workbench", "import sys; sys.argv = ['workbench', '--help']; import workbench.cli"]
)
def test_nothing_heavy_is_imported_at_the_start(code: str) -> None:
    """Neither the package nor its commands import a heavy library before it is needed."""
    ask = f"{code}; import sys; print(sorted(set({HEAVY}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    assert "[]" == done.stdout.strip(), done.stderr


def test_results_become_tables(tmp_path: Path) -> None:
    """A result is a table with one row a claim, in the columns that a batch writes."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf8")
    (document,) = read(path, published="2023-06-01")
    extracted, checked = extract(document).to_frame(), check(document, load_reference(DESK)).to_frame()
    assert [name for name in CLAIMS.names if name != "record"] == list(extracted.columns)
    assert {*CLAIMS.names, *SUGGESTIONS.names, "claim_reason"} - {"record"} == set(checked.columns)
    assert [("4%", "supported"), ("5.4%", "contradicted")] == list(
        checked[["quote", "outcome"]].itertuples(index=False, name=None)
    )
    assert ["datetime64[ms]", "float64", "float64"] == [
        str(checked[name].dtype) for name in ("period_start", "value_low", "margin")
    ]


def test_results_show_themselves() -> None:
    """A result shows its text with marks and a line a claim; whatever the text says stays text."""
    document = read_text(TEXT, title=HOSTILE, published="2023-06-01")
    for found in (extract(document), check(document, load_reference(DESK))):
        shown = Tags()
        page = found._repr_html_()
        shown.feed(page)
        assert {"style", "div", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "mark"} <= shown.names
        assert "script" not in shown.names
        assert ">5.4%<" in page


def test_an_empty_text_is_an_empty_table() -> None:
    """A text without claims gives a table without rows and all columns."""
    frame = check(read_text("Nothing to see here."), load_reference(DESK)).to_frame()
    assert (0, True) == (len(frame), "outcome" in frame.columns)


def test_the_page_on_python_tells_the_truth() -> None:
    """Every example of the page gives what the page says."""
    page = Path(__file__).parents[1] / "docs" / "how-to" / "python.md"
    text = page.read_text(encoding="utf8").replace("```", "")
    examples = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner()
    runner.run(examples)
    assert (0, True) == (runner.failures, runner.tries > 8)
