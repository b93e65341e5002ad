"""The program around the commands: start-up, usage, endings, what reaches a terminal."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from desk import NUMBER, Desk
from sms_tui import __version__
from sms_tui.config_paths import default_database, default_log
from waiting import eventually

ROOT = Path(__file__).parents[2]
HEAVY = {
    "textual", "rich", "vonage", "vonage_messages", "vonage_http_client", "requests",
    "sqlite_utils", "sqlite3", "pysqlite3", "phonenumbers", "msgspec", "platformdirs",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "firm.db")


def child(*arguments: str, module: str = "sms_tui.cli") -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def ran(line: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("line", [("--help",), ("lead", "--help"), ("send", "LT-1")])
def test_help_and_wrong_usage_load_nothing_heavy(line: tuple[str, ...]) -> None:
    done = ran([sys.executable, "-X", "importtime", "-m", "sms_tui.cli", *line])
    loaded = {row.rpartition("|")[2].strip().partition(".")[0] for row in done.stderr.splitlines()}
    assert "click" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("module", ["sms_tui", "sms_tui.cli"])
def test_it_runs_as_a_module(module: str) -> None:
    done = ran(child("--version", module=module))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"sms-tui {__version__}\n", "")


def test_help_names_every_command(desk: Desk) -> None:
    text = desk.run("--help").stdout
    for name in (
        "lead", "authorize", "send", "log", "why", "consent", "proof", "verify", "user", "group",
        "permission", "category", "worker", "doctor", "backup", "audit", "--demo", "--as",
        "SMS_TUI_DATABASE", "SMS_TUI_CONFIG",
    ):  # fmt: skip
        assert name in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("fly",), "No such command 'fly'. See: sms-tui --help"),
        (("lead",), "Missing command. See: sms-tui lead --help"),
        (("lead", "fly"), "No such command 'fly'. See: sms-tui lead --help"),
        (("send", "LT-1", "hi"), "Missing option '--category'. See: sms-tui send --help"),
        (("send", "LT-1", "--category", "A"), "Missing argument 'TEXT'. See: sms-tui send --help"),
        (
            ("log", "a", "b"),
            "Got unexpected extra argument (b). See: sms-tui log --help",
        ),
        (
            ("--demo", "lead", "list"),
            "--demo opens the app and takes no command. See: sms-tui --help",
        ),
        (
            ("--as", "bob", "--demo"),
            "--demo has a user of its own: leave out --as. See: sms-tui --help",
        ),
        (
            ("--as", "bob", "authorized-keys", "sms", "SHA256:x"),
            "authorized-keys acts for nobody: leave out --as. See: sms-tui authorized-keys --help",
        ),
        (
            ("worker", "--json"),
            "--json prints the counts of one round: add --once. See: sms-tui worker --help",
        ),
        ((), "The app needs a terminal; in a script, use the commands. See: sms-tui --help"),
        (
            ("--demo",),
            "The app needs a terminal; in a script, use the commands. See: sms-tui --help",
        ),
    ],
)
def test_wrong_usage_is_exit_code_2(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    assert desk.says(*arguments, code=2) == f"error: {said}\n"
    assert not desk.database.exists()


def test_an_unknown_option_is_wrong_usage(desk: Desk) -> None:
    said = desk.says("lead", "list", "--fly", code=2)
    assert said.startswith("error: No such option") and said.endswith("sms-tui lead list --help\n")


def test_a_wrong_configuration_stops_it_with_the_file_and_the_key(desk: Desk) -> None:
    file = desk.database.with_name("config.toml")
    file.write_text("[poll]\nintervall = 3\n")
    said = desk.says("--config", str(file), "lead", "list", code=2)
    assert said.startswith(f'error: {file}: [poll] has no key "intervall". Did you mean interval?')
    assert not desk.database.exists()


def test_a_database_that_is_none_is_refused_and_left_alone(desk: Desk) -> None:
    desk.database.write_text("Dear diary, " * 100)
    assert desk.says("lead", "list").startswith("error: This file is not a database.")
    assert desk.database.read_text() == "Dear diary, " * 100


def test_without_options_the_database_is_in_the_data_folder() -> None:
    done = ran(child("user", "list"))
    assert (done.returncode, done.stderr) == (0, "")
    assert default_database().is_file()


def test_the_environment_names_the_database(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_TUI_DATABASE", str(desk.database))
    assert ran(child("lead", "list")).returncode == 0
    assert desk.database.is_file()


def test_the_unforeseen_gets_a_reference_and_its_details_go_to_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a client's text: meet me at noon")

    monkeypatch.setattr("sms_tui.identity.acting_user", broken)
    said = desk.says("lead", "list")
    reference = said.partition("(reference ")[2].partition(")")[0]
    assert said == (
        f"error: sms-tui stopped unexpectedly (reference {reference})."
        f" Details are in {default_log()}\n"
    )
    line = json.loads(default_log().read_text().splitlines()[-1])
    assert reference in line["message"]
    assert line["errors"][0]["type"] == "builtins.RuntimeError"
    assert "noon" not in default_log().read_text()


def test_without_a_place_for_the_log_it_says_that_instead(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("sms_tui.identity.acting_user", broken)
    default_log().mkdir(parents=True)
    said = desk.says("lead", "list")
    assert said.startswith("error: sms-tui stopped unexpectedly (RuntimeError). The log file ")


def test_a_reader_that_goes_away_is_no_reason_to_complain(desk: Desk) -> None:
    rows = "".join(f"{'Demo Client ' * 12},F-{n},{NUMBER}\n" for n in range(800))
    leads = desk.database.with_name("leads.csv")
    leads.write_text(f"name,file,mobile\n{rows}")
    desk.run("lead", "import", str(leads))
    line = child("--database", str(desk.database), "lead", "list", "--json")
    with subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("name", ["A", "A long name " * 16])
def test_a_full_disk_behind_the_output_is_said(desk: Desk, name: str) -> None:
    desk.lead(name=name)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            child("--database", str(desk.database), "lead", "list"),
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == (
        "error: The output could not be written: No space left on device."
        " The command itself may have been done.\n"
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_closed_output_is_no_reason_to_stop(desk: Desk, closed: str) -> None:
    line = [*child("--database", str(desk.database)), "user", "add", "bob"]
    done = ran(["sh", "-c", f'"$@" {closed}', "sh", *line])
    assert (done.returncode, done.stderr) == (0, "")
    assert "bob" in [user["name"] for user in desk.json("user", "list")]


@pytest.mark.parametrize("place", ["", ".", "/proc/at/all", "x" * 300])
def test_a_place_that_cannot_hold_a_database_is_said(desk: Desk, place: str) -> None:
    done = ran(child("--database", place, "user", "list"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ") and "unexpected" not in done.stderr


def test_ctrl_c_ends_it_with_130_and_without_a_traceback(desk: Desk) -> None:
    desk.lead()
    line = child("--database", str(desk.database), "send", "LT-1", "--category", "General", "-")
    with subprocess.Popen(
        line, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stderr is not None
        eventually(lambda: _waits_for_input(process.pid))
        assert _interrupted(process) == 130
        assert process.stderr.read().strip() == ""


def _interrupted(process: subprocess.Popen[str]) -> int:
    """Press ctrl+c as a person does: once more when nothing has happened for a while."""
    for seconds in (5, 10, 20):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(seconds)
    process.kill()
    return process.wait()


def _waits_for_input(pid: int) -> bool:
    """Whether the process sits in a read of its standard input."""
    syscall = Path(f"/proc/{pid}/syscall")
    if not os.access(syscall, os.R_OK):
        time.sleep(2)
        return True
    try:
        return syscall.read_text().startswith("0 0x0 ")
    except OSError:
        return True


def on_a_terminal(line: Sequence[str]) -> tuple[int, bytes]:
    """Exit code and output of a process whose standard output is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(line, cwd=ROOT, stdout=theirs, stdin=theirs, stderr=theirs) as process:
        os.close(theirs)
        printed = b""
        try:
            while chunk := os.read(ours, 65_536):
                printed += chunk
        except OSError:  # the other end is closed
            pass
        finally:
            os.close(ours)
    return process.returncode, printed


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_nothing_a_client_wrote_acts_on_a_terminal(desk: Desk, option: tuple[str, ...]) -> None:
    desk.lead(name="Demo \x1b]52;c;eA==\x07 \x9b31m \u202etxet 王")
    line = child("--database", str(desk.database), "lead", "show", "LT-1", *option)
    code, printed = on_a_terminal(line)
    assert code == 0
    assert b"Demo" in printed
    for bad in (b"\x1b", b"\x07", "\x9b".encode(), "\u202e".encode(), b"u001b", b"u009b", b"u202e"):
        assert bad not in printed


def test_on_a_terminal_columns_are_aligned_under_a_heading(desk: Desk) -> None:
    desk.lead("A-1", name="王王")
    desk.lead("LONGER-2", name="Demo Client")
    code, printed = on_a_terminal(child("--database", str(desk.database), "lead", "list"))
    heading, first, second = printed.decode().splitlines()
    assert code == 0
    assert heading.startswith("FILE      CLIENT       NUMBER")
    assert first.startswith("A-1       王王         +14155550132  Not Authorized")
    assert second.startswith("LONGER-2  Demo Client  +14155550132  Not Authorized")
