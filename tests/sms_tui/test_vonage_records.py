"""Whatever Vonage sends as a record, reading it gives a record or a set-aside one, never more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.carriage import NOT_A_CLIENT, BadRecord, InboundRecord, ReportRecord
from sms_tui.vonage_records import UnreadableError, envelope, inbound, report

GOOD: dict[str, object] = {
    "message_id": "0A00000012345678",
    "from": "15551230001",
    "to": "15559870000",
    "message_body": "YES",
    "date_received": "2026-11-23T09:02:00+00:00",
}
WRITTEN = datetime(2026, 11, 23, 9, 2, tzinfo=UTC)
SEEN = datetime(2026, 11, 23, 9, 3, tzinfo=UTC)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
REPORTED = ("client_ref", "status", "error_code", "date_finalized")
fields = st.sampled_from([*GOOD, *REPORTED, "provider", "direction"])
pages = st.dictionaries(
    st.sampled_from(["records", "request_status", "cursor", "iv", "_links", "items_count"]),
    json_values | st.sampled_from(["TRUNCATED", "SUCCESS", 0]),
)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-23T09:02:00+00:00",
        "2026-11-23T09:02:00+0000",
        "2026-11-23T09:02:00Z",
        "2026-11-23T09:02:00.000Z",
        "2026-11-23 09:02:00",
        "2026-11-23T04:02:00-05:00",
    ],
)
def test_every_way_vonage_writes_a_time_is_the_same_moment(written: str) -> None:
    record = inbound("SMS", {**GOOD, "date_received": written}, SEEN)
    assert isinstance(record, InboundRecord)
    assert record.at == datetime(2026, 11, 23, 9, 2, tzinfo=UTC)
    assert record.at.tzinfo is UTC


@pytest.mark.parametrize(
    "changes",
    [
        {"from": "Acme"},
        {"from": "12345"},
        {"from": "0015551230001"},
        {"from": "1234567890123456"},
        {"from": "١٥٥٥١٢٣٠٠٠١"},
        {"from": ""},
        {"from": None},
        {"from": ["15551230001"]},
    ],
)
def test_a_record_without_its_sender_is_set_aside_with_the_reason(
    changes: dict[str, object],
) -> None:
    record = inbound("SMS", GOOD | changes)
    assert isinstance(record, BadRecord)
    assert (record.why == NOT_A_CLIENT) is (changes["from"] in ("Acme", "12345"))
    assert record.why
    assert record.raw.startswith("{")


@pytest.mark.parametrize(
    ("changes", "defect"),
    [
        ({"message_id": ""}, "it has no message id"),
        ({"message_id": None}, "it has no message id"),
        ({"message_id": "x" * 201}, "it has no message id"),
        ({"date_received": ""}, "its time cannot be read"),
        ({"date_received": None}, "its time cannot be read"),
        ({"date_received": "yesterday"}, "its time cannot be read"),
        ({"date_received": "2026-02-30T00:00:00Z"}, "its time cannot be read"),
        ({"date_received": "9999-12-31T23:59:59-23:59"}, "its time cannot be read"),
        ({"date_received": "2026-11-25T09:02:00Z"}, "its time cannot be read"),
        ({"message_body": None}, "the carrier gave no text with it"),
        ({"message_body": {}}, "the carrier gave no text with it"),
        ({"message_body": True}, "the carrier gave no text with it"),
        ({"to": []}, ""),
    ],
)
def test_a_text_of_a_known_sender_is_kept_with_what_is_wrong_with_it(
    changes: dict[str, object], defect: str
) -> None:
    first, again = (inbound("SMS", GOOD | changes, SEEN) for _ in "12")
    assert first == again
    assert isinstance(first, InboundRecord)
    assert (first.sender, first.defect) == ("+15551230001", defect)
    assert first.carrier_id
    assert first.at == (SEEN if "time" in defect else WRITTEN)
    assert first.body == ("" if "text" in defect else "YES")


@pytest.mark.parametrize(
    ("written", "sender"),
    [("5215512345678", "+525512345678"), ("525512345678", "+525512345678"), ("2101234567", None)],
)
def test_a_sender_is_written_as_the_numbers_of_leads_are(written: str, sender: str | None) -> None:
    record = inbound("SMS", {**GOOD, "from": written})
    assert isinstance(record, InboundRecord)
    assert record.sender == (sender or f"+{written}")


@pytest.mark.parametrize("raw", [None, "text", 7, [], [GOOD], True])
def test_what_is_no_object_is_set_aside(raw: object) -> None:
    assert isinstance(inbound("SMS", raw), BadRecord)
    assert isinstance(report("SMS", raw), BadRecord)


def test_bodies_keep_what_the_client_wrote_as_far_as_it_can_be_stored() -> None:
    body = "  \x1b[31m[b]STOP[/b] \u202e 🙏 \ud83d \x00\n "
    record = inbound("SMS", {**GOOD, "message_body": body})
    assert isinstance(record, InboundRecord)
    assert record.body == "  \x1b[31m[b]STOP[/b] \u202e 🙏 \ufffd \ufffd\n "
    record.body.encode()


@pytest.mark.parametrize(("length", "kept"), [(10_001, 10_001), (100_001, 100_000)])
def test_long_bodies_are_kept_up_to_100_000_characters(length: int, kept: int) -> None:
    record = inbound("SMS", {**GOOD, "message_body": "x" * length})
    assert isinstance(record, InboundRecord)
    assert len(record.body) == kept


@pytest.mark.parametrize("sender", ["15551230001", "+15551230001", " 15551230001 ", 15551230001])
def test_senders_get_their_plus(sender: str | int) -> None:
    record = inbound("SMS", {**GOOD, "from": sender})
    assert isinstance(record, InboundRecord)
    assert record.sender == "+15551230001"


def test_a_report_is_read_with_every_value_empty_but_its_id() -> None:
    empty = dict.fromkeys(("client_ref", "status", "error_code", "date_finalized"), "")
    expected = ReportRecord("SMS", "1", None, "", "", None)
    assert report("SMS", {"message_id": "1", **empty}) == expected
    assert report("SMS", {"message_id": "1", **dict.fromkeys(empty)}) == expected


def test_a_report_tells_when_it_became_final() -> None:
    raw = {
        "message_id": "1",
        "client_ref": "abc",
        "status": "Rejected",
        "error_code": "https://developer.vonage.com/api-errors/messages#1240",
        "date_received": "2026-11-23T09:02:00+0000",
        "date_finalized": "2026-11-23T09:03:00+0000",
    }
    final = datetime(2026, 11, 23, 9, 3, tzinfo=UTC)
    assert report("SMS", raw, final) == ReportRecord("SMS", "1", "abc", "rejected", "1240", final)


def test_no_records_may_be_said_by_leaving_the_list_out() -> None:
    assert envelope({"request_status": "SUCCESS", "items_count": 0}).records == []


records = (
    st.dictionaries(fields, json_values | st.sampled_from([*GOOD.values(), "mms"])) | json_values
)


@settings(max_examples=400, deadline=None)
@given(records)
def test_no_record_at_all_raises(raw: object) -> None:
    read(raw)


@pytest.mark.long
@settings(max_examples=5_000, deadline=None)
@given(records)
def test_none_of_thousands_of_records_raises(raw: object) -> None:
    read(raw)


def read(raw: object) -> None:
    for record in (inbound("SMS", raw), report("SMS", raw)):
        for text in (getattr(record, name) for name in record.__slots__):
            if isinstance(text, str):
                text.encode()
                assert "\x00" not in text


@settings(max_examples=500, deadline=None)
@given(pages | json_values)
def test_no_page_raises_anything_but_that_it_cannot_be_read(answer: object) -> None:
    try:
        envelope(answer)
    except UnreadableError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("product", "provider", "channel"),
    [
        ("SMS", None, "sms"),
        ("MESSAGES", "sms", "sms"),
        ("MESSAGES", "SMS ", "sms"),
        ("MESSAGES", "mms", "mms"),
        ("MESSAGES", "whatsapp", "whatsapp"),
        ("MESSAGES", "rcs", "rcs"),
        ("SMS", "rcs", "rcs"),
        ("MESSAGES", None, "sms"),
        ("MESSAGES", 7, ""),
        ("MESSAGES", "", "sms"),
    ],
)
def test_a_record_says_how_it_came_and_one_that_leaves_it_out_is_sms(
    product: str, provider: object, channel: str
) -> None:
    record = inbound(product, GOOD | ({} if provider is None else {"provider": provider}), SEEN)
    assert isinstance(record, InboundRecord)
    assert (record.channel, record.media, record.defect) == (channel, None, "")


@pytest.mark.parametrize(
    ("direction", "read"),
    [(None, "inbound"), ("inbound", "inbound"), ("Outbound", "outbound"), (7, ""), ("", "")],
)
def test_a_record_is_inbound_as_was_asked_unless_it_says_otherwise(
    direction: object, read: str
) -> None:
    record = inbound("SMS", GOOD | {"direction": direction}, SEEN)
    assert isinstance(record, InboundRecord)
    assert record.direction == read


@pytest.mark.parametrize(
    ("written", "to"),
    [
        ("15559870000", "15559870000"), ("+15559870000", "15559870000"),
        (15559870000, "15559870000"), ("", ""), (None, ""), ([], ""), ({"a": 1}, ""),
        ("AcmeBot", "AcmeBot"), ("9" * 300, "9" * 100),
    ],
)  # fmt: skip
def test_the_receiver_is_kept_as_far_as_it_can_be_read(written: object, to: str) -> None:
    record = inbound("SMS", GOOD | {"to": written}, SEEN)
    assert isinstance(record, InboundRecord)
    assert (record.to, record.defect) == (to, "")


@pytest.mark.parametrize("body", ["[REDACTED]", "redacted", "*****", " <redacted> "])
def test_a_redacted_text_could_not_be_read(body: str) -> None:
    record = inbound("SMS", GOOD | {"message_body": body}, SEEN)
    assert isinstance(record, InboundRecord)
    assert (record.body, record.defect) == ("", "its text is redacted")


LINK = "https://media.example/a.jpg"
IN_IMAGE = f'{{"message_type": "image", "image": {{"url": "{LINK}", "caption": "STOP"}}}}'
SEVERAL = '{"content": [{"image": {"url": "x", "caption": "YES"}}, {"file": {"caption": "no"}}]}'


@pytest.mark.parametrize(
    ("body", "words", "media"),
    [
        (None, "", ""),
        ("", "", ""),
        (LINK, "", LINK),
        (f"{LINK} {LINK}", "", f"{LINK} {LINK}"),
        ('{"url": "x"}', "", '{"url": "x"}'),
        ('{"url": "x", "caption": "YES"}', "YES", '{"url": "x", "caption": "YES"}'),
        ({"url": "x", "caption": "YES"}, "YES", '{"url": "x", "caption": "YES"}'),
        (IN_IMAGE, "STOP", IN_IMAGE),
        (SEVERAL, "YES\nno", SEVERAL),
        ("YES", "YES", None),
        (f"look: {LINK}", f"look: {LINK}", None),
        ("{not json", "{not json", None),
        ("[1, 2]", "[1, 2]", None),
        ("[" * 50_000, "[" * 50_000, None),
    ],
)
def test_of_an_mms_the_caption_is_words_and_the_rest_a_picture(
    body: object, words: str, media: str | None
) -> None:
    record = inbound("MESSAGES", GOOD | {"provider": "mms", "message_body": body}, SEEN)
    assert isinstance(record, InboundRecord)
    assert (record.body, record.media, record.defect) == (words, media, "")


@pytest.mark.parametrize("body", [LINK, SEVERAL])
def test_of_any_other_text_every_word_is_words(body: str) -> None:
    record = inbound("MESSAGES", GOOD | {"provider": "sms", "message_body": body}, SEEN)
    assert isinstance(record, InboundRecord)
    assert (record.body, record.media) == (body, None)
