"""The reader of times: what is read, with which value and interval, and what is left alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.grammar.calendar import interval_of
from workbench.grammar.timejoin import JOINS
from workbench.grammar.times import FIGURE_RULES, RULES, read_times
from workbench.grammar.timewords import CARDINALS, MONTHS, UNITS, WEEKDAYS
from workbench.grammar.tokens import tokenise

NOW = date(2022, 12, 30)  # a Friday
WORDS = (
    *MONTHS,
    *WEEKDAYS,
    *UNITS,
    *CARDINALS,
    *"30 2022 1998 16 : / - , . ' the of last next ago earlier first third half q fy s th p.m. gmt ( by since".split(),
    *"between and to from every past same period date \n\n 0 9999 1e5 999999999".split(" "),
    *"began on at by if is will take effect next following that ended noon Christmas May Day ish p c - ;".split(),
)


EVERY_RULE = (*RULES, *FIGURE_RULES, *JOINS)


@pytest.mark.parametrize(("text", "values"), [example for rule in EVERY_RULE for example in rule.yes])
def test_a_rule_reads_its_examples(text: str, values: str) -> None:
    """What a rule says it reads is read, with that value and nothing else beside it."""
    assert values == " ".join(span.value for span in read_times(tokenise(text), NOW))


@pytest.mark.parametrize("text", [text for rule in EVERY_RULE for text in rule.no])
def test_a_rule_leaves_its_counterexamples(text: str) -> None:
    """What a rule says is no time is left alone."""
    assert [] == read_times(tokenise(text), NOW)


@given(st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.none() | st.dates())
def test_spans_point_into_any_text(text: str, now: date | None) -> None:
    """Nothing raises on any text and any day, spans are in order, apart, and quote the text."""
    spans = read_times(tokenise(text), now)
    end = 0
    for span in spans:
        assert text[span.start : span.end] == span.quote
        assert end <= span.start < span.end
        end = span.end
        assert span.from_ is None or span.to is None or span.from_ <= span.to


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31)), st.dates())
@pytest.mark.parametrize("form", ["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%b. %d, %Y", "%d %b %Y"])
def test_a_full_date_is_read_in_every_form(form: str, day: date, now: date) -> None:
    """A written-out date keeps its day whatever today is."""
    [span] = read_times(tokenise(f"It was agreed on {day.strftime(form).replace('May.', 'May')}."), now)
    assert (day.isoformat(), day, day) == (span.value, span.from_, span.to)


@pytest.mark.parametrize(
    ("text", "quote", "value", "first", "last"),
    [
        ("Output will double by 2024.", "by 2024", "2024", None, "2024-12-31"),
        ("They have met since 2014.", "since 2014", "2014", "2014-01-01", None),
        ("It must be ready by the end of 2022.", "by the end of 2022", "2022", None, "2022-12-31"),
        ("Prices rose until March 2021.", "until March 2021", "2021-03", None, "2021-03-31"),
        ("It fell after May 2020.", "after May 2020", "2020-05", "2020-06-01", None),
        ("It stood higher before 2010.", "before 2010", "2010", None, "2009-12-31"),
    ],
)
def test_a_preposition_opens_an_end(text: str, quote: str, value: str, first: str | None, last: str | None) -> None:
    """By, until, since, before and after leave one end of the interval open and belong to the span."""
    [span] = read_times(tokenise(text), NOW)
    expected = (quote, value, first and date.fromisoformat(first), last and date.fromisoformat(last))
    assert expected == (span.quote, span.value, span.from_, span.to)


@pytest.mark.parametrize(
    "text", ["Sales fell last week.", "He left on Friday.", "It grew in October.", "It opens today."]
)
def test_relative_times_stay_open_without_a_date(text: str) -> None:
    """Without the day of publication a relative time keeps an X and names no days."""
    [span] = read_times(tokenise(text))
    assert "X" in span.value
    assert (None, None) == (span.from_, span.to) == interval_of(span.value)


@pytest.mark.parametrize(
    ("country", "value", "first", "last"),
    [
        ("IND", "FY2022", "2021-04-01", "2022-03-31"),
        ("JPN", "FY2021", "2021-04-01", "2022-03-31"),
        (None, "FY2022", None, None),
    ],
)
def test_a_pair_of_years_names_one_fiscal_year(
    country: str | None, value: str, first: str | None, last: str | None
) -> None:
    """FY2021/22 is the same stretch of days whether a country names it by its first year or its last."""
    [span] = read_times(tokenise("It rose in FY2021/22."), NOW, country=country)
    expected = (value, first and date.fromisoformat(first), last and date.fromisoformat(last))
    assert expected == (span.value, span.from_, span.to)


@pytest.mark.parametrize(
    "repeated",
    ["may ", "Monday, ", "May 5 ", "hundred and ", "1/2/", "2022-", "10:30:", "a week of ", "at 7 ", "ten to six "],
)
def test_hostile_text_reads_in_proportion(repeated: str) -> None:
    """Twice as much of the same yields about twice the spans and nothing else goes wrong."""
    short, long = (len(read_times(tokenise(repeated * count), NOW)) for count in (500, 1000))
    assert 2 * short - 2 <= long <= 2 * short + 2


def test_a_moment_stands_in_for_the_day() -> None:
    """The moment of publication is enough to tell relative times."""
    [span] = read_times(tokenise("It fell yesterday."), moment=datetime(2022, 12, 30, 16, 16, tzinfo=UTC))
    assert span.value == "2022-12-29"


def test_what_was_said_before_lends_its_time() -> None:
    """A year earlier is told from the period last spoken of, not from today."""
    spans = read_times(tokenise("Output grew 4% in March 2020. A year earlier it had shrunk."), NOW)
    assert ["2020-03", "2019-03"] == [span.value for span in spans]
