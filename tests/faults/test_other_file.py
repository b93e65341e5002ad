"""Another file in the database's place, or a second name for it: nothing is sent or said twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults_files import forged, named_twice, replaced_at, replaced_at_rest, written_over
from faults_nursery import Nursery
from faults_yard import Yard


def test_a_copy_put_in_place_under_a_running_worker_repeats_nothing(
    tmp_path: Path, nursery: Nursery
) -> None:
    with Yard(tmp_path, nursery) as yard:
        replaced_at_rest(yard)


@pytest.mark.parametrize("point", ["after claim commit", "at the wire"])
def test_nothing_leaves_once_another_file_is_in_place(
    tmp_path: Path, nursery: Nursery, point: str
) -> None:
    with Yard(tmp_path, nursery) as yard:
        replaced_at(yard, point)


def test_a_database_with_two_names_has_no_worker(tmp_path: Path, nursery: Nursery) -> None:
    with Yard(tmp_path, nursery) as yard:
        named_twice(yard)


def test_a_copy_written_over_the_open_file_sends_nothing_twice(
    tmp_path: Path, nursery: Nursery
) -> None:
    with Yard(tmp_path, nursery) as yard:
        written_over(yard)


def test_a_made_up_row_of_the_ledger_sends_nothing(tmp_path: Path, nursery: Nursery) -> None:
    with Yard(tmp_path, nursery) as yard:
        forged(yard)
