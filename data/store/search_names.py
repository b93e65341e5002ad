"""Whom and what the operators of a search name: leads, users, clients, categories, by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from data.database import Database
from data.folding import folded
from data.query import BadQuery, Filter

MOST_CLIENTS = 200


class Names:
    """Looks names up; one that nobody has is a BadQuery that says so."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lead(self, asked: Filter) -> int:
        """The lead with that file number."""
        lead_id: int | None = self._database.value(
            "SELECT id FROM leads WHERE file = :file", file=asked.value
        )
        if lead_id is None:
            raise _wrong(asked, f"There is no lead with file {asked.value}.")
        return lead_id

    def category(self, asked: Filter) -> int:
        """The category of that name, or of the one it has by now."""
        sql = "SELECT id FROM categories WHERE name = :name"
        category_id = self._present("category", sql, asked.value)
        if category_id is None:
            rows = self._database.all("SELECT name FROM categories ORDER BY position, id")
            names = ", ".join(f'"{row[0]}"' if " " in row[0] else row[0] for row in rows)
            raise _wrong(asked, f"There is no category {asked.value}.", f"There are {names}.")
        return category_id

    def authors(self, asked: Filter) -> tuple[int | None, list[int]]:
        """The user of that name, and the clients with a name that begins so."""
        sql = "SELECT id FROM users WHERE name = :name"
        user_id = self._present("user", sql, asked.value)
        lead_ids = self._begun(asked)
        if user_id is None and not lead_ids:
            raise _wrong(asked, f"There is no user {asked.value}, nor a client.")
        return user_id, lead_ids

    def clients(self, asked: Filter) -> list[int]:
        """The leads with a name that begins so."""
        lead_ids = self._begun(asked)
        if not lead_ids:
            raise _wrong(asked, f"There is no client {asked.value}.")
        return lead_ids

    def shared_numbers(self, lead_ids: Sequence[int]) -> list[int]:
        """The numbers these leads have or had that other leads have or had as well."""
        rows = self._database.all(
            "SELECT DISTINCT mine.number_id FROM lead_numbers AS mine"
            f" WHERE mine.lead_id IN ({', '.join(map(str, lead_ids))}) AND EXISTS ("
            " SELECT 1 FROM lead_numbers AS other WHERE other.number_id = mine.number_id"
            " AND other.lead_id <> mine.lead_id) ORDER BY 1"
        )
        return [row[0] for row in rows]

    def _begun(self, asked: Filter) -> list[int]:
        """Leads with a word in the name that begins like this one, if they are not too many;
        else those with this very name."""
        begin = folded(asked.value)
        begin = begin.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        rows = self._database.all(
            "SELECT id FROM leads WHERE folded_name LIKE :first ESCAPE '\\'"
            " OR folded_name LIKE :later ESCAPE '\\' LIMIT :limit",
            first=f"{begin}%",
            later=f"% {begin}%",
            limit=MOST_CLIENTS + 1,
        )
        if len(rows) <= MOST_CLIENTS:
            return [row[0] for row in rows]
        rows = self._database.all(
            "SELECT id FROM leads WHERE folded_name = :name LIMIT :limit",
            name=folded(asked.value),
            limit=MOST_CLIENTS + 1,
        )
        if not 0 < len(rows) <= MOST_CLIENTS:
            raise _wrong(
                asked,
                f"More than {MOST_CLIENTS} clients have a name like {asked.value}.",
                "Type more of it, or file: and a number.",
            )
        return [row[0] for row in rows]

    def _present(self, kind: str, sql: str, name: str) -> int | None:
        """The row of that name or, by the audit of renamings, of the name it has become."""
        found: int | None = self._database.value(sql, name=name)
        last = 0
        while found is None:
            row = self._database.one(
                "SELECT id, after FROM audit WHERE kind = :kind AND id > :last"
                " AND before = :name COLLATE NOCASE AND subject = before ORDER BY id LIMIT 1",
                kind=kind,
                last=last,
                name=name,
            )
            if row is None:
                return None
            last, name = row["id"], row["after"]
            found = self._database.value(sql, name=name)
        return found


def _wrong(asked: Filter, what: str, remedy: str = "") -> BadQuery:
    return BadQuery(what, remedy, start=asked.start, end=asked.end)
