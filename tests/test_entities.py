"""Countries named in a text."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.core import get_global

from workbench.grammar.entities import find_mentions, joined, people, with_people
from workbench.grammar.tokens import tokenise
from workbench.lexicon import table


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Norway and the Danes", ["NOR", "DNK"]),
        ("The US economy told us nothing", ["USA"]),
        ("Whitehall and the Kremlin", ["GBR", "RUS"]),
        ("South Korean cars, not North Korean ones", ["KOR", "PRK"]),
        ("Papua New Guinea is not Guinea", ["PNG", "GIN"]),
        ("the Democratic Republic of the Congo", ["COD"]),
        ("They polish the china and eat turkey", []),
        ("the euro area and the world", ["EMU", "WLD"]),
        ("VIENNA - The bank of Slovenia", ["SVN"]),
        ("Washington\u00a0said so", ["USA"]),
        ("Latin America's largest economy", ["x-latin-america"]),
        ("South America and Southeast Asia", ["x-south-america", "x-southeast-asia"]),
        ("northern France, East Germany", ["x-northern-france", "x-east-germany"]),
        ("he went north. France stayed", ["FRA"]),
    ],
)
def test_countries_are_found_by_any_of_their_names(text: str, codes: list[str]) -> None:
    """Names, adjectives, peoples and seats give the country's code; common words and datelines do not."""
    assert codes == [code for mention in find_mentions(tokenise(text)) for code in mention.codes]


def test_a_name_may_count_its_members() -> None:
    """A group that is named by its members gives each of them."""
    (mention,) = find_mentions(tokenise("The Baltic states agreed."))
    assert ("EST", "LVA", "LTU") == mention.codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Trade between Spain and Chile grew.", [("ESP", "CHL")]),
        ("Peru-Bolivia ties", [("PER", "BOL")]),
        ("The Polish and the Czech", [("POL",), ("CZE",)]),
        ("Kenya, Uganda and Rwanda met.", [("KEN", "UGA", "RWA")]),
    ],
)
def test_neighbours_in_one_phrase_are_one_mention(text: str, codes: list[tuple[str, ...]]) -> None:
    """Countries joined by "and", a comma or a hyphen are read together, in order."""
    tokens = tokenise(text)
    assert codes == [mention.codes for mention in joined(tokens, find_mentions(tokens))]


def test_persons_belong_to_the_country_they_are_introduced_with() -> None:
    """A title after a country's adjective gives the person's country, which later uses of the name keep."""
    tokens = tokenise("Austrian Chancellor Eva Gruber flew home. Gruber spoke to Kenya's Amani Otieno.")
    mentions = find_mentions(tokens)
    assert {"eva": ("AUT",), "gruber": ("AUT",), "amani": ("KEN",), "otieno": ("KEN",)} == people(tokens, mentions)
    persons = [mention.codes for mention in with_people(tokens, mentions) if mention.form == "person"]
    assert [("AUT",), ("AUT",), ("AUT",), ("KEN",), ("KEN",)] == persons


def test_names_agree_with_those_of_cldr() -> None:
    """The first name of every territory in the table is the English name that CLDR gives its code."""
    two = {three: to[0] for three, to in get_global("territory_aliases").items() if len(three) == 3 and len(to) == 1}
    names = Locale("en").territories
    wrong = {
        code: first
        for code, first in ((code, names_.split("|")[0].strip()) for code, names_, _, _ in table("territories"))
        if code in two and names.get(two[code]) not in (first, None) and code not in ("COD", "TLS", "ROU")
    }
    assert wrong == {}
