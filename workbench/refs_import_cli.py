"""The command that brings a publisher's file into reference tables."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.errors import UsageError, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.intake import Plan, Question, Told
    from workbench.refcheck.package import Tables

Words = Annotated[list[str] | None, typer.Option(metavar="[NAME=]WORD")]
_REPEATED = "; repeat it for several"


def import_(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file, wide or long.", metavar="FILE")],
    into: Annotated[
        Path | None,
        typer.Option("--into", help="The package to write into; ./reference_data by default.", metavar="DIR"),
    ] = None,
    table: Annotated[str, typer.Option(help="Write observations/TABLE.csv; called as the file by default.")] = "",
    sheet: Annotated[str | None, typer.Option(help="Sheet of an XLSX workbook.")] = None,
    indicator: Annotated[
        list[str] | None, typer.Option(help=f"Code of the series, or SERIES=CODE{_REPEATED}.", metavar="[SERIES=]CODE")
    ] = None,
    label: Annotated[str, typer.Option(help="Label of a single new indicator.")] = "",
    unit: Annotated[
        list[str] | None,
        typer.Option(help=f"Unit as publishers write it, or CODE=UNIT{_REPEATED}.", metavar="[CODE=]UNIT"),
    ] = None,
    kind: Annotated[str, typer.Option(help="stock, flow, rate, ratio or index.")] = "",
    entity: Annotated[
        list[str] | None,
        typer.Option(help=f"Code of the entity of all rows, or NAME=CODE{_REPEATED}.", metavar="[NAME=]CODE"),
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option(help=f"Leave an entity of the file out{_REPEATED}.", metavar="NAME")
    ] = None,
    counterpart: Annotated[str, typer.Option(help="Code of the partner of all rows.")] = "",
    freq: Annotated[str, typer.Option(help="What days of the file stand for: A, Q, M or D.")] = "",
    decimal: Annotated[str, typer.Option(help="The decimal mark of the file: . or ,")] = "",
    status: Annotated[str, typer.Option(help="A, E, F, P, B or T for all rows.")] = "",
    vintage: Annotated[str, typer.Option(help="Day on which the figures were published.", metavar="DATE")] = "",
    source: Annotated[str, typer.Option(help="Short name of the source.")] = "",
    source_title: Annotated[str, typer.Option(help="Title of a new source.")] = "",
    publisher: Annotated[str, typer.Option(help="Publisher of a new source.")] = "",
    url: Annotated[str, typer.Option(help="Address of a new source.")] = "",
    licence: Annotated[str, typer.Option(help="Terms of a new source.")] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="Take new figures where the tables hold other ones.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
) -> None:
    """Turn a publisher's CSV or XLSX into observations: preview first, nothing is overwritten silently."""
    from workbench.intake import Told

    told = Told(
        indicators=_pairs(indicator), entities=_pairs(entity), skipped=frozenset(skip or ()), units=_pairs(unit),
        label=label, kind=_one_of(kind, ("", "stock", "flow", "rate", "ratio", "index"), "--kind"),
        freq=_one_of(freq.upper(), ("", "A", "Q", "M", "D"), "--freq"),
        decimal=_one_of(decimal, ("", ".", ","), "--decimal"),
        status=_one_of(status.upper(), ("", *"AEFPBT"), "--status"), vintage=_date(vintage), counterpart=counterpart,
        source={"source": source, "title": source_title, "publisher": publisher, "url": url, "licence": licence},
    )  # fmt: skip
    if table and not re.fullmatch("[a-z0-9][a-z0-9_-]*", table):
        raise UsageError(f"--table {table!r} is no name of a table", hint="small letters, digits, - and _")
    run(file, into, table or _slug(file.stem), sheet, told, replace=replace, yes=yes)


def run(file: Path, into: Path | None, table: str, sheet: str | None, told: Told, *, replace: bool, yes: bool) -> None:
    """Plan, ask, show, and write after a yes."""
    from workbench.intake import changes, preview, write
    from workbench.refcheck.package import read_tables

    folder = _package(into)
    tables = read_tables(folder)
    made = _answered(file, sheet, told, tables)
    found = changes(made, tables, table, replace=replace)
    for line in preview(made, found, table, replace=replace):
        sys.stdout.write(line + "\n")
    if not found.added and not (replace and found.replaced):
        sys.stdout.write("nothing to write\n")
        return
    if not yes and not _agreed():
        sys.stdout.write("nothing was written; --yes writes it\n")
        return
    for path in write(folder, found):
        sys.stdout.write(f"wrote {path}\n")
    sys.stdout.write(f"next: workbench refs check {folder}\n")


def _package(into: Path | None) -> Path:
    folder = into or Path("reference_data")
    if not folder.is_dir():
        raise UsageError(
            "no such package", file=str(folder), hint="`workbench init DIR` lays one out; name it with --into"
        )
    return folder


def _answered(file: Path, sheet: str | None, told: Told, tables: Tables) -> Plan:
    """Return a plan without questions: a person at a terminal is asked, anyone else is told which flags are missing."""
    from workbench.intake import plan_of

    made = plan_of(file, told, tables, sheet)
    while made.questions:
        if not sys.stdin.isatty():
            # A line each: a question may quote a name of the file, whose own line ends are spelled out.
            for question in made.questions:
                sys.stderr.write(visible(f"{question.flag}: {question.text}") + "\n")
            flags = ", ".join(dict.fromkeys(question.flag for question in made.questions))
            raise UsageError("the file does not tell everything", file=str(file), hint=f"say it with {flags}")
        told = _asked(told, made.questions)
        made = plan_of(file, told, tables, sheet)
    return made


def _asked(told: Told, questions: Sequence[Question]) -> Told:
    from dataclasses import replace

    for question in questions:
        answer = typer.prompt(f"{question.text}\n{question.flag}").strip()
        if question.flag == "--unit":
            told = replace(told, units={**told.units, **_pairs([answer])})
        elif question.flag == "--indicator":
            told = replace(told, indicators={**told.indicators, **_pairs([answer])})
        elif question.flag == "--entity":
            skip = answer.removeprefix("--skip ").strip('"') if answer.startswith("--skip ") else ""
            told = replace(told, skipped=told.skipped | {skip} if skip else told.skipped,
                           entities=told.entities if skip else {**told.entities, **_pairs([answer])})  # fmt: skip
        elif question.flag == "--decimal":
            told = replace(told, decimal=answer)
        else:
            name = question.flag.removeprefix("--").removeprefix("source-")
            told = replace(told, source={**told.source, name: answer})
    return told


def _agreed() -> bool:
    return sys.stdin.isatty() and typer.confirm("write this?")


def _pairs(words: Sequence[str] | None) -> dict[str, str]:
    """Return ``NAME=WORD`` as a mapping; a word alone stands for all, under the empty name."""
    pairs = [word.rpartition("=") if not re.search(r"=\s*100\b", word) else _index_unit(word) for word in words or ()]
    return {name.strip().strip('"'): word.strip() for name, _, word in pairs}


def _index_unit(word: str) -> tuple[str, str, str]:
    name, equals, unit = word.partition("=")
    return (name, equals, unit) if "=" in unit else ("", "", word)


def _one_of(word: str, allowed: tuple[str, ...], flag: str) -> str:
    if word not in allowed:
        raise UsageError(f"{flag} {word!r}", hint="one of " + ", ".join(filter(None, allowed)))
    return word


def _date(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise UsageError(f"--vintage {text!r} is no day", hint="such as 2022-12-30") from None


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_") or "imported"
