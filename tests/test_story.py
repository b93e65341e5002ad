"""The main job from beginning to end, through the commands, against the carrier's stand-in."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vonage_server import VonageServer, account_environment

NUMBER = "+14155550132"


class Commands:
    """Runs `sms-tui` as a process of its own, as a script would."""

    def __init__(self, folder: Path, server: VonageServer) -> None:
        self.environment = {
            **account_environment(server),
            "SMS_TUI_DATABASE": str(folder / "firm.db"),
            "SMS_TUI_BUSINESS_NAME": "Acme Relief",
            "SMS_TUI_BUSINESS_PHONE": "+1 800 555 0100",
            "SMS_TUI_POLL_LAG": "0",
            "SMS_TUI_HOURS_OPEN": "00:00",
            "SMS_TUI_HOURS_CLOSE": "24:00",
        }

    def run(self, *arguments: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "sms_tui.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == expect, (arguments, done.stdout, done.stderr)
        return done

    def json(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]

    def status(self) -> str:
        [lead] = self.json("lead", "show", "LT-1")
        return str(lead["status"])

    def work(self) -> dict[str, int]:
        [counts] = self.json("worker", "--once")
        return counts

    def log(self) -> list[dict[str, Any]]:
        return self.json("log", "LT-1")


@pytest.fixture
def server() -> Iterator[VonageServer]:
    with VonageServer() as server:
        yield server


@pytest.fixture
def commands(tmp_path: Path, server: VonageServer) -> Commands:
    return Commands(tmp_path, server)


def test_from_a_new_lead_over_authorization_and_texts_to_stop(
    commands: Commands, server: VonageServer
) -> None:
    commands.run("lead", "add", "--name", "Lead One", "--file", "LT-1", "--mobile", NUMBER)
    refused = commands.run("send", "LT-1", "--category", "General", "Hello", expect=1)
    assert refused.stderr.startswith("error: Not authorized.")
    assert refused.stdout == ""

    commands.run("authorize", "LT-1")
    assert commands.status() == "Not Authorized"
    assert commands.work()["sent"] == 1
    [request] = server.posts
    assert request.body["to"] == NUMBER[1:]
    assert request.body["from"] == "15559870000"
    assert request.body["channel"] == "sms"
    assert str(request.body["text"]).startswith("Acme Relief: may we text you about your file?")
    assert len(str(request.body["client_ref"])) == 40
    assert commands.status() == "Pending Authorization"

    server.receive(NUMBER, body="Yes!")
    assert commands.work()["received"] == 1
    assert commands.status() == "Authorized"

    sent = commands.run("send", "LT-1", "--category", "Documents", "Your papers are ready.")
    message_id = int(sent.stdout)
    assert commands.work()["sent"] == 1
    text = next(m for m in commands.log() if m["id"] == message_id)
    assert (text["status"], text["category"]) == ("sent", "Documents")
    server.deliver(text["client_ref"])
    assert commands.work()["settled"] >= 1
    assert next(m for m in commands.log() if m["id"] == message_id)["status"] == "delivered"

    late = commands.run("send", "LT-1", "--category", "General", "One more thing.")
    server.receive(NUMBER, body="STOP")
    posts = len(server.posts)
    assert commands.work()["received"] == 1
    assert commands.status() == "Revoked"
    cancelled = next(m for m in commands.log() if m["id"] == int(late.stdout))
    assert cancelled["status"] == "cancelled"
    assert [str(post.body["text"]) for post in server.posts[posts:]] == [
        "Acme Relief: you will get no more texts. Reply START to resume."
    ]
    refused = commands.run("send", "LT-1", "--category", "General", "Hello?", expect=1)
    assert "revoked SMS on" in refused.stderr
    assert "STOP" in refused.stderr

    proof = commands.json("proof", NUMBER)
    assert [(event["before"], event["after"]) for event in proof] == [
        ("Not Authorized", "Pending Authorization"),
        ("Pending Authorization", "Authorized"),
        ("Authorized", "Revoked"),
    ]
    assert proof[0]["words"] == request.body["text"]
    assert [event["words"] for event in proof[1:]] == ["Yes!", "STOP"]
    commands.run("verify")


def test_a_held_text_is_no_refusal_and_says_why_it_waits(
    commands: Commands, server: VonageServer
) -> None:
    commands.run("lead", "add", "--name", "Lead One", "--file", "LT-1", "--mobile", NUMBER)
    commands.run("authorize", "LT-1")
    commands.work()
    server.receive(NUMBER, body="YES")
    commands.work()
    commands.environment |= {"SMS_TUI_HOURS_OPEN": "00:00", "SMS_TUI_HOURS_CLOSE": "00:01"}
    held = commands.run("send", "LT-1", "--category", "General", "Hello")
    assert held.stdout.strip().isdigit()
    assert held.stderr
    assert commands.work()["held"] == 1
