from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len

from data import consent
from data.models import Direction, Kind, Message, MessageStatus, Status
from drawn_samples import (
    HOSTILE,
    NOW,
    OBEYED,
    ZONE,
    conversation,
    event,
    message,
    received,
)
from screens.widgets import log_hits
from screens.widgets.log_entries import Day, Entry, arrange, merge_tail
from screens.widgets.log_lines import Frame, Look, height, lines
from screens.widgets.wrapping import wrap

FRAME = Frame(80, ZONE, NOW, "Demo")


def text(entry: Entry, frame: Frame = FRAME, look: Look | None = None) -> list[str]:
    drawn = lines(entry, frame, look or Look())
    return ["".join(piece for piece, _ in line) for line in drawn]


def wrapped(body: str, width: int) -> list[str]:
    return [body[start:end] for start, end in wrap(body, width)]


def test_a_text_breaks_between_words() -> None:
    assert wrapped("see you on Monday then", 10) == ["see you on", "Monday", "then"]
    assert wrapped("one\n\ntwo", 10) == ["one", "", "two"]
    assert wrapped("", 10) == [""]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrapped("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_wide_characters_break_anywhere_and_fill_no_more_than_the_line() -> None:
    broken = wrapped("今天下午我会把文件送到 ok 吗", 9)
    assert broken[0] == "今天下午"
    assert "".join(broken).replace(" ", "") == "今天下午我会把文件送到ok吗"
    assert max(map(cell_len, broken)) <= 9


def test_a_joined_emoji_is_never_cut_in_two() -> None:
    family = "👨‍👩‍👧"
    for line in wrapped(family * 7, 5):
        assert line == family * (len(line) // len(family))


@pytest.mark.parametrize("body", [*HOSTILE, "words of some length " * 40, " a", "á e", "\n\n"])
@pytest.mark.parametrize("width", [20, 41, 80, 200])
def test_whatever_is_written_stays_inside_the_frame(body: str, width: int) -> None:
    frame = Frame(width, ZONE, NOW, "Demo")
    for entry in (
        received(1, body),
        message(2, body, status=MessageStatus.FAILED, reason=body, author=body, category=body),
        event(3, Status.REVOKED, words=body),
    ):
        drawn = text(entry, frame)
        assert len(drawn) == height(entry, frame)
        assert max(map(cell_len, drawn)) <= width
        assert not OBEYED & set("".join(drawn))


def test_the_client_stands_left_and_the_firm_stands_in() -> None:
    assert text(received(1, "Hello"))[:2] == ["▌ Demo  15:06 ", "▌ Hello       "]
    assert text(message(1, "Hello"))[0] == "        ▌ alice  15:06  Documents  ✓✓ delivered "


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (MessageStatus.QUEUED, "◷ queued"),
        (MessageStatus.SENDING, "… sending"),
        (MessageStatus.UNCERTAIN, "? may have been sent"),
        (MessageStatus.SENT, "✓ sent"),
        (MessageStatus.FAILED, "✗ failed"),
        (MessageStatus.CANCELLED, "⊘ cancelled"),
    ],
)
def test_every_mark_is_a_shape_and_a_word(status: MessageStatus, mark: str) -> None:
    assert text(message(1, "Hello", status=status))[0].endswith(f"Documents  {mark} ")


def test_a_reason_stands_below_the_body_apart_from_it() -> None:
    failed = message(1, "Hello", status=MessageStatus.FAILED, reason="It is a landline. " * 5)
    drawn = lines(failed, FRAME)
    words = ["".join(piece for piece, _ in line).strip("▌ ") for line in drawn]
    assert words[:2] == ["alice  15:06  Documents  ✗ failed", "Hello"]
    assert words[2].startswith("↳ It is a landline.")
    assert words[3].startswith("landline.") or words[3].startswith("It is a landline.")
    colours = [{part for _, parts in line for part in parts} for line in drawn]
    assert "reason-bad" in colours[2] and "reason-bad" not in colours[1]


def test_a_reason_does_not_say_again_what_the_mark_says() -> None:
    unsure = message(
        1, "Hi", status=MessageStatus.UNCERTAIN, reason="It may have been sent. No answer came."
    )
    assert "↳ No answer came." in "".join(text(unsure))
    assert "".join(text(unsure)).count("may have been sent") == 1


def test_a_held_message_says_until_when() -> None:
    night = message(1, "Hi", status=MessageStatus.QUEUED, reason="Quiet hours.")
    held = night._replace(held_until=NOW + timedelta(hours=15))
    assert "◷ held until tomorrow 06:06" in text(held)[0]
    assert text(night)[0].endswith("◷ held ")


def test_what_the_program_worded_says_so() -> None:
    asked = message(1, "May we?", kind=Kind.AUTHORIZATION, category=None)
    assert "alice  15:06  authorization" in text(asked)[0]
    answer = message(2, "Thanks", kind=Kind.AUTOMATIC, category=None, author="")
    assert "automatic reply  15:06" in text(answer)[0]


def test_a_call_is_noted_in_the_middle() -> None:
    call = message(1, "", kind=Kind.CALL, category=None)
    assert text(call)[0].strip() == "☎ alice called at 15:06"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (event(1, Status.AUTHORIZED, words="YES"), "● Demo replied YES · Authorized"),
        (event(1, Status.REVOKED, words="STOP"), "⊘ Demo replied STOP · Revoked"),
        (
            event(1, Status.PENDING, words="May we?", user="alice", cause=consent.REQUEST_SENT),
            "◔ asked by alice · Pending Authorization",
        ),
        (
            event(1, Status.REVOKED, words="May we?", user="alice", cause=consent.REQUEST_SENT),
            "⊘ asked by alice · Revoked",
        ),
        (
            event(1, Status.AUTHORIZED, cause=consent.WEAK_SIGN, words="stop by at 5"),
            "● Demo may have opted out · Authorized",
        ),
        (
            event(1, Status.PENDING, cause=consent.NOT_OPT_OUT, user="bob", words="stop by"),
            "◔ judged not an opt-out by bob at 15:06 · Pending Authorization",
        ),
        (
            event(1, Status.REVOKED, cause=consent.CARRIER),
            "⊘ the carrier reported an opt-out at 15:06 · Revoked",
        ),
        (
            event(1, Status.AUTHORIZED, cause=consent.BY_HAND, user="bob", note="on paper"),
            "● recorded by bob at 15:06 (on paper) · Authorized",
        ),
        (
            event(1, Status.REVOKED, cause=consent.OPT_OUT, user="bob", words="stop by"),
            "⊘ judged an opt-out by bob at 15:06 · Revoked",
        ),
        (
            event(1, Status.NOT_AUTHORIZED, cause=consent.REQUEST_FAILED),
            "○ request not delivered · Not Authorized",
        ),
    ],
)
def test_a_change_of_consent_is_told_in_words(entry: Entry, words: str) -> None:
    assert text(entry)[0].strip() == words


def test_each_day_is_headed_once() -> None:
    messages = [
        message(1, "a", NOW - timedelta(days=11)),
        message(2, "b", NOW - timedelta(minutes=5)),
        message(3, "c"),
    ]
    days = [entry for entry in arrange(messages, (), ZONE) if isinstance(entry, Day)]
    assert [text(day)[0].strip() for day in days] == [
        "Thursday 12 November 2026",
        "Today · Monday 23 November",
    ]


def test_an_event_stands_after_its_message_or_at_its_time() -> None:
    messages = conversation(3)
    events = [
        event(1, Status.AUTHORIZED, NOW + timedelta(hours=1), message_id=1),
        event(2, Status.REVOKED, messages[1].at + timedelta(minutes=1)),
    ]
    entries = [entry for entry in arrange(messages, events, ZONE) if not isinstance(entry, Day)]
    kinds = [(type(entry).__name__, entry.id) for entry in entries]
    assert kinds == [
        ("Message", 1), ("ConsentEvent", 1), ("Message", 2), ("ConsentEvent", 2), ("Message", 3),
    ]  # fmt: skip


def test_an_event_before_the_loaded_pages_waits_for_them() -> None:
    early = event(1, Status.PENDING, NOW - timedelta(days=30))
    assert early not in arrange(conversation(3), [early], ZONE, has_older=True)
    assert early in arrange(conversation(3), [early], ZONE)
    late = event(2, Status.REVOKED, NOW + timedelta(hours=1))
    assert late not in arrange(conversation(3), [late], ZONE, has_newer=True)


def test_a_tail_brings_changes_and_new_messages_in_the_logs_order() -> None:
    loaded = conversation(4)
    changed = message(4, "text 4", loaded[3].at, Direction.OUT, MessageStatus.FAILED)
    late = received(9, "late", loaded[2].at)
    merged, new = merge_tail(
        loaded, [loaded[2], late, changed, received(10, "newest")], has_older=True
    )
    assert [entry.id for entry in merged] == [1, 2, 3, 9, 4, 10]
    assert new == 2
    assert merged[0] is loaded[0]
    assert merged[4].status is MessageStatus.FAILED


def test_a_tail_that_reaches_further_back_adds_nothing_on_top() -> None:
    everything = conversation(10)
    merged, new = merge_tail(everything[5:], everything, has_older=True)
    assert (merged, new) == (everything[5:], 0)


def marked(body: str, *words: str) -> list[str]:
    pattern = log_hits.pattern(words)
    assert pattern is not None
    return [body[start:end] for start, end in log_hits.spans(pattern, body)]


def test_hits_are_found_from_the_beginning_of_words() -> None:
    assert marked("Papers, newspapers and paper", "paper") == ["Paper", "paper"]
    assert marked("Señora López, ok", "senora", "lopez") == ["Señora", "López"]
    assert marked("signed  page 3", "signed page") == ["signed  page"]
    assert marked("a.c abc", "a.c") == ["a.c"]


def test_a_search_without_words_finds_nothing() -> None:
    assert log_hits.pattern(()) is None
    assert log_hits.pattern(("  ", "…", "[/]")) is None


@pytest.mark.parametrize("body", HOSTILE)
def test_no_text_disturbs_a_search(body: str) -> None:
    pattern = log_hits.pattern((body, "x"))
    assert pattern is not None
    found = lines(message(1, body), FRAME, Look(hits=pattern))
    assert ["".join(t for t, _ in line) for line in found] == text(message(1, body))


def test_a_hit_is_marked_also_where_the_line_breaks_inside_it() -> None:
    entry: Message = received(1, "word " * 20 + "signed page")
    pattern = log_hits.pattern(("signed page",))
    drawn = lines(entry, Frame(40, ZONE, NOW, "Demo"), Look(hits=pattern))
    hits = [piece for line in drawn for piece, parts in line if "hit" in parts]
    assert " ".join(hits).split() == ["signed", "page"]
