"""While a product's newest replies cannot be read whole, nothing goes out, in whatever process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from data import gate
from data.carriage import InboundRecord, Outcome, Page
from data.models import Health, Kind, MessageStatus
from data.unread_product import UnreadProduct
from data.verdict import Reason
from firm import MONDAY, Firm, Moment
from screens.standing import standing
from sms_tui.carrier import CarrierProblem, always
from sms_tui.finding import State
from sms_tui.practice import PracticeCarrier
from sms_tui.reading_checks import replies
from sms_tui.worker import Worker

DOWN = CarrierProblem("Vonage answered with an error of its own (503).")
FORBIDDEN = CarrierProblem("Vonage does not let this API key read its records (403).", account=True)
BOTH = ("MESSAGES", "SMS")


class Refusing(PracticeCarrier):
    """Takes every text; a product's second page, or its only one, may meet a problem."""

    name = "vonage"
    products: tuple[str, ...] = BOTH

    def __init__(self, clock: Moment) -> None:
        super().__init__(clock)
        self.problems: dict[str, CarrierProblem] = {}
        self.texts: list[str] = []
        self.asked = 0

    def received(self, product: str, start: object, end: object) -> Iterator[Page[InboundRecord]]:
        self.asked += 1
        yield Page(())
        if product in self.problems:
            raise self.problems[product]

    def send(
        self, to: str, body: str, client_ref: str, last_look: Callable[[], bool] = always
    ) -> Outcome:
        if last_look():
            self.texts.append(body)
        return super().send(to, body, client_ref, last_look)


class Bench:
    """A firm, a lead that may be texted, and the running worker, stepped by the test."""

    def __init__(self, path: Path) -> None:
        self.firm = Firm.open(path)
        self.lead = self.firm.authorized()
        self.carrier = Refusing(self.firm.clock)
        self.worker = Worker(self.firm.store, self.carrier, clock=self.firm.clock)
        self.fence = self.firm.fence

    def turn(self, seconds: float = 90) -> None:
        """One turn of the worker's loop: poll if it is due, send what may go out."""
        self.firm.clock.passes(seconds=seconds)
        self.firm.store.worker.renew(self.fence)
        self.worker._polling.run_if_due(self.fence)
        self.worker._sending.run(self.fence, Event(), lambda: False)

    def held(self) -> Reason | None:
        """The hold by which the gate says that replies cannot be read."""
        draft = gate.Draft(Kind.TEXT, body="Your papers are ready.", category="General")
        lead = self.firm.store.leads.get(self.lead.id)
        verdict = self.firm.store.gatekeeper.verdict(self.firm.actor.user, lead, draft)
        found = [each for each in verdict.reasons if each.code == gate.UNREAD_REPLIES]
        return found[0] if found else None


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path / "firm.db")
    bench.turn()
    bench.carrier.texts.clear()
    yield bench
    bench.firm.store.close()


@pytest.mark.parametrize("product", BOTH)
def test_the_running_worker_sends_nothing_until_it_is_read_whole(
    bench: Bench, product: str
) -> None:
    bench.carrier.problems = {product: DOWN}
    bench.turn()
    since = bench.firm.clock()
    text = bench.firm.text(bench.lead)
    bench.turn()
    assert bench.carrier.texts == []
    reason = bench.firm.message(text.id).reason
    assert reason.startswith(
        f"Replies under {product} could not be read since 23 Nov {since:%H:%M}"
    )
    held = bench.held()
    assert held is not None and held.hold
    bench.carrier.problems = {}
    bench.turn()
    assert bench.carrier.texts == [text.body]
    assert bench.held() is None


def test_it_is_held_for_every_process_and_over_restarts(bench: Bench) -> None:
    bench.carrier.problems = {"SMS": DOWN}
    bench.turn()
    other = bench.firm.store.clone()
    [unread] = other.worker.health().unread
    assert (unread.product, unread.since) == ("SMS", bench.firm.clock())
    other.close()
    bench.worker = Worker(bench.firm.store, bench.carrier, clock=bench.firm.clock)
    bench.turn()
    [again] = bench.firm.store.worker.health().unread
    assert again.since == unread.since


def test_a_product_taken_out_of_the_configuration_holds_no_more(bench: Bench) -> None:
    bench.carrier.problems = {"SMS": DOWN}
    bench.turn()
    text = bench.firm.text(bench.lead)
    bench.carrier.products = ("MESSAGES",)
    bench.turn()
    assert bench.firm.store.worker.health().unread == ()
    assert bench.carrier.texts == [text.body]


def test_a_product_the_account_may_never_read_says_what_to_do(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "firm.db")
    bench.carrier.problems = {"SMS": FORBIDDEN}
    bench.turn()
    held = bench.held()
    assert held is not None
    assert held.remedy == "An account that may not read SMS takes it out of [vonage] products."
    state, words = replies(bench.firm.store)
    assert state is State.WRONG
    assert "(403)." in words and words.endswith(held.remedy)
    bench.carrier.problems = {"MESSAGES": FORBIDDEN}
    bench.turn()
    held = bench.held()
    assert held is not None
    assert held.remedy == "It goes out once they are read again."
    bench.firm.store.close()


def test_a_stop_confirmation_that_is_held_dies_five_minutes_after_its_stop(bench: Bench) -> None:
    bench.firm.says(bench.lead.number, "STOP")
    bench.carrier.problems = {"SMS": DOWN}
    for _ in range(4):
        bench.turn()
    bench.carrier.problems = {}
    bench.turn()
    [(status,)] = bench.firm.sql("SELECT status FROM messages WHERE template = 'stopped'")
    assert status == MessageStatus.FAILED.value
    assert bench.carrier.texts == []


@pytest.mark.parametrize(("wait", "seconds"), [(86_400.0, 300), (200.0, 200), (1.0, 0)])
def test_a_wait_the_carrier_asks_for_is_at_most_five_minutes_and_its_end_is_told(
    bench: Bench, wait: float, seconds: int
) -> None:
    asks = CarrierProblem("Vonage asks us to slow down (429).", retry_after=wait)
    bench.carrier.problems = {"MESSAGES": asks}
    bench.turn()
    bench.carrier.asked, start = 0, bench.firm.clock()
    again = start + timedelta(seconds=seconds or wait)
    words = f"Vonage asks us to slow down (429). Next try: {again:%H:%M} UTC."
    assert bench.firm.store.worker.health().problem == words
    bench.turn(seconds=max(seconds - 1, 0))
    assert bench.carrier.asked == 0
    bench.turn(seconds=10)
    assert bench.carrier.asked > 0


def test_a_wait_is_less_than_what_makes_replies_stale(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "firm.db")
    bench.firm.store._context.pinned["stale_after"] = timedelta(minutes=6)
    bench.firm.store._context.forget_rules()
    asks = CarrierProblem("Vonage asks us to slow down (429).", retry_after=86_400)
    bench.carrier.problems = {"MESSAGES": asks}
    bench.turn()
    bench.carrier.asked = 0
    bench.turn(seconds=121)
    assert bench.carrier.asked > 0
    bench.firm.store.close()


def test_the_header_names_the_product_that_cannot_be_read_and_the_reply_that_was_late() -> None:
    unread = (UnreadProduct("SMS", MONDAY - timedelta(minutes=3)),)
    health = Health(alive=True, carrier="ok", last_poll_at=MONDAY, unread=unread)
    shown = standing(health, MONDAY, timedelta(minutes=15), held=2)
    assert shown.words == "replies under SMS not read for 3 min: 2 texts are held"
    fresh = Health(alive=True, carrier="ok", last_poll_at=MONDAY)
    late = standing(fresh, MONDAY, timedelta(minutes=15), late=timedelta(hours=2))
    assert late.words == "a reply showed 2 h late, see doctor"
    assert not shown.good and not late.good
