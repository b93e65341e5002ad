"""What is installed on a host: sshd, systemd and the shell take it as it is meant."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sms_tui.config import load
from sms_tui.config_credentials import from_credentials
from sms_tui.config_reading import CREDENTIALS
from ssh_host import (
    ROOT,
    SSHD,
    keygen,
    make_privilege_separation,
    why_not,
)

# One after the other with the tests that run sshd: they share the folder it wants to see.
pytestmark = pytest.mark.xdist_group("ssh")

PACKAGING = ROOT / "packaging"
SNIPPET = PACKAGING / "sshd_config.d-sms-tui.conf"


def test_sshd_takes_the_snippet_and_keeps_other_accounts_as_they_were(tmp_path: Path) -> None:
    if why_not():
        pytest.skip(why_not())
    assert SSHD is not None
    keygen(tmp_path / "host")
    folder = tmp_path / "d"
    folder.mkdir()
    shutil.copy(SNIPPET, folder / "sms-tui.conf")
    config = tmp_path / "sshd_config"
    config.write_text(
        f"Include {folder}/*.conf\nHostKey {tmp_path}/host\nAcceptEnv *\nX11Forwarding yes\n"
    )

    def in_force(user: str) -> set[str]:
        asked = f"user={user},host=somewhere,addr=192.0.2.1"
        command = [SSHD or "", "-T", "-f", str(config), "-C", asked]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
        return set(said.stdout.splitlines())

    make_privilege_separation()
    ours, others = in_force("sms"), in_force("somebody")
    assert {
        "authorizedkeyscommand /usr/local/bin/sms-tui authorized-keys %u %f",
        "authorizedkeyscommanduser sms",
        "authorizedkeysfile none",
        "authenticationmethods publickey",
        "passwordauthentication no",
        "disableforwarding yes",
        "permittunnel no",
        "acceptenv COLORTERM",
    } <= ours
    assert "acceptenv *" not in ours
    assert {"authorizedkeyscommand none", "disableforwarding no", "acceptenv *"} <= others
    # Twenty come in at once without one being dropped.
    assert "maxstartups 60:30:120" in others


def test_the_shell_takes_the_scripts() -> None:
    for name in ("setup-host.sh", "sms-tui"):
        script = PACKAGING / name
        assert script.stat().st_mode & 0o111, f"{name} cannot be run"
        subprocess.run(["/bin/sh", "-n", str(script)], check=True)


def test_the_configuration_that_is_installed_is_valid_and_holds_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    shutil.copy(PACKAGING / "config.toml", file)
    config = load(file, {})
    assert config.account() is None
    assert config.secrets() == ()


def test_systemd_takes_the_units() -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    units = [str(unit) for unit in PACKAGING.iterdir() if unit.suffix in {".service", ".timer"}]
    assert len(units) == 4
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    ).stderr
    # That the program is not installed here is no fault of the units.
    faults = [line for line in said.splitlines() if "sms-tui" in line]
    assert [line for line in faults if "is not executable" not in line] == []


@pytest.mark.parametrize("service", ["worker", "backup", "litestream"])
def test_what_a_service_could_do_beyond_its_work_is_little(service: str) -> None:
    """By systemd's own measure, from 0 (shut in) to 10 (may do everything)."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd is not installed")
    unit = PACKAGING / f"sms-tui-{service}.service"
    said = subprocess.run(
        [tool, "security", "--no-pager", "--offline=true", "--threshold=25", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "unrecognized option" in said.stderr:
        pytest.skip("systemd is too old to look at a unit that is not installed")
    assert said.returncode == 0, said.stdout[-200:] + said.stderr


def test_the_worker_is_given_each_credential_under_the_name_it_looks_for(tmp_path: Path) -> None:
    unit = (PACKAGING / "sms-tui-worker.service").read_text()
    [(prefix, folder)] = re.findall(r"^LoadCredential=(\w+):(\S+)$", unit, re.MULTILINE)
    guide = (ROOT / "docs" / "team.md").read_text()
    files = re.findall(rf"{folder}/(\w+)", guide)
    assert set(files) == set(CREDENTIALS)
    # So systemd names the files of a folder: its own name, an underscore, the file's.
    for name in files:
        (tmp_path / f"{prefix}_{name}").write_text(f"the {name}\n")
    given = from_credentials({"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert {key[1]: found.value for key, found in given.items()} == {
        name: f"the {name}" for name in files
    }


def test_every_path_the_guide_names_is_one_the_script_makes() -> None:
    script = (PACKAGING / "setup-host.sh").read_text()
    guide = (ROOT / "docs" / "team.md").read_text()
    for path in re.findall(r"^\| `(/[^`*]+)`", guide, re.MULTILINE):
        place = path.rstrip("/")
        base = place.replace("/etc/sms-tui", "$etc") if place.startswith("/etc/sms") else place
        assert base in script, path
