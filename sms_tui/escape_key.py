"""Escape stays escape, also when another key follows it in the same instant.

Textual takes an escape and the byte after it for one sequence. When it does not understand it, it
hands the escape on as the key `^`, with that character: an agent who leaves with escape and opens
the palette with ctrl+p, over a slow line, would have typed a `^` into the text for the client.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

_CARET = "circumflex_accent"


class _TypedKey(events.Key):
    """A key that was really typed."""


class EscapeParser(XTermParser):
    """Textual's parser of what a terminal sends, with the escape key as it was meant."""

    def feed(self, data: str) -> Iterable[Message]:
        return map(_as_meant, super().feed(data))

    def tick(self) -> Iterable[Message]:
        return map(_as_meant, super().tick())

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterator[events.Key]:
        for key in super()._sequence_to_key_events(sequence, alt):
            yield _TypedKey(key.key, key.character) if key.key == _CARET else key


def _as_meant(message: Message) -> Message:
    """A `^` that nobody typed is an escape."""
    stands_in = isinstance(message, events.Key) and message.key == _CARET
    if stands_in and not isinstance(message, _TypedKey):
        return events.Key("escape", "\x1b")
    return message


def install() -> None:
    """Have the terminal's driver use this parser; again and again changes nothing."""
    vars(linux_driver)["XTermParser"] = EscapeParser
