"""On which file system a path lies, by what /proc/mounts says."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import mounts
from data.errors import StoreProblem
from data.store import Store

MOUNTS = r"""
/dev/vda / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw,nosuid,nodev 0 0
server:/export /home nfs4 rw,vers=4.2 0 0
/dev/vdb /home/local xfs rw 0 0
//files/share /mnt/our\040share cifs rw 0 0
ann@host:/ /media/ssh fuse.sshfs rw 0 0
tmpfs /srv tmpfs rw 0 0
server:/srv /srv nfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/sms.db", "ext4"),
        ("/", "ext4"),
        ("/home/ann/sms.db", "nfs4"),
        ("/home/local/sms.db", "xfs"),
        ("/home/locally/sms.db", "nfs4"),
        ("/mnt/our share/sms.db", "cifs"),
        ("/media/ssh/sms.db", "fuse.sshfs"),
        ("/srv/sms.db", "nfs"),
    ],
)
def test_the_innermost_and_latest_mount_counts(path: str, kind: str) -> None:
    assert mounts.file_system(Path(path), MOUNTS) == kind


def test_a_disk_of_this_machine_is_no_network() -> None:
    assert mounts.network_file_system(Path("/proc/self/mounts")) is None


def test_where_nobody_can_tell_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mounts, "_MOUNTS", tmp_path / "none")
    assert mounts.network_file_system(tmp_path) is None


def test_a_database_on_a_network_file_system_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "mounts"
    fake.write_text(f"server:/export {tmp_path.resolve()} nfs4 rw 0 0\n")
    monkeypatch.setattr(mounts, "_MOUNTS", fake)
    path = tmp_path / "firm.db"
    with pytest.raises(StoreProblem, match="network file system") as refused:
        Store.open(path)
    assert "this machine" in refused.value.remedy
    assert not path.exists()
