"""`sms-tui permission`: who may do what, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from data.models import Effect, Permission
from sms_tui.commands.parameters import json_option, text
from sms_tui.opening import Opening
from sms_tui.output import show

NAMES = click.Choice([permission.value for permission in Permission])


@click.group(no_args_is_help=False)
def permission() -> None:
    """Who may do what: sms, search, export, consent, admin."""


@permission.command()
@click.argument("user", type=text)
@json_option
@click.pass_obj
def explain(opening: Opening, user: str, as_json: bool) -> None:
    """What a user may do, each with its reason."""
    with opening.session() as at:
        known = at.store.people.known_user(user)
        answers = [(each, at.store.people.answer(known, each)) for each in Permission]
    records = [
        {
            "user": known.name,
            "permission": each.value,
            "label": each.label,
            "allowed": answer.allowed,
            "reason": answer.reason,
        }
        for each, answer in answers
    ]
    show(records, ("permission", "allowed", "reason"), as_json)


def _setter(name: str, effect: Effect | None, words: str) -> Callable[..., Any]:
    """The command that says `effect` of a permission, or takes back what was said."""

    @permission.command(name, help=words)
    @click.option("--user", type=text, help="For this user.")
    @click.option("--group", type=text, help="For this group.")
    @click.argument("name", type=NAMES)
    @json_option
    @click.pass_obj
    def set_(
        opening: Opening, user: str | None, group: str | None, name: str, as_json: bool
    ) -> None:
        _set(opening, user, group, Permission(name), effect, as_json)

    return set_


allow = _setter("allow", Effect.ALLOW, "Allow it to a user or a group.")
deny = _setter("deny", Effect.DENY, "Deny it to a user or a group.")
clear = _setter("clear", None, "Say nothing of it: what is inherited counts.")


def _set(
    opening: Opening,
    user: str | None,
    group: str | None,
    chosen: Permission,
    effect: Effect | None,
    as_json: bool,
) -> None:
    if (user is None) == (group is None):
        raise click.UsageError("Name either --user or --group.")
    with opening.session() as at:
        people, groups = at.store.people, at.store.groups
        people.require(at.actor, Permission.ADMIN)
        subject = people.known_user(user) if user is not None else groups.known(group or "")
        people.set_permission(at.actor, subject, chosen, effect)
    record = {
        "user": subject.name if user is not None else None,
        "group": subject.name if user is None else None,
        "permission": chosen.value,
        "effect": effect,
    }
    show([record], ("permission", "effect"), as_json)
