"""Three workers killed at random while everything else goes wrong too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from faults_kills import storm
from faults_nursery import Nursery
from faults_server import ChaosServer
from faults_yard import Yard


def test_fifteen_random_kills_cost_nothing(tmp_path: Path, nursery: Nursery) -> None:
    with Yard(tmp_path, nursery, ChaosServer(1), leads=30) as yard:
        storm(yard, kills=15, seed=1)


# STORM_KILLS=1000 for the whole storm: three minutes a seed on a quiet machine.
KILLS = int(os.environ.get("STORM_KILLS", "200"))


@pytest.mark.long
@pytest.mark.parametrize("seed", [20, 21])
def test_hundreds_of_random_kills_cost_nothing(tmp_path: Path, nursery: Nursery, seed: int) -> None:
    with Yard(tmp_path, nursery, ChaosServer(seed), leads=30) as yard:
        storm(yard, kills=KILLS, seed=seed)
