"""The words of time, read once from the tables of the lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _read_words() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for kind, value, words in table("times"):
        tables.setdefault(kind, {}).update((word, word if value == "." else value) for word in words.split())
    return tables


def _read_fiscal_years() -> Iterator[tuple[str, tuple[int, int, bool]]]:
    for first, named_by, countries in table("fiscal_years"):
        month, day = first.split("-")
        for country in countries.split():
            yield country, (int(month), int(day), named_by == "end")


def _numbers(words: Mapping[str, str]) -> dict[str, int]:
    return {word: int(value) for word, value in words.items()}


_WORDS = _read_words()
MONTHS = _numbers(_WORDS["month"])
WEEKDAYS = _numbers(_WORDS["weekday"])
SEASONS = _WORDS["season"]
PARTS = _WORDS["part"]
CLOCK_WORDS = _numbers(_WORDS["clock"])
UNITS = _WORDS["unit"]
CARDINALS = _numbers(_WORDS["cardinal"])
ORDINALS = _numbers(_WORDS["ordinal"])
VAGUE = _WORDS["vague"]
DECADES = _numbers(_WORDS["decade"])
SETS = _WORDS["set"]
DAYS = _numbers(_WORDS["day"])
REFS = _WORDS["ref"]
FUTURE = frozenset(_WORDS["future"])
REPORTING = frozenset(_WORDS["reporting"])
ASKING = _WORDS["asking"]
PAST = frozenset(_WORDS["past"])
SHY = frozenset(_WORDS["shy"])
NAMES = frozenset(_WORDS["name"])
DATED = frozenset(_WORDS["dated"])
NOT_YEAR = frozenset(_WORDS["notyear"])
COUNTED = frozenset(_WORDS["counted"])
LONG = frozenset(_WORDS["long"])
ZONES = {word: offset for offset, words in table("zones") for word in words.split()}
FISCAL_YEARS = dict(_read_fiscal_years())
YEARS = {str(year): year for year in range(1000, 2200)}
