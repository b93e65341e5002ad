"""What a log consists of, in order: days, messages and the consent events between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from data.models import ConsentEvent, Message
from screens.times import local_date


@dataclass(frozen=True, slots=True)
class Day:
    """The heading over the entries of one calendar day in the user's zone."""

    date: date


Entry = Day | Message | ConsentEvent


def arrange(
    messages: Sequence[Message],
    events: Sequence[ConsentEvent],
    zone: ZoneInfo,
    *,
    has_older: bool = False,
    has_newer: bool = False,
) -> list[Entry]:
    """Messages as given (oldest first), each event after its message or at its time, days between.

    Events from before the first loaded message, or after the last, wait until those pages load.
    """
    visible = _within(messages, events, has_older, has_newer) if messages else list(events)
    entries: list[Entry] = []
    day: date | None = None
    for entry in _merge(messages, visible):
        local = local_date(entry.at, zone)
        if local != day:
            entries.append(Day(local))
            day = local
        entries.append(entry)
    return entries


def _within(
    messages: Sequence[Message], events: Iterable[ConsentEvent], has_older: bool, has_newer: bool
) -> list[ConsentEvent]:
    first, last = messages[0].at, messages[-1].at
    return [
        event
        for event in events
        if (not has_older or event.at >= first) and (not has_newer or event.at <= last)
    ]


def _merge(
    messages: Sequence[Message], events: Iterable[ConsentEvent]
) -> Iterator[Message | ConsentEvent]:
    loaded = {message.id for message in messages}
    answers: dict[int, list[ConsentEvent]] = {}
    others: list[ConsentEvent] = []
    for event in events:
        if event.message_id in loaded:
            answers.setdefault(event.message_id, []).append(event)
        else:
            others.append(event)
    others.sort(key=lambda event: (event.at, event.id), reverse=True)
    for message in messages:
        while others and others[-1].at < message.at:
            yield others.pop()
        yield message
        yield from answers.get(message.id, ())
    yield from reversed(others)


def merge_tail(
    loaded: Sequence[Message], fresh: Sequence[Message], *, has_older: bool
) -> tuple[list[Message], int]:
    """The loaded messages brought up to date with some from the store, and how many are new.

    Both are in the log's order. A new message goes where `fresh` has it: a late one may belong
    before loaded ones. What is older than the loaded pages is left to their own loading. A message
    that did not change stays the same object.
    """
    states = {message.id: message for message in fresh}
    known = {message.id for message in loaded}
    before: dict[int | None, list[Message]] = {}
    follower: int | None = None
    for message in reversed(fresh):
        if message.id in known:
            follower = message.id
        else:
            before.setdefault(follower, []).insert(0, message)
    if has_older and loaded:
        before.pop(loaded[0].id, None)
    merged: list[Message] = []
    for message in loaded:
        state = states.get(message.id, message)
        merged += before.get(message.id, ())
        merged.append(message if state == message else state)
    merged += before.get(None, ())
    return merged, len(merged) - len(loaded)
