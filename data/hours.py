"""When texts may go out: the hours of the day, in every time zone a lead may be in. Pure.

The TCPA's quiet hours are the *client's* hours (47 CFR 64.1200(c)(1): not before 8 a.m. or after
9 p.m. local time at the called party's location), and a number only hints at where its owner is.
So all zones it may mean must be open at once. An unknown zone is taken as anywhere from Eastern to
Alaska time, which for 08:00 to 21:00 is exactly 12:00 to 21:00 Eastern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.phone import zone_named
from data.phone import zones as zones_of_number

UNKNOWN_ZONES = ("America/New_York", "America/Anchorage")
_DAYS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Hours:
    """A daily window from `opens` to `closes`, in every one of `zones` at once.

    `closes` is the first minute outside; `time.max` stands for 24:00. `known` is False when the
    zones stand for "anywhere".
    """

    opens: time
    closes: time
    zones: tuple[ZoneInfo, ...]
    known: bool = True

    def open_at(self, moment: datetime) -> bool:
        """True when it is within the window everywhere; False for nowhere at all."""
        return bool(self.zones) and all(self._open_in(zone, moment) for zone in self.zones)

    def next_opening(self, now: datetime) -> datetime | None:
        """The earliest moment after `now` that is within the window everywhere, in UTC.

        The windows of all zones can only begin to overlap where one of them opens: at the time of
        opening, or where its clock is changed into the window. So those moments are tried in turn.
        None when no day of the coming week has an overlap.
        """
        candidates = {moment for zone in self.zones for moment in self._openings(zone, now)}
        return next((m for m in sorted(candidates) if m > now and self.open_at(m)), None)

    def first_chance(self, ready: datetime) -> datetime:
        """When what is ready at that moment may first go out, as far as the hours go."""
        return ready if self.open_at(ready) else self.next_opening(ready) or ready

    def local_times(self, moment: datetime) -> tuple[datetime, ...]:
        """The moment on the clocks of the zones, earliest clock first, each clock once."""
        clocks = {(at := moment.astimezone(zone)).utcoffset(): at for zone in self.zones}
        return tuple(sorted(clocks.values(), key=lambda at: at.replace(tzinfo=UTC)))

    def _open_in(self, zone: ZoneInfo, moment: datetime) -> bool:
        clock = moment.astimezone(zone).time()
        return self.opens <= clock and (clock < self.closes or self.closes == time.max)

    def _openings(self, zone: ZoneInfo, now: datetime) -> Iterator[datetime]:
        today = now.astimezone(zone).date()
        for days in range(_DAYS_AHEAD + 1):
            yield from _moments(today + timedelta(days=days), self.opens, zone)
            yield from _clock_change(zone, now + timedelta(days=days))


def hours_for(
    number: str | None,
    timezone: str | None,
    opens: time,
    closes: time,
    sharing: Iterable[str | None] = (),
) -> Hours:
    """The hours of a lead: in its stated zone, else in its number's zones, else anywhere.

    The phone is in one place only, and who else shares its number may know better where: `sharing`
    has what other leads with the number state, None where one states nothing. It is open when it
    is by every one of them.
    """
    by_number = _known(zones_of_number(number) if number else ())
    stated = dict.fromkeys((timezone, *sharing))
    found = [_known((name,) if name else ()) or by_number for name in stated]
    known = all(found)
    zones = dict.fromkeys(
        zone for zones in (*found, () if known else _anywhere()) for zone in zones
    )
    return Hours(opens, closes, tuple(zones), known=known)


def _anywhere() -> tuple[ZoneInfo, ...]:
    return _known(UNKNOWN_ZONES)


def _moments(day: date, clock: time, zone: ZoneInfo) -> Iterator[datetime]:
    """The moments a zone's clocks show a time on a day: two when they are set back over it."""
    for fold in (0, 1):
        yield datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC)


def _clock_change(zone: ZoneInfo, day: datetime) -> Iterator[datetime]:
    """When the clock of a zone is changed in the 24 hours from `day` on, if it is, to the second.

    Clocks are changed at the turn of a second, and never twice a day.
    """
    before = day.replace(microsecond=0)
    after = before + timedelta(days=1, seconds=1)
    old = before.astimezone(zone).utcoffset()
    if after.astimezone(zone).utcoffset() == old:
        return
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    yield after.astimezone(UTC)


def _known(names: Sequence[str]) -> tuple[ZoneInfo, ...]:
    """The zones of those names; none when one is missing here, for it might be the closed one."""
    found = [zone for name in names if (zone := zone_named(name)) is not None]
    return tuple(found) if len(found) == len(names) else ()
