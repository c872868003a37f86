"""From quantities and times to claims: what a text asserts, sentence by sentence, each with its context filled in."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING

from workbench.grammar.claims_amounts import SCALES
from workbench.grammar.claims_asides import is_measured_on_name
from workbench.grammar.claims_context import Memory, is_interview, is_likened, note_sentence, open_paragraph, weights
from workbench.grammar.claims_dates import LENGTHS, durations, events
from workbench.grammar.claims_entities import entities_of
from workbench.grammar.claims_figures import figures
from workbench.grammar.claims_lists import dealt, distributed
from workbench.grammar.claims_neutral import neutral
from workbench.grammar.claims_notes import note
from workbench.grammar.claims_page import DENIAL, SPEECH, Page
from workbench.grammar.claims_pairs import compare_back, look_back, look_forward, pair_levels, split_range
from workbench.grammar.claims_periods import fill_period
from workbench.grammar.claims_status import status_of, told_as
from workbench.grammar.claims_subjects import subject_of
from workbench.grammar.claims_targets import targets
from workbench.grammar.claims_view import Figure, Moment, View, sentences, token_range
from workbench.grammar.claims_words import group
from workbench.grammar.relations import is_bare_change, relations
from workbench.grammar.speakers import Speech
from workbench.grammar.worthiness import Worth
from workbench.model import PERCENT_CHANGES, Claim

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from datetime import date

    from workbench.grammar.claims_draft import Draft
    from workbench.grammar.tokens import Tokens
    from workbench.model import Document, Quantity, TimeSpan

_NEGATIONS = frozenset(("not", "never", "neither", "nor", "without", "'t"))
_NOBODY = frozenset(("no", "none", "nobody", "neither"))
_UNDENIED = frozenset(("only", "than", "far", "unlike", "distant"))  # "not all that far from 4%"
_NO_MORE = frozenset(("more", "less", "fewer", "doubt", "wonder", "later", "sooner", "matter"))
_ENDS = frozenset("a in the last this that this on by at to from and or but while for against after before".split())
_ID_LENGTH = 12
_DOUBTFUL = 0.3
_REMEMBERED = 3


def read_claims(
    document: Document, tokens: Tokens, quantities: Sequence[Quantity], times: Sequence[TimeSpan]
) -> list[Claim]:
    """Return the claims of a document in text order, in time linear in its length."""
    page = Page(tokens, *_placed(tokens, quantities, times), document.published)
    mentions = page.mentions
    own = [m for m in mentions if not is_likened(m, tokens.words)]
    memory = Memory(document.published, weights(own))
    memory.pair = memory.main
    memory.lead = next((m.codes[:1] for m in own if m.form != "person" and m.codes != ("WLD",)), ())
    memory.home = memory.lead if is_interview(tokens) else ()
    found: list[tuple[View, list[Draft]]] = []
    idle: deque[View] = deque(maxlen=_REMEMBERED)
    for view in sentences(page):
        if not view.asserts():
            idle.append(view)
            continue
        while idle:
            earlier = idle.popleft()
            open_paragraph(earlier, memory)
            note_sentence(earlier, memory, figured=False)
        open_paragraph(view, memory)
        drafts = _drafts(view, memory)
        if drafts:
            _complete_all(view, drafts, memory)
            found.append((view, drafts))
        note(view, drafts, memory)
    _borrow([draft for _, drafts in found for draft in drafts], document.published)
    speech = Speech.read(tokens, page.places(SPEECH))
    seen: Counter[str] = Counter()
    return [claim for view, drafts in found for claim in _claims(document, view, drafts, speech, seen)]


def _placed(
    tokens: Tokens, quantities: Sequence[Quantity], times: Sequence[TimeSpan]
) -> tuple[list[Figure], list[Moment]]:
    """Return figures and times by token, without the figures that only are part of a date."""
    moments = [Moment(*token_range(tokens, t.start, t.end), t) for t in times]
    dated = [m for m in moments if m.time.type in ("DATE", "TIME")]
    starts = [m.first for m in dated]
    figures_ = []
    for quantity in quantities:
        figure = Figure(*token_range(tokens, quantity.start, quantity.end), quantity)
        at = bisect_right(starts, figure.first) - 1
        if at < 0 or figure.first > dated[at].last or quantity.unit in LENGTHS:
            figures_ += split_range(tokens, figure)
    return figures_, moments


def _drafts(view: View, memory: Memory) -> list[Draft]:
    """Run the rules over one sentence; of two drafts over the same words the more telling one stays."""
    counted = distributed(view, figures(view)) if view.figures else []
    counted = targets(view, counted, memory) if counted or memory.target else counted
    related = relations(view) if view.cues else []
    if related:
        related = _without(related, [d for d in counted if not d.doubt])
        counted = _sure_or_without(counted, related)
    drafts = [*counted, *related]
    if view.figures or view.moments:
        drafts = _with_lengths(view, drafts, durations(view, memory))
    if view.moments:
        zeros = neutral(view)
        drafts = [d for d in drafts if not (zeros and d.doubt)] + zeros
        drafts += events(view, drafts)
    return sorted(drafts, key=lambda d: (d.first, d.last))


def _with_lengths(view: View, drafts: list[Draft], lengths: list[Draft]) -> list[Draft]:
    """Return drafts with those of lengths of time, which give way to what is sure and replace what is not."""
    lengths = _without(lengths, [d for d in drafts if not d.doubt]) if lengths else lengths
    if not lengths:
        return drafts
    runs = [view.clause(d.first) for d in lengths if d.kind == "streak"]
    drafts = _sure_or_without(drafts, lengths) + lengths
    return [d for d in drafts if not (is_bare_change(d) and view.clause(d.first) in runs)]


def _without(drafts: list[Draft], others: list[Draft]) -> list[Draft]:
    """Return the drafts that share no words with any of the others."""
    return [d for d in drafts if not any(_same_words(d, other) for other in others)]


def _sure_or_without(drafts: list[Draft], others: list[Draft]) -> list[Draft]:
    """Return the drafts that are sure or share no words with any of the others."""
    return [d for d in drafts if not (d.doubt and any(_same_words(d, other) for other in others))]


def _same_words(one: Draft, other: Draft) -> bool:
    return one.first <= other.last and other.first <= one.last


def _complete_all(view: View, drafts: list[Draft], memory: Memory) -> None:
    """Fill in what the drafts of a sentence leave to the words around them and to one another."""
    for draft in drafts:
        _complete(view, draft, memory)
    dealt(view, drafts)
    pair_levels(view, drafts, memory.newest)
    look_back(view, drafts)
    look_forward(view, drafts)
    compare_back(view, drafts)


def _complete(view: View, draft: Draft, memory: Memory) -> None:
    """Fill in subject, countries, period and status."""
    _carry_money(view, draft, memory)
    if draft.relation is None and ((_may_compare(view, draft) and _compares(view, draft)) or _is_of_size(view, draft)):
        draft.relation = "than"
    draft.entities = draft.entities or entities_of(view, draft, memory)
    if draft.relation is None and draft.kind == "multiple" and _is_as_high(view, draft):
        others = [code for code in memory.codes or () if code not in draft.entities]
        if others and draft.entities:
            draft.relation, draft.entities = "than", (draft.entities[0], others[0])
    given, before = draft.status, draft.period
    told = told_as(view, draft) if given in ("", "actual") else given
    draft.status = given or status_of(view, draft, told, memory.published)
    fill_period(view, draft, memory)
    if (draft.status == "actual" and (given or draft.period != before)) or (draft.status == "forecast" and not given):
        draft.status = status_of(view, draft, told, memory.published)
    draft.subject = draft.subject or subject_of(view, draft, memory)
    draft.negated = _negated(view, draft)


def _may_compare(view: View, draft: Draft) -> bool:
    """Tell whether a draft is one of those that set two things against each other."""
    if draft.kind == "percent_change":
        return _is_gap(view, draft)
    if draft.kind == "fraction":
        return view.tokens.word(draft.last + 1) in ("the", "that", "as", "of")
    return draft.kind in ("multiple", "difference", "pp_change", "bp_change")


def _carry_money(view: View, draft: Draft, memory: Memory) -> None:
    """Give "up from 8.2 billion a year earlier" the currency of the amount before it; remember the last amount."""
    bare = draft.kind == "count" and draft.unit is None and not draft.doubt and _is_bare(view, draft)
    currency = memory.money or (memory.currency if bare and _is_sum(view, draft) else None)
    if bare and currency:
        draft.kind, draft.unit = "money", currency
    elif draft.kind in ("money", "count", "quantity", "rate") and not draft.doubt:
        memory.money = draft.unit if draft.kind == "money" else None
        memory.currency = memory.money or memory.currency


def _is_sum(view: View, draft: Draft) -> bool:
    """Tell whether a number of millions is of what is told in money: "Operating profit came to 1.12 billion"."""
    first, _ = view.clause(draft.first)
    scaled = any(scale in view.words[draft.last] for scale in SCALES)
    return scaled and not group("money_nouns").isdisjoint(view.words[first : draft.first])


def _is_bare(view: View, draft: Draft) -> bool:
    """Tell whether a figure stands without a noun that it counts."""
    if draft.first > view.first and view.words[draft.first - 1] in ("number", "numbers", "numbered"):
        return False
    if not group("headcounts").isdisjoint(view.words[view.clause(draft.first)[0] : draft.first]):
        return False  # "whose population has swollen to 83,600"
    after = view.tokens.word(draft.last + 1)
    return not after.isalpha() or view.clause(draft.last)[1] == draft.last + 1 or after in _ENDS


def _is_of_size(view: View, draft: Draft) -> bool:
    """Tell whether a percentage compares sizes and no times, with or without the other named: "is now 17% larger"."""
    if draft.kind != "percent_change" or view.tokens.word(draft.last + 1) not in group("sizes"):
        return False
    return view.clause(draft.first)[1] <= draft.last + 3


def _is_as_high(view: View, draft: Draft) -> bool:
    """Tell whether a multiple leaves out what it compares with: "In Spain the rate is three times as high"."""
    words = view.words
    last = draft.last if words[draft.last - 1] == "as" else draft.last + 2
    return last < view.stop and words[last - 1] == "as" and not view.tokens.word(last + 1).isalpha()


def _is_gap(view: View, draft: Draft) -> bool:
    """Tell whether a percentage parts two things at one time: "18% lower than in Germany"."""
    after = view.words[draft.last + 1 : draft.last + 8]
    return "than" in after and (after[0].endswith("er") or after[0] in ("more", "less"))


def _compares(view: View, draft: Draft) -> bool:
    """Tell whether another country, or any name, follows as what the figure is measured against."""
    stop = min(view.clause(draft.first)[1], draft.last + 10)
    if draft.base_value is not None or _is_against_a_time(view, draft):
        return False
    named = any(draft.last < m.first < stop and m.codes != ("WLD",) for m in view.mentions)
    return named or is_measured_on_name(view, draft.last + 1, stop)


def _is_against_a_time(view: View, draft: Draft) -> bool:
    """Tell whether "than" leads to a time: "26% more than in the year before, Chinese customs say"."""
    after = view.words[draft.last + 1 : draft.last + 5]
    if "than" not in after:
        return False
    first = draft.last + 2 + after.index("than")
    times = [m.first for m in view.moments] + [i for i, _ in view.matches("earlier")]
    return any(first <= i <= first + 2 and not any(first <= m.first <= i for m in view.mentions) for i in times)


def _negated(view: View, draft: Draft) -> bool:
    if not view.flags & DENIAL:
        return False
    first, _ = view.clause(draft.first)
    near = view.words[max(first, draft.first - 6) : draft.first]
    governing = view.words[max(view.first, first - 2) : first + 1]
    if any(word in ("denied", "denies", "deny", "disputed", "disputes") for word in governing):
        return True
    if view.words[first] in _NOBODY and view.words[first + 1] not in _NO_MORE and view.verb(first, draft.first):
        return True
    if any(near[i : i + 2] == ["no", "longer"] for i in range(len(near))):
        return True
    return any(word in _NEGATIONS for word in near) and _UNDENIED.isdisjoint(near)


def _borrow(drafts: list[Draft], published: date | None) -> None:
    """Give a draft without a period that of the same figure elsewhere; a bare rise that of the nearest rise."""
    figures_, changes = _Dated(), _Dated()
    for d in drafts:
        if d.period and d.kind not in ("date", "relative_date", "duration", "ordinal_period"):
            if d.value is not None:
                figures_.add((d.kind, d.unit, d.value), d)
            for code in set(d.entities) if d.kind in PERCENT_CHANGES else ():
                changes.add(code, d)
    for draft in [d for d in drafts if d.period is None and not d.fixed_period]:
        nearest = figures_.nearest([(draft.kind, draft.unit, draft.value)], draft.first)
        loose = draft.value is None and (draft.kind == "percent_change" or draft.unit == "%")
        if nearest is None and loose:
            nearest = changes.nearest(draft.entities, draft.first)
        if nearest is not None:
            draft.period, draft.basis, draft.carried = nearest.period, draft.basis or nearest.basis, True
            draft.base_period = draft.base_period or nearest.base_period
        elif loose and published is not None:
            draft.period = (published.replace(month=1, day=1), published.replace(month=12, day=31))


class _Dated:
    """Drafts with a period under keys, in text order, so that the nearest is found without looking at all."""

    def __init__(self) -> None:
        self._drafts: defaultdict[Hashable, list[Draft]] = defaultdict(list)
        self._firsts: defaultdict[Hashable, list[int]] = defaultdict(list)

    def add(self, key: Hashable, draft: Draft) -> None:
        """Keep a draft that stands behind those kept before."""
        self._drafts[key].append(draft)
        self._firsts[key].append(draft.first)

    def nearest(self, keys: Iterable[Hashable], first: int) -> Draft | None:
        """Return the draft under one of the keys that begins nearest to a token, of two the earlier."""
        found = []
        for key in keys:
            firsts = self._firsts.get(key, [])
            at = bisect_left(firsts, first)
            places = [at] * (at < len(firsts)) + ([bisect_left(firsts, firsts[at - 1])] if at else [])
            found += [self._drafts[key][place] for place in places]
        return min(found, key=lambda d: (abs(d.first - first), d.first), default=None)


def _claims(document: Document, view: View, drafts: list[Draft], speech: Speech, seen: Counter[str]) -> Iterator[Claim]:
    """Yield the claims of one sentence."""
    tokens, sentence, worth = view.tokens, view.span, Worth(view)
    named = {code for mention in view.mentions for code in mention.codes}
    for draft in drafts:
        start, end = tokens.starts[draft.first], tokens.ends[draft.last]
        quote = tokens.text[start:end]
        speaker, quoted = speech.of(draft.first, (view.first, view.stop))
        score, reason = worth.of(draft.first, draft.kind)
        if draft.doubt and score >= 0.5:
            score, reason = _DOUBTFUL, draft.doubt
        yield Claim(
            id=_identity(document.id, quote, seen), start=start, end=end, quote=quote, sentence=sentence,
            kind=draft.kind, value=draft.value, unit=draft.unit, bound=draft.bound, direction=draft.direction,
            digits=draft.digits, step=draft.step, loose_step=draft.loose_step, hedge=draft.hedge,
            period=draft.period, base_period=draft.base_period, base_value=draft.base_value,
            base_unit=draft.base_unit, basis=draft.basis, status=draft.status, negated=draft.negated,
            speaker=speaker, quoted=quoted, subject=draft.subject, entities=draft.entities, checkworthy=score,
            reason=reason, relation=draft.relation, anchor=draft.anchor, rule=draft.rule,
            carried=_carried_over(draft, named),
        )  # fmt: skip


def _carried_over(draft: Draft, named: set[str]) -> tuple[str, ...]:
    """Return what the sentence, which names some countries, leaves out and the text around it gave."""
    whose = ("entity",) if draft.entities and draft.entities[0] not in named else ()
    when = draft.carried or (draft.period is None and not draft.fixed_period)
    return (*whose, "period") if when else whose


def _identity(document: str, quote: str, seen: Counter[str]) -> str:
    """Return an id from document, quote and occurrence: it stays when the text changes elsewhere."""
    seen[quote] += 1
    return hashlib.sha256(f"{document}\0{quote}\0{seen[quote]}".encode()).hexdigest()[:_ID_LENGTH]
