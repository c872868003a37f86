"""``pytest --workbench-refs DIR``: every check on reference tables as a test item of its own.

An item fails where its check has a finding of severity error; warnings stand in its report. The options change nothing
for whoever does not give them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.refcheck import Finding

_GROUP = "reference tables (workbench)"


class ChecksFailedError(Exception):
    """A check found errors; the text is what pytest shows of a failed item."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("workbench", _GROUP)
    group.addoption("--workbench-refs", action="append", default=[], metavar="DIR", type=Path,
                    help="check a folder of reference tables, each check as a test item; repeatable")  # fmt: skip
    group.addoption("--workbench-over", action="append", default=[], metavar="DIR", type=Path,
                    help="tables that these lie over, the lowest first; repeatable")  # fmt: skip
    group.addoption(
        "--workbench-baseline", default=None, metavar="GITREV", help="compare the tables with a git revision"
    )


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add an item for each check of each folder, after what was collected from files."""
    for folder in config.getoption("--workbench-refs"):
        package = TablePackage.from_parent(session, name=folder.name, nodeid=folder.as_posix(), folder=folder)
        items.extend(package.collect())


class TablePackage(pytest.Collector):
    """A folder of reference tables; the checks run once, when the first of their items does."""

    def __init__(self, *, folder: Path, **given: Any) -> None:
        super().__init__(**given)
        self.folder = folder

    def collect(self) -> Iterator[CheckItem]:
        """Yield an item for each check, by family."""
        from workbench.refcheck import FAMILIES
        from workbench.refcheck.run import OTHERS

        for family, rules in FAMILIES.items():
            for rule in rules:
                yield CheckItem.from_parent(self, name=rule.name, family=family, summary=rule.summary)
        for name in OTHERS:
            if not name.startswith("verdict"):
                yield CheckItem.from_parent(self, name=name, family="exceptions", summary="Every exception is needed.")

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks find."""
        from workbench.refcheck import check_tables
        from workbench.refcheck.revisions import at_revision

        baseline = self.config.getoption("--workbench-baseline")
        before = at_revision(self.folder, baseline) if baseline else None
        return check_tables(self.folder, baseline=before, over=self.config.getoption("--workbench-over"))


class CheckItem(pytest.Item):
    """One check on one folder."""

    def __init__(self, *, family: str, summary: str, **given: Any) -> None:
        super().__init__(**given)
        self.family = family
        self.summary = summary

    def runtest(self) -> None:
        """Fail where the check has errors; tell of warnings in the report."""
        assert isinstance(self.parent, TablePackage)
        mine = [finding for finding in self.parent.findings if finding.check == self.name]
        errors = [self._line(finding) for finding in mine if finding.severity == "error"]
        others = [self._line(finding) for finding in mine if finding.severity != "error"]
        if others:
            self.add_report_section("call", "reference tables", "\n".join(others))
        if errors:
            raise ChecksFailedError("\n".join([self.summary, *errors]))

    def _line(self, finding: Finding) -> str:
        assert isinstance(self.parent, TablePackage)
        place = f"{self.parent.folder.as_posix()}/{finding.file}:{finding.line}"
        return f"{place}: {finding.severity} {finding.sentence()}"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the findings instead of a traceback, and errors of the tables as they are told."""
        from workbench.errors import WorkbenchError

        if isinstance(excinfo.value, ChecksFailedError):
            return str(excinfo.value)
        if isinstance(excinfo.value, WorkbenchError):
            return f"{excinfo.value.title}: {excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Say what the item is called in reports."""
        assert isinstance(self.parent, TablePackage)
        return self.parent.folder, None, f"{self.parent.folder.as_posix()}: {self.family}: {self.name}"
