"""Who else could read or change the program's files, for `doctor`. Files are only looked at."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sms_tui.finding import Finding, State

if TYPE_CHECKING:
    from sms_tui.config import Config

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def file_modes(database: Path, config: Config | None) -> Iterator[Finding]:
    """The database with its companions, its folder, the configuration."""
    companions = [database.with_name(database.name + end) for end in ("", "-wal", "-shm")]
    open_ones = [path for path in companions if _mode(path) & _OTHERS]
    if open_ones:
        names = " ".join(map(str, open_ones))
        words = f"Other accounts may read the database. Run: chmod 600 {names}"
        yield Finding("database file", State.WRONG, words)
    else:
        yield Finding("database file", State.OK, f"{database} is readable by its owner only.")
    yield from _owners(companions)
    yield _folder(database.absolute().parent)
    if config is not None and config.file is not None:
        yield _configuration(config.file)


def _owners(companions: list[Path]) -> Iterator[Finding]:
    """A companion that root made, by running as root, shuts out the account the database is of."""
    owners = {path: path.stat().st_uid for path in companions if path.exists()}
    strangers = [path for path, owner in owners.items() if owner != owners.get(companions[0])]
    if strangers:
        names = " ".join(map(str, strangers))
        words = "These belong to another account than the database. Run: chown --reference="
        yield Finding("database owner", State.WRONG, f"{words}{companions[0]} {names}")


def _folder(folder: Path) -> Finding:
    mode = _mode(folder)
    if mode & _OTHERS_WRITE and not mode & stat.S_ISVTX:
        words = f"Other accounts may replace the database. Run: chmod go-w {folder}"
        return Finding("database folder", State.WRONG, words)
    if mode & _OTHERS_WRITE:
        words = f"{folder} is for everyone; a folder of its own is a better place."
        return Finding("database folder", State.WARNING, words)
    return Finding("database folder", State.OK, f"Only its owner may write in {folder}.")


def _configuration(file: Path) -> Finding:
    mode = _mode(file)
    if mode & _OTHERS_WRITE:
        words = f"Other accounts may change the configuration. Run: chmod 600 {file}"
        return Finding("configuration file", State.WRONG, words)
    if os.getuid() != 0 and file.exists() and file.stat().st_uid == 0:
        # Root's, for this account's group to read: as a host for a team has it.
        mode &= ~stat.S_IRGRP
    if mode & _OTHERS:
        words = f"Other accounts may read the configuration. Run: chmod 600 {file}"
        return Finding("configuration file", State.WARNING, words)
    return Finding("configuration file", State.OK, f"{file} is closed to other accounts.")


def _mode(path: Path) -> int:
    """The mode's bits; none where there is nothing to be seen."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
