from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.events import MouseScrollUp
from textual.message import Message as Posted
from textual.pilot import Pilot
from textual.widgets import Static

from data.models import ConsentEvent, Direction, Message, MessageStatus
from drawn_samples import CLIENT, HOSTILE, ZONE, conversation, message, now, received, shown
from screens.widgets.message_log import MessageLog


class LogApp(App[None]):
    """A host that shows one log and keeps what it posted."""

    CSS = "MessageLog { height: 1fr; } #below { height: 2; }"

    def __init__(
        self, messages: Sequence[Message], *, has_older: bool = False, has_newer: bool = False
    ) -> None:
        super().__init__()
        self.messages = messages
        self.events: tuple[ConsentEvent, ...] = ()
        self.neighbours = {"has_older": has_older, "has_newer": has_newer}
        self.posted: list[Posted] = []

    def compose(self) -> ComposeResult:
        yield MessageLog(ZONE, clock=now)
        yield Static("below", id="below")

    def on_mount(self) -> None:
        self.messages_log.show(self.messages, self.events, CLIENT, **self.neighbours)
        self.messages_log.focus()

    @property
    def messages_log(self) -> MessageLog:
        return self.query_one(MessageLog)

    @on(MessageLog.OlderWanted)
    @on(MessageLog.NewerWanted)
    @on(MessageLog.NewestWanted)
    @on(MessageLog.NewBelowChanged)
    @on(MessageLog.HitsChanged)
    @on(MessageLog.Selected)
    def keep(self, event: Posted) -> None:
        self.posted.append(event)

    def kinds(self, kind: type[Posted]) -> list[Posted]:
        return [event for event in self.posted if isinstance(event, kind)]


def view(pilot: Pilot[None]) -> str:
    return "\n".join(shown(log_of(pilot)))


def log_of(pilot: Pilot[None]) -> MessageLog:
    return pilot.app.query_one(MessageLog)


async def test_it_opens_at_the_newest() -> None:
    async with LogApp(conversation(100)).run_test() as pilot:
        assert "text 100" in view(pilot)
        assert log_of(pilot).at_end


async def test_an_older_page_does_not_move_the_view() -> None:
    app = LogApp(conversation(100, first=101), has_older=True)
    async with app.run_test() as pilot:
        log_of(pilot).scroll_to_line(30)
        before = view(pilot)
        log_of(pilot).prepend(conversation(100), has_older=False)
        assert view(pilot) == before
        await pilot.press("home")
        assert "text 1 " in view(pilot)


async def test_older_messages_are_asked_for_once_near_the_top() -> None:
    app = LogApp(conversation(100, first=101), has_older=True)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert not app.kinds(MessageLog.OlderWanted)
        await pilot.press("home", "up", "down")
        assert len(app.kinds(MessageLog.OlderWanted)) == 1
        log_of(pilot).prepend((), has_older=True)
        await pilot.press("home")
        assert len(app.kinds(MessageLog.OlderWanted)) == 2


async def test_a_short_page_asks_for_older_ones_at_once() -> None:
    app = LogApp(conversation(2, first=50), has_older=True)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert len(app.kinds(MessageLog.OlderWanted)) == 1


async def test_what_arrives_is_followed_at_the_newest_end() -> None:
    messages = conversation(50)
    async with LogApp(messages).run_test() as pilot:
        log_of(pilot).refresh_tail([*messages[-10:], received(51, "just arrived")])
        assert "just arrived" in view(pilot)
        assert log_of(pilot).new_below == 0


async def test_what_arrives_below_is_counted_and_the_view_stays() -> None:
    messages = conversation(50)
    app = LogApp(messages)
    async with app.run_test() as pilot:
        log_of(pilot).scroll_to_line(20)
        before = shown(log_of(pilot))
        log_of(pilot).refresh_tail([*messages, received(51, "one")])
        log_of(pilot).refresh_tail([*messages, received(51, "one"), received(52, "two")])
        await pilot.pause()
        assert shown(log_of(pilot))[:-1] == before[:-1]
        assert "2 new below" in shown(log_of(pilot))[-1]
        assert [event.count for event in app.kinds(MessageLog.NewBelowChanged)][-1] == 2  # type: ignore[attr-defined]
        await pilot.press("end")
        assert "two" in view(pilot)
        assert log_of(pilot).new_below == 0


async def test_a_click_on_the_count_goes_to_the_newest() -> None:
    messages = conversation(50)
    async with LogApp(messages).run_test() as pilot:
        log_of(pilot).scroll_to_line(20)
        log_of(pilot).refresh_tail([*messages, received(51, "one")])
        await pilot.click(MessageLog, offset=(20, log_of(pilot).size.height - 1))
        assert log_of(pilot).at_end
        assert log_of(pilot).new_below == 0


async def test_a_change_of_delivery_shows_in_place() -> None:
    messages = conversation(50)
    failed = message(
        50, "text 50", direction=Direction.OUT, status=MessageStatus.FAILED, reason="Landline."
    )
    async with LogApp(messages).run_test() as pilot:
        log_of(pilot).refresh_tail([failed])
        assert "✗ failed" in view(pilot)
        assert "↳ Landline." in view(pilot)
        assert log_of(pilot).new_below == 0


async def test_the_newest_end_is_kept_when_the_composer_grows() -> None:
    async with LogApp(conversation(50)).run_test() as pilot:
        pilot.app.query_one("#below").styles.height = 8
        await pilot.pause()
        assert "text 50" in view(pilot)


async def test_another_width_keeps_what_is_read_in_view() -> None:
    words = [received(n, f"number {n} " + "word " * 40) for n in range(1, 60)]
    async with LogApp(words).run_test(size=(100, 24)) as pilot:
        log_of(pilot).jump(30)
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        assert "number 30 " in view(pilot)


async def test_keys_move_a_cursor_and_enter_takes_the_message() -> None:
    app = LogApp(conversation(50))
    async with app.run_test() as pilot:
        await pilot.press("up", "up", "enter")
        assert [event.message_id for event in app.kinds(MessageLog.Selected)] == [48]  # type: ignore[attr-defined]
        assert "█ alice" in view(pilot)
        await pilot.press("home")
        assert log_of(pilot).cursor_message == app.messages[0]
        await pilot.press("pagedown", "end")
        assert log_of(pilot).cursor_message == app.messages[-1]


async def test_the_cursor_reads_through_a_message_longer_than_the_view() -> None:
    long = received(2, "\n".join(f"line {n}" for n in range(100)))
    async with LogApp([message(1, "a"), long, message(3, "b")]).run_test() as pilot:
        seen = set()
        for _ in range(60):
            await pilot.press("up")
            seen.update(shown(log_of(pilot)))
        assert all(any(f"line {n} " in line for line in seen) for n in range(100))
        cursor = log_of(pilot).cursor_message
        assert cursor is not None and cursor.id == 1


async def test_a_click_moves_the_cursor_and_two_take_the_message() -> None:
    app = LogApp(conversation(3))
    async with app.run_test() as pilot:
        line = next(y for y, text in enumerate(shown(log_of(pilot))) if "text 2" in text)
        await pilot.click(MessageLog, offset=(12, line))
        cursor = log_of(pilot).cursor_message
        assert cursor is not None and cursor.id == 2
        await pilot.click(MessageLog, offset=(12, line), times=2)
        assert [event.message_id for event in app.kinds(MessageLog.Selected)] == [2]  # type: ignore[attr-defined]


async def test_the_wheel_scrolls() -> None:
    async with LogApp(conversation(50)).run_test() as pilot:
        await pilot.pause()
        before = log_of(pilot).top_line
        log_of(pilot).post_message(_wheel_up(log_of(pilot)))
        await pilot.pause()
        assert log_of(pilot).top_line < before


def _wheel_up(log: MessageLog) -> Posted:
    return MouseScrollUp(log, 5, 5, 0, -1, 0, False, False, False)


async def test_hits_are_marked_counted_and_walked_through() -> None:
    app = LogApp(conversation(100))
    async with app.run_test() as pilot:
        log = log_of(pilot)
        assert log.find(["text 3"]) == 11  # 3 and 30 to 39
        assert log.hit_number == 11
        assert "text 39" in view(pilot)
        assert log.previous_hit()
        assert "text 38" in view(pilot)
        assert not [log.previous_hit() for _ in range(10)][-1]
        assert (log.hit_number, log.hit_count) == (1, 11)
        row = next(y for y, text in enumerate(shown(log)) if "text 3 " in text)
        marked = [s.text for s in log.render_line(row) if s.style and s.style.reverse]
        assert marked == ["text 3"]
        assert log.next_hit()
        log.find(())
        assert (log.hit_number, log.hit_count) == (0, 0)


async def test_messages_the_store_found_are_hits_without_words() -> None:
    async with LogApp(conversation(100)).run_test() as pilot:
        assert log_of(pilot).find((), [5, 60, 7000]) == 2
        assert "text 60" in view(pilot)


async def test_a_log_opened_in_the_middle_asks_for_newer_pages() -> None:
    app = LogApp(conversation(100), has_older=True, has_newer=True)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert log_of(pilot).jump(50)
        assert not log_of(pilot).jump(5000)
        assert "text 50" in view(pilot)
        log_of(pilot).refresh_tail([received(500, "far away")])
        assert log_of(pilot).new_below == 0
        await pilot.press("end")
        assert len(app.kinds(MessageLog.NewerWanted)) == 1
        assert app.kinds(MessageLog.NewestWanted)
        log_of(pilot).append(conversation(100, first=101), has_newer=False)
        assert "text 100" in view(pilot)
        await pilot.press("end")
        assert "text 200" in view(pilot)


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_texts_are_only_read(name: str) -> None:
    messages = [received(n, body) for n, body in enumerate(HOSTILE, 1)]
    async with LogApp(messages).run_test() as pilot:
        log_of(pilot).show(messages, (), name)
        await pilot.press("home", "pagedown", "up", "end")
        assert pilot.app.is_running
        log_of(pilot).find([name])
        assert view(pilot)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
async def test_every_theme_tells_the_sides_apart(theme: str) -> None:
    async with LogApp(conversation(4)).run_test() as pilot:
        pilot.app.theme = theme
        await pilot.pause()
        styles = {
            segment.style.color
            for y in range(log_of(pilot).size.height)
            for segment in log_of(pilot).render_line(y)
            if segment.text == "▌" and segment.style
        }
        assert len(styles) == 2


async def test_an_empty_log_takes_every_key() -> None:
    async with LogApp(()).run_test() as pilot:
        await pilot.press("up", "down", "home", "end", "pageup", "pagedown", "enter")
        assert log_of(pilot).cursor_message is None
