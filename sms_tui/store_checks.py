"""The checks of `doctor` that ask the store; each answers with a state and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from data.models import Permission, Template
from data.phone import pretty
from data.store import Store
from data.wordings import problems
from sms_tui.finding import State
from sms_tui.output import counted
from sms_tui.reading_checks import cost, lateness, replies

_CLOCK_TOLERANCE = timedelta(minutes=1)
_LATELY = timedelta(days=7)
# How many texts without words are many: five, and one in ten.
_MANY, _MANY_OF = 5, 10
_SHOWN = 3
_MEGABYTE = 1024 * 1024
_LEAST_ROOM = 50 * _MEGABYTE
# The log is cut back to 16 MB when nobody reads from it.
_LONGEST_LOG = 256 * _MEGABYTE


def sqlite(store: Store) -> tuple[State, str]:
    engine = store.checkup.engine()
    words = f"SQLite {engine.version}, journal mode {engine.journal_mode}"
    if engine.journal_mode == "wal" and not engine.wal_is_safe:
        return State.WRONG, f"{words}: not safe with several writers. Install pysqlite3."
    if not engine.synchronous_full:
        return State.WRONG, f"{words}, synchronous is not FULL: a power cut may lose a STOP."
    return State.OK, f"{words}, synchronous FULL."


def integrity(store: Store) -> tuple[State, str]:
    faults = store.checkup.damage()
    if faults:
        words = f"The database is damaged: {'; '.join(faults)}."
        return State.WRONG, f"{words} Stop every sms-tui and restore the latest backup."
    return State.OK, "SQLite finds the file sound."


def triggers(store: Store) -> tuple[State, str]:
    changed = store.checkup.changed_triggers()
    if changed:
        words = f"The database's safeguards are not as shipped: {', '.join(changed)}."
        return State.WRONG, f"{words} Nothing is sent. Restore the latest backup."
    return State.OK, "All safeguards are as shipped."


def ledger(store: Store) -> tuple[State, str]:
    rows, first_bad = store.ledger.verify()
    if first_bad is not None:
        return State.WRONG, f"The ledger does not hold at row {first_bad}."
    return State.OK, f"The chain holds: {counted(rows, 'row')}."


def by_hand(store: Store) -> tuple[State, str]:
    """What was changed around the program; a number's changed consent is perhaps a lost STOP."""
    changes, found = store.checkup.by_hand, []
    if numbers := changes.numbers():
        found.append(f"the consent of {_some([f'{pretty(n)} ({what})' for n, what in numbers])}")
    if leads := changes.leads():
        found.append(f"the number of lead {_some(leads)}")
    if settings := changes.settings():
        found.append(f"the setting {_some(settings)}")
    if marks := changes.marks():
        found.append(f"until when {_some(marks)} was read, which is in the future")
    if found:
        words = f"Changed, but not by this program: {'; '.join(found)}."
        return State.WRONG, f"{words} Compare with a backup, and set it right in sms-tui."
    return State.OK, "Numbers, leads and settings are as their records say."


def file(store: Store) -> tuple[State, str]:
    """Whether the file is in its place, under one name."""
    if fault := store.safeguards.fault_of_file():
        return State.WRONG, f"Nothing is sent: {fault}."
    return State.OK, "The file has one name, and is in its place."


def clock(store: Store) -> tuple[State, str]:
    """A clock that is not the carrier's, and a record from the future: this one was set back."""
    health = store.worker.health()
    if health.carrier == "clock":
        return State.WRONG, f"{health.problem} Nothing is sent until the next poll finds it right."
    latest, now = store.checkup.latest_record(), store.checkup.now()
    if latest is not None and latest > now + _CLOCK_TOLERANCE:
        ahead = round((latest - now).total_seconds() / 60)
        words = f"The latest record is {ahead} min in the future: the clock was set back."
        return State.WRONG, f"{words} Set it by NTP."
    return State.OK, "No record is from the future."


def users(store: Store) -> tuple[State, str]:
    may = [
        user.name
        for user in store.people.users()
        if store.people.answer(user, Permission.SMS).allowed
    ]
    if not may:
        return (
            State.WARNING,
            "Nobody may text. An Admin allows it: sms-tui permission allow --user NAME sms",
        )
    return State.OK, f"{len(may)} may text."


def firm(store: Store) -> tuple[State, str]:
    """The firm's name, and whether its automatic texts will do."""
    rules = store.rules()
    if not rules.business_name.strip():
        words = "The business name is not set: no authorization request and no reply goes out."
        return State.WARNING, f"{words} Set [business] name."
    faults = [
        f"{template.value}: {fault}"
        for template in Template
        for fault in problems(
            template, rules.texts[template], rules.business_name, rules.business_phone
        )
    ]
    if faults:
        return State.WARNING, f"An automatic text should be changed. {' '.join(faults)}"
    if not rules.business_phone.strip():
        gaps = [template for template in Template if not rules.can_say(template)]
        words = "The business phone is not set"
        if gaps:
            words = f"{words}, so these texts do not go out: {', '.join(gaps)}"
        return State.WARNING, f"{words}. Set [business] phone."
    return State.OK, f"Texts go out as {rules.business_name}."


def worker(store: Store) -> tuple[State, str]:
    health = store.worker.health()
    polled, now = health.last_poll_at, store.checkup.now()
    last = "never" if polled is None else f"{round((now - polled).total_seconds())} s ago"
    if health.carrier == "refused":
        words = f"The carrier refuses the account: {health.problem}"
        return State.WRONG, f"{words} {_until_resumed(store)}".strip()
    if health.carrier == "unreachable":
        words = "The carrier refused the account, and cannot be asked again"
        return State.WRONG, f"{words}: {health.problem}"
    if not health.alive:
        # A worker without a carrier takes no lease; it leaves word, which may be an old one.
        which = " that has a carrier" if health.carrier == "none" else ""
        words = f"No worker{which} is running; replies were last read: {last}."
        words = f"{words} Start the app, sms-tui worker, or its service."
        if health.problem and health.carrier != "none":
            words = f"{words} The last one met this: {health.problem}"
        return State.WARNING, words
    if health.carrier == "none":
        return State.WARNING, "A worker is running without a carrier."
    if polled is None and not health.problem:
        return State.WARNING, "A worker has just begun and reads replies: look again in a minute."
    if polled is None or now - polled > store.rules().stale_after:
        words = f"A worker is running, but replies were last read: {last}. {health.problem}"
        return State.WRONG, words.strip()
    if health.problem:
        words = f"A worker is running; replies were last read: {last}. Yet: {health.problem}"
        return State.WARNING, words
    return State.OK, f"A worker is running; replies were last read: {last}."


def _until_resumed(store: Store) -> str:
    """When a held queue goes on; "" when it is not sending that was refused."""
    hold = store.lifting.standing()
    if hold is None:
        return ""
    minutes = max(0, round((hold.try_at - store.checkup.now()).total_seconds() / 60))
    words = "Texts are held since then" if hold.by_record else "Texts are held"
    return f"{words}; one is tried in {minutes} min. Once it is mended: sms-tui resume."


def set_aside(store: Store) -> tuple[State, str]:
    """Wrong for as long as the header tells of it, then a warning that stays."""
    unread = store.worker.unread()
    records = [(first_seen, why) for _, first_seen, why, _ in store.received.set_aside_list()]
    if not records:
        return State.OK, "Every record of the carrier could be read."
    first_seen, why = unread[0] if unread else records[-1]
    count = counted(len(unread) or len(records), "record")
    words = f"{count} of the carrier could not be read, the latest since {first_seen}: {why}."
    if unread:
        remedy = "A STOP may be there: look into the carrier's own record of that time."
        return State.WRONG, f"{words} {remedy}"
    return State.WARNING, words


def unreadable(store: Store) -> tuple[State, str]:
    """Texts of the last week that came without their words: an account may redact them."""
    count, received = store.checkup.unreadable(_LATELY)
    if not count:
        return State.OK, f"Every text of the last {_LATELY.days} days came with its words."
    words = f"{count} of {counted(received, 'text')} in {_LATELY.days} days came without words"
    if count < _MANY or count * _MANY_OF < received:
        return State.OK, f"{words}; each waits in its lead's log."
    remedy = "A STOP may be among them: see whether the account at Vonage redacts messages."
    return State.WARNING, f"{words}. {remedy}"


def elsewhere(store: Store) -> tuple[State, str]:
    """What was sent to other numbers of the account: counted, for it may be another firm's."""
    counts = store.received.elsewhere(_LATELY)
    if not counts:
        return State.OK, "No text to another number of the account."
    numbers = [f"{pretty(number) or 'no number'} ({count})" for number, count in counts.items()]
    words = f"{counted(sum(counts.values()), 'text')} in {_LATELY.days} days went to"
    words = f"{words} {_some(numbers)}"
    return State.OK, f"{words}, and were not kept. A number of yours belongs in [vonage] also."


def uncertain(store: Store) -> tuple[State, str]:
    count = store.checkup.uncertain()
    if count:
        words = f"{counted(count, 'message')} may or may not have been sent."
        return State.WARNING, f"{words} Decide in the lead's log."
    return State.OK, "Of every message it is known whether it was sent."


def sending(store: Store) -> tuple[State, str]:
    """What a worker that ended left behind; the next one settles it."""
    count = store.checkup.sending()
    if count and not store.worker.health().alive:
        words = f"{counted(count, 'message')} was being sent when the worker ended."
        return State.WARNING, f"{words} The next worker marks it as may have been sent."
    return State.OK, "No message was left in the middle."


def disk(store: Store) -> tuple[State, str]:
    free, log = store.checkup.room()
    words = f"{free // _MEGABYTE:,} MB free, {log // _MEGABYTE:,} MB in the write-ahead log."
    if free < _LEAST_ROOM:
        return State.WRONG, f"{words} Free some space: without it nothing is sent or kept."
    if log > _LONGEST_LOG:
        return State.WARNING, f"{words} Some session has been reading for very long: end it."
    return State.OK, words


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" and others" if names[_SHOWN:] else "")


CHECKS: dict[str, Callable[[Store], tuple[State, str]]] = {
    "sqlite": sqlite,
    "integrity": integrity,
    "triggers": triggers,
    "ledger": ledger,
    "by hand": by_hand,
    "one file": file,
    "clock": clock,
    "users": users,
    "firm": firm,
    "worker": worker,
    "replies": replies,
    "lateness": lateness,
    "records": cost,
    "set aside": set_aside,
    "unreadable": unreadable,
    "elsewhere": elsewhere,
    "uncertain": uncertain,
    "sending": sending,
    "disk": disk,
}
