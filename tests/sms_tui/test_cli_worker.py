"""`sms-tui worker`: one round, or until it is told to end."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import Desk
from sms_tui.carrier import CarrierProblem
from vonage_server import VonageServer, account_environment
from waiting import eventually

ROOT = Path(__file__).parents[2]
NOTHING = {"received": 0, "sent": 0, "uncertain": 0, "failed": 0, "held": 0, "settled": 0}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "firm.db")


@pytest.fixture
def server() -> Iterator[VonageServer]:
    with VonageServer() as server:
        yield server


def test_a_round_without_a_carrier_holds_and_says_so(desk: Desk) -> None:
    desk.lead()
    desk.agreed()
    desk.run("send", "LT-1", "--category", "General", "hello")
    result = desk.run("worker", "--once", "--json")
    assert result.stderr == "held: No carrier is configured.\n"
    assert desk.one("worker", "--once") == NOTHING | {"held": 1}
    assert desk.run("worker", "--once").stdout == (
        "received 0, sent 0, uncertain 0, failed 0, held 1, settled 0\n"
    )


def test_a_round_with_a_carrier_sends(desk: Desk, server: VonageServer) -> None:
    desk.environment |= account_environment(server) | {"SMS_TUI_POLL_LAG": "0"}
    desk.lead()
    desk.agreed()
    desk.run("send", "LT-1", "--category", "General", "hello")
    result = desk.run("worker", "--once", "--json")
    assert result.stderr == ""
    assert desk.json("log", "LT-1")[0]["status"] in {"sent", "delivered"}


def test_a_round_that_could_not_read_replies_has_failed(desk: Desk, server: VonageServer) -> None:
    desk.environment |= account_environment(server)
    with server.down():
        result = desk.run("worker", "--once", "--json", code=1)
    assert result.stdout.startswith('{"received": 0, "sent": 0')
    assert result.stderr.startswith("error: Replies could not be read: ")


def test_a_round_that_was_refused_statuses_has_failed(
    desk: Desk, server: VonageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CarrierProblem("Vonage does not let this API key read its records (403).")

    desk.environment |= account_environment(server) | {"SMS_TUI_POLL_LAG": "0"}
    desk.lead()
    desk.agreed()
    desk.run("send", "LT-1", "--category", "General", "hello")
    monkeypatch.setattr("sms_tui.vonage.VonageCarrier.statuses", refuse)
    result = desk.run("worker", "--once", "--json", code=1)
    assert '"sent": 1' in result.stdout
    assert result.stderr == (
        "error: What became of texts could not be read:"
        " Vonage does not let this API key read its records (403).\n"
    )
    assert "does not let this API key" in desk.run("doctor", code=0).stdout


def test_half_an_account_is_wrong_usage(desk: Desk) -> None:
    desk.environment["VONAGE_API_KEY"] = "abcd1234"
    said = desk.says("worker", "--once", code=2)
    assert said.startswith("error: The carrier's account is only half set: api_secret is missing.")


def test_there_is_one_worker_at_a_time(desk: Desk) -> None:
    with desk.store() as store:
        assert store.worker.acquire("another:1:1") is not None
    assert desk.says("worker", "--once") == (
        "error: Another worker is running on this database. It does the work; nothing was done.\n"
    )


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGHUP, 0)]
)
def test_it_works_until_it_is_told_to_end(desk: Desk, number: signal.Signals, code: int) -> None:
    line = [sys.executable, "-m", "sms_tui.cli", "--database", str(desk.database), "worker"]
    with subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith(f"Working on {desk.database} (no carrier")
        with desk.store() as store:
            eventually(lambda: store.worker.health().carrier == "none")
            process.send_signal(number)
            assert process.wait(30) == code
            assert not store.worker.health().alive
        assert process.stderr.read() == ""


def test_it_works_for_a_deactivated_account_too(desk: Desk) -> None:
    me = desk.json("user", "list")[0]["name"]
    desk.run("user", "add", "boss")
    desk.run("permission", "allow", "--user", "boss", "admin")
    desk.run("--as", "boss", "user", "deactivate", me)
    assert desk.one("worker", "--once") == NOTHING


@pytest.mark.parametrize("name", ["nobody", "bob"])
def test_a_worker_is_not_started_as_somebody_who_may_not_act(desk: Desk, name: str) -> None:
    desk.run("user", "add", "bob")
    desk.run("user", "deactivate", "bob")
    said = desk.says("--as", name, "worker", "--once")
    assert said.startswith((f"error: There is no user {name}.", "error: bob is deactivated."))
    assert desk.run("worker", "--once").stdout.startswith("received 0")
