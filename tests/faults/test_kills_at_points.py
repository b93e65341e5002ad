"""A worker killed at each named point of its round, again and again, loses and repeats nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults_kills import die_often
from faults_nursery import Nursery
from faults_points import POINTS
from faults_yard import Yard


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_this_point_costs_nothing(tmp_path: Path, nursery: Nursery, point: str) -> None:
    with Yard(tmp_path, nursery, poll_overlap=0) as yard:
        die_often(yard, point, 4)


@pytest.mark.long
@pytest.mark.parametrize("point", POINTS)
def test_three_hundred_kills_at_this_point_cost_nothing(
    tmp_path: Path, nursery: Nursery, point: str
) -> None:
    with Yard(tmp_path, nursery, poll_overlap=0) as yard:
        die_often(yard, point, 300)
