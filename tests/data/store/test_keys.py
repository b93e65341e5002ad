"""Whose a key is, and which keys open the door."""

from __future__ import annotations

import pytest

from data.errors import Invalid, NotFound, Refused
from data.models import Actor, Permission
from data.sqlite import sqlite3
from data.store import Store
from firm import Firm
from ssh_keys import public_key


@pytest.fixture
def bob(firm: Firm) -> Actor:
    return firm.user("bob", Permission.SMS)


def test_a_key_belongs_to_one_user_and_is_on_the_audit_log(firm: Firm, bob: Actor) -> None:
    keys = firm.store.keys
    key = keys.add(firm.actor, bob.user, public_key(1, "bob@laptop"))
    assert (key.user, key.comment, key.active) == ("bob", "bob@laptop", True)
    assert keys.list() == keys.list(bob.user) == [key]
    assert keys.find(key.fingerprint) == keys.known(key.fingerprint[:20]) == key
    [entry] = firm.store.audit.entries(kind="key")
    assert (entry.subject, entry.after) == (f"bob: {key.fingerprint}", "added")


def test_a_key_is_given_once_and_to_one(firm: Firm, bob: Actor) -> None:
    keys = firm.store.keys
    keys.add(firm.actor, bob.user, public_key(1))
    with pytest.raises(Invalid, match="bob has this key already"):
        keys.add(firm.actor, bob.user, public_key(1))
    with pytest.raises(Invalid, match="This is the key of bob: a key is one person's"):
        keys.add(firm.actor, firm.actor.user, public_key(1))


def test_a_revoked_key_stays_on_record_and_never_comes_back(firm: Firm, bob: Actor) -> None:
    keys = firm.store.keys
    key = keys.add(firm.actor, bob.user, public_key(1))
    revoked = keys.revoke(firm.actor, key.fingerprint)
    assert (revoked.active, revoked.revoked_at) == (False, firm.clock())
    firm.clock.passes(days=1)
    assert keys.revoke(firm.actor, key.fingerprint) == revoked
    with pytest.raises(
        Invalid, match=r"was revoked on 2026-11-23\. A revoked key never comes back"
    ):
        keys.add(firm.actor, bob.user, public_key(1))
    assert [entry.after for entry in firm.store.audit.entries(kind="key")] == ["revoked", "added"]


@pytest.mark.parametrize("cut", ["", "SHA256:", "SHA256:nothing-like-it"])
def test_a_key_is_named_without_mistake_or_not_at_all(firm: Firm, bob: Actor, cut: str) -> None:
    firm.store.keys.add(firm.actor, bob.user, public_key(1))
    with pytest.raises(NotFound):
        firm.store.keys.revoke(firm.actor, cut)


def test_only_an_admin_gives_and_revokes(firm: Firm, bob: Actor) -> None:
    keys = firm.store.keys
    with pytest.raises(Refused):
        keys.add(bob, bob.user, public_key(1))
    key = keys.add(firm.actor, bob.user, public_key(1))
    with pytest.raises(Refused):
        keys.revoke(bob, key.fingerprint)
    assert keys.known(key.fingerprint).active


def test_a_session_goes_on_while_its_key_is_good_and_its_user_active(
    firm: Firm, bob: Actor
) -> None:
    store, user = firm.store, bob.user
    one = store.keys.add(firm.actor, user, public_key(1)).fingerprint
    two = store.keys.add(firm.actor, user, public_key(2)).fingerprint
    assert store.keys.admits(user, one)
    assert not store.keys.admits(firm.actor.user, one)
    store.keys.revoke(firm.actor, one)
    assert not store.keys.admits(user, one)
    assert store.keys.admits(user, two)
    store.people.deactivate(firm.actor, "bob")
    assert not store.keys.admits(user, two)
    assert not store.keys.known(two).active
    store.people.activate(firm.actor, "bob")
    assert store.keys.admits(user, two)


def test_a_session_of_an_unknown_key_goes_on_while_its_user_has_a_good_one_or_never_had(
    firm: Firm, bob: Actor
) -> None:
    keys, user = firm.store.keys, bob.user
    assert keys.admits(user)
    key = keys.add(firm.actor, user, public_key(1))
    assert keys.admits(user)
    keys.revoke(firm.actor, key.fingerprint)
    assert not keys.admits(user)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM ssh_keys", "A key is revoked, never deleted"),
        ("UPDATE ssh_keys SET user_id = 1", "A key is never changed"),
        ("UPDATE ssh_keys SET revoked_at = NULL", "A key is never changed"),
        ("REPLACE INTO ssh_keys SELECT * FROM ssh_keys", "A key is never replaced"),
    ],
)
def test_the_database_keeps_the_record_of_keys(
    firm: Firm, bob: Actor, statement: str, words: str
) -> None:
    key = firm.store.keys.add(firm.actor, bob.user, public_key(1))
    firm.store.keys.revoke(firm.actor, key.fingerprint)
    with pytest.raises((Refused, sqlite3.IntegrityError), match=words):
        firm.sql(statement)


def test_held_messages_are_counted_with_the_first_moment_they_may_go(store: Store) -> None:
    assert store.worker.held() == (0, None)
