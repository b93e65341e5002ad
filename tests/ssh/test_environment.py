"""Nothing a client sends along takes effect: not in its environment, not as its terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssh_host import SshHost, shell_of

pytestmark = pytest.mark.xdist_group("ssh")

HOSTILE_TERMINAL = "../x\x1b]52;c;aGk=\x07$(id)" + "x" * 4000
EXPECTED = {
    "HOME", "USER", "LOGNAME", "SHELL", "PATH", "LANG", "TERM", "COLORTERM", "SSH_CONNECTION",
    "SMS_TUI_CLEAN", "SMS_TUI_KEY",
}  # fmt: skip


def environment_of(host: SshHost, user: str) -> dict[str, str]:
    """What the session's process was started with, as the kernel has it."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            if words[-3:] == [b"--", user.encode(), b""] and str(host.database).encode() in words:
                pairs = (process / "environ").read_bytes().decode().split("\0")
                return dict(pair.split("=", 1) for pair in pairs if pair)
        except (FileNotFoundError, ProcessLookupError):
            continue
    raise AssertionError(f"there is no session of {user}")


def hostile(folder: Path) -> dict[str, str]:
    """Variables that run a program, read or write a file, or lead elsewhere."""
    canary, script = folder / "canary", folder / "sitecustomize.py"
    script.write_text(f"open({str(canary)!r}, 'w')\n")
    run = folder / "run"
    run.write_text(f"#!/bin/sh\ntouch {canary}\n")
    run.chmod(0o755)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "config.toml").write_text("nonsense")
    variables = dict.fromkeys(
        ("PAGER", "EDITOR", "VISUAL", "BROWSER", "LESSOPEN", "SHELL", "PYTHONSTARTUP", "ENV"),
        str(run),
    )
    variables |= dict.fromkeys(
        ("PYTHONPATH", "PYTHONHOME", "PATH", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
         "XDG_STATE_HOME", "LD_LIBRARY_PATH", "CREDENTIALS_DIRECTORY", "TERMINFO"),
        str(elsewhere),
    )  # fmt: skip
    return variables | {
        "LD_PRELOAD": str(folder / "none.so"),
        "IFS": "/",
        "PYTHONINSPECT": "1",
        "PYTHONWARNINGS": "error",
        "TEXTUAL": "devtools",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(elsewhere),
        "TEXTUAL_LOG": str(canary),
        "SMS_TUI_DATABASE": str(elsewhere / "other.db"),
        "SMS_TUI_CONFIG": str(elsewhere / "config.toml"),
        "SMS_TUI_APP_CALL_COMMAND": str(run),
        "SMS_TUI_KEY": "SHA256:" + "A" * 43,
        "VONAGE_API_SECRET": "theirs",
        "LINES": "1",
        "SSH_CONNECTION": "forged",
    }


def test_no_variable_of_the_client_takes_effect(host: SshHost, tmp_path: Path) -> None:
    sent = hostile(tmp_path)
    if shell_of(host.account) == "/bin/sh":
        sent["BASH_ENV"] = sent["PAGER"]  # bash as such reads it: why the shell must be /bin/sh
    options = ("-o", "SetEnv=" + " ".join(f'{name}="{value}"' for name, value in sent.items()))
    terminal = host.sit_down("alice", *options, TERM=HOSTILE_TERMINAL)
    terminal.wait_for("Inbox", "alice")
    environment = environment_of(host, "alice")
    assert set(environment) <= EXPECTED
    assert environment["TERM"] == "xterm"
    assert environment["PATH"] == "/usr/local/bin:/usr/bin:/bin"
    assert environment["SMS_TUI_KEY"] != sent["SMS_TUI_KEY"]
    assert environment["SSH_CONNECTION"].startswith("127.0.0.1 ")
    terminal.press("ctrl+q")
    assert terminal.wait() == 0
    assert b"\x1b]52" not in terminal.raw
    assert not (tmp_path / "canary").exists()
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["config.toml"]
