"""The frozen records of the whole path, from a document to a suggestion.

Each arrow of the path is a pure function from one of these records to the next:

``Document`` -read-> ``Sentence`` -grammar-> ``Quantity``, ``TimeSpan`` -extract-> ``Claim`` -link-> ``Link``
-check-> ``Suggestion`` with its ``Evidence``.

Offsets are Unicode code points into ``Document.text`` and never move: ``text[start:end] == quote``.
Figures are ``Decimal`` and stay exact; days are ``datetime.date``; an open end of an interval is ``None``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

BOUNDS = ("=", "~", "<", "<=", ">", ">=", "range")
KINDS = (
    "money", "quantity", "count", "percent", "rate", "fraction",
    "percent_change", "pp_change", "bp_change", "difference",
    "multiple", "rank", "superlative", "streak",
    "date", "relative_date", "duration", "ordinal_period", "event_order",
)  # fmt: skip
OUTCOMES = (
    "supported", "close", "contradicted", "mixed", "not_due", "no_data", "ambiguous", "not_checkable",
)  # fmt: skip
STATUSES = ("actual", "estimate", "forecast", "target")


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """When a document was published, and how we know.

    ``source`` is one of ``given`` (the caller or a sidecar file), ``json-ld``, ``meta``, ``time``, ``visible``
    (a line such as "Updated March 3rd, 2021 at 09:45 IST") or ``guess``; a guess is a suggestion that a
    person confirms and is never used for checking unless confirmed.
    """

    day: date
    moment: datetime | None = None
    source: str = "given"
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be checked, exactly as given, with what is known about it."""

    id: str
    text: str
    published: date | None = None
    published_at: datetime | None = None
    title: str = ""
    url: str = ""
    author: str = ""
    publisher: str = ""
    updated: date | None = None
    dates: tuple[PublicationDate, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeric mention that counts or measures something.

    ``value`` has its scale applied; a pair is a range. ``step`` is the worth of the last printed digit in the
    unit of ``value`` ("3.4%" 0.1, "$200 billion" 1e9, "33,800" 100) and ``loose_step`` that of the last
    non-zero digit ("$200 billion" 1e11). ``unit`` follows the reference on formats: a pint string, an ISO 4217
    code, ``%``, ``percentage_point``, ``basis_point``, ``ratio``, ``count:<noun>`` or ``None``.
    """

    start: int
    end: int
    quote: str
    value: Decimal | tuple[Decimal, Decimal]
    unit: str | None = None
    bound: str = "="
    direction: str | None = None
    digits: str = ""
    step: Decimal | None = None
    loose_step: Decimal | None = None
    of: str | None = None
    hedge: str | None = None
    core: tuple[int, int] = (0, 0)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A TIMEX3 mention and the closed interval of days it resolves to (``None`` = open)."""

    start: int
    end: int
    quote: str
    type: str
    value: str
    mod: str | None = None
    from_: date | None = None
    to: date | None = None
    rule: str = ""


# Kinds of claims that many rooms treat alike.
PERCENT_CHANGES = ("percent_change", "pp_change", "bp_change")
CHANGES = (*PERCENT_CHANGES, "difference")
TIMED = ("date", "relative_date", "duration", "ordinal_period", "event_order")


@dataclass(frozen=True, slots=True)
class Claim:
    """One asserted figure or date, as the text states it.

    A change keeps its magnitude in ``value`` and its sign in ``direction``; ``entities[0]`` is whom the figure is
    about (ISO 3166-1 alpha-3). ``relation`` names what is asserted of the figure or date besides its value:

    - ``set`` or ``reached``: a target was set, a level was reached in ``period``
    - ``due``: a target for the end of ``period``; ``ahead_of_schedule``: reached before it
    - ``high`` or ``low``: a record, of the stretch ``base_period``
    - ``first`` and ``last`` ("last met in September"), ``after`` and ``before`` another event
    - ``since``: a duration or ordinal period that runs up to now
    - ``than``: compared with another entity, the second of ``entities``
    - ``share``: a part of the whole that ``anchor`` names
    - ``from_to``: from ``base_value`` to ``value``
    - ``together`` and ``average``: of all entities that the sentence names; ``a_year``: of each year of ``period``

    ``base_value`` and ``base_unit`` are the other figure of the claim: the level a change or multiple started
    from, or the target that was set. ``anchor`` holds the words that name the event, whole or other figure the
    claim is measured from ("Russia invaded Ukraine", "the $100 billion"). ``carried`` tells what its sentence leaves
    out and the text around it gave: ``entity``, ``period``.
    """

    id: str
    start: int
    end: int
    quote: str
    sentence: tuple[int, int]
    kind: str
    value: Decimal | tuple[Decimal, Decimal] | str | None
    unit: str | None = None
    bound: str = "="
    direction: str | None = None
    digits: str = ""
    step: Decimal | None = None
    loose_step: Decimal | None = None
    hedge: str | None = None
    period: tuple[date | None, date | None] | None = None
    base_period: tuple[date | None, date | None] | None = None
    base_value: Decimal | None = None
    base_unit: str | None = None
    basis: str | None = None
    status: str = "actual"
    negated: bool = False
    speaker: str | None = None
    quoted: bool = False
    subject: str = ""
    entities: tuple[str, ...] = ()
    checkworthy: float = 1.0
    reason: str | None = None
    relation: str | None = None
    anchor: str = ""
    rule: str = ""
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one document, each list in text order."""

    document: Document
    sentences: tuple[tuple[int, int], ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeSpan, ...]
    claims: tuple[Claim, ...]

    def claims_of(self, sentence: tuple[int, int]) -> tuple[Claim, ...]:
        """Return the claims of one sentence, in text order, without a look at all the others."""
        first = bisect_left(self.claims, sentence, key=lambda claim: claim.sentence)
        return self.claims[first : bisect_right(self.claims, sentence, lo=first, key=lambda claim: claim.sentence)]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A series definition: what is measured, in which unit, of which kind."""

    indicator: str
    label: str
    unit: str
    aliases: tuple[str, ...] = ()
    definition: str = ""
    unit_mult: int = 0
    currency: str = ""
    kind: str = ""
    freq: str = "A"
    prices: str = ""
    base_period: str = ""
    adjustment: str = ""
    cumulative: bool = False
    decimals: int | None = None
    derived_from: str = ""
    parent: str = ""
    rel_tol: Decimal | None = None
    abs_tol: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A country, economy, group, aggregate or anything else that figures are about."""

    entity: str
    label: str
    aliases: tuple[str, ...] = ()
    type: str = "country"
    partition: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from, under which licence."""

    source: str
    title: str
    publisher: str = ""
    url: str = ""
    retrieved: date | None = None
    published: date | None = None
    licence: str = ""
    redistributable: str = ""
    stale_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event; ``start`` and ``end`` are the first and last day it may have happened on or lasted."""

    event: str
    label: str
    start: date
    end: date
    aliases: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    table: str = "events.csv"
    line: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One row of a reference table.

    ``printed`` is the value as the source prints it; ``value`` is in the base unit (``unit_mult`` applied) and
    ``step`` is the worth of its last printed digit. ``start`` and ``end`` are the first and last day of ``period``.
    """

    indicator: str
    entity: str
    counterpart: str
    period: str
    start: date
    end: date
    printed: str
    value: Decimal
    step: Decimal
    status: str = "A"
    vintage: date | None = None
    source: str = ""
    note: str = ""
    url: str = ""
    table: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str, str, str, str, str]:
        """What a stored verdict names a row by: indicator, entity, counterpart, period, vintage, source."""
        day = self.vintage.isoformat() if self.vintage else ""
        return self.indicator, self.entity, self.counterpart, self.period, day, self.source


@dataclass(frozen=True, slots=True)
class Link:
    """What a claim is about in the terms of the tables, with the score of that reading (0 to 1).

    ``entities`` are all entities of the tables that the claim names, the one it is about first. ``named`` tells whether
    the claim's own words name the indicator; where not, it is carried over from what the text has spoken of.
    """

    indicator: str | None = None
    entity: str | None = None
    counterpart: str | None = None
    period: str | None = None
    score: float = 0.0
    missing: str | None = None
    entities: tuple[str, ...] = ()
    named: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row (of observations or events) that a suggestion rests on, in the form that is exported.

    ``unit`` begins with the multiplier of the printed value, if any (``1e9 USD``), and is ``date`` for a day;
    ``status`` is that of the tables (A, E, F, P, B, T), empty for what is no observation.
    """

    table: str
    line: int
    indicator: str
    entity: str
    counterpart: str
    period: str
    value: str
    unit: str
    vintage: str
    source: str
    url: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Which values the claim admits: the rule in words and the closed interval (``None`` = open)."""

    rule: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome on one date, with its working and the rows used.

    ``formula`` computes ``result`` from the rows of ``evidence``, named ``#0``, ``#1``... in their order; ``recipe``
    gives ``working`` from the same rows.
    """

    outcome: str
    reason: str | None = None
    working: str = ""
    recipe: str = ""
    formula: str = ""
    evidence: tuple[Evidence, ...] = ()
    margin: Decimal | None = None
    tolerance: Tolerance | None = None
    result: tuple[Decimal, Decimal, Decimal] | None = None
    result_unit: str = ""
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading that was looked at and not chosen."""

    indicator: str
    outcome: str
    working: str
    score: float
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the tables say of a claim, with all that is known today and as of publication."""

    claim_id: str
    link: Link
    latest: Judgement
    as_published: Judgement
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A document with its extraction and one suggestion for each claim, in the order of the claims."""

    extraction: Extraction
    suggestions: tuple[Suggestion, ...]
    reference_version: str = ""
    notes: tuple[str, ...] = field(default=())
