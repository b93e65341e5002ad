"""The list of categories."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.errors import Invalid, NotFound, Refused
from data.models import Actor
from data.store import Store
from firm import Firm


def names(store: Store, *, archived: bool = False) -> list[str]:
    return [category.name for category in store.categories.list(archived=archived)]


def test_a_new_store_has_four_and_a_new_one_comes_last(store: Store, actor: Actor) -> None:
    assert names(store) == ["General", "Documents", "Appointment", "Payment"]
    store.categories.add(actor, "  Follow   up ")
    assert names(store)[-1] == "Follow up"


def test_they_are_moved_up_and_down_and_stop_at_the_ends(store: Store, actor: Actor) -> None:
    store.categories.move(actor, "payment", -2)
    assert names(store) == ["General", "Payment", "Documents", "Appointment"]
    store.categories.move(actor, "General", 99)
    store.categories.move(actor, "Appointment", -99)
    assert names(store) == ["Appointment", "Payment", "Documents", "General"]


def test_history_keeps_the_name_it_had(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    firm.store.categories.rename(firm.actor, "General", "Common")
    firm.store.categories.archive(firm.actor, "Common")
    assert firm.message(message.id).category == "General"
    assert "Common" not in names(firm.store)
    assert "Common" in names(firm.store, archived=True)
    firm.store.categories.archive(firm.actor, "Common", archived=False)
    assert names(firm.store)[0] == "Common"


def test_a_name_is_taken_once(store: Store, actor: Actor) -> None:
    for name in ("general", "", "x" * 41, "a\nb\x1b"):
        with pytest.raises(Invalid):
            store.categories.add(actor, name)
    with pytest.raises(Invalid):
        store.categories.rename(actor, "Payment", "DOCUMENTS")
    assert store.categories.rename(actor, "Payment", "PAYMENT").name == "PAYMENT"


def test_the_last_one_in_use_stays(store: Store, actor: Actor) -> None:
    for name in ("General", "Documents", "Appointment"):
        store.categories.archive(actor, name)
    with pytest.raises(Invalid, match="last category"):
        store.categories.archive(actor, "Payment")
    assert names(store) == ["Payment"]


def test_an_unknown_one_is_not_found_and_the_known_are_named(store: Store, actor: Actor) -> None:
    with pytest.raises(NotFound) as error:
        store.categories.rename(actor, "Nothing", "Something")
    assert "General, Documents, Appointment, Payment" in error.value.remedy
    with pytest.raises(NotFound):
        store.categories.get(99)


def test_only_an_admin_changes_the_list(firm: Firm) -> None:
    bob, categories = firm.user("bob"), firm.store.categories
    acts: list[Callable[[], object]] = [
        lambda: categories.add(bob, "New"),
        lambda: categories.rename(bob, "General", "New"),
        lambda: categories.archive(bob, "General"),
        lambda: categories.move(bob, "General", 1),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert names(firm.store) == ["General", "Documents", "Appointment", "Payment"]
