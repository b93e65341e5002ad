"""The places one can go to from anywhere, each with its key. A new one is one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.models import Permission
from screens.inbox import Inbox
from screens.place import Place
from screens.session import Session


@dataclass(frozen=True, slots=True)
class Destination:
    """A place as the keys, the palette and the help know it.

    `make` builds its screen, and is where a place is imported that should not delay the start.
    Who lacks `needs` is told why instead.
    """

    name: str
    key: str
    words: str
    make: Callable[[Session], Place]
    weight: int  # in the footer
    needs: Permission | None = None

    def is_place(self, screen: object) -> bool:
        """True of a screen of this place."""
        return type(screen).__name__ == self.name


def _search(session: Session) -> Place:
    from screens.search import Search

    return Search(session)


def _settings(session: Session) -> Place:
    from screens.settings.settings import Settings

    return Settings(session)


DESTINATIONS: tuple[Destination, ...] = (
    Destination("Inbox", "f2", "Go to the inbox from anywhere", Inbox, 62),
    Destination(
        "Search",
        "f3",
        "Find any message in any log",
        _search,
        61,
        Permission.SEARCH,
    ),
    Destination(
        "Settings",
        "f6",
        "Users, groups, categories, the account and the audit log",
        _settings,
        63,
        Permission.ADMIN,
    ),
)
DESTINATION = {destination.name: destination for destination in DESTINATIONS}


def first_place(session: Session) -> Destination:
    """Where the user's day begins: in the inbox; for who may search but not text, in Search."""
    search = next((place for place in DESTINATIONS if place.name == "Search"), None)
    user, answer = session.actor.user, session.store.people.answer
    searches = answer(user, Permission.SEARCH).allowed and not answer(user, Permission.SMS).allowed
    return search if search is not None and searches else DESTINATIONS[0]
