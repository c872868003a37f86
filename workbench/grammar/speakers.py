"""Who says it: direct quotations over several sentences, reported speech, headlines of the form "…: Name"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.grammar.claims_words import group
from workbench.grammar.timewords import WEEKDAYS

if TYPE_CHECKING:
    from workbench.grammar.tokens import Tokens

_NAME = re.compile(r"([A-Z](?<!\w.)\w+)[ \u00a0](?=([A-Z]\w+)\b(?![ \u00a0][A-Z]))")  # capitals first: searched faster
_MARK = re.compile('"')
_LONGEST_LOOK = 120
_LONGEST_QUOTE = 400
_LONGEST_NAME = 5
_ASIDES = frozenset("the a an its their his her who which".split())
_ARTICLES = frozenset("the a an one another some its their many".split())
_SKIPPED = frozenset("also has had have later then on again of".split())
_HE = frozenset(("he", "she", "they", "it"))
_NO_NAME = frozenset(
    "in on at the a an but and after before while as for if when it he she they this that these there".split()
)


@dataclass(slots=True)
class Speech:
    """The quotations of a text and the names it knows; ``of`` tells who says the words at a token."""

    tokens: Tokens
    regions: list[tuple[int, int]] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)
    _full: dict[str, str] = field(default_factory=dict)
    _said: dict[int, tuple[str, bool] | None] = field(default_factory=dict)
    _last: str = ""
    _named: bool = False

    @classmethod
    def read(cls, tokens: Tokens, cues: list[int]) -> Speech:
        """Find the quotations of a text; verbs of saying and "according" stand at ``cues``."""
        return cls(tokens, _regions(tokens), cues)

    def of(self, i: int, sentence: tuple[int, int]) -> tuple[str | None, bool]:
        """Return the speaker of token ``i`` (``None``: the text itself) and whether the words are quoted.

        >>> from workbench.grammar.tokens import tokenise
        >>> tokens = tokenise('"Sales rose 5%. Costs fell," Ann Moe said. Profit fell 2%.')
        >>> speech = Speech.read(tokens, [12])
        >>> speech.of(3, tokens.sentences[0]), speech.of(15, tokens.sentences[-1])
        (('Ann Moe', True), (None, False))
        """
        region = self._region(i)
        if region is not None:
            return self._speaker_of_region(region), True
        found = self._attribution(sentence)
        return (found[0], found[1]) if found else (None, False)

    def quoted(self, i: int) -> bool:
        """Tell whether token ``i`` stands inside quotation marks."""
        return self._region(i) is not None

    def _region(self, i: int) -> tuple[int, int] | None:
        regions = self.regions
        if not regions or not regions[0][0] <= i <= regions[-1][1]:
            return None
        region = regions[bisect_right(regions, (i, len(self.tokens.words))) - 1]
        return region if i <= region[1] else None

    def _speaker_of_region(self, region: tuple[int, int]) -> str | None:
        """Look in the sentences where the quotation ends and begins, then in the one that follows."""
        count = len(self.tokens.words)
        places = [region[1], region[0], region[0] - 1, region[1] + 1]
        for place in places:
            if 0 <= place < count:
                found = self._attribution(self.tokens.sentence_of(place))
                if found:
                    return found[0]
        return None

    def _attribution(self, sentence: tuple[int, int]) -> tuple[str, bool] | None:
        if sentence[0] not in self._said:
            self._said[sentence[0]] = self._read_attribution(sentence)
        return self._said[sentence[0]]

    def _read_attribution(self, sentence: tuple[int, int]) -> tuple[str, bool] | None:
        first, stop = sentence
        stop = min(stop, first + 2 * _LONGEST_LOOK)
        words = self.tokens.words
        verbs = group("speech")
        for i in self.cues[bisect_left(self.cues, first) : bisect_left(self.cues, stop)]:
            word = words[i]
            if word in verbs and self._region(i) is None:
                inverted = word == "quoting" or (i > first and words[i - 1] in ('"', ","))
                told = inverted and words[i - 1] == "," and not self._capital_at(i + 1, stop)
                name = self._set_apart(i - 1, first) if told else ""
                name = name or (self._name_after(i + 1, stop) if inverted else "")
                name = name or self._name_before(i, first) or ("" if inverted else self._name_after(i + 1, stop))
                if name and "quoting" in words[i + 1 : stop]:
                    continue
                if name:
                    return self._known(name), word == "quoting"
            elif word == "according" and i + 1 < stop and words[i + 1] == "to":
                name = self._name_after(i + 2, stop)
                if name:
                    return self._known(name), False
        return self._headline(first, stop)

    def _headline(self, first: int, stop: int) -> tuple[str, bool] | None:
        """Read "Trade to grow by 25%: Putin"."""
        words = self.tokens.words
        for i in range(max(first, stop - _LONGEST_NAME), stop - 1):
            if words[i] == ":" and all(self._capital(k) for k in range(i + 1, stop)):
                return self._known(self.tokens.raw(i + 1, stop - 1)), False
        return None

    def _name_before(self, verb: int, first: int) -> str:
        """Return the name or office that stands before a verb of saying."""
        words = self.tokens.words
        i = verb - 1
        while i > first and (words[i] in _SKIPPED or words[i] in WEEKDAYS):
            i -= 1 + (words[i] in WEEKDAYS and words[i - 1] == "on")
        if i < first:
            return ""
        if words[i] in _HE:
            return self._person_before(first) if words[i] in ("he", "she") else ""
        if words[i] == "," and (start := self._apposition(i, first)) is not None:
            i = start
        if self._capital(i):
            k = i
            while k > first and self._capital(k - 1) and verb - k < _LONGEST_NAME + 2:
                k -= 1
            if k - 2 >= first and words[k - 1] in ("of", "for") and self._capital(k - 2):
                k -= 2
                while k > first and self._capital(k - 1):
                    k -= 1
            if (
                k > first
                and words[k - 1] in ("in", "at", "of", "from")
                and (office := self._office_before(k - 1, first))
            ):
                return office
            return " ".join(self.tokens.raw(k, i).split())
        if words[i] in group("speakers"):
            k = i
            while k > first and i - k < _LONGEST_NAME and words[k - 1].isalpha() and words[k] not in _ARTICLES:
                k -= 1
            return self.tokens.raw(k, i)
        return ""

    def _office_before(self, i: int, first: int) -> str:
        """Return the office in "analysts at one bank in Oslo said"."""
        for k in range(i - 1, max(first, i - 6) - 1, -1):
            if self.tokens.words[k] in group("speakers"):
                start = k
                while start > first and k - start < 3 and self.tokens.words[start - 1].isalpha():
                    start -= 1
                    if self.tokens.words[start] in _ARTICLES or self.tokens.words[start] in ("and", "but", "that"):
                        break
                return self.tokens.raw(k if self.tokens.words[start] in ("and", "but", "that") else start, k)
        return ""

    def _person_before(self, first: int) -> str:
        """Return the first person that the sentence before names: whom "he" or "she" stands for."""
        if not first:
            return self._last
        self._names()
        start, stop = self.tokens.sentence_of(first - 1)
        for i in range(max(start, stop - _LONGEST_LOOK), stop):
            if self._capital(i) and self.tokens.raw(i) in self._full:
                return self._full[self.tokens.raw(i)]
        return self._last

    def _names(self) -> None:
        if not self._named:
            self._named, self._full = True, _full_names(self.tokens)

    def _capital_at(self, i: int, stop: int) -> bool:
        return i < stop and self._capital(i)

    def _set_apart(self, comma: int, first: int) -> str:
        """Return the name in "Ann Moe, the minister, said" and "The minister, Ann Moe, said"."""
        words = self.tokens.words
        for k in range(comma - 1, max(first, comma - 14), -1):
            if words[k] != ",":
                continue
            if all(self._capital(j) for j in range(k + 1, comma)):
                return self.tokens.raw(k + 1, comma - 1)
            if words[k + 1] in _ASIDES and self._capital(k - 1):
                return self._name_before(k, first)
            return ""
        return ""

    def _apposition(self, comma: int, first: int) -> int | None:
        """Return the last token of the name in "Ann Moe, the minister, said"."""
        for k in range(comma - 1, max(first, comma - 14), -1):
            if self.tokens.words[k] == ",":
                return k - 1 if self._capital(k - 1) else None
        return None

    def _name_after(self, i: int, stop: int) -> str:
        """Return the name or office that stands after a verb of saying."""
        words = self.tokens.words
        if i >= stop:
            return ""
        if self._capital(i):
            k = i
            while k + 1 < stop and k - i < _LONGEST_NAME and self._capital(k + 1):
                k += 1
            return self.tokens.raw(i, k)
        for k in range(i, min(i + _LONGEST_NAME, stop)):
            if words[k] in group("speakers"):
                if k + 1 < stop and self._capital(k + 1):
                    return self._name_after(k + 1, stop)
                return self.tokens.raw(i, k) if words[i] in _ARTICLES else ""
            if not words[k].isalpha():
                break
        return ""

    def _known(self, name: str) -> str:
        """Return the fullest form of a name that the text has given so far."""
        name = name.removeprefix("the ").strip()
        if " " not in name:
            self._names()
            name = self._full.get(name, name)
        self._last = name
        return name

    def _capital(self, i: int) -> bool:
        word = self.tokens.words[i]
        return word.isalpha() and self.tokens.text[self.tokens.starts[i]].isupper() and word not in _NO_NAME


def _full_names(tokens: Tokens) -> dict[str, str]:
    """Map each surname to the first run of two capitalised words that ends with it."""
    found: dict[str, str] = {}
    titles = group("titles", "speakers") | _NO_NAME
    for match in _NAME.finditer(tokens.text):
        forename, surname = match[1], match[2]
        if forename.lower() not in titles and surname.lower() not in titles:
            found.setdefault(surname, f"{forename} {surname}")
    return found


def _regions(tokens: Tokens) -> list[tuple[int, int]]:
    """Return the quotations as ranges of tokens: from mark to mark, across sentences of one paragraph."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _MARK.finditer(tokens.folded):
        i = bisect_left(tokens.starts, match.start())
        mark = tokens.text[tokens.starts[i]]
        if opened is not None and (i - opened > _LONGEST_QUOTE or (mark != "”" and _new_paragraph(tokens, opened, i))):
            opened = None
        if opened is None:
            opened = i if mark != "”" else None
        elif mark != "“":
            found.append((opened, i))
            opened = None
        else:
            opened = i
    return found


def _new_paragraph(tokens: Tokens, first: int, last: int) -> bool:
    return "\n\n" in tokens.folded[tokens.starts[first] : tokens.starts[last]]
