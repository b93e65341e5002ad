"""The header's words: what is held, and why; amber when somebody should look into it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.models import Health
from firm import MONDAY, Firm
from screens.standing import standing
from sitting import sitting

FRESH = Health(alive=True, carrier="ok", last_poll_at=MONDAY)
OLD = Health(alive=True, carrier="ok", last_poll_at=MONDAY - timedelta(minutes=20))


@pytest.mark.parametrize(
    ("health", "held", "until", "words"),
    [
        (FRESH, 0, "", "replies read just now"),
        (FRESH, 2, "08:00", "replies read just now · 2 held until 08:00"),
        (FRESH, 1, "", "replies read just now · 1 held"),
        (OLD, 0, "", "replies not read for 20 min: texts are held"),
        (OLD, 1, "", "replies not read for 20 min: 1 text is held"),
        (OLD, 7, "08:00", "replies not read for 20 min: 7 texts are held"),
        (
            Health(alive=True, carrier="clock", last_poll_at=MONDAY),
            1,
            "",
            "this machine's clock is wrong: 1 text is held",
        ),
        (
            Health(alive=True, carrier="unreachable", last_poll_at=MONDAY),
            1,
            "",
            "the carrier cannot be asked: 1 text is held",
        ),
        (Health(carrier="none"), 3, "", "no carrier configured: 3 texts are held"),
    ],
)
def test_the_header_says_what_is_held_and_why(
    health: Health, held: int, until: str, words: str
) -> None:
    shown = standing(health, MONDAY, timedelta(minutes=15), held, until)
    assert shown.words == words
    assert shown.good is (health is FRESH)


@pytest.mark.parametrize(("unread", "words"), [(1, "1 record unread"), (2, "2 records unread")])
def test_a_record_nobody_could_read_turns_the_header_amber(unread: int, words: str) -> None:
    shown = standing(FRESH, MONDAY, timedelta(minutes=15), unread=unread)
    assert shown.words == f"{words}: a STOP may be there, see doctor"
    assert not shown.good
    assert "replies not read" in standing(OLD, MONDAY, timedelta(minutes=15), unread=unread).words


async def test_stale_replies_turn_the_header_amber_and_a_poll_turns_it_back(
    tmp_path: Path,
) -> None:
    firm = Firm.open(tmp_path / "firm.db")
    firm.clock.passes(minutes=1)
    lead, elsewhere = firm.authorized(), firm.store.clone()
    async with sitting(firm) as seat:
        header = seat.app.screen.query_one("Header")
        assert not header.has_class("-amber")
        firm.clock.passes(minutes=20)
        elsewhere.worker.renew(firm.fence)
        elsewhere.outbox.enqueue_text(firm.actor, lead.id, "Your papers are ready.", "General")
        assert elsewhere.worker.held() == (1, None)
        await seat.until(lambda: "replies not read for 20 min: 1 text is held" in seat.shown)
        assert header.has_class("-amber")
        elsewhere.worker.polled(firm.clock())
        await seat.until(lambda: "practice carrier · 1 held" in seat.shown)
        assert not header.has_class("-amber")
    elsewhere.close()
    firm.store.close()
