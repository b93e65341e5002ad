"""One host with a real sshd for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.models import Permission
from ssh_host import SshHost, why_not


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshHost]:
    """A team of alice and bob, who may text, on a host of their own."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    host = SshHost(tmp_path_factory.mktemp("host"))
    try:
        host.start()
        host.user("alice", Permission.SMS, Permission.SEARCH)
        host.user("bob", Permission.SMS)
        yield host
    finally:
        host.stop()
