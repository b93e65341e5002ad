"""Which texts are parts of a longer one, by their shape. Pure.

Under the product MESSAGES a long text is one record. Under SMS it may be several, one for each SMS
it took, and an inbound record says neither that it is a part nor of what: the field `concatenated`
is of outbound records only, and some carriers in the US do not tell Vonage either (its article on
inbound concatenation, which advises to go by the sender and the time). So:

- A text is *long* if it is as long as a phone makes a part that is not the last: 140 to 160
  characters (153 or 152 with the header, 140 to 160 without one), or 60 to 70 where one character
  of the whole is outside the GSM alphabet (67 or 66 with the header), an emoji counting two.
  A long text is read like any other: no agreement is that long, and an opt-out in it is one in the
  whole as well.
- A shorter text under SMS that was received within ten seconds of a long one from the same number
  may be its end. `ok` there authorizes nothing and `end?` revokes nothing, but closes the composer
  until a person has read both. A YES by itself has no long text near it and is read at once.
- What comes under MESSAGES is whole: it wins over its parts, which are texts whose bodies one after
  the other are its body, and is shown in their place.

A YES that was read before the long text it belongs to showed up has authorized: then the long text
is a weak sign, which holds everything until a person has read both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

# Parts of one text are received within this time of each other.
WITHIN = timedelta(seconds=10)
MAYBE_A_PART = "It came within seconds of a long text and may be the end of it."
_GSM_PART = range(140, 161)
_UCS_2_PART = range(60, 71)
# As phones cut: with a header of one size or the other, or with none; the last may be shorter.
_CUTS = (153, 152, 160, 140, 67, 66, 70)


def is_long(body: str) -> bool:
    """Whether a text may be any part but the last, or is longer than one SMS."""
    units = _units(body)
    return units >= _GSM_PART.start or units in _UCS_2_PART


def adds_up(whole: str, bodies: Sequence[str]) -> list[int]:
    """The places in `bodies` of the texts that one after the other are `whole`; [] if none are.

    At each step the longest that fits is taken: two texts of a part's length that begin alike to
    the end of the shorter do not occur.
    """
    found: list[int] = []
    rest = whole
    while rest:
        fitting = [n for n, body in enumerate(bodies) if body and rest.startswith(body)]
        unused = [n for n in fitting if n not in found]
        if not unused:
            return []
        found.append(max(unused, key=lambda n: (len(bodies[n]), -n)))
        rest = rest[len(bodies[found[-1]]) :]
    return found if len(found) > 1 else []


def ends_where_a_phone_cuts(whole: str, end: str) -> bool:
    """Whether what comes before this end of a text fills parts of one size."""
    before = len(whole) - len(end)
    return whole.endswith(end) and any(before and before % cut == 0 for cut in _CUTS)


def reading_moment(at: datetime, body: str) -> datetime:
    """When to read a text of that time among others: a long one before what may be its end."""
    return at - WITHIN if is_long(body) else at


def _units(body: str) -> int:
    return len(body) + sum(ord(ch) > 0xFFFF for ch in body)
