"""A host as a team has it, for the tests: a real sshd on loopback that asks the program about keys.

It runs under the account of the tests, on a port of its own, from a temporary folder. Everything
that sshd could allow is allowed: what is refused is refused by the program's own line.
"""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass, field
from pathlib import Path

from data.clock import utc_now
from data.models import Actor, Effect, Lead, Permission
from data.store import Store
from terminal import Terminal
from waiting import eventually

ROOT = Path(__file__).parent.parent
ME = getpass.getuser() if os.getuid() else "root"
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
PRIVILEGE_SEPARATION = Path("/run/sshd")

CONFIG = """
[business]
name = "Acme Relief"
phone = "+1 800 555 0100"
[hours]
open = "00:00"
close = "24:00"
"""

GENEROUS = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
AuthorizedKeysFile none
AuthorizedKeysCommand /usr/bin/env {program} -I -m sms_tui --database {database} \
--config {config} authorized-keys %u %f
AuthorizedKeysCommandUser {account}
PermitUserRC yes
AcceptEnv *
AllowTcpForwarding yes
AllowStreamLocalForwarding yes
AllowAgentForwarding yes
X11Forwarding yes
PermitTunnel yes
GatewayPorts yes
Subsystem sftp internal-sftp
MaxAuthTries 20
MaxStartups 200
PrintMotd no
PrintLastLog no
LogLevel DEBUG1
"""


def why_not() -> str:
    """Why there can be no sshd here; empty when there can."""
    if SSHD is None or shutil.which("ssh") is None or shutil.which("ssh-keygen") is None:
        return "OpenSSH is not installed"
    if not Path("/usr/bin/env").exists() or Path("/usr/bin/env").stat().st_uid != 0:
        return "/usr/bin/env is not root's"
    shadow = Path("/etc/shadow")
    if os.getuid() == 0 and any(
        line.startswith(f"{ME}:!") for line in shadow.read_text().splitlines()
    ):
        return f"the account {ME} is locked"
    return ""


@dataclass
class SshHost:
    """The host: its store, its users' keys, its sshd. `account` is whom one logs in as."""

    folder: Path
    account: str = ME
    port: int = 0
    keys: dict[str, Path] = field(default_factory=dict)
    _daemon: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "data" / "sms-tui.db"

    @property
    def program(self) -> Path:
        return self.folder / "program" / "bin" / "python"

    def start(self) -> None:
        """Make everything and wait until sshd answers."""
        install(self.folder / "program")
        (self.folder / "data").mkdir(mode=0o700)
        (self.folder / "config.toml").write_text(CONFIG)
        keygen(self.folder / "host")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        make_privilege_separation()
        self._listen()

    def _listen(self) -> None:
        assert SSHD is not None
        config = self.folder / "sshd_config"
        config.write_text(
            GENEROUS.format(
                port=self.port,
                folder=self.folder,
                program=self.program,
                database=self.database,
                config=self.folder / "config.toml",
                account=self.account,
            )
        )
        # -E, not -e: what sshd says for itself would reach the client beside the program's words.
        self._daemon = subprocess.Popen([SSHD, "-D", "-E", self.log, "-f", config])
        eventually(self._answers, 10)

    @property
    def log(self) -> Path:
        return self.folder / "sshd.log"

    def _answers(self) -> bool:
        assert self._daemon is not None and self._daemon.poll() is None, self.log.read_text()
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self) -> None:
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait(10)

    def store(self) -> Store:
        return Store.open(self.database, pinned={})

    def boss(self, store: Store) -> Actor:
        store.people.ensure_first_user("boss")
        return Actor(store.people.known_user("boss"), "boss")

    def user(self, name: str, *allowed: Permission) -> None:
        """A user with a key of their own."""
        store = self.store()
        boss = self.boss(store)
        user = store.people.add_user(boss, name)
        for permission in allowed:
            store.people.set_permission(boss, user, permission, Effect.ALLOW)
        self.keys[name] = keygen(self.folder / f"key-{len(self.keys)}")
        store.keys.add(boss, user, self.keys[name].with_suffix(".pub").read_text())
        store.close()

    def lead(self, file: str, number: str) -> Lead:
        """A lead that may be texted, with a worker that has just polled."""
        store = self.store()
        boss = self.boss(store)
        lead = store.leads.add(boss, name=f"Client {file}", file=file, mobile=number)
        store.consents.grant(boss, number, source="call", note="agreed")
        fence = store.worker.acquire("elsewhere:1:1")
        if fence is not None:
            store.worker.poll_state("ok")
            store.worker.polled(utc_now())
        store.close()
        return lead

    def client(self, *options: str, key: str | Path = "", account: str = "") -> list[str]:
        """The start of a client's command line, up to where a command would stand."""
        identity = key if isinstance(key, Path) else self.keys[key]
        given = {
            "UserKnownHostsFile": "/dev/null",
            "GlobalKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "no",
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
        }
        settings = [word for name, value in given.items() for word in ("-o", f"{name}={value}")]
        ssh = shutil.which("ssh")
        assert ssh is not None
        return [
            ssh, "-F", "/dev/null", *settings, "-i", str(identity), "-p", str(self.port),
            *options, f"{account or self.account}@127.0.0.1",
        ]  # fmt: skip

    def run(
        self,
        *command: str,
        options: tuple[str, ...] = (),
        key: str | Path = "",
        account: str = "",
        environment: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """What becomes of a client without a terminal."""
        return subprocess.run(
            [*self.client(*options, key=key, account=account), *command],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=30,
            check=False,
            env={**client_environment(), **(environment or {})},
        )

    def sit_down(
        self, key: str, *options: str, columns: int = 100, lines: int = 30, **environment: str
    ) -> Terminal:
        """Log in on a terminal."""
        given = {**client_environment(), "TERM": "xterm-256color", **environment}
        return Terminal(self.client("-tt", *options, key=key), given, columns, lines)


def make_privilege_separation() -> None:
    """The empty folder sshd wants to see, which Debian makes with its service. It stays: the sshd
    of another run of the tests on this machine refuses everyone when it is gone."""
    if os.getuid() == 0:
        PRIVILEGE_SEPARATION.mkdir(mode=0o755, exist_ok=True)


def client_environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": os.environ["HOME"]}


def keygen(path: Path, *options: str) -> Path:
    """A new pair of keys without a passphrase; gives the private one's path."""
    options = options or ("-t", "ed25519")
    command = ["ssh-keygen", "-q", "-N", "", "-C", "someone@laptop", *options, "-f", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def install(folder: Path) -> None:
    """The program as `-I` finds it: a virtual environment that leads to this checkout."""
    venv.EnvBuilder(symlinks=True, with_pip=False).create(folder)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = sysconfig.get_path("purelib")
    paths = folder / "lib" / version / "site-packages" / "checkout.pth"
    paths.write_text(f"{ROOT}\n{packages}\n")


def shell_of(account: str) -> str:
    return pwd.getpwnam(account).pw_shell
