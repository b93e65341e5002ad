"""Clients as the operators of a search name them."""

from __future__ import annotations

import pytest

from firm import Firm


@pytest.mark.parametrize("name", ["jose", "JOSÉ", "nunez", '"jose nunez"'])
def test_a_client_is_named_without_regard_to_case_and_accents(firm: Firm, name: str) -> None:
    firm.says(firm.authorized(name="José Núñez").number, "hello there")
    assert [m.body for m in firm.store.search.find(f"from:{name} hello")] == ["hello there"]
