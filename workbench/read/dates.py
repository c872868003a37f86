"""Publication dates: given, machine-readable, or a visible line such as "Updated December 30th, 2022 at 16:16 IST"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from workbench.errors import UsageError
from workbench.model import PublicationDate

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_NAME = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_CLOCK = (
    r"(?:,?[ ]*(?:at|[-|,])?[ ]*(?P<hour>[0-2]?[0-9])[:.](?P<minute>[0-5][0-9])(?::[0-5][0-9])?"
    r"[ ]*(?P<half>[ap]\.?m\.?)?[ ]*(?P<zone>[a-z]{2,4}(?:[+-][0-9:]{1,5})?|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_LABEL = r"(?P<label>(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?|date)[:\s]+(?:\w+day,? )?"
_VISIBLE = [
    re.compile(rf"^\W*{_LABEL}{_NAME} {_DAY},? {_YEAR}{_CLOCK}\W*$", re.IGNORECASE),
    re.compile(rf"^\W*{_LABEL}{_DAY} {_NAME},? {_YEAR}{_CLOCK}\W*$", re.IGNORECASE),
    re.compile(rf"^\W*{_LABEL}{_YEAR}-(?P<number>[0-9]{{2}})-(?P<day>[0-9]{{2}})[T ]?{_CLOCK}\W*$", re.IGNORECASE),
]
# IST is India's time unless a page says otherwise; abbreviations of the world's larger newsrooms.
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "msk": 180, "gst": 240, "ist": 330,
    "hkt": 480, "sgt": 480, "jst": 540, "kst": 540, "aest": 600, "est": -300, "edt": -240, "et": -300, "cst": -360,
    "cdt": -300, "mst": -420, "pst": -480, "pdt": -420,
}  # fmt: skip
_LINES = 12


def parse_published(value: str | date | datetime) -> tuple[date, datetime | None]:
    """Return the day and, where given, the moment of a publication date.

    Raises UsageError for anything that is not an ISO date or date and time.

    >>> parse_published("2022-12-30")[0]
    datetime.date(2022, 12, 30)
    """
    if isinstance(value, datetime):
        return value.date(), value
    if isinstance(value, date):
        return value, None
    text = value.strip()
    try:
        if len(text) == 10:
            return date.fromisoformat(text), None
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        hint = "write it as 2022-12-30 or 2022-12-30T16:16+05:30"
        raise UsageError(f"{value!r} is no publication date", hint=hint) from error
    return moment.date(), moment


def visible_dates(text: str) -> list[PublicationDate]:
    r"""Return the dates that lines at the head or foot of a text give as its publication or update.

    >>> found = visible_dates("Updated December 30th, 2022 at 16:16 IST\n\nA headline")
    >>> found[0].moment.isoformat(), found[0].source
    ('2022-12-30T16:16:00+05:30', 'visible updated')
    """
    lines = [line.strip() for line in text.replace("\u00a0", " ").splitlines() if line.strip()]
    found = []
    for line in dict.fromkeys([*lines[:_LINES], *lines[-_LINES:]]):
        if len(line) < 120:
            candidate = _visible(line)
            if candidate:
                found.append(candidate)
    return found


def _visible(line: str) -> PublicationDate | None:
    for pattern in _VISIBLE:
        match = pattern.match(line)
        if match:
            part = match.groupdict()
            month = int(part["number"]) if part.get("number") else _MONTH[part["month"][:3].lower()]
            kind = "visible updated" if re.search("updat|modif", part["label"], re.IGNORECASE) else "visible"
            try:
                day = date(int(part["year"]), month, int(part["day"]))
                return PublicationDate(day, _moment(day, part), kind, line)
            except ValueError:
                return None
    return None


def _moment(day: date, part: dict[str, str | None]) -> datetime | None:
    if not part["hour"] or not part["minute"]:
        return None
    hour = int(part["hour"])
    if part["half"]:
        hour = hour % 12 + (12 if part["half"].lower().startswith("p") else 0)
    return datetime(day.year, day.month, day.day, hour, int(part["minute"]), tzinfo=_zone(part["zone"]))


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    match = re.fullmatch(r"([a-z]*)([+-])([0-9]{1,2}):?([0-9]{2})?", name.lower())
    if match:
        minutes = int(match[3]) * 60 + int(match[4] or 0)
        return timezone(timedelta(minutes=-minutes if match[2] == "-" else minutes))
    offset = _ZONES.get(name.lower())
    return None if offset is None else timezone(timedelta(minutes=offset))
