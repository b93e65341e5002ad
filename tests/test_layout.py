"""What the layout promises: arrows, start-up, one SQLite, files that stay small."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from sms_tui.resources import stylesheet

ROOT = Path(__file__).parent.parent
FOLDERS = ("sms_tui", "screens", "data", "tests", "bench")
LONGEST = 300
SCREENS_AND_NETWORK = {
    "textual", "rich", "vonage", "vonage_messages", "vonage_http_client", "requests",
}  # fmt: skip


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def loaded_by(code: str) -> set[str]:
    """The modules a fresh process has loaded after the code, packages by their first name too."""
    report = "import json, sys; print(json.dumps(list(sys.modules)), file=sys.stderr)"
    program = f"import atexit\natexit.register(lambda: exec({report!r}))\n{code}"
    child = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    return set(json.loads(child.stderr.splitlines()[-1]))


def modules_of_data() -> list[str]:
    files = (ROOT / "data").rglob("*.py")
    names = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)
    return sorted(name.removesuffix(".__init__") for name in names)


def test_data_loads_without_screens_or_network() -> None:
    imports = "\n".join(f"import {name}" for name in modules_of_data())
    assert loaded_by(imports) & SCREENS_AND_NETWORK == set()


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_asking_for_help_loads_neither_screens_nor_network(option: str) -> None:
    code = f"import sys; sys.argv = ['sms-tui', {option!r}]\nfrom sms_tui.cli import main\nmain()"
    assert loaded_by(code) & (SCREENS_AND_NETWORK | {"sqlite_utils", "phonenumbers"}) == set()


def test_data_and_sqlite_utils_share_one_sqlite() -> None:
    from data.sqlite import sqlite3 as ours

    theirs = import_module("sqlite_utils.utils").sqlite3
    # pysqlite3 is a package around its dbapi2; what must be one is the compiled copy.
    assert ours.Connection is theirs.Connection
    assert ours.sqlite_version == theirs.sqlite_version


def test_no_other_file_names_sqlite3() -> None:
    door = ROOT / "data" / "sqlite.py"
    forbidden = ("import sqlite3", "from sqlite3", "import pysqlite3", "from pysqlite3")
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        if path != door
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.strip().startswith(forbidden)
    ]
    assert guilty == []


def test_no_file_is_longer_than_one_can_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_the_stylesheet_is_found_in_a_checkout() -> None:
    assert stylesheet() == ROOT / "sms_tui.tcss"
    assert stylesheet().is_file()


def test_the_wheel_carries_the_packages_the_stylesheet_and_the_migrations(tmp_path: Path) -> None:
    program = f"from hatchling.build import build_wheel; print(build_wheel({str(tmp_path)!r}))"
    built = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    ours = [path for folder in FOLDERS[:3] for path in (ROOT / folder).rglob("*.py")]
    ours += (ROOT / "data").rglob("*.sql")
    expected = {path.relative_to(ROOT).as_posix() for path in ours} | {"sms_tui/sms_tui.tcss"}
    assert expected <= carried
    assert not any(name.startswith(("tests/", "bench/")) for name in carried)
    zipfile.ZipFile(wheel).extractall(tmp_path)
    find = "from sms_tui.resources import stylesheet; print(stylesheet())"
    found = subprocess.run(
        [sys.executable, "-c", find], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == str(tmp_path / "sms_tui" / "sms_tui.tcss")
