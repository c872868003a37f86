"""The commands on reference tables: check, import, diff, show."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.counting import many
from workbench.errors import UsageError
from workbench.refs_import_cli import import_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workbench.refcheck import Finding

app = typer.Typer(help="Check, import, compare and show reference tables.", no_args_is_help=True, rich_markup_mode=None)

app.command(name="import")(import_)

Folder = Annotated[
    Path | None, typer.Argument(help="Folder of reference tables; ./reference_data by default.", metavar="[DIR]")
]
Reference = Annotated[Path | None, typer.Option("--reference", help="Folder of reference tables.")]


def folder_or_default(folder: Path | None) -> Path:
    """Return the folder asked for, else ./reference_data, else the tables that come with the workbench."""
    from workbench.reference import shipped

    here = Path("reference_data")
    return folder or (here if here.is_dir() else shipped())


@app.command()
def check(
    folder: Folder = None,
    format: Annotated[str | None, typer.Option(help="text, json, junit, sarif or github.")] = None,
    baseline: Annotated[str | None, typer.Option(help="Git revision to compare with.", metavar="GITREV")] = None,
    verdicts: Annotated[
        list[Path] | None, typer.Option(help="Verdict CSV, or a folder of them, to recompute.", metavar="FILE")
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(help="The documents that the verdicts are about; without, each claim's sentence is read."),
    ] = None,
    over: Annotated[
        list[Path] | None,
        typer.Option(help="Tables that these lie over, the lowest first; what they define is known.", metavar="DIR"),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
) -> None:
    """Check a folder of reference tables; exit status 1 for errors, 2 where it cannot be read."""
    from workbench import __version__
    from workbench.refcheck import check_tables
    from workbench.refcheck.report import FORMATS, default_format, report, tally
    from workbench.refcheck.revisions import at_revision

    form = format or default_format()
    if form not in FORMATS:
        raise UsageError(f"no format {form!r}", hint="one of " + ", ".join(FORMATS))
    place = folder_or_default(folder)
    before = at_revision(place, baseline) if baseline else None
    replay = _replay([*(over or ()), place], verdicts, documents or ()) if verdicts else None
    findings = check_tables(place, baseline=before, verdicts=replay, over=over or ())
    text = report(findings, form, place.as_posix(), __version__)
    if output:
        _write(output, text)
        sys.stdout.write(f"{place}: {tally(findings)}\n")
    else:
        sys.stdout.write(text)
    raise typer.Exit(1 if any(finding.severity == "error" for finding in findings) else 0)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write: {error.strerror}", file=str(path), hint="choose another --output") from error


def _replay(
    folders: Sequence[Path], files: Sequence[Path], documents: Sequence[Path]
) -> Callable[[], Iterable[Finding]]:
    from workbench.read import iter_documents
    from workbench.reference import load_reference
    from workbench.replay import replayed, verdicts_of

    verdicts = verdicts_of(files)
    return lambda: replayed(verdicts, load_reference(folders), iter_documents(documents))


@app.command()
def diff(
    revision: Annotated[str, typer.Argument(help="Git revision to compare with.", metavar="REV")],
    folder: Folder = None,
    format: Annotated[str, typer.Option(help="text or json.")] = "text",
) -> None:
    """Show cell by cell what changed in the tables since a git revision."""
    from workbench.refcheck.package import read_tables
    from workbench.refcheck.revisions import at_revision, changes

    if format not in ("text", "json"):
        raise UsageError(f"no format {format!r}", hint="one of text, json")
    place = folder_or_default(folder)
    found = list(changes(at_revision(place, revision), read_tables(place)))
    if format == "json":
        sys.stdout.write(
            json.dumps({"changes": [asdict(change) for change in found]}, ensure_ascii=False, indent=1) + "\n"
        )
        return
    signs = {"added": "+", "removed": "-", "changed": "~"}
    for change in found:
        told = (
            f"{change.old or 'nothing'} -> {change.new or 'nothing'}"
            if change.kind == "changed"
            else change.new or change.old
        )
        sys.stdout.write(f"{signs[change.kind]} {change.file}:{change.line}: {change.key}: {change.column} {told}\n")
    sys.stdout.write(f"{many(len(found), 'change')} since {revision}\n")


@app.command()
def show(
    indicator: Annotated[str, typer.Argument(help="Code of the indicator.", metavar="INDICATOR")],
    entity: Annotated[list[str] | None, typer.Option(help="Only these entities.")] = None,
    reference: Reference = None,
    chart: Annotated[Path | None, typer.Option(help="Also draw the series into this SVG file.")] = None,
) -> None:
    """Show the series of an indicator: every row with its source, and on demand a chart."""
    from workbench.reference import load_reference
    from workbench.reference.chart import svg_chart
    from workbench.reference.listing import print_series

    tables = load_reference(reference)
    if indicator not in tables.indicators:
        raise UsageError(f"no indicator {indicator!r}", hint="; ".join(_near(indicator, tables.indicators)))
    chosen = entity or tables.entities_of(indicator)
    unknown = [code for code in chosen if not tables.has(indicator, code)]
    if unknown:
        known = ", ".join(tables.entities_of(indicator)[:20])
        raise UsageError(f"{indicator} has no rows of {', '.join(unknown)}", hint=f"it has {known}")
    rows = [row for code in chosen for partner in tables.counterparts(indicator, code)
            for row in tables.series(indicator, code, partner)]  # fmt: skip
    print_series(tables.indicators[indicator], rows, sys.stdout)
    if chart:
        _write(chart, svg_chart(tables.indicators[indicator], rows))


def _near(word: str, known: Iterable[str]) -> list[str]:
    from difflib import get_close_matches

    return [f"did you mean {match}?" for match in get_close_matches(word, list(known), 3)] or ["see indicators.csv"]
