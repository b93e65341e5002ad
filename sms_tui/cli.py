"""The command `sms-tui`: its global options, its commands by name, and how every run ends.

Each subject's commands live in a module of `sms_tui.commands` that is imported when one of them is
asked for; those modules import what is heavy only when they run. So `--help` and a mistyped option
cost neither the database nor the screens.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from sms_tui import __version__
from sms_tui.commands.parameters import text
from sms_tui.endings import ended
from sms_tui.opening import Opening

# Name → module of `sms_tui.commands` and what stands there, in the order `--help` shows.
COMMANDS = {
    "lead": "leads:lead",
    "authorize": "sending:authorize",
    "send": "sending:send",
    "log": "logs:log",
    "search": "search:search",
    "why": "sending:why",
    "resume": "sending:resume",
    "consent": "ledger:consent",
    "proof": "ledger:proof",
    "verify": "ledger:verify",
    "user": "people:user",
    "group": "groups:group",
    "permission": "permissions:permission",
    "category": "categories:category",
    "setting": "settings:setting",
    "key": "keys:key",
    "login": "login:login",
    "authorized-keys": "authorized_keys:authorized_keys",
    "worker": "worker:worker",
    "doctor": "doctor:doctor",
    "backup": "backup:backup",
    "audit": "audit:audit",
}


class Program(click.Group):
    """The commands, loaded by name; every run ends in an exit code and, if need be, a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(f"sms_tui.commands.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, and leave with 0 for done, 1 for refused or failed, 2 for wrong usage."""
        opening = Opening()
        extra |= {"standalone_mode": False, "obj": opening}
        with ended(opening) as ending:
            # click answers with the exit code of `ctx.exit`, or with None.
            ending.code = super().main(*args, **extra) or 0
        sys.exit(ending.code)


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--database",
    type=click.Path(path_type=Path),
    envvar="SMS_TUI_DATABASE",
    show_envvar=True,
    help="The database file; by default one in your data folder.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="SMS_TUI_CONFIG",
    show_envvar=True,
    help="The configuration file; by default one in your configuration folder.",
)
@click.option(
    "--as",
    "as_name",
    type=text,
    metavar="NAME",
    help="Act as this user; only for the account that owns the database.",
)
@click.option("--demo", is_flag=True, help="Open the app on a throw-away database and phones.")
@click.version_option(__version__, package_name="sms-tui", message="sms-tui %(version)s")
@click.pass_context
def cli(
    ctx: click.Context, database: Path | None, config: Path | None, as_name: str | None, demo: bool
) -> None:
    """Text your clients by SMS from a terminal, with their authorization on record.

    Without a command it opens the app. Data goes to standard output, one JSON object per line with
    --json; messages go to standard error. Exit code 0: done, 1: refused or failed, 2: wrong usage.
    """
    opening = ctx.find_object(Opening)
    assert opening is not None, "Program.main hands it to every run"
    opening.database, opening.config_file, opening.as_name = database, config, as_name
    if demo and ctx.invoked_subcommand:
        raise click.UsageError("--demo opens the app and takes no command.")
    if demo and as_name is not None:
        raise click.UsageError("--demo has a user of its own: leave out --as.")
    if not ctx.invoked_subcommand:
        from sms_tui.commands.app import run, run_demo

        if demo:
            run_demo(opening)
        else:
            run(opening)


def main() -> None:
    """The entry point `sms-tui`; also of `python -m sms_tui`."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # it was started with that one closed
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))
    cli(prog_name="sms-tui")


if __name__ == "__main__":
    main()
