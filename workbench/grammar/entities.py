"""Countries and groups of countries named in a text: by name, adjective, people, capital or seat of power."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from workbench.grammar.claims_words import group, match_at, phrases
from workbench.grammar.tokens import words_of
from workbench.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.grammar.tokens import Tokens

_JOINERS = frozenset(("and", "-", "&", "with", "/"))
_SMALL_WORDS = frozenset("in at on from to the for by with as and but while when if after before".split())
_TITLE_WORDS = 4
_SIGN_OF_PLACE = ("name", "member", "seat")


@dataclass(frozen=True, slots=True)
class Mention:
    """Countries named at tokens ``first`` to ``last``; ``form``: name, member (adjective, people), seat or person."""

    first: int
    last: int
    codes: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    spelling: str
    codes: tuple[str, ...]
    form: str


@cache
def _names() -> dict[str, tuple[_Name, ...]]:
    """Return the names by their first word, longest first."""
    found: dict[str, list[_Name]] = {}
    rows = [(code, names, members, seats, "") for code, names, members, seats in table("territories")]
    for code, names, members, seats, parts in [*rows, *table("groups")]:
        codes = tuple(part.strip() for part in parts.split("|") if part.strip()) or (code,)
        for form, cell in zip(_SIGN_OF_PLACE, (names, members, seats), strict=True):
            for name in filter(None, map(str.strip, cell.split("|"))):
                words = words_of(name)
                found.setdefault(words[0], []).append(_Name(words, name, codes, form))
    return {first: tuple(sorted(all_, key=lambda n: -len(n.words))) for first, all_ in found.items()}


@cache
def _names_by_opening() -> dict[str, dict[str, tuple[_Name, ...]]]:
    """Return the names by their first word and their second, "" for names of one word; longest first."""
    found: dict[str, dict[str, list[_Name]]] = {}
    for first, names in _names().items():
        for name in names:
            found.setdefault(first, {}).setdefault(name.words[1] if len(name.words) > 1 else "", []).append(name)
    return {first: {second: tuple(names) for second, names in by.items()} for first, by in found.items()}


def longer_names() -> tuple[str, ...]:
    """Return the names of more than one word, each of which may hold the name of another place ("Latin America").

    >>> "Latin America" in longer_names()
    True
    """
    return tuple(name.spelling for names in _names().values() for name in names if len(name.words) > 1)


@cache
def adjectives(code: str) -> tuple[str, ...]:
    """Return the adjectives and names of people of a country or group.

    >>> "Chinese" in adjectives("CHN")
    True
    """
    rows = ((row[0], row[2]) for row in (*table("territories"), *table("groups")))
    return tuple(name.strip() for known, cell in rows if known == code for name in cell.split("|") if name.strip())


@cache
def name_words() -> frozenset[str]:
    """Return the words one of which every name has first, or second behind a small word ("the Hague").

    >>> "berlin" in name_words(), "hague" in name_words(), "the" in name_words()
    (True, True, False)
    """
    names = _names_by_opening()
    behind = {second or first for first in names.keys() & _SMALL_WORDS for second in names[first]}
    return frozenset((names.keys() - _SMALL_WORDS) | behind)


def find_mentions(tokens: Tokens, named: Iterable[int] | None = None) -> list[Mention]:
    """Return the countries and groups that a text names, in text order, in time linear in its length.

    ``named`` are the tokens that are ``name_words``, where that is known.

    >>> from workbench.grammar.tokens import tokenise
    >>> [m.codes for m in find_mentions(tokenise("Berlin and Paris buy British gas; turkey is cheap."))]
    [('DEU',), ('FRA',), ('GBR',)]
    """
    found: list[Mention] = []
    words = tokens.words
    if named is None:
        wanted = name_words()
        named = [i for i, word in enumerate(words) if word in wanted]
    free = 0
    for at in named:
        for i in (at - 1, at) if at and words[at - 1] in _SMALL_WORDS else (at,):
            name = _name_at(tokens, i) if i >= free else None
            if name is None:
                continue
            free = i + len(name.words)
            if not _is_no_place(tokens, i, free - 1, name):
                found.append(_mention(tokens, i, free - 1, name))
    return found


def _name_at(tokens: Tokens, i: int) -> _Name | None:
    """Return the longest name that begins at token ``i``."""
    words = tokens.words
    by_second = _names_by_opening().get(words[i])
    if by_second is None:
        return None
    for name in (*by_second.get(tokens.word(i + 1), ()), *by_second.get("", ())):
        if tuple(words[i : i + len(name.words)]) == name.words and _spelt(tokens.text, tokens.starts[i], name.spelling):
            return name
    return None


def _is_no_place(tokens: Tokens, first: int, last: int, name: _Name) -> bool:
    """Tell whether a name only says where a report was written, in which money, or is a part of another name."""
    if _is_dateline(tokens, first, last) or _is_money(tokens, first, last):
        return True
    return name.form == "seat" and _is_part_of_name(tokens, first, last)


def _mention(tokens: Tokens, first: int, last: int, name: _Name) -> Mention:
    """Return what a name stands for; a part of a place is a place of its own: "northern France", "West Africa"."""
    part = tokens.word(first - 1)
    if name.form == "seat" or part not in group("parts_of_places"):
        return Mention(first, last, name.codes, name.form)
    return Mention(first - 1, last, (f"x-{part}-{name.spelling.lower().replace(' ', '-')}",), name.form)


def _spelt(text: str, start: int, spelling: str) -> bool:
    """Tell whether capital letters fall where the spelling has them ("US" is no pronoun, "Polish" no verb)."""
    if spelling.isupper() or "." in spelling:
        return text.startswith(spelling, start)
    return spelling[0].islower() or text[start].isupper()


def _is_dateline(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a place only says where a report was written: "VIENNA - The …"."""
    if tokens.word(last + 1) != "-" or tokens.glued(last) or not tokens.raw(first, last).isupper():
        return False
    return last - first > 0 or len(tokens.words[first]) > 3


def _is_money(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a country only names its money: "US$ per litre", "in U.S. dollars", "(US dollar)"."""
    after = tokens.word(last + 1)
    if after == "$":  # "US $5bn" is one amount, "in Italy $5bn" is not
        return tokens.glued(last) or tokens.raw(first, last).isupper()
    return after == "dollars" or (after == "dollar" and tokens.word(first - 1) == "(")


def _is_part_of_name(tokens: Tokens, first: int, last: int) -> bool:
    """Tell whether a city only is part of a longer name: "London Metal Exchange", "Real Madrid"."""
    text, starts = tokens.text, tokens.starts
    after = (
        last + 1 < len(starts)
        and text[starts[last + 1]].isupper()
        and text[tokens.ends[last] : starts[last + 1]] == " "
    )
    before = (
        first > 0
        and text[starts[first - 1]].isupper()
        and text[tokens.ends[first - 1] : starts[first]] == " "
        and tokens.words[first - 1] not in _SMALL_WORDS
    )
    return after or before


def people(tokens: Tokens, mentions: list[Mention]) -> dict[str, tuple[str, ...]]:
    """Return the countries of the persons a text introduces with them, by surname in matching form.

    >>> from workbench.grammar.tokens import tokenise
    >>> text = tokenise("Danish Prime Minister Mette Frederiksen met Norway's Jonas Store.")
    >>> people(text, find_mentions(text))
    {'mette': ('DNK',), 'frederiksen': ('DNK',), 'jonas': ('NOR',), 'store': ('NOR',)}
    """
    titles = phrases("titles")
    found: dict[str, tuple[str, ...]] = {}
    for mention in mentions:
        if mention.form not in ("name", "member") or len(mention.codes) != 1:
            continue
        i = mention.last + 1
        titled = tokens.word(i) == "'s"
        i += titled
        for _ in range(_TITLE_WORDS):
            length = match_at(tokens.words, i, titles) if i < len(tokens.words) else 0
            if not length:
                break
            titled = True
            i += length
        if titled:
            for name in _proper(tokens, i):
                found.setdefault(name, mention.codes)
    return {name: codes for name, codes in found.items() if name not in _names()}


def _proper(tokens: Tokens, i: int) -> list[str]:
    """Return the capitalised words from token ``i`` on: a name of two to four words."""
    names: list[str] = []
    while i < len(tokens.words) and len(names) < _TITLE_WORDS:
        word = tokens.words[i]
        if not word.isalpha() or not tokens.text[tokens.starts[i]].isupper() or word in group("titles"):
            break
        names.append(word)
        if i + 1 < len(tokens.words) and "\n" in tokens.text[tokens.ends[i] : tokens.starts[i + 1]]:
            break
        i += 1
    return names if len(names) > 1 else []


def with_people(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions and those of the persons that the text introduced with their countries.

    >>> from workbench.grammar.tokens import tokenise
    >>> text = tokenise("French President Jean Dupont met Serbian President Ana Ilic. Dupont spoke first.")
    >>> [(m.codes, m.form) for m in with_people(text, find_mentions(text))][-1]
    (('FRA',), 'person')
    """
    known = people(tokens, mentions)
    if not known:
        return mentions
    taken = {i for mention in mentions for i in range(mention.first, mention.last + 1)}
    persons = [
        Mention(i, i, known[word], "person")
        for i, word in enumerate(tokens.words)
        if word in known and i not in taken and tokens.text[tokens.starts[i]].isupper()
    ]
    return sorted([*mentions, *persons], key=lambda m: m.first)


def joined(tokens: Tokens, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with neighbours in one phrase brought together ("Russia and China", "Polish-Czech").

    >>> from workbench.grammar.tokens import tokenise
    >>> text = tokenise("Trade between Spain and Chile, and Peru-Bolivia ties")
    >>> [m.codes for m in joined(text, find_mentions(text))]
    [('ESP', 'CHL'), ('PER', 'BOL')]
    """
    found: list[Mention] = []
    for mention in mentions:
        before = found[-1] if found else None
        if before is not None and _neighbours(tokens, before, mention):
            codes = tuple(dict.fromkeys((*before.codes, *mention.codes)))
            found[-1] = replace(before, last=mention.last, codes=codes)
        else:
            found.append(mention)
    return found


def _neighbours(tokens: Tokens, before: Mention, mention: Mention) -> bool:
    between = tokens.words[before.last + 1 : mention.first]
    if not between:
        return before.form == mention.form == "person"
    if between == [","]:
        return before.form == mention.form == "name"
    if between == ["-"] and not (tokens.glued(before.last) and tokens.glued(before.last + 1)):
        return False
    if between[-1] == "the" and before.form == mention.form == "name":
        between = between[:-1]
    return len(between) == 1 and between[0] in _JOINERS
