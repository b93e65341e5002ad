"""`sms-tui send`, `authorize`, `why` and `log`."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.carriage import InboundRecord
from data.clock import utc_now
from data.store.hold import Hold
from desk import NAMED, NUMBER, Desk

HELD = (
    "held: The carrier was not asked for replies yet: a STOP may be waiting."
    " It goes out after the next poll.\n"
)


def closed_now() -> tuple[str, dict[str, str]]:
    """An hour of the day in UTC that is far from now, as the only one when texts go out."""
    opening, closing = ("22:00", "23:00") if utc_now().hour < 12 else ("01:00", "02:00")
    return opening, {"SMS_TUI_HOURS_OPEN": opening, "SMS_TUI_HOURS_CLOSE": closing}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one lead who agreed, and a fresh poll."""
    desk = Desk(tmp_path / "firm.db")
    desk.lead()
    desk.agreed()
    desk.polled()
    return desk


def test_a_text_is_queued_and_its_id_printed(desk: Desk) -> None:
    [printed] = desk.out("send", "LT-1", "--category", "documents", "Your papers are ready.")
    [message] = desk.json("log", "LT-1")
    assert message["id"] == int(printed)
    assert len(message.pop("client_ref")) == 40
    assert message.pop("at").endswith("Z")
    assert message == {
        "id": int(printed),
        "file": "LT-1",
        "client": "Demo Client 1",
        "number": NUMBER,
        "direction": "out",
        "kind": "text",
        "body": "Your papers are ready.",
        "category": "Documents",
        "author": desk.json("user", "list")[0]["name"],
        "status": "queued",
        "reason": "",
        "carrier_id": None,
        "segments": 1,
    }


def test_as_json_a_queued_text_has_no_reasons(desk: Desk) -> None:
    sent = desk.one("send", "LT-1", "--category", "General", "hello")
    assert sent == {"id": sent["id"], "status": "queued", "reasons": [], "held_until": None}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("hello\n", "hello"), ("two\nlines\r\n\n", "two\nlines"), ("  é ", "  é "), ("🙏", "🙏")],
)
def test_a_dash_reads_standard_input(desk: Desk, typed: str, kept: str) -> None:
    desk.run("send", "LT-1", "--category", "General", "-", text=typed.encode())
    assert desk.json("log", "LT-1")[0]["body"] == kept


def test_standard_input_must_be_utf_8(desk: Desk) -> None:
    result = desk.run("send", "LT-1", "--category", "General", "-", text=b"caf\xe9", code=1)
    assert result.stderr == "error: The text on standard input is not UTF-8. Nothing was queued.\n"
    assert desk.json("log", "LT-1") == []


def test_a_refused_text_says_every_reason(desk: Desk) -> None:
    desk.lead("LT-2", "+14155550133", "Nobody Yet")
    said = desk.says("send", "LT-2", "--category", "", " ")
    assert said.splitlines() == [
        "error: Not authorized. Send Authorization.",
        "error: The text is empty. Type something.",
        "error: The text has no category. Choose one.",
    ]
    assert desk.json("log", "LT-2") == []


def test_a_text_may_be_too_long(desk: Desk) -> None:
    said = desk.says("send", "LT-1", "--category", "General", "x" * 1001)
    assert said == "error: The text has 1,001 characters; 1,000 is the most. Shorten it by 1.\n"


def test_an_unknown_category_names_the_known_ones(desk: Desk) -> None:
    said = desk.says("send", "LT-1", "--category", "Gossip", "hello")
    assert said.startswith("error: There is no category Gossip. The categories are: General,")


def test_an_unknown_category_hides_no_other_reason(desk: Desk) -> None:
    desk.lead("LT-2", "+14155550133", "Nobody Yet")
    said = desk.says("send", "LT-2", "--category", "Gossip", "hello")
    assert [line[:35] for line in said.splitlines()] == [
        "error: Not authorized. Send Authori",
        "error: There is no category Gossip.",
    ]


def test_before_the_first_poll_a_text_is_held_and_not_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "firm.db")
    desk.lead()
    desk.agreed()
    result = desk.run("send", "LT-1", "--category", "General", "hello")
    assert result.stdout == "1\n"
    assert result.stderr == HELD
    sent = desk.one("send", "LT-1", "--category", "General", "hello")
    assert [reason["code"] for reason in sent["reasons"]] == ["stale-poll"]
    assert (sent["status"], sent["held_until"]) == ("queued", None)


def test_outside_the_hours_a_text_is_held_until_they_begin(desk: Desk) -> None:
    desk.run("lead", "add", "--name", "Far", "--file", "LT-2", "--mobile", "+14155550177",
             "--timezone", "UTC")  # fmt: skip
    desk.agreed("+14155550177")
    opening, hours = closed_now()
    desk.environment = NAMED | hours
    result = desk.run("send", "LT-2", "--category", "General", "hello", "--json")
    first, last = result.stderr.splitlines()
    assert first.startswith("held: It is ") and f"texts go out {opening}–" in first
    assert last.startswith("held: until 20") and last.endswith(f" {opening}:00 here.")
    sent = desk.one("send", "LT-2", "--category", "General", "hello")
    assert sent["held_until"] == sent["reasons"][0]["until"]
    assert sent["held_until"].endswith(f"T{opening}:00.000Z")


def test_an_authorization_request_is_queued(desk: Desk) -> None:
    desk.lead("LT-2", "+14155550133")
    asked = desk.one("authorize", "LT-2")
    [message] = desk.json("log", "LT-2")
    assert (message["id"], message["kind"], message["status"]) == (
        asked["id"],
        "authorization",
        "queued",
    )
    assert message["body"].startswith("Acme Relief: may we text you")


def test_a_client_who_revoked_is_asked_again_only_with_how_they_asked(desk: Desk) -> None:
    desk.run("consent", "revoke", NUMBER, "--source", "call", "--note", "no texts")
    assert "revoked SMS on" in desk.says("authorize", "LT-1")
    assert "revoked SMS on" in desk.says("authorize", "LT-1", "--asked-by", "call")
    desk.run("authorize", "LT-1", "--asked-by", "call", "--note", "rang us, wants texts again")
    said = desk.says("authorize", "LT-1", "--asked-by", "pigeon", code=2)
    assert "'pigeon' is not one of 'call', 'email', 'person', 'other'" in said


def test_why_answers_in_words_and_is_done_either_way(desk: Desk) -> None:
    assert desk.out("why", "LT-1") == ["allowed"]
    desk.run("consent", "revoke", NUMBER, "--source", "call", "--note", "no texts")
    [line] = desk.out("why", "LT-1")
    assert line.startswith("refused\trevoked\tDemo revoked SMS on ")


def test_why_as_json_has_every_reason(desk: Desk) -> None:
    assert desk.one("why", "LT-1") == {
        "file": "LT-1",
        "allowed": True,
        "reasons": [],
        "opens_at": None,
    }
    desk.run("lead", "add", "--name", "Far", "--file", "LT-2", "--mobile", NUMBER,
             "--timezone", "UTC")  # fmt: skip
    desk.environment = closed_now()[1]
    verdict = desk.one("why", "lt-2", "--kind", "authorization")
    assert (verdict["file"], verdict["allowed"]) == ("LT-2", False)
    codes = [(reason["code"], reason["hold"]) for reason in verdict["reasons"]]
    assert codes == [
        ("already-authorized", False),
        ("no-business-name", False),
        ("outside-hours", True),
    ]
    assert set(verdict["reasons"][0]) == {"code", "words", "remedy", "hold", "until"}
    assert verdict["opens_at"] == verdict["reasons"][2]["until"]


def test_why_answers_for_a_past_moment(desk: Desk) -> None:
    assert desk.one("why", "LT-1")["allowed"]
    past = desk.one("why", "LT-1", "--at", "2026-01-01")
    assert [reason["code"] for reason in past["reasons"]] == ["not-authorized"]
    assert desk.one("why", "LT-1", "--at", "2099-01-01T12:00-08:00")["allowed"]


@pytest.mark.parametrize(
    "moment", ["yesterday", "2026-13-01", "9:00", "", "9999-12-31T23:59-23:00"]
)
def test_a_time_that_is_none_is_wrong_usage(desk: Desk, moment: str) -> None:
    assert desk.says("why", "LT-1", "--at", moment, code=2) == (
        f"error: Invalid value for '--at': {moment!r} is not a time; write 2026-11-23,"
        " 2026-11-23T09:00 or, with a zone, 2026-11-23T09:00+01:00. See: sms-tui why --help\n"
    )


def test_the_log_is_oldest_first_whatever_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.store.reading.MESSAGES_A_PAGE", 2)
    for number in range(5):
        desk.run("send", "LT-1", "--category", "General", f"text {number}")
    bodies = [message["body"] for message in desk.json("log", "LT-1")]
    assert bodies == [f"text {number}" for number in range(5)]


def test_what_a_client_wrote_is_exact_in_json_and_one_line_in_columns(desk: Desk) -> None:
    hostile = "first\nsecond\t\x1b]52;c;eA==\x07\u2028[/b] \u202etxet \U0001f64f"
    with desk.store() as store:
        record = InboundRecord("SMS", "in-1", NUMBER, "+15559870000", hostile, utc_now())
        assert store.received.record(record)
    printed = desk.run("log", "LT-1", "--json").stdout
    assert printed.isascii() and len(printed.splitlines()) == 1
    [message] = desk.json("log", "LT-1")
    assert message["body"] == hostile
    assert (message["direction"], message["status"]) == ("in", "received")
    [line] = desk.out("log", "LT-1")
    assert not {"\x1b", "\x07", "\u202e", "\u2028"} & set(line)
    assert line.count("\t") == 8


def test_who_may_not_text_is_told_why(desk: Desk) -> None:
    desk.run("user", "add", "bob")
    said = desk.says("--as", "bob", "send", "LT-1", "--category", "General", "hello")
    assert said.startswith("error: You do not have Allow SMS (neither this user nor")


def test_an_admin_resumes_what_the_carrier_refused(desk: Desk) -> None:
    assert "none is held" in desk.says("resume")
    with desk.store() as store:
        Hold(store._context).refused_by_answer("The Vonage account has no credit left.")
    assert desk.says("resume", code=0) == (
        "resumed; texts were held for this: The Vonage account has no credit left.\n"
    )
    assert "none is held" in desk.says("resume")
