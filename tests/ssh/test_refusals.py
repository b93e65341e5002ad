"""What a key does not open: through a real sshd that allows everything itself."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from ssh_host import ME, SshHost, client_environment, keygen

pytestmark = pytest.mark.xdist_group("ssh")

NO_COMMAND = "error: This account runs sms-tui and takes no command. Use: ssh -t HOST"
DENIED = "Permission denied (publickey)"


def test_without_a_terminal_there_is_no_session(host: SshHost) -> None:
    refused = host.run(key="alice")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip() == "error: sms-tui needs a terminal. Use: ssh -t HOST"


@pytest.mark.parametrize(
    "command",
    [
        "sh -c id",
        "login bob",
        '"; id; exec sh; "$(id)`id`\n id',
    ],
)
def test_a_clients_command_is_refused_whatever_it_says(host: SshHost, command: str) -> None:
    refused = host.run(command, key="alice")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip() == NO_COMMAND


def test_a_command_is_refused_on_a_terminal_too(host: SshHost) -> None:
    refused = host.run("sh", options=("-tt",), key="alice")
    assert refused.returncode == 1
    assert refused.stdout.strip() == NO_COMMAND


def test_a_session_that_says_it_is_clean_and_is_not_ends(host: SshHost) -> None:
    refused = host.run(options=("-tt", "-o", "SetEnv=SMS_TUI_CLEAN=1"), key="alice")
    assert refused.returncode == 1
    assert refused.stdout.startswith("error: This session could not be made clean.")


def test_an_unknown_key_opens_nothing(host: SshHost, tmp_path: Path) -> None:
    refused = host.run(key=keygen(tmp_path / "stranger"), options=("-tt",))
    assert refused.returncode == 255
    assert DENIED in refused.stderr


def test_a_revoked_key_opens_nothing(host: SshHost, tmp_path: Path) -> None:
    key = keygen(tmp_path / "second")
    store = host.store()
    boss, user = host.boss(store), store.people.known_user("bob")
    added = store.keys.add(boss, user, key.with_suffix(".pub").read_text())
    assert host.run(key=key).stderr.startswith("error: sms-tui needs a terminal.")
    store.keys.revoke(boss, added.fingerprint)
    store.close()
    assert DENIED in host.run(key=key).stderr


def test_a_key_opens_no_other_account(host: SshHost) -> None:
    refused = host.run(key="alice", account="nobody")
    assert refused.returncode == 255
    assert DENIED in refused.stderr


def copy(host: SshHost, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """scp or sftp, with the options of an ssh client."""
    found = shutil.which(program)
    assert found is not None
    options = host.client(key="alice")[1:-1]
    options[options.index("-p")] = "-P"
    return subprocess.run(
        [found, *options, *arguments],
        env=client_environment(),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("protocol", ["-O", "-s"])
def test_scp_leaves_nothing(host: SshHost, tmp_path: Path, protocol: str) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.write_text("a file")
    assert copy(host, "scp", protocol, str(here), f"{ME}@127.0.0.1:{there}").returncode != 0
    assert not there.exists()


def test_scp_fetches_nothing(host: SshHost, tmp_path: Path) -> None:
    there = tmp_path / "there"
    assert copy(host, "scp", f"{ME}@127.0.0.1:{host.database}", str(there)).returncode != 0
    assert not there.exists()


def test_sftp_is_refused(host: SshHost) -> None:
    assert copy(host, "sftp", "-b", "/dev/null", f"{ME}@127.0.0.1").returncode != 0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_no_port_is_forwarded_to_the_host_or_beyond(host: SshHost) -> None:
    # -W asks for what -L and -D ask for with each connection they are given.
    refused = host.run(options=("-W", f"127.0.0.1:{host.port}"), key="alice")
    assert refused.returncode == 255
    assert refused.stdout == ""  # else sshd's own greeting would have come through
    assert "administratively prohibited" in refused.stderr or "stdio forwarding failed" in (
        refused.stderr
    )


def test_no_port_is_opened_on_the_host(host: SshHost) -> None:
    port = free_port()
    options = ("-o", "ExitOnForwardFailure=yes", "-R", f"{port}:127.0.0.1:{host.port}", "-N")
    refused = host.run(options=options, key="alice")
    assert refused.returncode == 255
    assert "remote port forwarding failed" in refused.stderr


def test_sshd_says_that_the_key_may_run_the_program_on_a_terminal_and_nothing_else(
    host: SshHost,
) -> None:
    before = len(host.log.read_text())
    host.run(options=("-A", "-X", "-o", "ForwardX11Trusted=yes"), key="alice")
    said = host.log.read_text()[before:]
    lines = {line.partition("key options: ")[2] for line in said.splitlines()}
    allowed = {frozenset(line.split()) for line in lines if line}
    assert allowed, said
    assert all(options <= {"command", "pty"} for options in allowed), allowed
