"""Fixtures for everything about the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.models import Actor
from data.store import Store
from firm import Firm, Moment


@pytest.fixture
def clock() -> Moment:
    """The store's clock; it stands until the test moves it."""
    return Moment()


@pytest.fixture
def firm(tmp_path: Path, clock: Moment) -> Iterator[Firm]:
    """A firm with an admin named ann, a worker that has just polled, and no leads."""
    firm = Firm.open(tmp_path / "firm.db", clock)
    yield firm
    firm.store.close()


@pytest.fixture
def store(firm: Firm) -> Store:
    """The firm's store."""
    return firm.store


@pytest.fixture
def actor(firm: Firm) -> Actor:
    """The firm's first user, who may do everything."""
    return firm.actor
