"""Where a document speaks of what: its terms sentence by sentence, the words around a claim, what came before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from workbench.grammar.entities import find_mentions
from workbench.grammar.tokens import fold, tokenise
from workbench.link.bare import WORTH
from workbench.link.clauses import money_said, moneys_named, names_other, own_stretch, refers_back
from workbench.link.fit import of_gdp
from workbench.link.labels import Label, label_of
from workbench.link.phrases import Terms, named_terms, peoples, terms, vocabulary, wholes, without_wholes
from workbench.link.qualifiers import narrowing
from workbench.link.windows import Topic, Window
from workbench.model import TIMED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.grammar.entities import Mention
    from workbench.link.index import Match
    from workbench.model import Claim, Extraction, Indicator, Link

TOPIC_LEAST = 0.45
_APPOSED = ("percent_change", "pp_change", "bp_change", "difference", "multiple")
_APPOSITION = re.compile(r"(?:[,(]|\bor\b|\s[-\u2013\u2014]\s)(?!.*\band\b)")
_LEFT = re.compile(r", (?:\w+ )?(?:up|down) (?:\w+ ){0,2}from (?:\w+ ){0,2}$")  # the level that a figure has come from
_LEVELS = ("money", "quantity", "count", "rate")
_LED_TO = re.compile(r",? to (?:just |only |a |some )*")
_IN_ROW = (" and ", ", ", ", and ")
_DEALT_BACK = 2
_AMONG = frozenset(("average", "year", "month", "quarter", "mean"))
_TOPIC = 0.76
_FADING = 0.03
_OLDER = 0.15
_FAINT = 0.5
_REACH = 500
_ANSWERS = 3


_MONEY_SIGN = re.compile(r"[^\w\s.,-]|[A-Z]{2}")
_WHOLE_REACH = 40
_OF_SOME = re.compile(r" (of )?(?:the |its |all |their )*([^\W\d_]+)")


class Context:
    """The terms of one document, sentence by sentence, each computed once."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self._starts = [start for start, _ in extraction.sentences]
        self._terms: dict[int, Terms] = {}
        self._topics: dict[str, Topic] = {}
        self.matched: dict[Terms, list[Match]] = {}  # filled by a linker
        self.headline: list[Match] | None = None  # filled by a linker
        self.mentioned: tuple[str, ...] | None = None  # filled by a linker
        self._unknown = -1  # the last sentence with a figure that nothing of the tables fits
        self._told: dict[int, dict[str, None]] = {}  # the indicators surely told of, by sentence, in text order
        self._own: dict[str, tuple[int, int]] = {}
        self.named: dict[tuple[int, int], list[tuple[int, str]]] = {}  # by span of the text, filled by a linker

    def sentence(self, index: int) -> Terms:
        """Return the terms of sentence ``index`` with offsets into the document."""
        if index not in self._terms:
            start, end = self.extraction.sentences[index]
            text = self.extraction.document.text[start:end]
            found = named_terms(without_wholes(text))
            pairs = [*zip(found.spans, found.words, strict=True), *((span, "share") for span in wholes(text))]
            pairs += [(span, "population") for span in peoples(text)]
            words = sorted(pairs)  # "57% of GDP" is a share without the word, "57% of Italians" one of the population
            self._terms[index] = Terms(
                tuple(word for _, word in words), tuple((a + start, b + start) for (a, b), _ in words)
            )
        return self._terms[index]

    def index_of(self, claim: Claim) -> int:
        """Return the index of the sentence that holds the claim."""
        return max(bisect_right(self._starts, claim.start) - 1, 0)

    def note_topic(self, claim: Claim, link: Link, *, sure: bool) -> None:
        """Remember that the text has spoken of an indicator: what follows may leave its name out.

        ``sure`` tells that the figure is really one of it, by its words or its digits.
        """
        assert link.indicator is not None
        if "populous" in claim.quote:
            return  # a name for a country
        self._topics.pop(link.indicator, None)
        if sure:
            self._told.setdefault(self.index_of(claim), {}).setdefault(link.indicator)
        end = claim.end if sure else -1
        self._topics[link.indicator] = Topic(
            link.indicator, link.entity or "", link.counterpart or "", self.index_of(claim), end
        )

    def note_unknown(self, claim: Claim) -> None:
        """Remember that the text has given a figure of something that the tables do not have."""
        if claim.kind not in TIMED:
            self._unknown = self.index_of(claim)

    def is_cut_off(self, claim: Claim) -> bool:
        """Tell whether the text has turned to something unknown since it spoke of what the tables have."""
        latest = next((topic for topic, _ in self.topics(claim)), None)
        return latest is not None and latest.index < self._unknown

    def topics(self, claim: Claim) -> Iterator[tuple[Topic, float]]:
        """Yield the indicators that the text before the claim has spoken of, the latest first, each with a weight."""
        here = self.index_of(claim)
        known = [topic for topic in reversed(self._topics.values()) if topic.index <= here]
        for age, topic in enumerate(known):
            faded = _TOPIC - _FADING * (here - topic.index) - (_OLDER if age else 0.0)
            yield topic, max(faded, _FAINT)

    def dealt(self, claim: Claim) -> str | None:
        """Return which of several indicators a figure of a row is one of, in order: "in Chad they are 5% and 7%"."""
        beside = [c for c in self.extraction.claims_of(claim.sentence) if c.unit == claim.unit and c.kind == claim.kind]
        row = [claim]
        for found in reversed([c for c in beside if c.end <= claim.start]):
            if self.extraction.document.text[found.end : row[0].start] not in _IN_ROW:
                break
            row.insert(0, found)
        place = len(row) - 1
        for found in [c for c in beside if c.start >= claim.end]:
            if self.extraction.document.text[row[-1].end : found.start] not in _IN_ROW:
                break
            row.append(found)
        here = self.index_of(claim)
        before: dict[str, None] = {}
        for i in range(here - 1, here - 1 - _DEALT_BACK, -1):
            before = {**self._told.get(i, {}), **before}
            if len(before) >= len(row):
                break
        return [*before][place] if len(row) > 1 and len(before) == len(row) else None

    def apposed(self, claim: Claim) -> Topic | None:
        """Return what a change is told of right behind a figure: "$240bn in 2023, 26% more than in 2022"."""
        topic = next((topic for topic, _ in self.topics(claim)), None)
        if topic is None or not claim.sentence[0] <= topic.end <= claim.start:
            return None
        between = self.extraction.document.text[topic.end : claim.start]
        if _LEFT.search(between):
            return topic
        if claim.kind not in _APPOSED:
            return None
        return topic if _APPOSITION.search(between) and not names_other(between, _AMONG) else None

    def level_behind(self, claim: Claim) -> str | None:
        """Return the unit of the level to which a change has led: "collapsed by 15% to 467 TWh"."""
        if claim.kind != "percent_change":
            return None
        told = next((c for c in self.extraction.claims_of(claim.sentence) if c.start >= claim.end), None)
        if told is None or not told.unit or told.unit == "%" or told.kind not in _LEVELS:
            return None
        return told.unit if _LED_TO.fullmatch(self.extraction.document.text[claim.end : told.start]) else None

    def is_apposed_to_other(self, claim: Claim) -> bool:
        """Tell whether a change is told right behind a figure of which nothing is known: "5 TWh, 11% more"."""
        before = [c for c in self.extraction.claims_of(claim.sentence) if c.end <= claim.start and c.kind not in TIMED]
        if claim.kind not in _APPOSED or not before:
            return False
        between = self.extraction.document.text[before[-1].end : claim.start]
        latest = next((topic for topic, _ in self.topics(claim)), None)
        told_of = latest is not None and latest.index == self.index_of(claim)
        return not told_of and bool(_APPOSITION.match(between))

    def own(self, claim: Claim) -> tuple[int, int]:
        """Return the stretch of the text that belongs to the claim and to no other figure of its sentence."""
        if claim.id not in self._own:
            first, stop = around = self._around(claim)
            found = self._figures[bisect_left(self._figures, (first, 0)) : bisect_left(self._figures, (stop, 0))]
            others = [(a, b) for a, b in found if b <= stop and not (a < claim.end and claim.start < b)]
            text = self.extraction.document.text
            self._own[claim.id] = own_stretch(text, around, (claim.start, claim.end), others)
        return self._own[claim.id]

    @staticmethod
    def _around(claim: Claim) -> tuple[int, int]:
        """Return as much of the claim's sentence as can belong to it, where no sentence ends for pages."""
        first, stop = claim.sentence
        return max(first, claim.start - _REACH), min(stop, claim.end + _REACH)

    @cached_property
    def _figures(self) -> list[tuple[int, int]]:
        """The spans of everything in the text that counts or measures, in text order."""
        claims = ((c.start, c.end) for c in self.extraction.claims if c.kind not in TIMED)
        return sorted({*claims, *((q.start, q.end) for q in self.extraction.quantities)})

    def own_text(self, claim: Claim) -> str:
        """Return the words of the claim's own stretch."""
        start, end = self.own(claim)
        return self.extraction.document.text[start:end]

    def label(self, claim: Claim, names: Iterable[str]) -> Label:
        """Return the label that the claim's own stretch gives its figure; ``names`` are those of the places there."""
        if not self.extraction.sentences:
            return Label()
        text, (start, end) = self.extraction.document.text, self.own(claim)
        tokens = tokenise(text[start : claim.start])
        said = (tokens.text[tokens.starts[m.first] : tokens.ends[m.last]] for m in find_mentions(tokens))
        inner = start > claim.sentence[0]
        return label_of(tokens.text, text[claim.end : end], (*names, *said), inner=inner)

    def money_said(self, claim: Claim) -> str | None:
        """Return the currency in which the claim's own words say that they count."""
        return money_said(self.own_text(claim)) if self.extraction.sentences else None

    def money_opening(self, claim: Claim) -> str | None:
        """Return the currency that opens the sentence of an amount without one: "In yuan, trade came to 1.7tn"."""
        if not self.extraction.sentences or _MONEY_SIGN.search(claim.quote) or moneys_named(claim.quote):
            return None
        return money_said(self.extraction.document.text[claim.sentence[0] : claim.start])

    def money_before(self, claim: Claim) -> str | None:
        """Return the currency of the last amount before a change in its sentence: "$264 million, a rise of 24.5%"."""
        if claim.kind != "percent_change":
            return None
        told = (c.unit for c in self.extraction.claims_of(claim.sentence) if c.end <= claim.start and c.kind == "money")
        codes = [unit[:3] for unit in told if unit]
        return codes[-1] if codes else None

    def is_told_again(self, claim: Claim) -> bool:
        """Tell whether the subject of a claim stands in its sentence, or is taken up there by "it" or "the figure"."""
        return self._subject_span(claim) is not None or refers_back(self.own_text(claim))

    def names_other(self, claim: Claim, indicator: Indicator) -> bool:
        """Tell whether the claim's own subject, or the whole it is a share of, is another thing than an indicator."""
        known = vocabulary(indicator)
        if "interest" not in known and "interest" in terms(self.own_text(claim)).words:
            return True  # "the ECB's main rate"
        own = "" if self.is_carried(claim) else claim.subject
        whole = claim.anchor if claim.relation == "share" else ""
        return any(names_other(words, known) for words in (own, whole, self._counted(claim)))

    def counts_other(self, claim: Claim, indicator: Indicator) -> bool:
        """Tell whether a share whose subject the sentence leaves out is one of another thing: "12% of its crude"."""
        if of_gdp(indicator) and self._is_of_other_whole(claim):
            return True
        return self.is_carried(claim) and names_other(self._counted(claim), vocabulary(indicator))

    def _is_of_other_whole(self, claim: Claim) -> bool:
        """Tell whether a share is told of a whole that is not the output: "80% of its exports"."""
        behind = self.extraction.document.text[claim.end : min(claim.end + _WHOLE_REACH, claim.sentence[1])]
        return behind.startswith(" of ") and not {"gdp", "output", "income"} & set(terms(behind).words)

    def _counted(self, claim: Claim) -> str:
        """Return the noun that a share is a share of: "one in four workers", "31% of the votes"."""
        behind = _OF_SOME.match(self.extraction.document.text, claim.end, claim.sentence[1])
        return behind[2] if behind and (behind[1] or claim.kind == "fraction") else ""

    def is_carried(self, claim: Claim) -> bool:
        """Tell whether the subject of a claim stands in another sentence than the claim."""
        if self._subject_span(claim) is not None:
            return False
        first, stop = self._around(claim)
        here = fold(self.extraction.document.text[first:stop])
        words = re.findall(r"[^\W\d_]{4,}", fold(claim.subject))
        return not all(word in here for word in words)

    def is_subject_own(self, claim: Claim) -> bool:
        """Tell whether the subject of a claim stands in the claim's own stretch of the text."""
        span, (start, end) = self._subject_span(claim), self.own(claim)
        return span is not None and start <= span[0] < end

    def is_of_place(self, claim: Claim) -> bool:
        """Tell whether the subject of a claim is a country and nothing else: "China grew by 5%"."""
        words = self._subject(claim).words if claim.subject and self.extraction.sentences else ()
        return bool(words) and all(word.upper() in claim.entities for word in words)

    def is_of_it(self, claim: Claim) -> bool:
        """Tell whether a change is told of a country by a pronoun, before any series is spoken of: "It grew by 3%"."""
        if claim.kind != "percent_change" or not claim.entities or self.latest(claim) is not None:
            return False
        return self.extraction.document.text[claim.sentence[0] : claim.start].split(" ")[0] in ("It", "They")

    def latest(self, claim: Claim) -> str | None:
        """Return the indicator that the text has spoken of last before the claim."""
        return next((topic.indicator for topic, _ in self.topics(claim)), None)

    def _subject_span(self, claim: Claim) -> tuple[int, int] | None:
        at = self.extraction.document.text.find(claim.subject, *self._around(claim)) if claim.subject else -1
        return (at, at + len(claim.subject)) if at >= 0 else None

    @cached_property
    def mentions(self) -> list[Mention]:
        """The countries that the text names, by adjectives and capitals too."""
        return find_mentions(tokenise(self.extraction.document.text))

    @cached_property
    def title(self) -> Terms:
        """The terms of the headline: the title, or the first sentence."""
        title = self.extraction.document.title
        return named_terms(title) if title else self.sentence(0)

    def words(self, claim: Claim) -> set[str]:
        """Return the terms of the claim's sentence and subject."""
        said = set(terms(claim.subject).words)
        if self.extraction.sentences:
            said.update(self.sentence(self.index_of(claim)).words)
        return said

    def words_before(self, claim: Claim) -> set[str]:
        """Return the terms of the claim's subject and of its sentence up to the claim."""
        here = self.sentence(self.index_of(claim))
        before = (word for word, (start, _) in zip(here.words, here.spans, strict=True) if start < claim.end)
        return {*terms(claim.subject).words, *before}

    def _subject(self, claim: Claim) -> Terms:
        """Return the terms of the subject, read within its sentence where it stands there word for word."""
        first, stop = claim.sentence
        at = self.extraction.document.text.find(claim.subject, first, stop) if self.extraction.sentences else -1
        if at < 0:
            return named_terms(_own_words(claim))
        whole = claim.anchor if claim.relation == "share" and claim.anchor in claim.subject else ""
        gone = at + claim.subject.find(whole)
        here = self.sentence(self.index_of(claim))
        kept = [
            (word, span)
            for word, span in zip(here.words, here.spans, strict=True)
            if span[0] < at + len(claim.subject) and span[1] > at and not gone <= span[0] < gone + len(whole)
        ]
        return Terms(tuple(word for word, _ in kept), tuple(span for _, span in kept))

    def narrowing(self, claim: Claim) -> frozenset[str]:
        """Return the words that narrow what the claim measures ("female", "rural")."""
        if not self.extraction.sentences:
            return frozenset()
        first, stop = claim.sentence
        beside = self.extraction.claims_of(claim.sentence)
        floor = max((c.end for c in beside if c.checkworthy >= WORTH and c.end <= claim.start), default=first)
        here = self.sentence(self.index_of(claim))
        text = self.extraction.document.text[: min(stop, self.own(claim)[1])]
        return narrowing(text, here, (claim.start, claim.end), floor)

    def windows(self, claim: Claim) -> Iterator[Window]:
        """Yield where to look for what the claim is about, nearest first."""
        if claim.subject and claim.subject.count(")") <= claim.subject.count("("):  # no rest of a bracket
            yield Window("subject", self._subject(claim), None)
        if not self.extraction.sentences:
            return
        index = self.index_of(claim)
        here = self.sentence(index)
        starts = [span[0] for span in here.spans]
        place = bisect_right(starts, claim.start)
        yield Window("sentence", here, place, self.own(claim), self._subject_span(claim))
        asked = self._question_before(index)
        if asked is not None:
            yield Window("asked", self.sentence(asked), None)
        if index and asked != index - 1:
            yield Window("before", self.sentence(index - 1), None)
        yield Window("title", self.title, None)

    def _question_before(self, index: int) -> int | None:
        """Return the question that a sentence answers: the last one, if no figure was told since."""
        text, sentences = self.extraction.document.text, self.extraction.sentences
        for at in range(index - 1, max(index - 1 - _ANSWERS, -1), -1):
            start, end = sentences[at]
            if text[start:end].startswith("Q:") or text[start:end].rstrip(" \n\"'\u201d\u2019)").endswith("?"):
                return at
            if self.extraction.claims_of(sentences[at]):
                return None
        return None


def _own_words(claim: Claim) -> str:
    """Return the subject without the whole that the claim is a share of."""
    subject = without_wholes(claim.subject)
    return subject.replace(claim.anchor, " ") if claim.relation == "share" and claim.anchor else subject
