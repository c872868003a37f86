"""Whom a claim is about: the entities that it names, those carried over, and the series of the tables for them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.grammar.entities import adjectives, find_mentions
from workbench.grammar.tokens import tokenise
from workbench.lexicon import table
from workbench.link.clauses import strangers
from workbench.link.fit import COMPARISONS, is_exchange_rate
from workbench.link.places import Places
from workbench.link.words import wordings
from workbench.model import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from workbench.grammar.entities import Mention
    from workbench.link.context import Context
    from workbench.model import Claim, Indicator
    from workbench.reference import Reference

_NO_ROWS = 0.7
_BEHIND = 100_000
_COMPARED = re.compile(r"\b(?:than|what|that of|compared|against|versus)\b")
_SET_OF = re.compile(
    r"\b(?:highest|lowest|most|least|best|worst|largest|smallest|biggest|fastest|slowest|first|last)\b[^,;:.]{0,40}"
    r"\b(?:in|of|across|within) (?:the |all )?$"
)  # "the highest crime rate in the city"
_THERE = re.compile(r"\W*(?:in )?there,? (?!is\b|are\b|was\b|were\b|has\b|have\b|had\b|will\b|may\b)", re.IGNORECASE)
_WHOSE = re.compile(r"(?:whose|where|which)\b")
_NEAR = 250
_SHOUTED = 4
_BREAK = re.compile(r"[;:\u2014]|, (?:and|but|while|whereas|although|compared|against)\b")


def level_of(reference: Reference, indicator: str) -> str:
    """Return the level whose growth an indicator is, or the indicator itself."""
    derived = reference.indicators[indicator].derived_from
    level = derived[7:-1] if derived.startswith("growth(") else indicator
    return level if level in reference.indicators else indicator


def _is_city(words: Sequence[str], mention: Mention) -> bool:
    if mention.form != "seat":
        return False
    before = words[max(mention.first - 2, 0) : mention.first]
    behind = [word for word in words[mention.last + 1 : mention.last + 3] if word != "'s"]
    placed = len(before) > 1 and before[-1] in ("of", "in") and before[0] not in wordings("rulers")
    return placed or bool(behind and behind[0] in wordings("of_city"))


class Whom:
    """The entities of one set of tables; build it once, it only reads."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._places = Places(reference)
        self.own_code = self._places.own_code

    def entities(self, context: Context, claim: Claim) -> tuple[str, ...]:
        """Return the entities that a claim may be about, the likeliest first."""
        codes = (self._places.own_code(code) for code in claim.entities)
        known = [code for code in codes if code in self.reference.entities]
        index = context.index_of(claim)
        named, beside = self._named(context, index, claim)
        said = (
            frozenset(" ".join(context.sentence(index).words).split()) if context.extraction.sentences else frozenset()
        )
        carried = not any(code.lower() in said for code in known)
        if carried and known and not named and (nearer := self._told_of_desk(context, claim)):
            known = nearer
        elif carried:  # carried over: what the desk alone knows by name is nearer
            known = [*(code for code in named if code.lower() not in said), *known]
        found = [*known, *named]
        found = found or self._nearest_told(self._carried_entities(context, claim), context, claim)
        return tuple(dict.fromkeys([*found, *beside]))

    def _told_of_desk(self, context: Context, claim: Claim) -> list[str]:
        """Return whom the text has told of last, if only the desk knows that name; else it was carried on as it is."""
        told = {self.own_code(code) for mention in context.mentions for code in mention.codes}
        names = self.names_in(context, 0, len(context.extraction.document.text))
        if all(code in told for _, code in names):
            return []
        found = self._nearest_told(self._told_before(context, claim), context, claim)
        return found if found and found[0] not in told else []

    def is_city(self, context: Context, claim: Claim) -> bool:
        """Tell whether a figure is told of a capital itself ("the population of Berlin") and not of its country."""
        if not context.extraction.sentences or not claim.entities or claim.kind in COMPARISONS:
            return False
        text = context.extraction.document.text
        start, end = context.own(claim)
        tokens = tokenise(text[min(start, claim.sentence[0]) : end])
        first = next((m for m in find_mentions(tokens) if m.codes[0] == claim.entities[0]), None)
        return first is not None and _is_city(tokens.words, first)

    def is_carried(self, context: Context, claim: Claim) -> bool:
        """Tell whether the claim's own sentence names nobody whom the figure may be about."""
        if "entity" in claim.carried:
            return True
        return not claim.entities and not self._named(context, context.index_of(claim), claim)[0]

    def _carried_entities(self, context: Context, claim: Claim) -> tuple[str, ...]:
        """Return whom the text has spoken of last, for a claim that names nobody but who publishes figures."""
        told = claim.entities and "entity" not in claim.carried
        if told or (context.extraction.sentences and self._strangers(context, claim)):
            return ()
        return self._told_before(context, claim)

    def _strangers(self, context: Context, claim: Claim) -> frozenset[str]:
        """Return the names in a claim's own words that are none of the tables, nor of who publishes figures."""
        known = (name for _, code in self.names_in(context, *context.own(claim)) for name in self.names_of(code))
        return strangers(context.own_text(claim)) - self._issuers - {word for name in known for word in name.split()}

    def _nearest_told(self, told: tuple[str, ...], context: Context, claim: Claim) -> list[str]:
        """Return the one told last, and the partner with whom the text has given a figure of it."""
        pair = self._spoken_of(context, claim)
        return [*told[:1], *(code for code in pair[1:] if pair[:1] == told[:1])]

    def _told_before(self, context: Context, claim: Claim) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self._headed(context, claim), *self._spoken_of(context, claim))))

    def _headed(self, context: Context, claim: Claim) -> Iterator[str]:
        """Yield the desk's own entities that the sentences before open with, the last of the paragraph first.

        One that only stands in a later clause ("; in Kirkfield it was 71%") is spoken of in passing. Last comes the one
        that the text names most.
        """
        document, sentences = context.extraction.document, context.extraction.sentences
        if sentences and _THERE.match(context.own_text(claim)):
            before = self.names_in(context, max(claim.sentence[0] - _NEAR, 0), claim.start)
            yield from (code for _, code in before[-1:])
        for index in reversed(range(context.index_of(claim) if sentences else 0)):
            start, end = sentences[index]
            if "\n\n" in document.text[end : sentences[index + 1][0]]:
                break
            for at, code in self.names_in(context, start, end)[:1]:
                dateline = document.text[start + at : start + at + _SHOUTED].isupper()
                if not dateline and not _BREAK.search(document.text, start, start + at):
                    yield code
        counts = Counter(code for _, code in self.names_in(context, 0, len(document.text)))
        counts.update(code for _, code in self.entities_in(document.title or ""))
        yield from (code for code, _ in counts.most_common(1))

    def _spoken_of(self, context: Context, claim: Claim) -> tuple[str, ...]:
        """Return whom the text has last given a figure of, and the partner."""
        latest = next((topic for topic, _ in context.topics(claim)), None)
        return tuple(filter(None, (latest.entity, latest.counterpart))) if latest else ()

    @cached_property
    def _issuers(self) -> frozenset[str]:
        """The words of the names of those who publish the figures, and their initials."""
        names = [source.publisher.lower().split() for source in self.reference.sources.values()]
        initials = ("".join(word[0] for word in words if word[0].isalpha()) for words in names)
        return frozenset((*(word for words in names for word in words), *initials))

    def _named(self, context: Context, index: int, claim: Claim) -> tuple[list[str], list[str]]:
        """Return the desk's own entities that a claim's sentence names: in its own words, its subject, before.

        Second come those that it is only compared with, or that something only is the highest of. What only stands
        behind another clause's break is not whom it is about.
        """
        away = bool(claim.entities) and context.is_carried(claim)  # an earlier sentence's subject is no nearer
        of_subject = [] if away else [code for _, code in self.entities_in(claim.subject)]
        if not context.extraction.sentences:
            return of_subject, []
        text = context.extraction.document.text
        start, end = context.extraction.sentences[index]
        first, stop = context.own(claim)
        own, before, compared = [], [], []
        for place, code in self.names_in(context, start, end):
            at = start + place
            distance = claim.start - at if at < claim.start else _BEHIND + at
            if (at > claim.end and _COMPARED.search(text, claim.end, at)) or _SET_OF.search(text[start:at]):
                compared.append((distance, code))
            elif first <= at < stop:
                own.append((distance, code))
            elif at < claim.start:
                before.append((distance, code))
        whose = text.rfind(claim.subject, start, claim.start) if _WHOSE.match(claim.subject) else -1
        ahead = [pair for pair in (*own, *before, *compared) if whose >= 0 and pair[0] > claim.start - whose]
        own.extend((0, code) for _, code in sorted(ahead)[:1])
        inside = [code for _, code in sorted(own)]
        lead = [code for code in of_subject if code in inside]
        beside = [code for _, code in sorted(compared)]
        if all(code in beside for code in of_subject):
            of_subject = []
        return [*lead, *inside, *of_subject, *(code for _, code in sorted(before))], beside

    def mentioned(self, context: Context) -> tuple[str, ...]:
        """Return the entities that a document is about: those of its claims, and those it names, in text order."""
        if context.mentioned is None:
            extraction = context.extraction
            claimed = (code for claim in extraction.claims for code in claim.entities)
            named = (code for _, code in self.names_in(context, 0, len(extraction.document.text)))
            told = (code for mention in context.mentions for code in mention.codes)
            context.mentioned = tuple(dict.fromkeys((*claimed, *named, *map(self._places.own_code, told))))
        return context.mentioned

    def names_in(self, context: Context, start: int, end: int) -> list[tuple[int, str]]:
        """Return the entities that a span of the document names; looked for once, asked for by every claim in it."""
        if (start, end) not in context.named:
            context.named[start, end] = self.entities_in(context.extraction.document.text[start:end])
        return context.named[start, end]

    def names_of(self, code: str) -> tuple[str, ...]:
        """Return the names of an entity in small letters: its own, and a country's adjectives."""
        entity = self.reference.entities.get(code)
        own = (entity.label, *entity.aliases) if entity else ()
        return tuple(name.lower() for name in (*own, *adjectives(code)))

    def entities_in(self, text: str) -> list[tuple[int, str]]:
        """Return the entities of the tables that a text names, each with its offset, in text order."""
        found = self._places.found_in(text)
        publishers = [match.span() for match in self._publishers.finditer(text)] if self._publishers else []
        return [(at, code) for at, code in found if not any(a <= at < b for a, b in publishers)]

    @cached_property
    def _publishers(self) -> re.Pattern[str] | None:
        """The names of those who publish the figures: the place in such a name is not whom a figure is about."""
        own = {name.lower() for e in self.reference.entities.values() for name in (e.label, *e.aliases)}
        told = (source.publisher for source in self.reference.sources.values())
        names = {name for name in told if " " in name and name.lower() not in own}
        return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True))) if names else None

    def placed(self, context: Context, claim: Claim, indicator: str, score: float, entities: tuple[str, ...]) -> Link:
        """Return the reading of a claim as one of an indicator, on the series of the entities given."""
        entities = self._with_partner(
            context, claim, indicator, self._whose_money(claim, indicator, entities) or entities
        )
        base = Link(indicator=indicator, score=score, entities=entities)
        series = self.reference.indicators[indicator]
        period = period_name(claim.period, series)
        for entity, counterpart in self._held(context, claim, indicator, entities):
            return replace(base, entity=entity, counterpart=counterpart or None, period=period)
        only = self.reference.sole_entity
        if only and not entities and not _names_whom(claim):  # tables about one entity need not be told its name
            pairs = self.reference.counterparts(indicator, only)
            return replace(base, entity=only, counterpart=(pairs[0] or None) if pairs else None, period=period,
                           score=score * 0.9)  # fmt: skip
        first = (*entities, *claim.entities, None)[0]
        missing = f"no rows of {indicator} for {first}" if first else "whom the figure is about"
        return replace(base, entity=first, period=period, score=score * _NO_ROWS, missing=missing)

    def _held(
        self, context: Context, claim: Claim, indicator: str, entities: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """Yield the series that the tables hold of what a claim is about, the likeliest first."""
        yield from self._pairs(indicator, entities)
        # A growth that the tables do not publish is computed from the level.
        yield from self._pairs(level_of(self.reference, indicator), entities)
        spoken = self._carried_entities(context, claim) if self.is_carried(context, claim) else ()
        for code in spoken:
            yield from self._pairs(indicator, (code,))
        yield from self._pairs(indicator, spoken)

    def _whose_money(self, claim: Claim, indicator: str, entities: tuple[str, ...]) -> tuple[str, ...]:
        """Return the one entity whose money a rate of exchange is of, unless another one's money is spoken of."""
        series = self.reference.indicators[indicator]
        found = self.reference.entities_of(indicator) if is_exchange_rate(series) else ()
        own, _, priced = series.unit.partition("/")
        issuers = {code for money, code in table("issuers") if money == priced}
        return found if len(found) == 1 and (claim.unit == own or issuers.issuperset(entities)) else ()

    def _with_partner(
        self, context: Context, claim: Claim, indicator: str, entities: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the entities with the partner that the text has last named for the same series."""
        partners = self.reference.counterparts(indicator, entities[0]) if len(entities) == 1 else ()
        if len(partners) == 1 or "" in partners or len(entities) != 1:
            return entities
        for topic, _ in context.topics(claim):
            pair = (topic.entity, topic.counterpart)
            if topic.counterpart and entities[0] in pair and level_of(self.reference, indicator) in (
                topic.indicator, level_of(self.reference, topic.indicator)
            ):  # fmt: skip
                return pair
        return entities

    def _pairs(self, indicator: str, entities: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Yield the series of an indicator that these entities name, in order of mention."""
        for entity in entities:
            partners = self.reference.counterparts(indicator, entity)
            for partner in entities:
                if partner != entity and partner in partners:
                    yield entity, partner
        for entity in entities[:1]:  # another one that has rows is not whom the claim is about
            if "" in self.reference.counterparts(indicator, entity):
                yield entity, ""
        for entity in entities:
            members = self.reference.members(entity)
            if len(members) > 1 and all(self.reference.has(indicator, member) for member in members):
                yield entity, ""
        for entity in entities:
            partners = self.reference.counterparts(indicator, entity)
            if len(partners) == 1 and len(entities) == 1:
                yield entity, partners[0]


def _names_whom(claim: Claim) -> bool:
    return bool(claim.entities) and "entity" not in claim.carried


def period_name(period: tuple[date | None, date | None] | None, indicator: Indicator | None = None) -> str | None:
    """Return a period as the tables write it: a year, quarter, month, day, or an interval of months.

    >>> from datetime import date
    >>> period_name((date(2022, 1, 1), date(2022, 12, 31))), period_name((date(2022, 1, 1), date(2022, 11, 30)))
    ('2022', '2022-01/2022-11')
    """
    if period is None or (period[0] is None and period[1] is None):
        return None
    start, end = period
    if start is None or end is None:
        day = start or end
        assert day is not None
        return f"{day.year}" if indicator is None or indicator.freq == "A" else f"{day.year}-{day.month:02d}"
    if start == end:
        return start.isoformat()
    whole = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if not whole:
        return f"{start.isoformat()}/{end.isoformat()}"
    if (start.month, end.month) == (1, 12):
        return f"{start.year}" if start.year == end.year else f"{start.year}/{end.year}"
    if start.year == end.year and start.month == end.month:
        return f"{start.year}-{start.month:02d}"
    if start.year == end.year and start.month % 3 == 1 and end.month == start.month + 2:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return f"{start.year}-{start.month:02d}/{end.year}-{end.month:02d}"
