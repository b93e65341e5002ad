"""The named points at which a worker is killed or stopped: wraps around the store and the carrier.

Each takes a rig and what to do there; the first time the point is reached, it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Act = Callable[[], None]


def before(owner: Any, name: str) -> Callable[[Act], None]:
    """A point just before this method of the owner."""

    def arm(act: Act) -> None:
        original = getattr(owner, name)

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            act()
            return original(*args, **kwargs)

        setattr(owner, name, wrapped)

    return arm


def after(owner: Any, name: str, result: Callable[[Any], bool] = bool) -> Callable[[Act], None]:
    """A point just after this method, when it gave such a result."""

    def arm(act: Act) -> None:
        original = getattr(owner, name)

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            given = original(*args, **kwargs)
            if result(given):
                act()
            return given

        setattr(owner, name, wrapped)

    return arm


def _anything(_: Any) -> bool:
    return True


def _after_page(rig: Any, act: Act) -> None:
    """A page of clients' texts was read from the carrier, and nothing of it is kept yet."""
    received = rig.carrier.received

    def pages(*args: Any) -> Iterator[Any]:
        for page in received(*args):
            if any(_is_new(rig, record) for record in page.records):
                act()
            yield page

    rig.carrier.received = pages


def _is_new(rig: Any, record: Any) -> bool:
    return not rig.store.received.known(record)


def _before_cursor(rig: Any, act: Act) -> None:
    """Texts were kept, and the cursor stands before them."""
    kept = [False]
    record, mark = rig.store.received.record, rig.store.polls.mark

    def noting(each: Any) -> bool:
        new = bool(record(each))
        kept[0] = kept[0] or new
        return new

    def wrapped(*args: Any, **kwargs: Any) -> None:
        if kept[0]:
            act()
        mark(*args, **kwargs)

    rig.store.received.record, rig.store.polls.mark = noting, wrapped


POINTS: dict[str, Callable[[Any, Act], None]] = {
    "before claim commit": lambda rig, act: after(rig.store.dispatch, "_claimed")(act),
    "after claim commit": lambda rig, act: after(rig.store.dispatch, "claim")(act),
    "before the request": lambda rig, act: before(rig.carrier, "send")(act),
    "at the wire": lambda rig, act: before(rig.store.dispatch, "still_valid")(act),
    "after the request": lambda rig, act: after(rig.carrier, "send")(act),
    "before settle": lambda rig, act: before(rig.store.dispatch, "settle")(act),
    "before settle commit": lambda rig, act: after(
        rig.store.dispatch._settling, "settle", _anything
    )(act),
    "after settle": lambda rig, act: after(rig.store.dispatch, "settle")(act),
    "after a page": _after_page,
    "between two records": lambda rig, act: after(rig.store.received, "record")(act),
    "before the cursor moves": _before_cursor,
}
SENDING = tuple(POINTS)[:8]
READING = tuple(POINTS)[8:]
