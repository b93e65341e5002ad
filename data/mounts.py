"""Is a file on a network file system? There SQLite's locks and its WAL cannot be relied upon.

https://sqlite.org/wal.html: "All processes using a database must be on the same host computer; WAL
does not work over a network filesystem"; https://sqlite.org/howtocorrupt.html tells of locks there.
"""

from __future__ import annotations

import re
from pathlib import Path

NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "glusterfs", "lustre",
    "beegfs", "davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.rclone", "fuse.s3fs",
    "fuse.gcsfuse", "fuse.davfs", "fuse.smbnetfs", "fuse.curlftpfs",
})  # fmt: skip
# proc(5): a space in a mount point is written `\040`, and so on.
_ESCAPE = re.compile(r"\\([0-7]{3})")
_MOUNTS = Path("/proc/self/mounts")


def network_file_system(path: Path) -> str | None:
    """The kind of network file system the path lies on, or None; None too where nobody can tell."""
    try:
        mounts = _MOUNTS.read_text(errors="surrogateescape")
    except OSError:
        return None
    kind = file_system(path.resolve(), mounts)
    return kind if kind in NETWORK else None


def file_system(path: Path, mounts: str) -> str | None:
    """The kind of file system an absolute path lies on, by a text like /proc/mounts.

    The innermost mount point counts, and of several on one point the last, which covers the others.
    """
    best, kind = -1, None
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_ESCAPE.sub(lambda found: chr(int(found[1], 8)), fields[1]))
        depth = len(point.parts)
        if depth >= best and (point == path or point in path.parents):
            best, kind = depth, fields[2]
    return kind
