"""The reader of times: what is read, with which value and interval, and what is left alone."""

from __future__ import annotations

from datetime import date

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
