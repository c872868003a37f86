"""From a claim to what it is about: indicator, entities and period, each reading with its score.

Link first, compare second: nothing here looks at a value of the tables.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from workbench.link import bare
from workbench.link.context import TOPIC_LEAST, Context, Window
from workbench.link.fit import fits, fits_heads, fits_period, fits_prices, is_event_claim, is_percent
from workbench.link.phrases import Match, PhraseIndex, named_terms, vocabulary
from workbench.link.places import Places
from workbench.link.qualifiers import lacks
from workbench.link.wording import reworded
from workbench.model import Link

__all__ = ["Context", "EventLink", "Linker", "period_name"]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.model import Claim, Event, Extraction, Indicator
    from workbench.reference import Reference

LEAST_SCORE = TOPIC_LEAST
_WINDOWS = {"subject": 1.0, "sentence": 0.95, "before": 0.72, "title": 0.66}
_EVENT_WINDOWS = {"subject": 1.0, "sentence": 1.0, "before": 0.8}
_FADING_IN_SENTENCE = 0.012
_EVENT_FADING = 0.02
_GENERIC = 0.85
_NO_ROWS = 0.7
_MOST = 6
_CONFIRMED = 0.15
_BESIDE_SUBJECT = 0.85
_NARROWER = 0.35
_SURE_OF_BARE = 0.55


@dataclass(frozen=True, slots=True)
class EventLink:
    """An event of the tables that a claim may be about, with the score of that reading."""

    event: Event
    score: float


class Linker:
    """Links claims to one set of reference tables; build it once, it only reads."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._indicators = PhraseIndex.build(
            (i.indicator, (_bare(i.label), i.label, i.indicator.replace("_", " "), *i.aliases))
            for i in reference.indicators.values()
        )
        self._events = PhraseIndex.build((e.event, (e.label, *e.aliases)) for e in reference.events)
        self._event = {e.event: e for e in reference.events}
        self._places = Places(reference)
        self._growth_of: dict[str, list[str]] = {}
        for indicator in reference.indicators.values():
            if indicator.derived_from.startswith("growth("):
                self._growth_of.setdefault(indicator.derived_from[7:-1], []).append(indicator.indicator)

    def growth_of(self, indicator: str) -> tuple[str, ...]:
        """Return the indicators that are published growth rates of ``indicator``."""
        return tuple(self._growth_of.get(indicator, ()))

    def _level_of(self, indicator: str) -> str:
        """Return the level whose growth an indicator is, or the indicator itself."""
        derived = self.reference.indicators[indicator].derived_from
        level = derived[7:-1] if derived.startswith("growth(") else indicator
        return level if level in self.reference.indicators else indicator

    def _growths(self, indicator: str) -> tuple[str, ...]:
        """Return the growth rates of a level and of the same level at constant prices."""
        real = [
            i.indicator for i in self.reference.indicators.values() if i.parent == indicator and i.prices == "constant"
        ]
        return tuple(growth for name in (indicator, *real) for growth in self.growth_of(name))

    def completed(self, extraction: Extraction) -> Extraction:
        """Return an extraction whose claims have what the words and labels beside them add.

        Bare numbers get the worth and unit that a label of the tables gives them; totals and means of several
        years or countries, shares of a named whole and figures per head are told apart.
        """
        context = Context(extraction)
        return replace(extraction, claims=tuple(self._completed(context, claim) for claim in extraction.claims))

    def _completed(self, context: Context, claim: Claim) -> Claim:
        if claim.checkworthy < bare.WORTH:
            return self._valued(context, claim)
        told = bare.with_told_unit(context.extraction.document, claim) if bare.is_bare(claim) else claim
        return reworded(context.extraction.document.text, told, self.entities_in)

    def _valued(self, context: Context, claim: Claim) -> Claim:
        """Return a bare number as one worth checking where a label of the tables tells what it is."""
        document = context.extraction.document
        if not bare.is_bare(claim) or claim.reason != bare.BARE or not bare.is_told(document, claim):
            return claim
        worthy = replace(bare.with_told_unit(document, claim), checkworthy=bare.WORTH, reason=None)
        near = ("subject", "sentence")
        found = [name for name, score in self._scored(context, worthy, near) if score >= _SURE_OF_BARE]
        entities = self._entities(context, worthy)
        return worthy if any(self.reference.has(name, e) for name in found[:1] for e in entities) else claim

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """The indicators of gross domestic product at current prices, of which shares are shares."""
        return tuple(
            i.indicator for i in self.reference.indicators.values()
            if "gdp" in vocabulary(i) and not is_percent(i) and i.prices != "constant" and i.kind in ("flow", "")
            and "capita" not in vocabulary(i) and i.unit[:8] in ("currency", i.currency) and i.freq == "A"
        )[:1]  # fmt: skip

    def links(self, context: Context, claim: Claim) -> list[Link]:
        """Return the readings of a claim, best first, at most six; empty when nothing fits.

        A reading without a place in the tables names what is missing.
        """
        if is_event_claim(claim):
            return []
        entities = self._entities(context, claim)
        found = [self._placed(claim, name, score, entities) for name, score in self._scored(context, claim)]
        found.sort(key=lambda link: -link.score)
        return found[:_MOST]

    def link_to(self, context: Context, claim: Claim, indicator: str) -> Link:
        """Return the reading of a claim as one of ``indicator``, which a person has chosen."""
        return self._placed(claim, indicator, 1.0, self._entities(context, claim))

    def events(self, context: Context, claim: Claim, words: str | None = None) -> list[EventLink]:
        """Return the events that the claim (or the ``words`` given) may mean, best first."""
        if words is not None:
            windows = [Window("subject", named_terms(words), None)]
        else:
            windows = [w for w in context.windows(claim) if w.name in ("sentence", "before")]
        scores: dict[str, float] = {}
        for window in windows:
            for match in self._events.find(window.terms, rank=partial(_event_score, window)):
                score = _event_score(window, match) * _shared(claim, self._event[match.key])
                scores[match.key] = max(scores.get(match.key, 0.0), score)
        return sorted(
            (EventLink(self._event[k], s) for k, s in scores.items()), key=lambda e: (-e.score, e.event.event)
        )

    def _scored(
        self, context: Context, claim: Claim, names: tuple[str, ...] = tuple(_WINDOWS)
    ) -> list[tuple[str, float]]:
        scores = self._matched(context, claim, names)
        scores = self._with_growth(claim, scores)
        said, narrow = context.words(claim), context.narrowing(claim)
        fitted = [(name, score * self._fit(claim, name, said, narrow)) for name, score in scores.items()]
        ranked = sorted((pair for pair in fitted if pair[1] >= LEAST_SCORE), key=lambda pair: (-pair[1], pair[0]))
        return ranked[:_MOST]

    def _matched(self, context: Context, claim: Claim, names: tuple[str, ...]) -> dict[str, float]:
        """Return the indicators that the words around a claim name, or that the text has spoken of before."""
        scores: dict[str, float] = {}
        elsewhere = 1.0
        for window in context.windows(claim):
            if window.name not in names:
                continue
            for match in self._indicators.find(window.terms, rank=partial(_score, window)):
                score = _score(window, match) * (elsewhere if window.name != "subject" else 1.0)
                if score > scores.get(match.key, 0.0):
                    scores[match.key] = score
                if window.name == "subject" and match.specific:
                    elsewhere = _BESIDE_SUBJECT
        for topic, score in context.topics(claim):
            for name in (topic, self._level_of(topic)):
                known = scores.get(name, 0.0)
                scores[name] = max(known, score * (1.0 if known else elsewhere)) + _CONFIRMED * min(known, score) * (
                    1 - known
                )
        return scores

    def _fit(self, claim: Claim, name: str, said: set[str], narrow: frozenset[str]) -> float:
        indicator = self.reference.indicators[name]
        kin = _NARROWER if lacks(indicator, narrow) else fits_heads(claim, indicator, said)
        return kin * fits(claim, indicator) * fits_period(claim, indicator) * fits_prices(claim, indicator, said)

    def _with_growth(self, claim: Claim, scores: dict[str, float]) -> dict[str, float]:
        """A change of a level is also a reading of the level's published growth."""
        if claim.kind != "percent_change" and not (claim.kind == "superlative" and claim.unit == "%"):
            return scores
        wider = dict(scores)
        for name, score in scores.items():
            for growth in self._growths(name):
                wider[growth] = max(wider.get(growth, 0.0), score)
        return wider

    def _entities(self, context: Context, claim: Claim) -> tuple[str, ...]:
        subject = (code for _, code in self.entities_in(claim.subject))
        codes = (self._places.own_code(code) for code in claim.entities)
        known = [code for code in codes if code in self.reference.entities]
        index = context.index_of(claim)
        named = [*subject, *self._named(context, index, claim)]
        said = (
            frozenset(" ".join(context.sentence(index).words).split()) if context.extraction.sentences else frozenset()
        )
        if not any(code.lower() in said for code in known):  # carried over: what the desk alone knows by name is nearer
            known = [*(code for code in named if code.lower() not in said), *known]
        return tuple(dict.fromkeys([*known, *named]))

    def _named(self, context: Context, index: int, claim: Claim) -> list[str]:
        """Return the desk's own entities named in the claim's sentence, nearest before the claim first."""
        start, end = context.extraction.sentences[index] if context.extraction.sentences else (0, 0)
        found = []
        for place, code in self._names_in(context, start, end):
            distance = claim.start - start - place
            found.append((distance if distance >= 0 else 10_000 - distance, code))
        return [code for _, code in sorted(found)]

    def mentioned(self, context: Context) -> tuple[str, ...]:
        """Return the entities that a document is about: those of its claims, and those it names, in text order."""
        extraction = context.extraction
        claimed = (code for claim in extraction.claims for code in claim.entities)
        named = (code for _, code in self._names_in(context, 0, len(extraction.document.text)))
        return tuple(dict.fromkeys((*claimed, *named)))

    def _names_in(self, context: Context, start: int, end: int) -> list[tuple[int, str]]:
        """Return the entities that a span of the document names; looked for once, asked for by every claim in it."""
        if (start, end) not in context.named:
            context.named[start, end] = self.entities_in(context.extraction.document.text[start:end])
        return context.named[start, end]

    def entities_in(self, text: str) -> list[tuple[int, str]]:
        """Return the entities of the tables that a text names, each with its offset, in text order."""
        return self._places.found_in(text)

    def _placed(self, claim: Claim, indicator: str, score: float, entities: tuple[str, ...]) -> Link:
        base = Link(indicator=indicator, score=score, entities=entities)
        series = self.reference.indicators[indicator]
        period = period_name(claim.period, series)
        for entity, counterpart in self._pairs(indicator, entities):
            return replace(base, entity=entity, counterpart=counterpart or None, period=period)
        only = self.reference.sole_entity
        if only and not entities:  # tables about one entity need not be told its name
            pairs = self.reference.counterparts(indicator, only)
            return replace(base, entity=only, counterpart=(pairs[0] or None) if pairs else None, period=period,
                           score=score * 0.9)  # fmt: skip
        first = (*entities, *claim.entities, None)[0]
        missing = f"no rows of {indicator} for {first}" if first else "whom the figure is about"
        return replace(base, entity=first, period=period, score=score * _NO_ROWS, missing=missing)

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


def _nearness(match: Match, window: Window, fading: float) -> float:
    """Return a factor for the distance in terms between what was found and the claim."""
    if window.place is None or not match.places:
        return 1.0
    distance = min(abs(window.place - place) for place in match.places)
    return 1.0 - fading * min(distance, 15)


def _event_score(window: Window, match: Match) -> float:
    return match.coverage * _EVENT_WINDOWS[window.name] * _nearness(match, window, _EVENT_FADING)


def _score(window: Window, match: Match) -> float:
    nearness = _nearness(match, window, _FADING_IN_SENTENCE)
    if not match.specific:
        nearness *= _GENERIC
    telling = 0.9 + 0.1 * min(match.mass / 6, 1.0)
    return float(match.coverage**1.5) * _WINDOWS[window.name] * nearness * telling


def _shared(claim: Claim, event: Event) -> float:
    """An event that shares no entity with the claim is a weaker reading."""
    if not event.entities or not claim.entities:
        return 0.95
    return 1.0 if set(event.entities) & set(claim.entities) else 0.6


def _bare(label: str) -> str:
    """Return a label without its unit in brackets."""
    return label.split("(", maxsplit=1)[0] if not label.startswith("(") else label


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
