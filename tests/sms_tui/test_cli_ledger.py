"""`sms-tui consent`, `proof` and `verify`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk import NUMBER, Desk

SAID = ("--source", "call", "--note", "said so to Ann")
NOBODY = (
    "error: You have none of Allow SMS, Search Logs, Record Consent, Admin (neither this user nor a"
    " group of theirs is allowed it). An Admin can change that.\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "firm.db")
    desk.lead()
    return desk


def test_a_consent_recorded_by_hand_counts_at_once(desk: Desk) -> None:
    granted = desk.one("consent", "grant", "(415) 555-0132", *SAID)
    assert (granted["number"], granted["status"]) == (NUMBER, "Authorized")
    assert desk.out("consent", "revoke", NUMBER, *SAID) == [f"{NUMBER}\tRevoked"]
    assert desk.one("lead", "show", "LT-1")["status"] == "Revoked"


def test_a_number_that_no_lead_has_is_revoked_by_who_is_sure(desk: Desk) -> None:
    asked = ("consent", "revoke", "+14155550199", *SAID)
    assert desk.says(*asked) == (
        "error: No lead has the number +1 415 555 0199: nothing was recorded."
        " Look at the number again, or add --yes to record it.\n"
    )
    assert "Nothing is on record" in desk.says("proof", "+14155550199")
    assert desk.one(*asked, "--yes")["status"] == "Revoked"
    desk.lead("LT-2", "+14155550199")
    assert desk.one(*asked)["status"] == "Revoked"


@pytest.mark.parametrize(("answer", "status"), [("y", "Revoked"), ("n", None), ("", None)])
def test_on_a_terminal_a_number_that_no_lead_has_is_asked_about(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: str, status: str | None
) -> None:
    monkeypatch.setattr("sms_tui.commands.ledger.on_a_terminal", lambda: True)
    done = desk.run(
        "consent", "revoke", "+14155550199", *SAID, text=f"{answer}\n", code=0 if status else 1
    )
    assert "No lead has the number +1 415 555 0199. Record that it wants no texts?" in done.stderr
    with desk.store() as store:
        consent = store.ledger.consent("+14155550199")
    assert (consent.status if consent else None) == status


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060\ufeff", "\u3164", "\u2800", "\u00ad \u200d"])
@pytest.mark.parametrize("given", ["--source", "--note"])
def test_a_source_or_note_that_nobody_can_see_is_none(desk: Desk, given: str, unseen: str) -> None:
    said = {"--source": "call", "--note": "said so", given: unseen}
    words = [word for pair in said.items() for word in pair]
    assert "needs its source and a note" in desk.says("consent", "revoke", NUMBER, *words)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("grant",), 2, "Missing argument 'NUMBER'. See: sms-tui consent grant --help"),
        (("grant", NUMBER), 2, "Missing option '--source'. See: sms-tui consent grant --help"),
        (
            ("grant", NUMBER, "--source", "call"),
            2,
            "Missing option '--note'. See: sms-tui consent grant --help",
        ),
        (
            ("revoke", NUMBER, "--source", "call", "--note", " "),
            1,
            "A consent recorded by hand needs its source and a note."
            " Say how the client told you, and what they said.",
        ),
        (("revoke", "12", *SAID), 1, "This number is too short. Type it like +1 415 555 0132."),
    ],
)
def test_a_consent_needs_a_number_a_source_and_a_note(
    desk: Desk, arguments: tuple[str, ...], code: int, said: str
) -> None:
    assert desk.says("consent", *arguments, code=code) == f"error: {said}\n"
    assert desk.json("proof", NUMBER) == []


def test_the_proof_has_every_change_with_who_and_how(desk: Desk) -> None:
    desk.run("consent", "grant", NUMBER, *SAID)
    desk.run("consent", "revoke", NUMBER, "--source", "letter", "--note", "of 3 March")
    first, second = desk.json("proof", "415-555-0132")
    assert (first["before"], first["after"]) == ("Not Authorized", "Authorized")
    assert (second["before"], second["after"]) == ("Authorized", "Revoked")
    assert (second["source"], second["note"]) == ("letter", "of 3 March")
    assert second["previous_hash"] == first["hash"]
    assert set(first) == {
        "id", "number", "before", "after", "cause", "words", "message_id", "user", "os_account",
        "source", "note", "at", "recorded_at", "previous_hash", "hash",
    }  # fmt: skip


def test_a_number_without_a_record_says_so(desk: Desk) -> None:
    result = desk.run("proof", NUMBER)
    assert result.stdout == ""
    assert result.stderr == (
        f"{NUMBER} is Not Authorized; no request and no answer is on record.\n"
    )
    said = desk.says("proof", "+14155550199")
    assert said == "error: Nothing is on record about +14155550199.\n"


def test_a_whole_ledger_verifies(desk: Desk) -> None:
    desk.run("consent", "grant", NUMBER, *SAID)
    assert desk.out("verify") == ["The ledger holds: 1 row."]
    assert desk.one("verify") == {"ok": True, "rows": 1, "first_bad": None}


def test_a_changed_ledger_does_not_verify(desk: Desk) -> None:
    desk.run("consent", "grant", NUMBER, *SAID)
    desk.run("consent", "revoke", NUMBER, *SAID)
    with desk.store() as store:
        database = store._database
        database.run("DROP TRIGGER ledger_unchanged")
        database.run("UPDATE consent_events SET note = 'forged' WHERE id = 2")
    said = desk.says("verify")
    assert said == (
        "error: The ledger does not hold at row 2; before it: 1 row."
        " Keep a copy of the database and compare it with a backup.\n"
    )
    result = desk.run("verify", "--json", code=1)
    assert json.loads(result.stdout) == {"ok": False, "rows": 1, "first_bad": 2}


@pytest.mark.parametrize("command", [("proof", NUMBER), ("verify",)])
def test_the_ledger_is_read_by_those_who_have_any_permission_but_export(
    desk: Desk, command: tuple[str, ...]
) -> None:
    desk.run("user", "add", "bob")
    assert desk.says("--as", "bob", *command) == NOBODY
    desk.run("permission", "allow", "--user", "bob", "export")
    assert "You have none of" in desk.says("--as", "bob", *command)
    desk.run("permission", "clear", "--user", "bob", "export")
    for permission in ("sms", "search", "consent", "admin"):
        desk.run("permission", "allow", "--user", "bob", permission)
        desk.run("--as", "bob", *command)
        desk.run("permission", "clear", "--user", "bob", permission)


def test_recording_a_consent_needs_its_permission(desk: Desk) -> None:
    desk.run("user", "add", "bob")
    said = desk.says("--as", "bob", "consent", "grant", NUMBER, *SAID)
    assert said.startswith("error: You do not have Record Consent (")


def test_a_number_that_cannot_be_texted_is_lifted_by_hand(desk: Desk) -> None:
    assert "is not marked" in desk.says("consent", "textable", NUMBER)
    with desk.store() as store:
        store._database.run("UPDATE numbers SET untextable = 'The number is not in use.'")
    assert "The number is not in use." in json.dumps(desk.json("why", "LT-1"))
    assert desk.out("consent", "textable", "(415) 555-0132") == [f"{NUMBER}\tNot Authorized"]
    assert "not in use" not in json.dumps(desk.json("why", "LT-1"))
