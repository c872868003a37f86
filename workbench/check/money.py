"""Money in another currency than the tables': converted with dated rates, which are shown as rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench import rates
from workbench.errors import UsageError
from workbench.link.fit import MONEY
from workbench.model import Observation

if TYPE_CHECKING:
    from workbench.check.view import Reading, View
    from workbench.model import Claim, Indicator

TABLE = "ECB euro reference rates"


def currency_of(indicator: Indicator) -> str:
    """Return the currency that an indicator is in, or an empty string."""
    own = MONEY.match(indicator.unit)
    return indicator.currency or (own[0] if own else "")


def needs_rate(claim: Claim, indicator: Indicator) -> bool:
    """Tell whether a claim is in other money than the indicator."""
    told = MONEY.match(claim.unit or "")
    own = currency_of(indicator)
    return (
        told is not None and bool(own) and told[0] != own and not ("/" in indicator.unit and indicator.unit.isupper())
    )


def converted(view: View, claim: Claim, reading: Reading, indicator: Indicator) -> Reading:
    """Return a reading in the claim's money: flows at the mean rate of their period, stocks at that of its last day.

    Raises UsageError where there is no rate, saying where the series ends.
    """
    told = MONEY.match(claim.unit or "")
    assert told is not None
    start, end = min(row.start for row in reading.rows), max(row.end for row in reading.rows)
    view.rests_on(end)
    if view.day is not None and end > view.day:
        raise UsageError(f"no rate for {end}: it lies after {view.day}", hint="wait for the end of the period")
    source = currency_of(indicator)
    rate = rates.on(source, told[0], end) if indicator.kind == "stock" else rates.average(source, told[0], start, end)
    return with_rate(reading, rate)


def with_rate(reading: Reading, rate: rates.Rate) -> Reading:
    """Return a reading multiplied by a rate, with the rate as its last row."""
    row = rate_row(rate)
    when = f"{rate.start}" if rate.start == rate.end else f"mean of {rate.start} to {rate.end}"
    note = f"1 {rate.source} = {rate.value} {rate.target} ({when}, ECB)"
    return replace(
        reading,
        formula=f"product({reading.formula}, #{len(reading.rows)})",
        rows=(*reading.rows, row),
        note="; ".join(part for part in (reading.note, note) if part),
    )


def rate_row(rate: rates.Rate) -> Observation:
    """Return a rate as a row of evidence."""
    step = Decimal(1).scaleb(int(rate.value.as_tuple().exponent))
    period = rate.start.isoformat() if rate.start == rate.end else f"{rate.start}/{rate.end}"
    return Observation(
        indicator="exchange_rate", entity=rate.source, counterpart=rate.target, period=period, start=rate.start,
        end=rate.end, printed=format(rate.value, "f"), value=rate.value, step=step, vintage=rate.end,
        source=rates.SOURCE, url=rates.ADDRESS, table=TABLE,
    )  # fmt: skip
