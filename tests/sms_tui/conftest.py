"""Vonage's stand-in over TLS, and a carrier that asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sms_tui.vonage import VonageCarrier
from vonage_server import VonageServer, account


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[VonageServer]:
    with VonageServer() as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", server.ca_path)
        yield server


@pytest.fixture
def carrier(server: VonageServer) -> Iterator[VonageCarrier]:
    carrier = VonageCarrier(account(server), timeout=1)
    yield carrier
    carrier.close()
