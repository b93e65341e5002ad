"""How moments are written. Moments come aware, in UTC; they are read in the user's zone.

English names are spelled out here because `strftime` would follow the locale of the host.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """`09:05`"""
    return f"{moment.astimezone(zone):%H:%M}"


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day a moment falls on for someone in the zone."""
    return moment.astimezone(zone).date()


def short_date(day: date, today: date) -> str:
    """`12 Nov`, with the year when it is not this year's: `12 Nov 2025`."""
    month = MONTHS[day.month - 1][:3]
    return f"{day.day} {month}" if day.year == today.year else f"{day.day} {month} {day.year}"


def long_date(day: date) -> str:
    """`Thursday 12 November 2026`"""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def day_heading(day: date, today: date) -> str:
    """`Thursday 12 November 2026`, or `Today · Monday 23 November`, or `Yesterday · …`."""
    nearby = {today: "Today", today - timedelta(days=1): "Yesterday"}.get(day)
    if nearby is None:
        return long_date(day)
    return f"{nearby} · {WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def brief(moment: datetime, now: datetime, zone: ZoneInfo, *, narrow: bool = False) -> str:
    """For a list: `09:05` today, `Mon` in the last six days, `12 Nov`, `12 Nov 2025`.

    `narrow` leaves the day out of another year: `Nov ’25`, seven cells at most.
    """
    day, today = local_date(moment, zone), local_date(now, zone)
    if day == today:
        return clock_time(moment, zone)
    if timedelta(0) < today - day < timedelta(days=7):
        return WEEKDAYS[day.weekday()][:3]
    if narrow and day.year != today.year:
        return f"{MONTHS[day.month - 1][:3]} ’{day.year % 100:02}"
    return short_date(day, today)


def ago(moment: datetime, now: datetime) -> str:
    """`12 s ago`, `3 min ago`, `5 h ago`, `2 days ago`; a moment still to come is `0 s ago`."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return f"{seconds} s ago"
    if seconds < 3600:
        return f"{seconds // 60} min ago"
    if seconds < 86400:
        return f"{seconds // 3600} h ago"
    days = seconds // 86400
    return "1 day ago" if days == 1 else f"{days} days ago"


def since(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`since 09:05` for today, else `since 12 Nov`."""
    day, today = local_date(moment, zone), local_date(now, zone)
    return f"since {clock_time(moment, zone) if day == today else short_date(day, today)}"


def day_and_time(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """`09:05` today, `tomorrow 08:00`, else `13 Nov 09:00`."""
    day, today = local_date(moment, zone), local_date(now, zone)
    time = clock_time(moment, zone)
    if day == today:
        return time
    if day == today + timedelta(days=1):
        return f"tomorrow {time}"
    return f"{short_date(day, today)} {time}"
