"""The log file: what went wrong, in detail, for the owner of the account and nobody else.

One JSON object per line in a file of mode 0600, kept small by rotation. Nothing goes to stderr, for
that is where the screen is: the root logger ends here, and so do Python's warnings. The carrier's
SDK logs texts at INFO and, at DEBUG, the secret, so its loggers are held to WARNING. Every line is
redacted (`sms_tui.redaction`). Several sessions may write to one file, and any of them may rotate.
"""

from __future__ import annotations

import io
import json
import logging
import os
import traceback
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from data.clock import to_text
from data.errors import Misconfigured, Problem
from sms_tui.redaction import Redaction

NOISY = ("vonage", "urllib3", "requests")
OURS = ("sms_tui", "screens", "data")
_BYTES = 1_000_000
_KEPT = 3
_FRAMES = 15


def start(path: Path, secrets: Iterable[str] = ()) -> Callable[[], None]:
    """Sends all logging of this process to the file; the function it returns ends that again."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _PrivateFile(path)
    except OSError as error:
        raise Misconfigured(
            f"The log file {path} cannot be written: {error.strerror}.",
            "Make its folder writable for this account.",
        ) from error
    handler.setFormatter(_JsonLines(Redaction(secrets)))
    levels = {"": logging.WARNING} | dict.fromkeys(OURS, logging.INFO)
    levels |= dict.fromkeys(NOISY, logging.WARNING)
    loggers = {logging.getLogger(name): level for name, level in levels.items()}
    before = [(logger, logger.level, logger.handlers, logger.propagate) for logger in loggers]
    for logger, level in loggers.items():
        logger.setLevel(level)
        if logger.name not in OURS:
            logger.handlers, logger.propagate = [handler], False
    _quiet(True)

    def stop() -> None:
        _quiet(False)
        for logger, level, handlers, propagate in before:
            logger.setLevel(level)
            logger.handlers, logger.propagate = handlers, propagate
        handler.close()

    return stop


def _quiet(yes: bool) -> None:
    """Warnings go to the log, and a log that fails (a full disk) prints nothing over the screen."""
    logging.captureWarnings(yes)
    logging.raiseExceptions = not yes


class _PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner may read, followed when another process rotates it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")

    def _open(self) -> io.TextIOWrapper:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self.baseFilename, flags, 0o600)
        os.fchmod(descriptor, 0o600)  # it may be there already, with another mode
        return io.TextIOWrapper(io.FileIO(descriptor, "a"), "utf-8", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        self._follow()
        super().emit(record)

    def _follow(self) -> None:
        """Opens the file anew when its name no longer leads to the one we hold."""
        held = os.fstat(self.stream.fileno()) if self.stream else None
        try:
            if held and os.path.samestat(held, Path(self.baseFilename).stat()):
                return
        except FileNotFoundError:
            held = None
        if self.stream:
            self.stream.close()
        self.stream = self._open()


class _JsonLines(logging.Formatter):
    """`{"at", "level", "logger", "message"}`, and of an exception its type and place."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": to_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redaction.of(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1]:
            line["errors"] = [self._error(error) for error in _chain(record.exc_info[1])]
        return json.dumps(line, ensure_ascii=True)

    def _error(self, error: BaseException) -> dict[str, object]:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        return {
            "type": f"{type(error).__module__}.{type(error).__qualname__}",
            "words": self._redaction.of(_words(error)),
            "place": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and those that led to it, the latest first."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        following = following.__cause__ or following.__context__
    return chain


def _words(error: BaseException) -> str:
    """What an exception says, of those that never quote a client: the system's, SQLite's, ours."""
    if isinstance(error, Problem):
        return error.what
    if isinstance(error, OSError):
        return error.strerror or ""
    return str(error) if "sqlite3" in type(error).__module__ else ""
