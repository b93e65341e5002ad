"""The automatic replies to one number: which it had lately, and one more where the rule allows."""

from __future__ import annotations

from datetime import datetime

from data.automatic_replies import DAY, GivenReply, may_reply
from data.clock import SKEW_ALLOWED, from_text, from_text_or_none, to_text
from data.models import Consent, Lead, Template
from data.store.context import Context
from data.store.outbox import Outbox


class AutomaticReplies:
    """Queues what the program answers by itself, in the transaction of what it answers."""

    def __init__(self, context: Context, outbox: Outbox) -> None:
        self._context = context
        self._database = context.database
        self._outbox = outbox

    def allowed(self, template: Template, consent: Consent, at: datetime) -> bool:
        """Whether a reply can be worded by the settings, and the number had few enough of them.

        `at` is when what it answers came: the original of a copy may have answered that.
        """
        if not self._context.rules().can_say(template) or self._before_this_copy(at):
            return False
        return may_reply(template, self._given(consent.number_id), self._context.now())

    def give(self, template: Template, consent: Consent, leads: list[Lead]) -> None:
        """Queue a reply, in the log of the first of these leads."""
        lead = leads[0] if leads else Lead(0, consent.number, "", None, consent)
        self._outbox.enqueue_automatic(lead, template)

    def _before_this_copy(self, at: datetime) -> bool:
        since = from_text_or_none(self._database.value("SELECT answers_from FROM worker"))
        return since is not None and at < self._context.carrier_time(since)

    def _given(self, number_id: int) -> list[GivenReply]:
        """Those that wait or went out lately; of a reply that waited, when it went out counts.

        What was claimed in the future was claimed by a clock that ran ahead: it says nothing.
        """
        now = self._context.now()
        rows = self._database.all(
            "SELECT template, CASE WHEN status = 'queued' THEN :now ELSE claimed_at END AS given"
            " FROM messages INDEXED BY messages_automatic"
            " WHERE number_id = :number_id AND kind = 'automatic' AND at > :earliest"
            " AND (status = 'queued' OR claimed_at IS NOT NULL)"
            " AND (status = 'queued' OR claimed_at BETWEEN :day_ago AND :latest)",
            number_id=number_id,
            now=to_text(now),
            day_ago=to_text(now - DAY),
            earliest=to_text(now - DAY - self._context.rules().too_old_after),
            latest=to_text(now + SKEW_ALLOWED),
        )
        return [GivenReply(Template(row["template"]), from_text(row["given"])) for row in rows]
