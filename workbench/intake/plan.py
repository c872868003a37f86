"""What an import would write: observations and the definitions they need, and what must still be asked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from workbench.counting import many
from workbench.errors import DamagedFile, UsageError
from workbench.intake import cells
from workbench.intake.areas import Area, Areas
from workbench.intake.publisher_units import Measure, measured_in
from workbench.reference.descriptor import columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.intake.layouts import Arranged, Raw
    from workbench.refcheck.package import Tables

_STATUS = {"": "A", "A": "A", "N": "A", "E": "E", "P": "P", "F": "F", "B": "B", "T": "T", "R": "A", "I": "E", "D": "A"}
_NO_FIGURE = frozenset("MLOQH")  # missing, not applicable, deviating: SDMX says why there is no figure
_IN_BRACKETS = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")
_MOST_SHOWN = 8
_KEY = ("indicator", "entity", "counterpart", "period", "status", "vintage", "source")
_FREQUENCIES = {"A": "years", "Q": "quarters", "M": "months"}


@dataclass(frozen=True)
class Told:
    """What the caller says of a file beside what stands in it; mappings are from the file's words to ours."""

    indicators: Mapping[str, str] = field(default_factory=dict)
    entities: Mapping[str, str] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    kind: str = ""
    freq: str = ""
    decimal: str = ""
    status: str = ""
    vintage: str = ""
    source: Mapping[str, str] = field(default_factory=dict)
    counterpart: str = ""
    today: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that neither the file nor the caller tells; ``flag`` is how to tell it."""

    flag: str
    text: str


@dataclass(frozen=True)
class Plan:
    """Rows to be written, by table; nothing is ready while there are questions."""

    layout: str
    questions: tuple[Question, ...]
    observations: tuple[dict[str, str], ...]
    definitions: dict[str, list[dict[str, str]]]
    notes: tuple[str, ...]


def plan(arranged: Arranged, told: Told, tables: Tables) -> Plan:
    """Return what an import would write into a package.

    Raises DamagedFile for a cell that is neither a figure nor a period, with its line and column.
    """
    return _Planner(arranged, told, tables).plan()


class _Planner:
    def __init__(self, arranged: Arranged, told: Told, tables: Tables) -> None:
        self.arranged, self.told, self.tables = arranged, told, tables
        self.questions: list[Question] = []
        self.notes: list[str] = []
        known = {
            code: (row.get("label"), row.parts("aliases"), row.get("type")) for code, row in tables.entities.items()
        }
        self.areas = Areas(known)
        self.powers: dict[str, int] = {}
        self.noted: set[str] = set()
        self.figures = [raw for raw in arranged.figures if not {raw.entity, raw.entity_code} & told.skipped]

    def plan(self) -> Plan:
        """Return what would be written, with what has to be asked first."""
        mark = self._decimal_mark()
        freq = self._frequency()
        areas = self._areas()
        series = self._series(freq)
        source = self._source()
        made = [
            (raw, self._row(raw, mark, freq, areas.get((raw.entity, raw.entity_code)), series, source["source"]))
            for raw in self.figures
        ]
        rows = [row for _, row in made if row]
        _one_value_a_key(made)
        by_code = {row["indicator"]: row for row in series.values()}
        definitions = {
            "indicators": [row for code, row in by_code.items() if code not in self.tables.indicators],
            "entities": self._new_entities(areas, rows),
            "sources": [source] if source["source"] not in self.tables.sources else [],
        }
        unique = list({tuple(row.values()): row for row in rows}.values())
        if len(unique) < len(rows):
            self.notes.append(f"{many(len(rows) - len(unique), 'row')} of the file repeated: each figure is taken once")
        return Plan(self.arranged.layout, tuple(self.questions), tuple(unique), definitions, tuple(self.notes))

    def _ask(self, flag: str, text: str) -> None:
        self.questions.append(Question(flag, text))

    def _decimal_mark(self) -> str:
        values = [raw.value for raw in self.figures]
        mark = self.told.decimal or cells.decimal_mark(values, semicolons=self.arranged.semicolons)
        if mark == "?":
            example = next(value for value in values if re.search("[.,]", value))
            sign = ", or --decimal ." if "," in example else ". or --decimal ,"
            self._ask("--decimal", f"has {example!r} decimals, or thousands set apart? say --decimal {sign}")
        elif mark == "," and not self.told.decimal:
            self.notes.append("the file writes figures with a decimal comma")
        return "." if mark == "?" else mark

    def _frequency(self) -> str:
        days = sorted({raw.period for raw in self.figures if re.fullmatch(r"\d{4}-\d\d-\d\d", raw.period)})
        if not days or self.told.freq:
            return self.told.freq
        freq = cells.coarser(days)
        if freq != "D":
            self.notes.append(f"days are read as {_FREQUENCIES[freq]}; --freq D keeps them")
        return freq

    def _areas(self) -> dict[tuple[str, str], Area]:
        found: dict[tuple[str, str], Area] = {}
        unknown: Counter[str] = Counter()
        strange: set[str] = set()
        everywhere = self.told.entities.get("")
        for raw in self.figures:
            key = (raw.entity, raw.entity_code)
            if key in found:
                continue
            named = self._mapped(raw) or everywhere
            area = self._told_area(named, raw) if named else self.areas.find(raw.entity, raw.entity_code)
            if area:
                found[key] = area
            elif named:
                strange.add(named)
            else:
                unknown[raw.entity or raw.entity_code] += 1
        for name in sorted(strange):
            self._ask("--entity", f"{name!r} is no country that is known; give its three letters (ISO 3166-1), or "
                      "a name of your own that begins with x-")  # fmt: skip
        if unknown == Counter({"": unknown[""]}) and unknown:
            self._ask("--entity", "whom are the figures about? give a code, such as --entity USA")
        elif unknown:
            names = ", ".join(repr(name) for name in list(unknown)[:_MOST_SHOWN])
            more = f" and {len(unknown) - _MOST_SHOWN} more" if len(unknown) > _MOST_SHOWN else ""
            example = next(iter(unknown))
            self._ask("--entity", f'which entities are {names}{more}? say --entity "{example}=CODE" (one of your '
                      f'own begins with x-), or leave them out with --skip "{example}"')  # fmt: skip
        return found

    def _mapped(self, raw: Raw) -> str | None:
        words = [word for word in (raw.entity, raw.entity_code) if word]
        return next((self.told.entities[word] for word in words if word in self.told.entities), None)

    def _told_area(self, code: str, raw: Raw) -> Area | None:
        known = self.areas.find(code, code)
        if known or not code.startswith("x-"):
            return known
        return Area(code, raw.entity or code, "economy")

    def _series(self, freq: str) -> dict[tuple[str, str], dict[str, str]]:
        found: dict[tuple[str, str], dict[str, str]] = {}
        many = len({(raw.series_code, raw.series) for raw in self.figures}) > 1
        by_entity = "periods as rows" in self.arranged.layout and self._columns_are_entities()
        for raw in self.figures:
            key = ("", "") if by_entity else (raw.series_code, raw.series)
            if key not in found:
                found[key] = self._indicator(raw, key, freq, many=many and not by_entity)
        if by_entity:
            only = found[("", "")]
            return {(raw.series_code, raw.series): only for raw in self.figures}
        return found

    def _columns_are_entities(self) -> bool:
        names = {raw.entity for raw in self.figures}
        known = [name for name in names if name in self.told.entities or self.areas.find(name)]
        return len(known) * 2 > len(names)

    def _indicator(self, raw: Raw, key: tuple[str, str], freq: str, *, many: bool) -> dict[str, str]:
        code = self._indicator_code(key, many=many)
        if code in self.tables.indicators:
            return self._defined(code, raw, key, freq)
        label = (self.told.label if not many else "") or key[1] or key[0] or code
        measure = self._measure(raw, label, code)
        row = dict.fromkeys(columns("indicators"), "")
        return row | {
            "indicator": code, "label": _IN_BRACKETS.sub("", label).strip() or label, "unit": measure.unit,
            "definition": _definition(label, measure, self.arranged), "unit_mult": str(measure.unit_mult),
            "currency": measure.currency, "kind": self.told.kind or measure.kind, "prices": measure.prices,
            "freq": _freq_of(raw, freq), "base_period": measure.base_period, "adjustment": "N", "cumulative": "N",
        }  # fmt: skip

    def _defined(self, code: str, raw: Raw, key: tuple[str, str], freq: str) -> dict[str, str]:
        """Return an indicator that the tables define; a file in thousands is brought into their millions."""
        row = dict(self.tables.indicators[code].cells)
        ours, theirs = row.get("freq") or "A", _freq_of(raw, freq)
        if theirs not in ("I", ours):
            raise UsageError(f"{code} is of frequency {ours} in the tables, and the file is of {theirs}",
                             hint="give the series a code of its own (--indicator)")  # fmt: skip
        measure, _ = self._printed(raw, key[1], code)
        if measure is None:
            self.notes.append(f"the unit of the file is not known; its figures are taken as those of {code} are")
            return row
        here, there = (_unit_words(*each) for each in ((row.get("unit", ""), row.get("currency", "")),
                                                       (measure.unit, measure.currency)))  # fmt: skip
        if here != there:
            raise UsageError(f"{code} is in {here} in the tables, and the file is in {there}",
                             hint="give the series a code of its own (--indicator), or convert the file")  # fmt: skip
        power = measure.unit_mult - int(row.get("unit_mult") or 0)
        if self.powers.setdefault(code, power) != power:
            raise UsageError(f"{code} would be of series in several scales", hint="give each a code with --indicator")
        if power and code not in self.noted:
            self.notes.append(f"figures are multiplied by 10^{power} into the unit of {code}; no digit is lost")
            self.noted.add(code)
        return row

    def _indicator_code(self, key: tuple[str, str], *, many: bool) -> str:
        for word in (*key, "") if not many else key:
            if word in self.told.indicators:
                return _code(self.told.indicators[word])
        for code, row in self.tables.indicators.items():
            if any(word and word in (code, row.get("label"), *row.parts("aliases")) for word in key):
                return code
        words = _IN_BRACKETS.sub("", key[1]) or key[0]
        slug = re.sub(r"[^a-z0-9]+", "_", words.casefold()).strip("_")[:60]
        if not re.match("[a-z]", slug):
            self._ask("--indicator", "what is the series to be called? give a code, such as --indicator gdp_usd")
            return "unnamed"
        return slug

    def _printed(self, raw: Raw, label: str, code: str) -> tuple[Measure | None, str]:
        """Return what the unit of a series is read as, or nothing, and the publisher's words for it."""
        told = self.told.units.get(code) or self.told.units.get(raw.series_code) or self.told.units.get("")
        inside = _IN_BRACKETS.search(label)
        candidates = [told] if told else [raw.unit, inside[1] if inside else "", label if "%" in label else ""]
        for printed in filter(None, candidates):
            measure = measured_in(printed, label) if "/" not in printed or not _exchange(printed) else _rate(printed)
            if not measure.problem:
                return _with_power(measure, raw.unit_mult), printed
        return None, told or raw.unit or (inside[1] if inside else "")

    def _measure(self, raw: Raw, label: str, code: str) -> Measure:
        found, printed = self._printed(raw, label, code)
        if found:
            return found
        problem = measured_in(printed, label).problem
        said = f"{printed!r} is {problem}" if printed else "the file does not say it"
        of = f" of {label!r}" if label != "unnamed" else ""
        self._ask("--unit", f'what is the unit{of}? {said}; say --unit "million tonnes", or "{code}=million tonnes"')
        return Measure(printed=printed)

    def _source(self) -> dict[str, str]:
        origin, given = self.arranged.origin, self.told.source
        code = given.get("source") or origin.source
        if code in self.tables.sources:
            return dict(self.tables.sources[code].cells)
        row = dict.fromkeys(columns("sources"), "")
        row |= {"source": code, "title": origin.title, "publisher": origin.publisher, "url": origin.url,
                "licence": origin.licence, "retrieved": self.told.today.isoformat()}  # fmt: skip
        row |= {name: cell for name, cell in given.items() if cell}
        if not code:
            self._ask("--source", "where do the figures come from? give a short name, such as --source yearbook")
        for name, what in (("title", "what is the source called"), ("publisher", "who publishes it"),
                           ("url", "where can it be read"), ("licence", "on which terms may it be used")):  # fmt: skip
            if not row[name]:
                self._ask(f"--source-{name}" if name == "title" else f"--{name}", f"{what}?")
        return row

    def _row(self, raw: Raw, mark: str, freq: str, area: Area | None, series: Mapping[tuple[str, str], dict[str, str]],
             source: str) -> dict[str, str] | None:  # fmt: skip
        status = (self.told.status or raw.status).upper()[:1]
        if status in _NO_FIGURE:
            return None
        try:
            figure = cells.figure(raw.value, mark)
            period = cells.period(raw.period)
        except ValueError as error:
            hint = "mend the cell in a copy of the file"
            raise DamagedFile(f"column {raw.column!r}: {error}", line=raw.line, hint=hint) from error
        if figure is None or area is None:
            return None
        if freq and re.fullmatch(r"\d{4}-\d\d-\d\d", period):
            period = cells.in_frequency(period, freq)
        indicator = series[raw.series_code, raw.series]["indicator"]
        partner = self.areas.find(raw.counterpart, raw.counterpart) if raw.counterpart else None
        return {
            "indicator": indicator, "entity": area.code,
            "counterpart": partner.code if partner else self.told.counterpart, "period": period,
            "value": cells.moved(figure.text, self.powers.get(indicator, 0)),
            "status": _STATUS.get(status) or figure.status or "A" if status else figure.status or "A",
            "vintage": _day(raw.vintage) or self.told.vintage, "source": source, "note": raw.note,
        }  # fmt: skip

    def _new_entities(
        self, areas: Mapping[tuple[str, str], Area], rows: Sequence[dict[str, str]]
    ) -> list[dict[str, str]]:
        used = {row[name] for row in rows for name in ("entity", "counterpart")} - {""}
        known = {area.code: area for area in areas.values()}
        blank = dict.fromkeys(columns("entities"), "")
        found = []
        for code in sorted(used - self.tables.entities.keys()):
            area = known.get(code) or self.areas.find(code, code) or Area(code, code, "economy")
            found.append(blank | {"entity": code, "label": area.label, "type": area.type})
        return found


def _one_value_a_key(made: Sequence[tuple[Raw, dict[str, str] | None]]) -> None:
    """Refuse a file that gives one figure twice with different values."""
    first: dict[tuple[str, ...], tuple[int, str]] = {}
    for raw, row in made:
        if row:
            key = tuple(row[name] for name in _KEY)
            line, value = first.setdefault(key, (raw.line, row["value"]))
            if value != row["value"]:
                about = " ".join(filter(None, key[:4]))
                raise DamagedFile(f"{about} is {row['value']} here and {value} on line {line}", line=raw.line,
                                  hint="keep one of them, or tell the series apart in a column")  # fmt: skip


def _code(word: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9_]*", word):
        slug = re.sub(r"[^a-z0-9]+", "_", word.casefold()).strip("_")
        raise UsageError(f"{word!r} is no code of an indicator", hint=f"small letters, digits and _, such as {slug}")
    return word


def _unit_words(unit: str, currency: str) -> str:
    return currency if unit == "currency" else unit


def _definition(label: str, measure: Measure, arranged: Arranged) -> str:
    origin = arranged.origin.title or "the file"
    unit = f", in the unit {measure.printed!r}" if measure.printed else ""
    return f"{label} as published by {origin}{unit}"


def _freq_of(raw: Raw, freq: str) -> str:
    from workbench.refcheck.frame import form_of

    form = form_of(cells.period(raw.period)) if cells.is_period(raw.period) else "A"
    return freq or form if form == "D" else form


def _exchange(printed: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{3}/[A-Z]{3}", printed))


def _rate(printed: str) -> Measure:
    return Measure(printed, kind="ratio", printed=printed)


def _with_power(measure: Measure, power: str) -> Measure:
    from dataclasses import replace

    return replace(measure, unit_mult=measure.unit_mult + int(power)) if re.fullmatch(r"-?\d{1,2}", power) else measure


def _day(text: str) -> str:
    day = text[:10]
    if not day:
        return ""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise UsageError(f"{text!r} is no day of publication", hint="a vintage is written as 2022-12-30") from None
