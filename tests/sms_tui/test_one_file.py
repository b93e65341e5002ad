"""One file, one name: what commands, screens and the worker say when that is not so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from data.carriage import Outcome
from data.errors import OtherFile
from data.models import MessageStatus
from data.store import Store
from desk import Desk
from firm import PINNED, Firm
from screens.standing import standing
from sitting import sitting
from sms_tui.background import WorkerThread
from sms_tui.carrier import always
from sms_tui.practice import PracticeCarrier
from sms_tui.worker import Worker
from waiting import eventually


class Counting(PracticeCarrier):
    """Counts what it is handed."""

    count = 0

    def send(
        self, to: str, body: str, client_ref: str, last_look: Callable[[], bool] = always
    ) -> Outcome:
        self.count += 1
        return super().send(to, body, client_ref, last_look)


TWO_NAMES = "the database has a second name: nothing is sent"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "firm.db")


def test_a_worker_refuses_a_file_with_two_names_and_commands_go_on(desk: Desk) -> None:
    desk.lead()
    other = desk.database.with_name("other.db")
    other.hardlink_to(desk.database)
    for path in (desk.database, other):
        at = Desk(path, desk.environment)
        assert "has a second name (a hard link)" in at.says("worker", "--once")
        assert len(at.json("lead", "list")) == 1
        assert (
            "wrong\tone file\tNothing is sent: the database has" in at.run("doctor", code=1).stdout
        )
    other.unlink()
    assert desk.json("worker", "--once")


def test_a_symbolic_link_is_no_second_name(desk: Desk) -> None:
    desk.lead()
    other = desk.database.with_name("other.db")
    other.symlink_to(desk.database)
    assert Desk(other, desk.environment).json("worker", "--once")


@pytest.mark.parametrize("how", ["replaced", "moved or removed"])
def test_what_would_be_written_to_a_file_out_of_place_is_refused(firm: Firm, how: str) -> None:
    lead, path = firm.authorized(), firm.store.path
    firm.store.backup(path.with_name("copy.db"))
    if how == "replaced":
        path.with_name("copy.db").replace(path)
    else:
        path.rename(path.with_name("elsewhere.db"))
    for write in (
        lambda: firm.text(lead),
        lambda: firm.says(lead.number, "STOP"),
        lambda: firm.store.worker.poll_state("ok"),
        lambda: firm.store.worker.renew(firm.fence),
    ):
        with pytest.raises(OtherFile, match="nothing was changed"):
            write()
    assert firm.store.dispatch.claim(firm.fence) is None
    assert firm.store.leads.get(lead.id).name == lead.name, "reading goes on"
    assert firm.store.safeguards.fault() == f"the database was {how}"


async def test_the_header_says_that_the_database_was_replaced_and_the_worker_has_ended(
    firm: Firm,
) -> None:
    path = firm.store.path
    firm.store.worker.release(firm.fence)
    background = WorkerThread(firm.store, PracticeCarrier())
    async with sitting(firm) as seat:
        background.start()
        firm.store.backup(path.with_name("copy.db"))
        path.with_name("copy.db").replace(path)
        await seat.until(lambda: "the database was replaced: nothing is sent" in seat.shown)
        eventually(lambda: not background._thread.is_alive())


def test_a_second_name_is_in_the_header(firm: Firm) -> None:
    firm.store.path.with_name("other.db").hardlink_to(firm.store.path)
    shown = standing(
        firm.store.worker.health(),
        firm.clock(),
        firm.store.rules().stale_after,
        fault=firm.store.safeguards.fault(),
    )
    assert (shown.words, shown.good) == (TWO_NAMES, False)


def test_what_was_handed_over_is_not_handed_over_again_whatever_the_database_says(
    firm: Firm,
) -> None:
    """An older copy may have been written over the open file: the same file, other content."""
    carrier = Counting(firm.clock)
    text = firm.text(firm.authorized())
    firm.store.worker.release(firm.fence)
    at_once = PINNED | {"per_second": 1e9, "poll_lag": timedelta(0)}
    store = Store.open(firm.store.path, pinned=at_once, clock=firm.clock)
    worker = Worker(store, carrier, clock=firm.clock)
    worker.once()
    assert carrier.count == 1
    firm.sql("DROP TRIGGER messages_path")
    firm.sql("UPDATE messages SET status = 'queued' WHERE id = :id", id=text.id)
    store.safeguards.whole = lambda: True  # type: ignore[method-assign]
    assert worker.once().uncertain == 1
    assert carrier.count == 1
    found = firm.message(text.id).status
    assert found is MessageStatus.SENT, "uncertain at first, then found in the carrier's records"
    store.close()
