"""Publication dates as they are written: ISO, or a visible line such as "Updated March 3rd, 2021 at 09:45 IST"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache

from workbench.errors import UsageError
from workbench.model import PublicationDate

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_ZONE = r"(?P<zone>\(?[a-z]{1,4}\)?(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?|[+-][0-9]{2}:?[0-9]{2})"
_CLOCK = (
    r"(?:(?:T|[ ,]*(?:at|[-|/–—])?[ ]*)(?P<hour>[0-2]?[0-9])"
    r"(?:[:.](?P<minute>[0-5][0-9])(?::[0-5][0-9](?:\.[0-9]+)?)?)?(?:[ ]?(?:hrs|hours|h))?"
    rf"[ ]*(?P<half>[ap]\.?m\b\.?)?[ ,]*{_ZONE}?)?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?[ ]+)?"
_DATES = (
    rf"{_WEEKDAY}{_NAME}[ ]+{_DAY}(?:,[ ]*|[ ]+){_YEAR}{_CLOCK}",
    rf"{_WEEKDAY}{_DAY}[ -](?:of[ ]+)?{_NAME}(?:,?[ ]*|-){_YEAR}{_CLOCK}",
    rf"{_WEEKDAY}{_YEAR}-(?P<number>[01][0-9])-(?P<day>[0-3][0-9]){_CLOCK}",
    rf"{_WEEKDAY}(?P<first>[0-3]?[0-9])[./-](?P<second>[0-3]?[0-9])[./-]{_YEAR}{_CLOCK}",
)
_LABEL = (
    r"(?:this (?:article|story|page|post|report|piece) (?:was|has been) )?(?:(?:first|last|originally|most recently) )?"
    r"(?P<label>published|posted|updated|modified|date|publication date|release date|last update)"
    r"(?:[ ]+(?:on|at|online))?[ ]*:?[ ]+"
)
_LABELLED = tuple(_LABEL + form + r"\W*" for form in _DATES)
_BARE = tuple(rf"(?:[^\W\d][\w. ]{{1,24}}, ?)?{form}\W*" for form in _DATES)
_HOLDS_YEAR = re.compile(_YEAR)
_SEPARATOR = re.compile(r"[ ]*[|•·;][ ]*|[ ]+[–—-][ ]+(?=\D)")
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "cet": 60, "west": 60, "cest": 120, "eet": 120, "sast": 120,
    "eest": 180, "msk": 180, "gst": 240, "pkt": 300, "ist": 330, "hkt": 480, "sgt": 480, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
    "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
# Without daylight saving in the name, the zone depends on the day: "ET" is read as winter or summer time.
_AMERICAN = {"et": -300, "ct": -360, "mt": -420, "pt": -480}
AMBIGUOUS_ZONES = {"ist": "India's time", "cst": "America's central time", "bst": "British summer time"}
_HEAD, _FOOT, _BYLINE, _LONGEST = 12, 6, 6, 160
_YEARS = range(1800, 2201)
_HINT = "write it as 2022-12-30 or 2022-12-30T16:16+05:30"


def parse_published(value: str | date | datetime) -> tuple[date, datetime | None]:
    """Return the day and, where given, the moment of a publication date.

    Raises UsageError for anything that is not an ISO date or date and time of the years 1800 to 2200.

    >>> parse_published("2022-12-30")
    (datetime.date(2022, 12, 30), None)
    >>> parse_published("2022-12-30T16:16+05:30")[1].isoformat()
    '2022-12-30T16:16:00+05:30'
    """
    if isinstance(value, datetime):
        day, moment = value.date(), value
    elif isinstance(value, date):
        day, moment = value, None
    else:
        day, moment = _parsed_iso(value)
    if day.year not in _YEARS:
        raise UsageError(f"{value!s} is no publication date: the year {day.year}", hint=_HINT)
    return day, moment


def _parsed_iso(value: str) -> tuple[date, datetime | None]:
    text = str(value).strip()
    try:
        if len(text) == 10:
            return date.fromisoformat(text), None
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{value!r} is no publication date", hint=_HINT) from error
    return moment.date(), moment


def written_date(text: str, source: str) -> PublicationDate | None:
    """Return the date that a machine-readable field holds, in ISO or any visible form, or ``None``.

    >>> written_date("Fri, 30 Dec 2022 10:46:00 GMT", "meta").moment.isoformat()
    '2022-12-30T10:46:00+00:00'
    """
    try:
        day, moment = parse_published(text)
    except UsageError:
        found = next((f for f in (_read(form.fullmatch(text.strip()), source) for form in _patterns(_BARE)) if f), None)
        iso = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text.strip())
        return found or (written_date(iso[0], source) if iso and iso[0] != text else None)
    return PublicationDate(day, moment, source, text)


def visible_dates(text: str) -> list[PublicationDate]:
    r"""Return the dates that lines at the head or foot of a text give as those of its publication or update.

    A line that holds a date and no word about it ("Lisbon, 3 May 2021") is a ``guess``.

    >>> found = visible_dates("Updated March 3rd, 2021 at 09:45 IST\n\nA headline")
    >>> found[0].moment.isoformat(), found[0].source
    ('2021-03-03T09:45:00+05:30', 'visible updated')
    """
    lines = _edge_lines(text)
    found: list[PublicationDate] = []
    for number, written in enumerate(lines):
        if _HOLDS_YEAR.search(written) is None:  # no date is read without one, and few lines have one
            continue
        line = " ".join(written.split())
        if len(line) > _LONGEST:
            continue
        for part in (line, *_SEPARATOR.split(line)):
            labelled = _first(_LABELLED, part, "visible", line)
            bare = _first(_BARE, part, "guess", line) if number < _BYLINE and not labelled else None
            found += [candidate for candidate in (labelled, bare) if candidate and candidate not in found]
            if part is line and (labelled or bare):
                break
    return found


def _edge_lines(text: str) -> list[str]:
    """Return the first and last few lines of a text, without blank ones."""
    head = [line for line in text[:20_000].splitlines() if line.strip()][:_HEAD]
    foot = [line for line in text[-20_000:].splitlines() if line.strip()][-_FOOT:]
    return list(dict.fromkeys([*head, *foot]))


@cache
def _patterns(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Compile forms when the first line with a year is met: few texts have one at their edges."""
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _first(forms: tuple[str, ...], part: str, source: str, line: str) -> PublicationDate | None:
    for form in _patterns(forms):
        found = _read(form.fullmatch(part.strip(" *_#")), source)
        if found:
            return PublicationDate(found.day, found.moment, found.source, line)
    return None


def _read(match: re.Match[str] | None, source: str) -> PublicationDate | None:
    if match is None:
        return None
    part = match.groupdict()
    if re.search("updat|modif", part.get("label") or "", re.IGNORECASE):
        source += " updated"
    try:
        day = _day(part)
        return PublicationDate(day, _moment(day, part), source, match[0]) if day else None
    except ValueError:
        return None


def _day(part: dict[str, str | None]) -> date | None:
    year = int(part["year"] or 0)
    if part.get("first"):
        first, second = int(part["first"] or 0), int(part["second"] or 0)
        if first <= 12 and second <= 12 and first != second:
            return None  # 3/4/2021 is two days, by where it was written
        return date(year, *((second, first) if first > 12 else (first, second)))
    month = part.get("number") or _MONTHS.index((part["month"] or "")[:3].lower()) + 1
    return date(year, int(month), int(part["day"] or 0))


def _moment(day: date, part: dict[str, str | None]) -> datetime | None:
    if not part["hour"] or not (part["minute"] or part["half"]):
        return None
    hour = int(part["hour"])
    if part["half"]:
        hour = hour % 12 + (12 if part["half"].lower().startswith("p") else 0)
    clock = datetime(day.year, day.month, day.day, hour, int(part["minute"] or 0))  # noqa: DTZ001 - the zone follows
    return clock.replace(tzinfo=_zone(part["zone"], day))


def _zone(name: str | None, day: date) -> timezone | None:
    if not name:
        return None
    name = name.lower().strip("()")
    offset = re.fullmatch(r"[a-z()]*([+-])([0-9]{1,2}):?([0-9]{2})?", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if name in _AMERICAN:
        return timezone(timedelta(minutes=_AMERICAN[name] + 60 * _is_american_summer(day)))
    return timezone(timedelta(minutes=_ZONES[name])) if name in _ZONES else None


def _is_american_summer(day: date) -> bool:
    """Tell whether clocks are ahead: from the second Sunday of March to the first of November (since 2007)."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begins = march + timedelta(days=6 - march.weekday())
    ends = november + timedelta(days=6 - november.weekday())
    return begins <= day < ends
