from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from firm import Firm


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """A firm on a Monday at ten in San Francisco, with no leads yet."""
    firm = Firm.open(tmp_path / "firm.db")
    yield firm
    firm.store.close()
