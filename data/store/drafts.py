"""What a user was typing to a lead, so that a dropped connection or a crash loses no word."""

from __future__ import annotations

from data.clock import to_text
from data.errors import Conflict
from data.storable import storable
from data.store.context import Context


class Drafts:
    """One draft per user and lead."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def get(self, user_id: int, lead_id: int) -> tuple[str, str | None]:
        """The text and the chosen category; an empty text where there is no draft."""
        row = self._database.one(
            "SELECT body, category FROM drafts WHERE user_id = :user_id AND lead_id = :lead_id",
            user_id=user_id,
            lead_id=lead_id,
        )
        return ("", None) if row is None else (row["body"], row["category"])

    def save(
        self,
        user_id: int,
        lead_id: int,
        body: str,
        category: str | None,
        *,
        over: str | None = None,
    ) -> None:
        """Keep the draft as it is now; an empty one is removed.

        `over` is the text this one takes the place of. When another one is there, another session
        of the user wrote it: Conflict, and it stays.
        """
        with self._database.atomic():
            if over is not None:
                self._guard(user_id, lead_id, body, over)
            if not body:
                self.clear(user_id, lead_id)
                return
            self._database.run(
                "INSERT INTO drafts (user_id, lead_id, body, category, updated_at)"
                " VALUES (:user_id, :lead_id, :body, :category, :now)"
                " ON CONFLICT (user_id, lead_id) DO UPDATE SET body = excluded.body,"
                " category = excluded.category, updated_at = excluded.updated_at",
                user_id=user_id,
                lead_id=lead_id,
                body=storable(body),
                category=category,
                now=to_text(self._context.now()),
            )

    def _guard(self, user_id: int, lead_id: int, body: str, over: str) -> None:
        stored, _ = self.get(user_id, lead_id)
        if stored not in ("", storable(over), storable(body)):
            raise Conflict("This lead is open elsewhere with another draft.")

    def sent(self, user_id: int, lead_id: int, body: str) -> None:
        """Forget the draft of a text that is in the outbox, in the transaction that put it there.

        Another session of the same user may have kept another text meanwhile: that one stays.
        """
        self._database.run(
            "DELETE FROM drafts WHERE user_id = :user_id AND lead_id = :lead_id AND body = :body",
            user_id=user_id,
            lead_id=lead_id,
            body=storable(body),
        )

    def clear(self, user_id: int, lead_id: int) -> None:
        """Forget the draft, once its text is in the outbox or was deleted."""
        self._database.run(
            "DELETE FROM drafts WHERE user_id = :user_id AND lead_id = :lead_id",
            user_id=user_id,
            lead_id=lead_id,
        )
