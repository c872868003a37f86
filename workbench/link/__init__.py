"""From a claim to what it is about: indicator, entities and period, each reading with its score.

Link first, compare second: nothing here looks at a value of the tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from workbench.grammar.claims_draft import BARE
from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import tokenise
from workbench.link import bare
from workbench.link.context import Context
from workbench.link.fit import is_event_claim
from workbench.link.index import Match, PhraseIndex
from workbench.link.naming import MOST, Naming
from workbench.link.people import counts_some
from workbench.link.phrases import Terms, named_terms
from workbench.link.sides import mirrored
from workbench.link.whom import Whom, level_of, period_name
from workbench.link.windows import Window, nearness
from workbench.link.wording import reworded

__all__ = ["Context", "EventLink", "Linker", "period_name"]

if TYPE_CHECKING:
    from workbench.model import Claim, Event, Extraction, Link
    from workbench.reference import Reference

_EVENT_WINDOWS = {"subject": 1.0, "sentence": 1.0, "before": 0.8, "both": 0.7}
_EVENT_FADING = 0.02
_CITY = "whom the figure is about: it is told of a city"
_SET = "which ones are meant: the sentence does not name them"
_OF_SEVERAL = re.compile(
    r"\b(?:average|mean|median|total|sum) (?:of|for|across|among) (?:the|all|these|those) "
    r"(?:other )?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|[0-9]+|group|rest|others)\b"
)
_PART_OF_NAME = 0.3
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
        self._whom = Whom(reference)
        self._naming = Naming(reference, self._whom)
        self._events = PhraseIndex.build((e.event, (e.label, *e.aliases)) for e in reference.events)
        self._event = {e.event: e for e in reference.events}
        self.growth_of = self._naming.growth_of
        self.children = self._naming.children
        self.akin = self._naming.akin
        self.entities_in = self._whom.entities_in
        self.mentioned = self._whom.mentioned
        self.names_of = self._whom.names_of
        self.is_carried = self._whom.is_carried

    @property
    def outputs(self) -> tuple[str, ...]:
        """The indicators of gross domestic product at current prices, of which shares are shares."""
        return self._naming.outputs

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
        if self._naming.is_of_label(claim.quote):
            return replace(claim, checkworthy=_PART_OF_NAME, reason="part of a name")
        told = bare.with_told_unit(context.extraction.document, claim) if bare.is_bare(claim) else claim
        if told.kind == "money" and (money := context.money_opening(told)):
            told = replace(told, unit=money)
        return reworded(context.extraction.document.text, told, self.entities_in)

    def _valued(self, context: Context, claim: Claim) -> Claim:
        """Return a bare number as one worth checking where a label of the tables tells what it is."""
        document = context.extraction.document
        if not bare.is_bare(claim) or claim.reason != BARE or not bare.is_told(document, claim):
            return claim
        worthy = replace(bare.with_told_unit(document, claim), checkworthy=bare.WORTH, reason=None)
        near = ("subject", "sentence")
        found = [name for name, score in self._naming.scored(context, worthy, near)[0] if score >= _SURE_OF_BARE]
        entities = self._whom.entities(context, worthy)
        return worthy if any(self.reference.has(name, e) for name in found[:1] for e in entities) else claim

    def links(self, context: Context, claim: Claim) -> list[Link]:
        """Return the readings of a claim, best first, at most six; empty when nothing fits.

        A reading without a place in the tables names what is missing.
        """
        if is_event_claim(claim):
            return []
        entities = self._whom.entities(context, claim)
        scored, named = self._naming.scored(context, claim)
        of_some = counts_some(context.extraction.document.text, claim)
        found = []
        for name, score in scored:
            link = self._mirrored(claim, self._whom.placed(context, claim, name, score, entities))
            is_named = name in named or (self._is_carried_on(context, claim, name) and not of_some)
            is_named = is_named and not context.counts_other(claim, self.reference.indicators[name])
            found.append(link if is_named else replace(link, named=False))
        if self._whom.is_city(context, claim):
            country = self._whom.own_code(claim.entities[0])
            found = [
                replace(link, entity=None, counterpart=None, missing=_CITY) if link.entity == country else link
                for link in found
            ]
        if self._is_of_unnamed_set(context, claim):
            found = [replace(link, missing=_SET) for link in found]
        found.sort(key=lambda link: -link.score)
        return found[:MOST]

    def _mirrored(self, claim: Claim, link: Link) -> Link:
        """Return a figure of the partner's side as that of the side that reports: its exports are their imports."""
        first = self._whom.own_code(claim.entities[0]) if claim.entities else None
        if link.indicator is None or link.counterpart is None or link.counterpart != first:
            return link
        other = mirrored(self.reference, self.reference.indicators[link.indicator])
        return replace(link, indicator=other) if other and self.reference.has(other, link.entity or "") else link

    def is_of_another(self, context: Context, claim: Claim, link: Link) -> bool:
        """Tell whether a reading fell back on somebody told before, as the tables lack the series of whom is told."""
        told = {self._whom.own_code(code) for code in claim.entities} & self.reference.entities.keys()
        if not told or link.entity is None or link.indicator is None or not context.extraction.sentences:
            return False
        if len(self.reference.entities_of(link.indicator)) == 1:
            return False  # what the yen costs is told of whoever pays it
        here = (code for _, code in self._whom.names_in(context, *claim.sentence))
        groups = (member for code in told for member in self.reference.members(code))
        return link.entity not in told.union(here, groups)

    def is_yet_untold(self, context: Context, claim: Claim, link: Link) -> bool:
        """Tell whether whom a figure is read of is only named behind it: what opens a text may be of all."""
        if "entity" not in claim.carried or link.entity is None or not context.extraction.sentences:
            return False
        document, codes = context.extraction.document, {link.entity, link.counterpart}
        told = {code for _, code in self._whom.names_in(context, 0, claim.sentence[1])}
        told.update(self._whom.own_code(c) for m in find_mentions(tokenise(document.title or "")) for c in m.codes)
        told.update(code for _, code in self.entities_in(document.title or ""))
        told.update(member for code in tuple(told) for member in self.reference.members(code))
        return told.isdisjoint(codes)

    def lifted(self, context: Context, claim: Claim) -> Claim:
        """Return a bare number beside a name as one worth checking, where the text has just counted such things."""
        latest = next((topic for topic, _ in context.topics(claim)), None)
        if claim.reason != BARE or not bare.is_bare(claim) or latest is None or not context.extraction.sentences:
            return claim
        counts = self.reference.indicators[latest.indicator].unit.startswith("count:")
        near = context.index_of(claim) - latest.index <= 1
        named = (claim.entities and "entity" not in claim.carried) or self._whom.names_in(context, *context.own(claim))
        if not (counts and near and named):
            return claim
        told = bare.is_told(context.extraction.document, claim) or bare.is_owned(context.extraction.document, claim)
        return replace(claim, checkworthy=bare.WORTH, reason=None) if told else claim

    def _is_of_unnamed_set(self, context: Context, claim: Claim) -> bool:
        """Tell whether a figure is of several together whom its sentence does not name: "the average of the four"."""
        if not context.extraction.sentences or not self._whom.is_carried(context, claim):
            return False
        return _OF_SEVERAL.search(context.own_text(claim)) is not None

    def _is_carried_on(self, context: Context, claim: Claim, name: str) -> bool:
        """Tell whether a claim goes on about what the text has just spoken of, naming no other thing."""
        if bare.is_unitless(claim) or context.is_apposed_to_other(claim) or context.is_cut_off(claim):
            return False
        level = level_of(self.reference, name)
        nominal = self.reference.indicators[level].parent  # of whose real growth the name is
        latest = context.latest(claim) in (name, level, nominal, *self._naming.growths(name))
        return latest and not context.names_other(claim, self.reference.indicators[name])

    def link_to(self, context: Context, claim: Claim, indicator: str) -> Link:
        """Return the reading of a claim as one of ``indicator``, which a person has chosen."""
        return self._whom.placed(context, claim, indicator, 1.0, self._whom.entities(context, claim))

    def events(self, context: Context, claim: Claim, words: str | None = None) -> list[EventLink]:
        """Return the events that the claim (or the ``words`` given) may mean, best first."""
        if words is not None:
            windows = [Window("subject", named_terms(words), None)]
        else:
            windows = [w for w in context.windows(claim) if w.name in ("sentence", "before")]
            if len(windows) > 1:  # "Raman is mayor. She took office in May"
                told, here = windows[1].terms, windows[0].terms
                windows.append(Window("both", Terms(told.words + here.words, told.spans + here.spans), None))
        scores: dict[str, float] = {}
        for window in windows:
            for match in self._events.find(window.terms, rank=partial(_event_score, window)):
                score = _event_score(window, match) * _shared(claim, self._event[match.key])
                scores[match.key] = max(scores.get(match.key, 0.0), score)
        return sorted(
            (EventLink(self._event[k], s) for k, s in scores.items()), key=lambda e: (-e.score, e.event.event)
        )


def _event_score(window: Window, match: Match) -> float:
    return match.coverage * _EVENT_WINDOWS[window.name] * nearness(match, window, _EVENT_FADING)


def _shared(claim: Claim, event: Event) -> float:
    """An event that shares no entity with the claim is a weaker reading."""
    if not event.entities or not claim.entities:
        return 0.95
    return 1.0 if set(event.entities) & set(claim.entities) else 0.6
