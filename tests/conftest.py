"""What holds for every test: no network but this machine's, no home but a temporary one.

Temporary files are kept in memory where there is room: every commit of the store waits for the
disk (`synchronous=FULL`), 8 ms on one machine where memory took 0.15. A kill does the same there.
"""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import idle
import styles
from firm import Firm
from guard import loopback

GUARD = Path(__file__).parent / "guard"
# What would let the developer's account or machine show through.
FOREIGN = ("SMS_TUI_", "VONAGE_", "XDG_")
FOREIGN_NAMES = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy",
    "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC", "NO_COLOR", "FORCE_COLOR",
)  # fmt: skip

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30

loopback.install()
idle.install()
styles.install()
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    os.environ.setdefault("TMPDIR", str(MEMORY))
os.environ["TZ"] = "UTC"
time.tzset()

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("wide", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    """A firm on a Monday at ten in San Francisco, with no leads yet."""
    firm = Firm.open(tmp_path / "firm.db")
    yield firm
    firm.store.close()


@pytest.fixture(autouse=True)
def _a_home_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the developer's account is read or written, by the test or its children."""
    for name in [name for name in os.environ if name.startswith(FOREIGN) or name in FOREIGN_NAMES]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    # Child processes load the sitecustomize.py in there and are held to this machine as well.
    search = [str(GUARD), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(search))


def pytest_collection_finish() -> None:
    """What is there before the first test stays: the collector need not look at it again."""
    gc.collect()
    gc.freeze()
