"""One nursery for all tests of a process: what it has imported serves every child."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from faults_nursery import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    with Nursery() as nursery:
        yield nursery
