"""How much a claim is worth checking, and why not: questions, conditions, rules of games, ages in passing, opinions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.grammar.claims_words import group, match_at, phrases

if TYPE_CHECKING:
    from workbench.grammar.claims_view import View

_KIND_WORTH = {
    "percent_change": 0.93, "pp_change": 0.93, "bp_change": 0.9, "difference": 0.9, "money": 0.88, "percent": 0.9,
    "rate": 0.88, "rank": 0.88, "superlative": 0.8, "multiple": 0.88, "fraction": 0.82, "count": 0.84,
    "quantity": 0.82, "streak": 0.82, "date": 0.76, "relative_date": 0.74, "duration": 0.74, "ordinal_period": 0.78,
    "event_order": 0.74,
}  # fmt: skip

_IF = frozenset(("if", "unless"))
SUPPOSING = _IF | {"suppose", "supposing", "imagine", "assume", "assuming"}
_INVERTED = frozenset(("were", "had", "should"))  # "were the rate to rise to 8%, many would default"
_NEAR = 8


class Worth:
    """How much what one sentence says is worth checking; what tells against the whole of it is found once."""

    __slots__ = ("_about_text", "_no_assertion", "_supposes", "_view")

    def __init__(self, view: View) -> None:
        self._view = view
        self._about_text = _told_of_text(view)
        self._supposes = _supposes(view)
        self._no_assertion = _asserts_nothing(view)

    def of(self, first: int, kind: str) -> tuple[float, str | None]:
        """Return the check-worthiness (0 to 1) of what stands at a token, and a reason where it is below 0.5."""
        if self._about_text:
            return self._about_text
        if self._is_conditional(first):
            return 0.2, "a condition or supposition"
        if self._no_assertion:
            return self._no_assertion
        if any(abs(at - first) < _NEAR for at, _ in self._view.matches("idioms")):
            return 0.2, "a figure of speech"
        return _KIND_WORTH.get(kind, 0.7), None

    def _is_conditional(self, i: int) -> bool:
        """Tell whether the clause of token ``i``, or one it depends on, is a condition."""
        view = self._view
        places = view.matches("conditional")
        if not places:
            return self._supposes
        first, stop = view.clause(i)
        inside = [at for at, last in places if first <= at and last < stop]
        if any(
            at <= i or "even" not in view.words[at - 1 : at + 1] for at in inside
        ):  # "made a profit of $5m, even if the margin fell"
            return view.words[first] != "whether"
        return self._supposes or any(k < i and view.words[k] in _IF for k, _ in places)


def _told_of_text(view: View) -> tuple[float, str] | None:
    if is_meta(view):
        return 0.1, "a line about the text itself"
    return (0.15, "a question") if _is_question(view) else None


def _asserts_nothing(view: View) -> tuple[float, str] | None:
    if view.matches("rules") and not view.matches("past"):
        return 0.25, "a rule of a game or an offer"
    return (0.2, "an instruction") if _is_instruction(view) else None


def _is_instruction(view: View) -> bool:
    """Tell whether the sentence opens with a verb of a request or recipe and asserts nothing."""
    i = view.first
    while i + 1 < view.stop and view.words[i] in _BULLETS:
        i += 1
    if i + 1 >= view.stop:
        return False
    of = view.words[i] in group("instructions_of") and (view.words[i + 1] in _OBJECTS or view.words[i + 1].isdecimal())
    if not of and view.words[i] not in group("instructions"):
        return False
    following = view.tokens.text[view.tokens.starts[i + 1]]
    verb = view.verb(i + 1, view.stop)
    return not following.isupper() and (verb is None or view.words[verb] in group("instructions"))


_OBJECTS = frozenset(("a", "an", "the", "each", "your", "this", "these", "two", "three", "four", "all"))
_BULLETS = frozenset(("-", "•", "*", "please", "then"))


def is_meta(view: View) -> bool:
    """Tell whether the sentence is a line about the text: a byline, a time stamp, a caption."""
    words = view.words
    length = match_at(words, view.first, phrases("meta"))
    if not length or view.stop - view.first > 24:
        return False
    after = view.words[view.first + length] if view.first + length < view.stop else ""
    if words[view.first] in ("updated", "published", "posted", "last", "modified", "created", "first", "copyright"):
        return view.verb(view.first + length, view.stop) is None
    return after == ":" or words[view.first] in ("questions", "contact")


def _is_question(view: View) -> bool:
    last = view.stop - 1
    while last > view.first and view.words[last] in "\"')":
        last -= 1
    return view.words[last] == "?"


def _supposes(view: View) -> bool:
    """Tell whether the opening of a sentence makes all of it a supposition."""
    words = view.words
    opener, after = words[view.first], view.tokens.word(view.first + 1)
    if opener in SUPPOSING or (opener == "say" and after in ("a", "you")):
        return True
    example = opener == "for" and after in ("example", "instance")
    return (opener in _INVERTED or example) and "would" in words[view.first : view.stop]
