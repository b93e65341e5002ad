"""Every command for every kind of user: who may, and what a refusal says.

The table has one line for each command; a command that is missing in it fails the test. A refusal
comes before anything is looked up: what is asked about exists in one run and not in the other, and
who may not is answered in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import click
import pytest

from data.models import Effect, Permission
from data.store.hold import Hold
from desk import NUMBER, Desk
from sms_tui.cli import cli
from sms_tui.identity import os_account
from ssh_keys import public_key

SMS, SEARCH, EXPORT, CONSENT, ADMIN = Permission
ALLOW, DENY = Effect.ALLOW, Effect.DENY
FIRST = os_account()
# name: what the user says of permissions, and what a group of theirs says.
Said = dict[Permission, Effect]
USERS: dict[str, tuple[Said, Said]] = {
    "sms-only": ({SMS: ALLOW}, {}),
    "search-only": ({SEARCH: ALLOW}, {}),
    "export-only": ({EXPORT: ALLOW}, {}),
    "consent-only": ({CONSENT: ALLOW}, {}),
    "admin-without-sms": ({ADMIN: ALLOW, SMS: DENY}, {}),
    "denied-admin": ({ADMIN: DENY}, {ADMIN: ALLOW}),
    "deactivated": (dict.fromkeys(Permission, ALLOW), {}),
    "nothing": ({}, {}),
    "by-group": ({}, {SMS: ALLOW, SEARCH: ALLOW}),
    "group-and-own-deny": ({SMS: DENY}, {SMS: ALLOW, EXPORT: ALLOW}),
    "search-and-export": ({SEARCH: ALLOW, EXPORT: ALLOW}, {}),
}
EVERYONE = {FIRST, *USERS} - {"deactivated"}
READERS = EVERYONE - {"export-only", "denied-admin", "nothing", "group-and-own-deny"}
TEXTERS = {FIRST, "sms-only", "by-group"}
SEARCHERS = {FIRST, "search-only", "by-group", "search-and-export"}
EXPORTERS = {FIRST, "search-and-export"}
RECORDERS = {FIRST, "consent-only"}
ADMINS = {FIRST, "admin-without-sms"}
SAID = ("--source", "call", "--note", "said so")
READING = "You have none of Allow SMS, Search Logs, Record Consent, Admin ("

# Who may, the first words of the refusal, and the command about something that is there, and about
# something that is not.
Line = tuple[set[str], str, tuple[str, ...], tuple[str, ...]]
TABLE: dict[str, Line] = {
    "lead add": (
        EVERYONE,
        "",
        ("--name", "A", "--file", "{new}", "--mobile", "+14155550177"),
        ("--name", "A", "--file", "{new}", "--mobile", "+14155550177"),
    ),
    "lead list": (READERS, READING, (), ()),
    "lead show": (READERS, READING, ("LT-1",), ("LT-9",)),
    "lead import": (EVERYONE, "", ("{csv}", "--dry-run"), ("{csv}", "--dry-run")),
    "log": (READERS, READING, ("LT-1",), ("LT-9",)),
    "search": (SEARCHERS, "You do not have Search Logs (", ("secret",), ("nowhere",)),
    "search --csv": (EXPORTERS, "You do not have ", ("secret",), ("nowhere",)),
    "search --output": (EXPORTERS, "You do not have ", ("{out}", "secret"), ("{out}", "nowhere")),
    "authorize": (TEXTERS, "You do not have Allow SMS (", ("{lead}",), ("LT-9",)),
    "send": (
        TEXTERS,
        "You do not have Allow SMS (",
        ("LT-1", "--category", "General", "Hi"),
        ("LT-9", "--category", "x", ""),
    ),
    "why": (READERS, READING, ("LT-1",), ("LT-9",)),
    "consent revoke": (
        RECORDERS,
        "You do not have Record Consent (",
        ("+14155550188", *SAID, "--yes"),
        ("12", *SAID),
    ),
    "consent grant": (
        RECORDERS,
        "You do not have Record Consent (",
        ("+14155550189", *SAID),
        ("12", "--source", "", "--note", ""),
    ),
    "consent textable": (
        TEXTERS | RECORDERS,
        "You ",
        ("{marked}",),
        ("+14155550199",),
    ),
    "resume": (ADMINS, "You do not have Admin (", ("{held}",), ()),
    "proof": (READERS, READING, (NUMBER,), ("+14155550199",)),
    "verify": (READERS, READING, (), ()),
    "user list": (EVERYONE, "", (), ()),
    "user add": (ADMINS, "You do not have Admin (", ("{new}",), (FIRST,)),
    "user deactivate": (ADMINS, "You do not have Admin (", ("idle",), ("nobody",)),
    "user activate": (ADMINS, "You do not have Admin (", ("idle",), ("nobody",)),
    "user rename": (ADMINS, "You do not have Admin (", ("idle", "idle"), ("nobody", "x")),
    "group list": (EVERYONE, "", (), ()),
    "group add": (ADMINS, "You do not have Admin (", ("{new}",), ("Crew",)),
    "group rename": (ADMINS, "You do not have Admin (", ("Crew", "Crew"), ("None", "x")),
    "group remove": (ADMINS, "You do not have Admin (", ("{group}",), ("None",)),
    "group join": (ADMINS, "You do not have Admin (", ("Crew", "idle"), ("None", "nobody")),
    "group leave": (ADMINS, "You do not have Admin (", ("Crew", "idle"), ("None", "nobody")),
    "permission explain": (EVERYONE, "", ("idle",), ("idle",)),
    "permission allow": (
        ADMINS,
        "You do not have Admin (",
        ("--user", "idle", "search"),
        ("--user", "nobody", "search"),
    ),
    "permission deny": (
        ADMINS,
        "You do not have Admin (",
        ("--group", "Crew", "search"),
        ("--group", "None", "search"),
    ),
    "permission clear": (
        ADMINS,
        "You do not have Admin (",
        ("--user", "idle", "search"),
        ("--user", "nobody", "search"),
    ),
    "category list": (EVERYONE, "", (), ()),
    "category add": (ADMINS, "You do not have Admin (", ("{new}",), ("General",)),
    "category rename": (ADMINS, "You do not have Admin (", ("General", "General"), ("None", "x")),
    "category archive": (ADMINS, "You do not have Admin (", ("--undo", "General"), ("None",)),
    "setting list": (EVERYONE, "", (), ()),
    "setting show": (EVERYONE, "", ("hours_open",), ("hours_open",)),
    "setting set": (
        ADMINS,
        "You do not have Admin (",
        ("reply_help", "app"),
        ("no_such_setting", "x"),
    ),
    "key add": (ADMINS, "You do not have Admin (", ("idle", "{key}"), ("nobody", "{key}")),
    "key list": (EVERYONE, "", (), ()),
    "key revoke": (ADMINS, "You do not have Admin (", ("--user", "idle"), ("SHA256:nothing",)),
    "backup": (ADMINS, "You do not have Admin (", ("{out}",), ("{csv}",)),
    "audit": (ADMINS, "You do not have Admin (", (), ()),
}
# These act on behalf of no user: the account that owns the database runs them, or sshd does.
WITHOUT_USER = {"worker", "doctor", "login", "authorized-keys"}
# Some lines say more of a command that is in the table under its own name.
VARIANTS = {"search --csv": "search", "search --output": "search"}
# Readers who may not text are refused by the gate, with every reason.
GATED = {"authorize", "send"}


def commands(group: click.Group, *path: str) -> Iterator[str]:
    """Every command below a group, by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield " ".join((*path, name))


def test_every_command_has_its_line_in_the_table() -> None:
    found = set(commands(cli)) - WITHOUT_USER
    assert found == {VARIANTS.get(name, name) for name in TABLE}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One office for all lines: its users, a lead that may be texted, one that may not yet."""
    folder = tmp_path_factory.mktemp("matrix")
    desk = Desk(folder / "firm.db")
    desk.lead("LT-1", NUMBER, "Secret Client")
    desk.agreed()
    desk.polled()
    (folder / "leads.csv").write_text("name,file,mobile\nA,A-1,+14155550166\n")
    desk.run("group", "add", "Crew")
    desk.run("user", "add", "idle")
    for name, (own, by_group) in USERS.items():
        desk.run("user", "add", name)
        for permission, effect in own.items():
            desk.run("permission", effect.value, "--user", name, permission.value)
        if by_group:
            desk.run("group", "add", f"of {name}")
            desk.run("group", "join", f"of {name}", name)
        for permission, effect in by_group.items():
            desk.run("permission", effect.value, "--group", f"of {name}", permission.value)
    desk.run("user", "deactivate", "deactivated")
    return desk


def filled(desk: Desk, words: tuple[str, ...], mark: str) -> list[str]:
    """The words with a new name, or what bears it, where that is asked for."""
    folder, number = desk.database.parent, crc32(mark.encode())
    given = {
        "{new}": mark,
        "{csv}": str(folder / "leads.csv"),
        "{key}": str(folder / f"{mark}.pub"),
        "{out}": str(folder / mark),
        "{lead}": f"LT-{number}",
        "{group}": mark,
    }
    if "{key}" in words:
        Path(given["{key}"]).write_text(public_key(number))
    if "{lead}" in words:
        desk.lead(given["{lead}"], f"+1415555{number % 10_000:04}")
    if "{group}" in words:
        desk.run("group", "add", mark)
    if "{marked}" in words:
        given["{marked}"] = NUMBER
        with desk.store() as store:
            consent = store.ledger.consent(NUMBER)
            assert consent is not None
            store._database.run(
                "UPDATE numbers SET untextable = 'a landline' WHERE id = :id", id=consent.number_id
            )
    if "{held}" in words:
        with desk.store() as store, store._database.atomic():
            Hold(store._context).refused_by_answer("No credit.")
    return [given.get(word, word) for word in words if word != "{held}"]


@pytest.mark.parametrize("name", [FIRST, *USERS])
@pytest.mark.parametrize("line", TABLE)
def test_a_command_is_for_those_who_may(desk: Desk, line: str, name: str) -> None:
    allowed, refusal, there, missing = TABLE[line]
    command = line.split()
    mark = f"{line}-{name}"[:40].replace(" ", "-")
    run = ["--as", name, *command, *filled(desk, there, mark)]
    if name in allowed:
        desk.run(*run)
        return
    said = desk.says(*run)
    if name == "deactivated":
        assert said.startswith("error: deactivated is deactivated.")
    elif line in GATED and name in READERS:
        assert "Allow SMS" in said
    else:
        assert said.startswith(f"error: {refusal}"), said
        assert "Secret" not in said
        assert desk.says("--as", name, *command, *filled(desk, missing, mark)) == said
