"""`sms-tui` run within the test's own process, on a database of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from data.clock import utc_now
from data.store import Store
from sms_tui.cli import cli

NUMBER = "+14155550132"
ALWAYS_OPEN = {"SMS_TUI_HOURS_OPEN": "00:00", "SMS_TUI_HOURS_CLOSE": "24:00"}
NAMED = {"SMS_TUI_BUSINESS_NAME": "Acme Relief", "SMS_TUI_BUSINESS_PHONE": "+1 800 555 0100"}


@dataclass
class Desk:
    """Where somebody types commands; `environment` is added to the process's own."""

    database: Path
    environment: dict[str, str] = field(default_factory=lambda: {**ALWAYS_OPEN, **NAMED})

    def run(self, *arguments: str, code: int = 0, text: str | bytes | None = None) -> Result:
        """Run one command, which must end with this exit code."""
        line = ["--database", str(self.database), *arguments]
        result = CliRunner().invoke(
            cli, line, input=text, env=self.environment, prog_name="sms-tui"
        )
        assert result.exit_code == code, (arguments, result.stdout, result.stderr)
        return result

    def out(self, *arguments: str) -> list[str]:
        """The lines on standard output of a command that is done without a word beside it."""
        result = self.run(*arguments)
        assert result.stderr == ""
        return result.stdout.splitlines()

    def json(self, *arguments: str) -> list[dict[str, Any]]:
        """The objects a command prints with `--json`."""
        printed = self.run(*arguments, "--json").stdout
        return [json.loads(line) for line in printed.splitlines()]

    def one(self, *arguments: str) -> dict[str, Any]:
        """The one object a command prints with `--json`."""
        [record] = self.json(*arguments)
        return record

    def says(self, *arguments: str, code: int = 1) -> str:
        """What a command that fails says; it prints no data."""
        result = self.run(*arguments, code=code)
        assert result.stdout == ""
        return result.stderr

    def lead(self, file: str = "LT-1", mobile: str = NUMBER, name: str = "Demo Client 1") -> None:
        """A lead of that file number."""
        self.run("lead", "add", "--name", name, "--file", file, "--mobile", mobile)

    def agreed(self, number: str = NUMBER) -> None:
        """The number's owner agreed, as recorded by hand."""
        self.run("consent", "grant", number, "--source", "call", "--note", "agreed")

    def polled(self) -> None:
        """The carrier was just asked for replies, so that texts may go out."""
        with self.store() as store:
            store.worker.polled(utc_now())
            store.worker.poll_state("ok")

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store behind the commands."""
        store = Store.open(self.database)
        try:
            yield store
        finally:
            store.close()
