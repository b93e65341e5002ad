"""The gate's table: each reason in each column, its words, and what lifts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import gate
from data.gate import Draft, Facts, may_send
from data.models import ASKED_BY, Kind, Lead, Status, Template
from data.rules import Rules
from data.unread_product import UnreadProduct
from gate_cases import (
    DAY,
    HELP,
    MAY,
    MAY_NOT,
    NIGHT,
    NO_NUMBER,
    NOW,
    REQUEST,
    RULES,
    TEXT,
    ask,
    lead,
    only,
)  # fmt: skip

REFUSE, HOLD, PASS = "refuse", "hold", "pass"
NOT = Status.NOT_AUTHORIZED
WEAK = {"weak_message_id": 7, "weak_words": "cancel my appointment"}
TABLE: list[tuple[str, dict[str, Any], dict[str, Any], tuple[str, str, str]]] = [
    # code, the lead's consent, the facts → texts, authorization request, automatic reply
    (gate.NO_PERMISSION, {}, {"sms": MAY_NOT}, (REFUSE, REFUSE, PASS)),
    (gate.WEAK_SIGN, WEAK, {}, (REFUSE, REFUSE, PASS)),
    (gate.UNTEXTABLE, {"untextable": "It is no mobile."}, {}, (REFUSE, REFUSE, PASS)),
    (gate.STALE_POLL, {}, {"last_poll_at": None}, (HOLD, HOLD, HOLD)),
    (gate.STALE_POLL, {}, {"last_poll_at": NOW - timedelta(minutes=16)}, (HOLD, HOLD, HOLD)),
    (gate.STALE_POLL, {}, {"last_poll_at": NOW + DAY}, (HOLD, HOLD, HOLD)),
    (gate.UNREAD_REPLIES, {}, {"unread": (UnreadProduct("SMS", NOW),)}, (HOLD, HOLD, HOLD)),
    (gate.NO_CARRIER, {}, {"carrier": "none"}, (HOLD, HOLD, HOLD)),
    (gate.CARRIER_REFUSES, {}, {"carrier": "refused"}, (HOLD, HOLD, HOLD)),
    (gate.CARRIER_REFUSES, {}, {"carrier": "unreachable"}, (HOLD, HOLD, HOLD)),
    (gate.TRIGGERS, {}, {"triggers_whole": False}, (REFUSE, REFUSE, REFUSE)),
    (gate.REQUEST_IN_FLIGHT, {}, {"other_request_in_flight": True}, (PASS, REFUSE, PASS)),
    (gate.NO_BUSINESS_NAME, {}, {"rules": Rules()}, (PASS, REFUSE, PASS)),
]


@pytest.mark.parametrize(("code", "consent", "changed", "columns"), TABLE)
def test_a_reason_refuses_or_holds_as_the_table_says(
    code: str,
    consent: dict[str, Any],
    changed: dict[str, Any],
    columns: tuple[str, str, str],
) -> None:
    asked = (TEXT, lead(**consent)), (REQUEST, lead(NOT, **consent)), (HELP, lead(NOT, **consent))
    for (draft, about), column in zip(asked, columns, strict=True):
        verdict = ask(draft, about, **changed)
        if column == PASS:
            assert verdict.allowed, verdict
        else:
            assert (only(verdict).code, only(verdict).hold) == (code, column == HOLD)


@pytest.mark.parametrize(
    ("draft", "about", "column"),
    [(TEXT, lead(), HOLD), (REQUEST, lead(NOT), HOLD), (HELP, lead(), PASS)],
)
def test_outside_hours_texts_and_requests_wait_and_replies_go_out(
    draft: Draft, about: Lead, column: str
) -> None:
    verdict = ask(draft, about, now=NIGHT)
    if column == PASS:
        assert verdict.allowed
        return
    reason = only(verdict)
    assert (reason.code, reason.hold) == (gate.OUTSIDE_HOURS, True)
    assert reason.words == "It is 06:41 PST for Maria; texts go out 08:00–21:00."
    assert reason.remedy == "It goes out from 08:00 PST, or cancel it."
    assert verdict.opens_at == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("draft", [TEXT, REQUEST, HELP])
def test_without_a_number_nothing_is_sent(draft: Draft) -> None:
    verdict = ask(draft, NO_NUMBER)
    assert verdict.refused
    assert verdict.reasons[0].code == gate.NO_NUMBER
    assert verdict.reasons[0].words == "Maria has no valid mobile number."


@pytest.mark.parametrize(
    ("body", "category", "codes"),
    [
        ("Hello", "Documents", []),
        ("x" * 1000, "Documents", []),
        ("", "Documents", [gate.EMPTY]),
        (" \n\t", "Documents", [gate.EMPTY]),
        ("\u200b\u202e\x00", "Documents", [gate.EMPTY]),
        ("x" * 1001, "Documents", [gate.TOO_LONG]),
        ("Hello", None, [gate.NO_CATEGORY]),
        ("Hello", " ", [gate.NO_CATEGORY]),
        ("", None, [gate.EMPTY, gate.NO_CATEGORY]),
        (None, None, []),  # nothing typed yet: the lead is judged, not the text
    ],
)
def test_a_text_must_say_something_and_have_a_category(
    body: str | None, category: str | None, codes: list[str]
) -> None:
    verdict = ask(Draft(Kind.TEXT, body, category), lead())
    assert [reason.code for reason in verdict.reasons] == codes
    assert verdict.allowed is not bool(codes)


@pytest.mark.parametrize(
    ("rule", "draft", "allowed"),
    [
        ("ask", REQUEST, False),
        ("ask", replace(REQUEST, asked_by="call"), False),
        ("ask", replace(REQUEST, asked_by="call", note=" "), False),
        ("ask", replace(REQUEST, asked_by="pigeon", note="asked today"), False),
        ("ask", replace(REQUEST, note="asked today"), False),
        *(("ask", replace(REQUEST, asked_by=by, note="asked today"), True) for by in ASKED_BY),
        ("free", REQUEST, True),
        ("never", replace(REQUEST, asked_by="call", note="asked today"), False),
        ("nonsense", replace(REQUEST, asked_by="call", note="asked today"), False),
    ],
)  # fmt: skip
def test_after_a_stop_a_request_needs_what_the_setting_says(
    rule: str, draft: Draft, allowed: bool
) -> None:
    unanswered = lead(Status.PENDING, returns_to=Status.REVOKED, requested_at=NOW - DAY)
    for about in (lead(Status.REVOKED), unanswered):
        verdict = ask(draft, about, rules=replace(RULES, reauthorize_after_stop=rule))
        assert verdict.allowed is allowed
        if not allowed:
            assert (only(verdict).code, verdict.refused) == (gate.REVOKED, True)


def test_the_request_after_a_stop_that_nobody_answered_says_so() -> None:
    about = lead(Status.PENDING, returns_to=Status.REVOKED, requested_at=NOW - DAY)
    reason = only(ask(REQUEST, about))
    assert reason.words == "Maria had revoked SMS, and did not answer the request of 22 Nov."
    assert reason.remedy.endswith("ask again only with how Maria asked for it, and a note.")
    never = replace(RULES, reauthorize_after_stop="never")
    assert only(ask(TEXT, about, rules=never)).remedy == ""
    assert only(ask(TEXT, about)).remedy == "Send again."


@pytest.mark.parametrize("status", [NOT, Status.PENDING, Status.REVOKED])
def test_a_number_is_asked_once_a_day(status: Status) -> None:
    draft = replace(REQUEST, asked_by="call", note="asked today")
    asked_at = NOW - DAY + timedelta(minutes=1)
    verdict = ask(draft, lead(status, requested_at=asked_at))
    reason = only(verdict)
    assert (reason.code, reason.hold) == (gate.ASKED_RECENTLY, False)
    assert reason.words == "Maria was asked on 22 Nov."
    assert reason.remedy == "Send again from 23 Nov 17:01."
    assert verdict.opens_at == reason.until == asked_at + DAY
    assert ask(draft, lead(status, requested_at=NOW - DAY)).allowed


def test_who_is_authorized_is_not_asked() -> None:
    reason = only(ask(REQUEST, lead()))
    assert (reason.code, reason.hold) == (gate.ALREADY_AUTHORIZED, False)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("template", [None, *Template])
def test_an_automatic_reply_goes_out_only_while_it_is_true(
    template: Template | None, status: Status
) -> None:
    true_of = {
        Template.CONFIRMED: {Status.AUTHORIZED},
        Template.STOPPED: {Status.REVOKED},
        Template.HELP: set(Status),
    }
    verdict = ask(Draft(Kind.AUTOMATIC, template=template), lead(status))
    assert verdict.allowed is (template in true_of and status in true_of[template])
    assert not verdict.held


def test_a_poll_of_just_fifteen_minutes_ago_is_fresh() -> None:
    assert ask(TEXT, lead(), last_poll_at=NOW - timedelta(minutes=15)).allowed


def test_a_noted_call_is_never_sent() -> None:
    assert only(ask(Draft(Kind.CALL), lead())).code == gate.NOT_SENT


def test_every_reason_is_told_at_once_refusals_first() -> None:
    verdict = ask(
        Draft(Kind.TEXT, "", None), lead(NOT, **WEAK), now=NIGHT, sms=MAY_NOT,
        last_poll_at=None, carrier="refused", carrier_problem="401", triggers_whole=False,
    )  # fmt: skip
    assert [reason.code for reason in verdict.reasons] == [
        gate.TRIGGERS, gate.NO_PERMISSION, gate.WEAK_SIGN, gate.NOT_AUTHORIZED, gate.EMPTY,
        gate.NO_CATEGORY, gate.CARRIER_REFUSES, gate.OUTSIDE_HOURS,
    ]  # fmt: skip
    holds = [reason.hold for reason in verdict.reasons]
    assert holds == sorted(holds)
    assert all(reason.words for reason in verdict.reasons)


@pytest.mark.parametrize("draft", [TEXT, Draft(Kind.AUTOMATIC, template=Template.HELP)])
def test_a_wrong_clock_holds_everything_and_says_how_wrong(draft: Draft) -> None:
    words = "This machine's clock is 90 s behind the carrier's. Set it by NTP."
    reason = only(ask(draft, lead(), carrier="clock", carrier_problem=words))
    assert (reason.code, reason.words, reason.hold) == (gate.WRONG_CLOCK, words, True)


def test_a_request_that_names_a_phone_that_is_not_set_is_refused() -> None:
    texts = {**RULES.texts, Template.REQUEST: "{business}, {phone}: may we text you?"}
    rules = replace(RULES, texts=texts)
    request = Draft(Kind.AUTHORIZATION, template=Template.REQUEST)
    assert only(ask(request, lead(NOT), rules=rules)).code == gate.NO_BUSINESS_PHONE
    assert ask(request, lead(NOT), rules=replace(rules, business_phone="+1 800")).allowed


@pytest.mark.parametrize("carrier", ["none", "refused"])
def test_a_carrier_that_is_missing_is_the_reason_also_for_replies_not_read(carrier: str) -> None:
    assert only(ask(TEXT, lead(), carrier=carrier, last_poll_at=None)).code in {
        gate.NO_CARRIER,
        gate.CARRIER_REFUSES,
    }


def test_the_last_hold_is_the_one_that_nobody_knows_the_end_of() -> None:
    night = ask(TEXT, lead(), now=NIGHT)
    assert night.last_hold == only(night)
    both = ask(TEXT, lead(), now=NIGHT, last_poll_at=None)
    assert both.last_hold is not None and both.last_hold.code == gate.STALE_POLL
    assert both.opens_at is None
    assert ask(TEXT, lead()).last_hold is None


@pytest.mark.parametrize("carrier", ["", "ok", "practice"])
def test_a_carrier_that_works_or_was_not_asked_holds_nothing(carrier: str) -> None:
    assert ask(TEXT, lead(), carrier=carrier).allowed


def test_hours_no_zone_shares_hold_without_an_end() -> None:
    rules = replace(RULES, hours_open=time(8), hours_close=time(9))
    reason = only(ask(TEXT, lead(number="+19075550100"), rules=rules))
    assert (reason.hold, reason.until) == (True, None)
    assert reason.remedy == "No hour suits every time zone it may be; state the lead's own."


statuses = st.builds(lead, st.sampled_from(Status))
answers = st.sampled_from([MAY, MAY_NOT])
polls = st.one_of(st.none(), st.integers(-9, 9).map(lambda hours: NOW - timedelta(hours=hours)))
many_facts = st.builds(
    Facts, st.just(RULES), answers, polls,
    st.sampled_from(["", "ok", "practice", "none", "refused", "clock"]),
    st.text(max_size=9), st.booleans(), st.booleans(),
)  # fmt: skip
drafts = st.builds(
    Draft, st.sampled_from(Kind), st.none() | st.text(max_size=9), st.sampled_from([None, "News"]),
    st.sampled_from([None, *Template]), st.sampled_from([None, *ASKED_BY]),
    st.text(max_size=3),
)  # fmt: skip
hours = st.integers(0, 48).map(lambda hour: NOW + timedelta(hours=hour))


@given(drafts, statuses, hours, many_facts)
def test_a_text_passes_only_to_an_authorized_number_by_one_who_may(
    draft: Draft, about: Lead, now: datetime, known: Facts
) -> None:
    verdict = may_send(draft, about, now, known)
    if verdict.allowed:
        assert known.triggers_whole
        assert known.last_poll_at is not None
        assert known.sms.allowed or draft.kind is Kind.AUTOMATIC
        assert about.status is Status.AUTHORIZED or draft.kind is not Kind.TEXT
        assert draft.kind is not Kind.CALL
    for reason in verdict.reasons:
        assert reason.until is None or reason.until > now


@given(drafts, statuses, hours, many_facts)
def test_a_worse_world_never_takes_a_reason_away(
    draft: Draft, about: Lead, now: datetime, known: Facts
) -> None:
    worse = replace(
        known, sms=MAY_NOT, last_poll_at=None, other_request_in_flight=True, triggers_whole=False
    )
    before = {reason.code for reason in may_send(draft, about, now, known).reasons}
    assert before <= {reason.code for reason in may_send(draft, about, now, worse).reasons}
