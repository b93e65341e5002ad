"""How a run of `sms-tui` ends: its exit code, and the sentence on standard error.

Whatever goes wrong reads `error: what happened. what to do`. 0 is done, 1 refused or failed, 2
wrong usage, 130 ended by ctrl+c. What nobody foresaw gets a reference; its details go to the log.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from data.errors import Problem
from sms_tui.opening import Opening
from sms_tui.output import Unwritten, complain

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


@dataclass
class Ending:
    """The exit code a run leaves with."""

    code: int = DONE


@contextmanager
def ended(opening: Opening) -> Iterator[Ending]:
    """Run what is inside; every error becomes its sentence and its code."""
    ending = Ending()
    try:
        yield ending
    except (Exception, KeyboardInterrupt) as error:
        ending.code = _code_of(error, opening)
    ending.code = _flushed(ending.code)


def _code_of(error: BaseException, opening: Opening) -> int:
    match error:
        case click.UsageError():
            path = error.ctx.command_path if error.ctx else "sms-tui"
            complain(_sentence(error.format_message()), f"See: {path} --help")
            return USAGE
        case click.ClickException():
            complain(_sentence(error.format_message()))
            return FAILED
        case Problem():
            complain(error.what, error.remedy)
            return error.exit_code
        case click.Abort() | KeyboardInterrupt():
            return INTERRUPTED
        case BrokenPipeError():
            _hush()
            return FAILED
    return _unforeseen(error, opening)


def _sentence(words: str) -> str:
    """click's words on one line, with a full stop."""
    line = " ".join(words.split())
    return line if line.endswith((".", "?", "!")) else f"{line}."


def _unforeseen(error: BaseException, opening: Opening) -> int:
    """Say that something went wrong in the program itself, and keep what is needed to find it."""
    from sms_tui.reference import kept

    try:
        reference, where = kept(error, opening)
    except Problem as problem:
        complain(f"sms-tui stopped unexpectedly ({type(error).__name__}).", str(problem))
        return FAILED
    complain(f"sms-tui stopped unexpectedly (reference {reference}).", where)
    return FAILED


def _flushed(code: int) -> int:
    """Write out what is still held back, while there is a chance to say that it failed."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _hush()
        return FAILED
    except OSError as error:
        _hush()
        if code == DONE:
            unwritten = Unwritten(error)
            complain(unwritten.what, unwritten.remedy)
        return code or FAILED
    return code


def _hush() -> None:
    """Let Python's own flush at the end of the process go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
