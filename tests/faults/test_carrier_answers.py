"""Every way in which the carrier can fail a text: one POST, the right state, a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults_answers import KEPT, LOST, REFUSED, TAKEN, Fault, meet
from faults_nursery import Nursery
from faults_yard import Yard

GROUPS = {"lost": LOST, "kept": KEPT, "refused": REFUSED, "taken": TAKEN}


@pytest.mark.parametrize("faults", GROUPS.values(), ids=GROUPS)
def test_each_fault_once(tmp_path: Path, nursery: Nursery, faults: tuple[Fault, ...]) -> None:
    with Yard(tmp_path, nursery) as yard:
        meet(yard, faults[:-1] if faults is TAKEN else faults, 1)  # of two slow answers one


@pytest.mark.long
@pytest.mark.parametrize("faults", GROUPS.values(), ids=GROUPS)
def test_each_fault_twenty_times(
    tmp_path: Path, nursery: Nursery, faults: tuple[Fault, ...]
) -> None:
    with Yard(tmp_path, nursery) as yard:
        meet(yard, faults, 20)
