"""A lead, the facts and a moment at which everything may be sent: tests change one thing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from data.gate import Draft, Facts, may_send
from data.models import (
    Answer,
    Consent,
    Kind,
    Lead,
    Status,
    Template,
)
from data.rules import Rules
from data.verdict import Reason, Verdict

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 09:00 in Los Angeles
NIGHT = datetime(2026, 11, 23, 14, 41, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = Rules(business_name="Acme Relief")
MAY = Answer(True, "allowed by group Agents")
MAY_NOT = Answer(False, "denied by group Interns")
TEXT = Draft(Kind.TEXT, "Hello", "Documents")
REQUEST = Draft(Kind.AUTHORIZATION)
HELP = Draft(Kind.AUTOMATIC, template=Template.HELP)


def lead(status: Status = Status.AUTHORIZED, **consent: Any) -> Lead:
    known = Consent(1, "+14155550132", status, datetime(2026, 11, 14, 18, tzinfo=UTC))
    return Lead(1, "Maria Lopez", "LT-10482", None, replace(known, **consent))


def facts(now: datetime = NOW, **changed: Any) -> Facts:
    return replace(Facts(RULES, MAY, now - timedelta(seconds=12), "ok"), **changed)


def ask(
    draft: Draft, about: Lead, *, now: datetime = NOW, rules: Rules = RULES, **changed: Any
) -> Verdict:
    return may_send(draft, about, now, facts(now, rules=rules, **changed))


def only(verdict: Verdict) -> Reason:
    assert len(verdict.reasons) == 1, verdict
    return verdict.reasons[0]


NO_NUMBER = replace(lead(), consent=None)
