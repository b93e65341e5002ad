"""The status table, row by row, and what comes late or twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import consent as changes
from data.consent import (
    Change,
    Meaning,
    by_hand,
    on_carrier_opt_out,
    on_reply,
    on_request_failed,
    on_request_sent,
    on_weak_judged,
)
from data.models import Consent, Status, Template
from data.rules import Rules

NOT, PENDING = Status.NOT_AUTHORIZED, Status.PENDING
AUTHORIZED, REVOKED = Status.AUTHORIZED, Status.REVOKED
RULES = Rules(business_name="Acme Relief")
NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = NOW - HOUR
OPEN = ASKED + RULES.request_open_for


def number(status: Status, *, asked: bool = False, cause: str = "before") -> Consent:
    """A number in a status since two hours; `asked` an hour ago, when that is still open."""
    asked = asked or status is PENDING
    return Consent(
        1, "+14155550132", status, NOW - 2 * HOUR, cause,
        requested_at=ASKED if asked else None,
        open_until=OPEN if asked else None,
        returns_to=NOT if status is PENDING else None,
    )  # fmt: skip


def reply(
    consent: Consent,
    said: Meaning,
    words: str = "…",
    *,
    at: datetime = NOW,
    now: datetime = NOW,
    rules: Rules = RULES,
) -> Change:
    return on_reply(consent, said, words, at, now, rules)


ROWS = [
    # status, request open, reply → status, automatic reply, ledger row, open after
    (NOT, False, Meaning.YES, NOT, None, False, False),
    (NOT, True, Meaning.YES, AUTHORIZED, Template.CONFIRMED, True, False),
    (NOT, False, Meaning.NO, NOT, None, False, False),
    (NOT, True, Meaning.NO, NOT, None, True, False),
    (NOT, False, Meaning.OTHER, NOT, None, False, False),
    (NOT, True, Meaning.OTHER, NOT, None, False, True),
    (NOT, False, Meaning.STOP, REVOKED, Template.STOPPED, True, False),
    (NOT, True, Meaning.STRONG, REVOKED, Template.STOPPED, True, False),
    (NOT, False, Meaning.START, AUTHORIZED, Template.CONFIRMED, True, False),
    (NOT, True, Meaning.HELP, NOT, Template.HELP, False, True),
    (PENDING, True, Meaning.YES, AUTHORIZED, Template.CONFIRMED, True, False),
    (PENDING, True, Meaning.NO, NOT, None, True, False),
    (PENDING, True, Meaning.OTHER, NOT, None, True, True),
    (PENDING, True, Meaning.HELP, PENDING, Template.HELP, False, True),
    (PENDING, True, Meaning.STOP, REVOKED, Template.STOPPED, True, False),
    (PENDING, True, Meaning.STRONG, REVOKED, Template.STOPPED, True, False),
    (PENDING, True, Meaning.START, AUTHORIZED, Template.CONFIRMED, True, False),
    (AUTHORIZED, False, Meaning.YES, AUTHORIZED, None, False, False),
    (AUTHORIZED, False, Meaning.NO, AUTHORIZED, None, False, False),
    (AUTHORIZED, False, Meaning.OTHER, AUTHORIZED, None, False, False),
    (AUTHORIZED, False, Meaning.HELP, AUTHORIZED, Template.HELP, False, False),
    (AUTHORIZED, False, Meaning.STOP, REVOKED, Template.STOPPED, True, False),
    (AUTHORIZED, False, Meaning.STRONG, REVOKED, Template.STOPPED, True, False),
    (AUTHORIZED, False, Meaning.START, AUTHORIZED, None, False, False),
    (REVOKED, False, Meaning.YES, REVOKED, None, False, False),
    (REVOKED, True, Meaning.YES, AUTHORIZED, Template.CONFIRMED, True, False),
    (REVOKED, False, Meaning.NO, REVOKED, None, False, False),
    (REVOKED, True, Meaning.NO, REVOKED, None, True, False),
    (REVOKED, True, Meaning.OTHER, REVOKED, None, False, True),
    (NOT, True, Meaning.NO_ANSWER, NOT, None, False, True),
    (PENDING, True, Meaning.NO_ANSWER, PENDING, None, False, True),
    (AUTHORIZED, False, Meaning.NO_ANSWER, AUTHORIZED, None, False, False),
    (REVOKED, False, Meaning.NO_ANSWER, REVOKED, None, False, False),
    (REVOKED, False, Meaning.OTHER, REVOKED, None, False, False),
    (REVOKED, False, Meaning.HELP, REVOKED, Template.HELP, False, False),
    (REVOKED, False, Meaning.STOP, REVOKED, None, True, False),
    (REVOKED, False, Meaning.STRONG, REVOKED, None, True, False),
    (REVOKED, False, Meaning.START, AUTHORIZED, Template.CONFIRMED, True, False),
]


@pytest.mark.parametrize(("before", "asked", "said", "after", "sends", "recorded", "open_"), ROWS)
def test_a_reply_does_what_the_table_says(
    before: Status,
    asked: bool,
    said: Meaning,
    after: Status,
    sends: Template | None,
    recorded: bool,
    open_: bool,
) -> None:
    change = reply(number(before, asked=asked), said)
    assert (change.status, change.reply, change.recorded) == (after, sends, recorded)
    assert change.open_until == (OPEN if open_ else None)
    assert not change.weak
    if not recorded:
        assert change.cause == "before"
    if before is after and said not in (Meaning.STOP, Meaning.STRONG):
        assert change.since == NOW - 2 * HOUR


@pytest.mark.parametrize("status", Status)
def test_a_weak_sign_changes_nothing_but_is_on_record(status: Status) -> None:
    change = reply(number(status), Meaning.WEAK)
    assert (change.status, change.weak, change.recorded) == (status, True, True)
    assert (change.cause, change.event) == (number(status).cause, "may be an opt-out")
    assert change.open_until == number(status).open_until


def test_a_yes_is_a_yes_while_a_weak_sign_is_open() -> None:
    consent = replace(number(PENDING), weak_message_id=7)
    assert reply(consent, Meaning.YES).status is AUTHORIZED
    assert not reply(consent, Meaning.YES).settles_weak


@pytest.mark.parametrize("said", [Meaning.STOP, Meaning.STRONG])
def test_a_stop_settles_a_weak_sign(said: Meaning) -> None:
    assert reply(number(AUTHORIZED), said).settles_weak


def test_the_reason_keeps_the_replys_words() -> None:
    change = reply(number(PENDING), Meaning.OTHER, "who\n is  this?")
    assert change.cause == f'{changes.ANSWERED_OTHERWISE}: "who is this?"'
    assert len(reply(number(PENDING), Meaning.OTHER, "x" * 9999).cause) < 250


@pytest.mark.parametrize(
    ("said", "cause"),
    [(Meaning.STOP, "STOP"), (Meaning.STRONG, "said so"), (Meaning.START, "START")],
)
def test_the_cause_says_how(said: Meaning, cause: str) -> None:
    assert reply(number(PENDING), said).cause == cause


def test_after_an_unclear_reply_a_later_yes_still_authorizes() -> None:
    unclear = reply(number(PENDING), Meaning.OTHER)
    consent = replace(number(NOT), requested_at=unclear.requested_at, open_until=unclear.open_until)
    assert reply(consent, Meaning.YES, at=OPEN).status is AUTHORIZED
    assert reply(consent, Meaning.YES, at=OPEN + MINUTE).status is NOT


def test_a_yes_to_a_request_that_expired_ends_it() -> None:
    change = reply(number(PENDING), Meaning.YES, "yes", at=OPEN + MINUTE)
    assert (change.status, change.reply) == (NOT, None)
    assert change.cause == f'{changes.ANSWERED_LATE}: "yes"'


@pytest.mark.parametrize(
    ("late", "setting", "sends"),
    [
        (timedelta(0), "app", True),
        (5 * MINUTE, "app", True),
        (5 * MINUTE + timedelta(seconds=1), "app", False),
        (timedelta(0), "carrier", False),
        (timedelta(0), "none", False),
        (-MINUTE, "app", True),  # the carrier's clock is ahead of ours
    ],
)
def test_a_stop_is_confirmed_once_within_five_minutes(
    late: timedelta, setting: str, sends: bool
) -> None:
    rules = replace(RULES, reply_stop=setting)
    change = reply(number(AUTHORIZED), Meaning.STOP, at=NOW - late, rules=rules)
    assert change.status is REVOKED
    assert (change.reply is Template.STOPPED) is sends


@pytest.mark.parametrize("setting", ["carrier", "none"])
def test_help_is_left_to_the_carrier_when_it_answers_itself(setting: str) -> None:
    rules = replace(RULES, reply_help=setting)
    assert reply(number(AUTHORIZED), Meaning.HELP, rules=rules).reply is None


@pytest.mark.parametrize("said", [Meaning.YES, Meaning.NO, Meaning.OTHER])
@pytest.mark.parametrize("status", [PENDING, NOT])
def test_what_was_written_before_the_request_does_not_answer_it(
    status: Status, said: Meaning
) -> None:
    consent = number(status, asked=True)
    change = reply(consent, said, at=ASKED - timedelta(seconds=71))
    assert (change.status, change.recorded, change.open_until) == (status, False, OPEN)


def test_a_start_older_than_the_revocation_does_not_lift_it() -> None:
    consent = replace(number(REVOKED), since=NOW)
    assert reply(consent, Meaning.START, at=NOW - MINUTE).status is REVOKED
    assert reply(consent, Meaning.START, at=NOW + SECOND).status is AUTHORIZED


def test_a_stop_older_than_a_start_still_revokes() -> None:
    consent = replace(number(AUTHORIZED), since=NOW)
    change = reply(consent, Meaning.STOP, at=NOW - DAY)
    assert (change.status, change.since) == (REVOKED, NOW - DAY)


def test_an_older_stop_does_not_make_a_revocation_look_older() -> None:
    assert reply(number(REVOKED), Meaning.STOP, at=NOW - DAY).since == NOW - 2 * HOUR


@given(
    st.sampled_from(Status), st.booleans(), st.sampled_from(Meaning), st.text(max_size=9),
    st.integers(-90, 90),
)  # fmt: skip
def test_only_yes_and_start_ever_authorize_and_without_a_request_only_start_lifts_revoked(
    status: Status, asked: bool, said: Meaning, words: str, hours: int
) -> None:
    change = reply(number(status, asked=asked), said, words, at=NOW + hours * HOUR)
    if change.status is AUTHORIZED and status is not AUTHORIZED:
        only_start = status is REVOKED and not asked
        assert said in ((Meaning.START,) if only_start else (Meaning.YES, Meaning.START))
        assert change.recorded
    if said in (Meaning.STOP, Meaning.STRONG):
        assert change.status is REVOKED
        assert change.recorded


@pytest.mark.parametrize("before", [NOT, REVOKED])
def test_a_request_that_was_sent_makes_the_number_pending(before: Status) -> None:
    change = on_request_sent(number(before), NOW, RULES)
    assert (change.status, change.cause, change.since) == (PENDING, "request sent", NOW)
    assert (change.requested_at, change.open_until) == (NOW, NOW + 30 * DAY)
    assert change.returns_to is before


def test_asking_again_while_pending_remembers_what_was_before_the_first_request() -> None:
    change = on_request_sent(replace(number(PENDING), returns_to=REVOKED), NOW, RULES)
    assert (change.status, change.requested_at, change.returns_to) == (PENDING, NOW, REVOKED)


def test_a_stop_or_start_while_the_request_was_on_its_way_is_kept() -> None:
    stopped = replace(number(REVOKED), since=NOW + MINUTE)
    kept = on_request_sent(stopped, NOW, RULES)
    assert (kept.status, kept.cause, kept.since) == (REVOKED, "before", NOW + MINUTE)
    started = on_request_sent(number(AUTHORIZED), NOW, RULES)
    assert (started.status, started.requested_at, started.cause) == (AUTHORIZED, NOW, "before")
    assert all((c.recorded, c.event) == (True, "request sent") for c in (kept, started))


@pytest.mark.parametrize(
    ("before", "after", "open_"), [(None, NOT, OPEN), (NOT, NOT, OPEN), (REVOKED, REVOKED, None)]
)
def test_a_request_that_failed_restores_the_status_and_may_be_answered_if_none_was_revoked(
    before: Status | None, after: Status, open_: datetime | None
) -> None:
    change = on_request_failed(replace(number(PENDING), returns_to=before), NOW)
    assert (change.status, change.recorded) == (after, True)
    assert (change.requested_at, change.open_until) == (ASKED, open_)


@pytest.mark.parametrize("status", [NOT, AUTHORIZED, REVOKED])
def test_a_failed_request_changes_nothing_that_is_no_longer_pending(status: Status) -> None:
    change = on_request_failed(number(status), NOW)
    assert (change.status, change.recorded) == (status, False)


@pytest.mark.parametrize("status", Status)
def test_the_carriers_opt_out_revokes(status: Status) -> None:
    change = on_carrier_opt_out(number(status), NOW)
    assert (change.status, change.since, change.reply) == (REVOKED, NOW, None)
    assert (change.recorded, change.cause, change.revoked_at) == (True, "carrier", NOW)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(("revoke", "after"), [(True, REVOKED), (False, AUTHORIZED)])
def test_what_is_recorded_by_hand_stands(status: Status, revoke: bool, after: Status) -> None:
    change = by_hand(number(status), revoke, NOW)
    assert (change.status, change.cause, change.since) == (after, "by hand", NOW)
    assert (change.recorded, change.settles_weak, change.open_until) == (True, True, None)


def test_a_weak_sign_is_judged_and_either_choice_is_recorded() -> None:
    consent = replace(number(AUTHORIZED), weak_message_id=7)
    revoked, kept = (on_weak_judged(consent, revoke, NOW) for revoke in (True, False))
    assert (revoked.status, revoked.cause) == (REVOKED, "judged an opt-out")
    assert (kept.status, kept.event) == (AUTHORIZED, "judged not an opt-out")
    assert kept.cause == consent.cause
    assert kept.since == consent.since
    assert all(change.recorded and change.settles_weak for change in (revoked, kept))
