"""A worker that stood still too long changes nothing and sends nothing when it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults_lease import (
    overtaken,
    refused_after_stop,
    revoked_meanwhile,
    still_on_the_wire,
    too_long,
)
from faults_nursery import Nursery
from faults_yard import Yard

LAST_MOMENTS = ("after claim commit", "at the wire")


@pytest.mark.parametrize("point", LAST_MOMENTS)
def test_a_worker_that_was_overtaken_changes_nothing(
    tmp_path: Path, nursery: Nursery, point: str
) -> None:
    with Yard(tmp_path, nursery) as yard:
        overtaken(yard, point)


@pytest.mark.parametrize("point", LAST_MOMENTS)
def test_what_was_claimed_too_long_ago_is_claimed_anew(
    tmp_path: Path, nursery: Nursery, point: str
) -> None:
    with Yard(tmp_path, nursery) as yard:
        too_long(yard, point)


@pytest.mark.parametrize("point", LAST_MOMENTS)
def test_a_stop_between_claim_and_wire_is_seen(
    tmp_path: Path, nursery: Nursery, point: str
) -> None:
    with Yard(tmp_path, nursery) as yard:
        revoked_meanwhile(yard, point)


def test_a_text_refused_after_a_stop_does_not_wait_for_a_start(
    tmp_path: Path, nursery: Nursery
) -> None:
    with Yard(tmp_path, nursery) as yard:
        refused_after_stop(yard)


def test_a_message_is_not_given_up_while_it_may_be_on_the_wire(
    tmp_path: Path, nursery: Nursery
) -> None:
    with Yard(tmp_path, nursery) as yard:
        still_on_the_wire(yard)


@pytest.mark.long
@pytest.mark.parametrize("point", LAST_MOMENTS)
def test_fifty_overtaken_workers_change_nothing(
    tmp_path: Path, nursery: Nursery, point: str
) -> None:
    for n in range(50):
        folder = tmp_path / str(n)
        folder.mkdir()
        with Yard(folder, nursery) as yard:
            (overtaken, too_long, revoked_meanwhile)[n % 3](yard, point)
            overtaken(yard, point)
