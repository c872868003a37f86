"""Which indicator a claim means: the labels that its words name, what a bare noun means, what the text spoke of."""

from __future__ import annotations

import re
from functools import cached_property, partial
from typing import TYPE_CHECKING

from workbench.grammar.tokens import fold
from workbench.link.clauses import Head, bare_head, moneys_named
from workbench.link.context import TOPIC_LEAST, Context
from workbench.link.fit import (
    REAL,
    fits,
    is_change,
    is_percent,
    of_gdp,
)
from workbench.link.fitting import fitting, price_words
from workbench.link.found import Found
from workbench.link.index import Match, PhraseIndex, best_of, without_parts
from workbench.link.people import counts_inhabitants, counts_some, is_of_people
from workbench.link.phrases import moving_words, named_terms, stem, terms, vocabulary, without_wholes
from workbench.link.whom import level_of
from workbench.link.windows import WINDOWS, Window, names_people, score_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.link.whom import Whom
    from workbench.model import Claim, Indicator
    from workbench.reference import Reference

LEAST_SCORE = TOPIC_LEAST
MOST = 6
_ATTACHED, _ALONE = 1.0, 0.66
_CONFIRMED = 0.15
_BESIDE_SUBJECT = 0.85
_NOT_APPOSED = 0.8
_BESIDE_NAMED = 0.85
_FIGURED = re.compile(r"\b(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten|twelve) [a-z]{3,}", re.IGNORECASE)
_NEAR_BY = 2
_DETERMINERS = frozenset(("the", "its", "their", "this", "that"))
_MOST_AKIN = 60
_WHOLE, _FITTING = 0.9, 0.8
_TWO = 2
_GENERATED = frozenset(("production", "generation", "grid"))


class Naming:
    """The indicators of one set of tables by all their names; build it once, it only reads."""

    def __init__(self, reference: Reference, whom: Whom) -> None:
        self.reference = reference
        self._whom = whom
        self._indicators = PhraseIndex.build(
            (
                i.indicator,
                (
                    _bare(i.label),
                    *_as_share(i),
                    *map(without_wholes, (i.label, i.indicator.replace("_", " "), *i.aliases)),
                ),
            )
            for i in reference.indicators.values()
        )
        self._growth_of: dict[str, list[str]] = {}
        for indicator in reference.indicators.values():
            if indicator.derived_from.startswith("growth("):
                self._growth_of.setdefault(indicator.derived_from[7:-1], []).append(indicator.indicator)

        self._children: dict[str, list[str]] = {}
        for indicator in reference.indicators.values():
            self._children.setdefault(indicator.parent, []).append(indicator.indicator)
        self._akin: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, list[tuple[str, frozenset[str]]]] = {}

    @cached_property
    def _figured(self) -> tuple[str, ...]:
        """The labels that hold a figure of their own: "patients waiting more than 18 weeks"."""
        names = (name for i in self.reference.indicators.values() for name in (i.label, *i.aliases))
        return tuple(fold(_bare(name)).lower() for name in names if _FIGURED.search(name))

    def is_of_label(self, quote: str) -> bool:
        """Tell whether a figure with its unit is a part of the name of an indicator and no claim of its own."""
        told = " ".join(fold(quote).lower().split()[-2:])
        if quote[:1].isdigit() and len(quote.split()) > 2:
            return False  # "419 per 1,000 residents": only what it is per is of the label
        return " " in told and any(told in name for name in self._figured)

    def children(self, indicator: str) -> tuple[str, ...]:
        """Return the indicators that are siblings or parts of ``indicator`` by their ``parent``."""
        return tuple(self._children.get(indicator, ()))

    def akin(self, indicator: str) -> tuple[str, ...]:
        """Return the indicators whose labels share most words with that of ``indicator``, nearest first."""
        if indicator not in self._akin:
            mine = self.reference.indicators[indicator]
            words = dict.fromkeys(word for name in (mine.label, *mine.aliases) for word in named_terms(name).words)
            self._akin[indicator] = tuple(self._indicators.sharing(words, most=_MOST_AKIN))
        return self._akin[indicator]

    def growth_of(self, indicator: str) -> tuple[str, ...]:
        """Return the indicators that are published growth rates of ``indicator``."""
        return tuple(self._growth_of.get(indicator, ()))

    def growths(self, indicator: str) -> tuple[str, ...]:
        """Return the growth rates of a level and of the same level at constant prices."""
        known = self.reference.indicators
        real = [name for name in self._children.get(indicator, ()) if known[name].prices == "constant"]
        return tuple(growth for name in (indicator, *real) for growth in self.growth_of(name))

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """The indicators of gross domestic product at current prices, of which shares are shares."""
        return tuple(
            i.indicator for i in self.reference.indicators.values()
            if "gdp" in vocabulary(i) and not is_percent(i) and i.prices != "constant" and i.kind in ("flow", "")
            and "capita" not in vocabulary(i) and i.unit[:8] in ("currency", i.currency) and i.freq == "A"
        )[:1]  # fmt: skip

    def scored(
        self, context: Context, claim: Claim, names: tuple[str, ...] = tuple(WINDOWS)
    ) -> tuple[list[tuple[str, float]], frozenset[str]]:
        """Return the likeliest indicators with their scores, and which of them the claim's own words name."""
        found = Found()
        head = self._head(context, claim)
        self._match(context, claim, names, head, found)
        self._put_named_first(claim, found)
        self._add_head(context, claim, head, found)
        self._add_topics(context, claim, found)
        self._add_power(context, claim, found)
        self._add_dealt(context, claim, found)
        self._add_short(context, claim, found)
        self._add_growth(claim, found)
        self._add_apposed(context, claim, found)
        self._weaken_parts(context, claim, found)
        wholes = self._add_narrower(context, claim, found)
        fit = fitting(self.reference, context, claim, self._place_names(context, claim), wholes)
        ranked: list[tuple[str, float]] = []
        for name, score in sorted(found.scores.items(), key=lambda pair: (-pair[1], pair[0])):
            if score < LEAST_SCORE or (len(ranked) >= MOST and score < ranked[MOST - 1][1]):
                break  # no fit is better than 1
            ranked.append((name, score * fit(name)))
            ranked.sort(key=lambda pair: (-pair[1], pair[0]))
        return [pair for pair in ranked[:MOST] if pair[1] >= LEAST_SCORE], frozenset(found.named)

    def _match(self, context: Context, claim: Claim, names: tuple[str, ...], head: Head | None, found: Found) -> None:
        """Add the indicators that the words around a claim name."""
        told = context.is_told_again(claim)
        of_place = bool(head and head.attached) or context.is_of_place(claim) or context.is_of_it(claim)
        windows = {window.name: window for window in context.windows(claim) if window.name in names}
        matches = {name: self._found_in(context, window) for name, window in windows.items()}
        found.subject = self._beside_own(context, claim, windows.get("sentence"), matches.get("sentence", []))
        text = context.extraction.document.text
        in_passing = counts_some(text, claim) or is_of_people(text, claim)
        for name, window in windows.items():
            is_subject = name == "subject"
            for match in matches[name]:
                if in_passing and names_people(window, match):
                    continue
                own = window.is_own(match.naming) if match.specific else of_place and name in ("subject", "sentence")
                beside = 1.0 if own and self._is_of_change(claim, window, match) else found.elsewhere
                score = score_of(window, match) * (found.subject if is_subject else beside)
                score = score if match.specific or of_place else min(score, _ALONE)
                asked = name == "asked" and match.specific and match.coverage >= _WHOLE
                named = (own and (told or not is_subject)) or asked
                found.add(match.key, score, named=named)
                if named and match.specific:
                    said = (window.terms.words[place] for at in match.naming for place in at)
                    found.words[match.key] = found.words.get(match.key, frozenset()).union(said)
                if is_subject and match.specific:
                    found.elsewhere = _BESIDE_SUBJECT if found.subject == 1.0 else 1.0

    def _is_of_change(self, claim: Claim, window: Window, match: Match) -> bool:
        """Tell whether a change is told of what a whole label names the change of: "the economy grew"."""
        if claim.kind != "percent_change" or match.coverage < _WHOLE:
            return False
        words = {window.terms.words[place] for at in match.naming for place in at} - moving_words()
        things = any(not moneys_named(word) for word in words)
        return things and is_change(self.reference.indicators[match.key])

    def _found_in(self, context: Context, window: Window) -> list[Match]:
        """Return the labels that a window names; the same terms are looked through once for all claims of a text."""
        if window.name == "title" and context.headline is not None:
            return context.headline
        if window.terms not in context.matched:
            context.matched[window.terms] = self._indicators.matches(window.terms)
        found = without_parts(best_of(context.matched[window.terms], partial(score_of, window)))
        if window.name == "title":
            context.headline = found
        return found

    def _beside_own(self, context: Context, claim: Claim, window: Window | None, matches: list[Match]) -> float:
        """Return what the subject is worth: less where the claim's own clause names another thing: "and imports 5%"."""
        if window is None or context.is_subject_own(claim):
            return 1.0
        whole = (
            match for match in matches if match.specific and match.coverage >= _WHOLE and window.in_own(match.naming)
        )
        fitting = any(fits(claim, self.reference.indicators[match.key]) >= _FITTING for match in whole)
        return _BESIDE_SUBJECT if fitting else 1.0

    def _head(self, context: Context, claim: Claim) -> Head | None:
        """Return what a bare noun of the claim's own words means ("growth", "prices")."""
        if not context.extraction.sentences:
            return None
        if counts_inhabitants(context.extraction.document.text, claim):
            return Head("people", "population", attached=True)
        names = [at for at, _ in self._whom.names_in(context, *context.own(claim))]
        return bare_head(context.own_text(claim), names)

    def _add_head(self, context: Context, claim: Claim, head: Head | None, found: Found) -> None:
        """Add what a bare noun of the claim's own words means: "growth of 2%" is that of the economy."""
        if head is None or (context.money_said(claim) and not head.attached):
            return  # what is told in a currency is no growth of the economy, which is real
        window = Window("subject", named_terms(head.meaning), None)
        latest = context.latest(claim)
        of_growth = "growth" in window.terms.words
        sure = head.attached or (latest is not None and not self._may_go_on(head.word, latest, of_growth=of_growth))
        weight = _ATTACHED if sure else _ALONE
        for match in self._indicators.find(window.terms, rank=partial(score_of, window)):
            found.add(match.key, weight * score_of(window, match), named=True)
        if sure:
            found.elsewhere = min(found.elsewhere, _BESIDE_SUBJECT)
        elif latest and of_growth:
            found.named.update((latest, *self.growths(level_of(self.reference, latest))))

    def _may_go_on(self, word: str, latest: str, *, of_growth: bool) -> bool:
        """Tell whether a bare noun may go on about what the text spoke of: "growth" of a level, "prices" of a kind."""
        if of_growth:
            return not is_percent(self.reference.indicators[level_of(self.reference, latest)])
        spoken_of = self.reference.indicators[latest]
        return stem(word) in terms(spoken_of.label).words

    def _add_topics(self, context: Context, claim: Claim, found: Found) -> None:
        """Add what the text has spoken of before; what the words beside the claim also hint at is confirmed by it."""
        money = context.money_said(claim)
        for topic, faded in context.topics(claim):
            score = min(faded, self._most(topic.indicator, found))
            level = level_of(self.reference, topic.indicator)
            beside = () if self._is_other_basis(context, claim, level) else (level,)
            for name in dict.fromkeys((topic.indicator, *beside, *self._in_money(level, money))):
                known = found.scores.get(name, 0.0)
                found.scores[name] = max(known, score) + _CONFIRMED * min(known, score) * (1 - known)
                if {topic.indicator, level} & found.named:
                    found.named.add(name)

    def _add_power(self, context: Context, claim: Claim, found: Found) -> None:
        """Read watt-hours that were produced as electricity, which their exact figure may bear out."""
        if "watt_hour" in (claim.unit or "") and _GENERATED & context.words(claim):
            for match in self._indicators.find(named_terms("electricity generation")):
                found.add(match.key, _ALONE * match.coverage, named=False)

    def _add_dealt(self, context: Context, claim: Claim, found: Found) -> None:
        """Read the figures of a row that names nothing as those told of before, in order."""
        name = context.dealt(claim)
        if name is None or self._names_more(context, claim):
            return
        for other in found.scores.keys() - {name}:
            found.scores[other] *= _NOT_APPOSED
        found.named -= found.named - {name}
        found.add(name, 1.0, named=True)

    def _is_other_basis(self, context: Context, claim: Claim, level: str) -> bool:
        """Tell whether an amount is hardly the level at constant prices whose growth was told: nothing says "real"."""
        if claim.kind not in ("money", "rate") or self.reference.indicators[level].prices != "constant":
            return False
        return not REAL & price_words(context, claim)

    def _put_named_first(self, claim: Claim, found: Found) -> None:
        """Let nothing that only stands around a claim outdo what its own words name and its unit fits."""
        found.words = {name: words for name, words in found.words.items() if self.suits(claim, name)}
        for name in found.scores.keys() - found.named:
            found.scores[name] = min(found.scores[name], self._most(name, found))

    def _most(self, name: str, found: Found) -> float:
        """Return what an indicator spoken of before is worth at most beside another that the claim's own words name.

        Words that describe both ("its spending") single neither out.
        """
        known = vocabulary(self.reference.indicators[name])
        other = (found.scores[other] for other, words in found.words.items() if not words <= known)
        return _BESIDE_NAMED * max(other, default=1 / _BESIDE_NAMED)

    def suits(self, claim: Claim, name: str) -> bool:
        """Tell whether a claim's unit and kind are those of an indicator."""
        return fits(claim, self.reference.indicators[name]) >= _FITTING

    def _add_apposed(self, context: Context, claim: Claim, found: Found) -> None:
        """Read a change right behind a figure as that of the same series, unless its own words name another."""
        topic = context.apposed(claim)
        if topic is None or (found.named - {topic.indicator} and self._names_more(context, claim)):
            return
        for name in found.scores:
            found.scores[name] *= _NOT_APPOSED
        for name in (topic.indicator, *self.growth_of(topic.indicator)):
            found.add(name, 1.0, named=True)

    def _add_short(self, context: Context, claim: Claim, found: Found) -> None:
        """Read a subject of one noun as short for what the text has just spoken of: "output" after power output."""
        topic = next((topic for topic, _ in context.topics(claim)), None)
        words = [word for word in claim.subject.lower().split() if word not in _DETERMINERS]
        if topic is None or len(words) != 1 or context.index_of(claim) - topic.index > _NEAR_BY:
            return
        if context.money_said(claim) or self._head(context, claim) is not None:
            return
        level = level_of(self.reference, topic.indicator)
        if self._is_other_basis(context, claim, level):
            return
        known = (self.reference.indicators[name] for name in dict.fromkeys((topic.indicator, level)))
        names = [name.lower().split() for i in known for name in (_bare(i.label), *i.aliases)]
        if any(len(name) > 1 and name[-1] == words[0] for name in names):
            for name in found.scores:
                found.scores[name] *= _BESIDE_SUBJECT
            found.add(topic.indicator, 1.0, named=True)
            found.add(level, 1.0, named=True)

    def _names_more(self, context: Context, claim: Claim) -> bool:
        """Tell whether the claim's own stretch names a series, and not only the subject that it shares."""
        window = Window("subject", named_terms(context.own_text(claim)), None)
        return any(match.specific for match in self._indicators.find(window.terms, rank=partial(score_of, window)))

    def _in_money(self, indicator: str, money: str | None) -> Iterator[str]:
        """Yield the series of the same thing in the currency that the text says it counts in."""
        mine = self.reference.indicators[indicator]
        if not money or mine.currency in ("", money):
            return
        for other in self.reference.indicators.values():
            alike = (other.currency, other.kind, other.unit) == (money, mine.kind, mine.unit)
            if alike and len(vocabulary(other) & vocabulary(mine)) > 1:
                yield other.indicator

    def _add_growth(self, claim: Claim, found: Found) -> None:
        """A change of a level is also a reading of the level's published growth."""
        of_change = claim.kind == "percent_change" or (claim.kind == "superlative" and claim.unit == "%")
        if not of_change and claim.base_unit != "%":
            return
        for name, score in tuple(found.scores.items()):
            for growth in self.growths(name):
                found.add(growth, score, named=name in found.named)

    def _add_narrower(self, context: Context, claim: Claim, found: Found) -> frozenset[str]:
        """Add the parts that a claim's own words single out ("362 of the homes were affordable"); return the wholes."""
        if not context.extraction.sentences or not found.scores:
            return frozenset()
        own = frozenset(terms(context.own_text(claim)).words)
        singled = [(name, part) for name in found.scores for part, more in self._parts_of(name) if more <= own]
        for name, part in singled:
            found.add(part, found.scores[name], named=name in found.named)
        return frozenset(name for name, _ in singled)

    def _weaken_parts(self, context: Context, claim: Claim, found: Found) -> None:
        """Prefer the whole that a claim's own words name to a part of it that only was spoken of before."""
        said = context.words(claim)
        for name in found.words:
            parts = self._parts_of(name)
            told = {part for part, more in parts if more <= said}
            for part in {part for part, _ in parts} & found.scores.keys() - told:
                found.add(name, found.scores[part], named=True)
                found.scores[part] *= _BESIDE_SUBJECT

    def _parts_of(self, name: str) -> list[tuple[str, frozenset[str]]]:
        """Return the indicators that are parts of another, each with the words by which a name of it is narrower."""
        if name not in self._parts:
            whole = vocabulary(self.reference.indicators[name])
            self._parts[name] = []
            for part in self.children(name):
                narrower = self.reference.indicators[part]
                if narrower.derived_from or narrower.prices != self.reference.indicators[name].prices:
                    continue
                names = (frozenset(terms(_bare(told)).words) for told in (narrower.label, *narrower.aliases))
                self._parts[name] += [(part, told - whole) for told in names if told - whole and told & whole]
        return self._parts[name]

    def _place_names(self, context: Context, claim: Claim) -> tuple[str, ...]:
        """Return all names of the entities that the claim's own stretch names."""
        found = self._whom.names_in(context, *context.own(claim)) if context.extraction.sentences else ()
        return tuple(name for _, code in found for name in self._whom.names_of(code))


def _as_share(indicator: Indicator) -> tuple[str, ...]:
    """Return how spending that is told as a share of output may be named: "puts 2% of its output into defence"."""
    words = named_terms(_bare(indicator.label)).words
    if not of_gdp(indicator) or "spending" not in words or len(words) < _TWO:
        return ()
    return (" ".join(("share", *(word for word in words if word != "spending"))),)


def _bare(label: str) -> str:
    """Return a label without its unit in brackets."""
    return without_wholes(label.split("(", maxsplit=1)[0] if not label.startswith("(") else label)
