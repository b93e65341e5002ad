"""Many leads at once, all or none, without keeping others from writing for long.

Numbers and names are looked at before the transaction, which then adds all leads by a handful of
statements: 110,000 of them, one by one, held the write lock longer than others wait for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from data.clock import to_text
from data.errors import Invalid
from data.folding import folded
from data.line_spellings import spellings
from data.models import Actor
from data.store.context import Context, os_account
from data.store.lead_fields import CheckedLead, NewLead, checked_lead, same_file, taken
from data.store.people import People

Bad = list[tuple[int, Invalid]]
_TABLE = (
    "CREATE TEMP TABLE incoming (place INTEGER PRIMARY KEY, name TEXT NOT NULL,"
    " folded_name TEXT NOT NULL, file TEXT NOT NULL COLLATE NOCASE, number TEXT NOT NULL,"
    " timezone TEXT) STRICT"
)
_OTHER_SPELLINGS = (
    "CREATE TEMP TABLE other_spellings (number TEXT NOT NULL, other TEXT NOT NULL,"
    " PRIMARY KEY (number, other)) STRICT, WITHOUT ROWID"
)
# A line that an earlier version knows under another spelling keeps its number.
_AS_KNOWN = (
    "UPDATE incoming SET number = known.e164 FROM ("
    " SELECT number AS written, e164, min(numbers.id) FROM other_spellings"
    " CROSS JOIN numbers ON e164 = other"
    " WHERE number NOT IN (SELECT e164 FROM numbers) GROUP BY number"
    ") AS known WHERE incoming.number = known.written"
)
_ADD = (
    "INSERT INTO numbers (e164, since) SELECT number, :now FROM incoming"
    " WHERE number NOT IN (SELECT e164 FROM numbers) GROUP BY number ORDER BY min(place)",
    "INSERT INTO leads (name, folded_name, file, number_id, timezone, last_activity, created_at)"
    " SELECT name, folded_name, file, numbers.id, timezone, :now, :now FROM incoming"
    " CROSS JOIN numbers ON e164 = number ORDER BY place",
    "INSERT INTO lead_numbers (lead_id, number_id, since) SELECT leads.id, number_id, :now"
    " FROM incoming CROSS JOIN leads ON leads.file = incoming.file",
    "INSERT INTO audit (at, user, os_account, kind, subject, before, after, note)"
    " SELECT :now, :user, :os_account, 'lead', file, '', 'added', '' FROM incoming ORDER BY place",
)


class LeadImport:
    """Adding many leads; each starts as its number stands."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._database = context.database
        self._people = people

    def add_all(
        self, actor: Actor, leads: Sequence[NewLead], *, skip_bad: bool, dry_run: bool
    ) -> Bad:
        """Add them; gives the place of each that cannot be added, with what is wrong.

        If there is one, none is added, unless `skip_bad` leaves those out. `dry_run` adds none.
        """
        good, bad = _looked_at(leads, self._context.own_numbers)
        with self._incoming(good), self._database.atomic():
            self._people.require_active(actor)
            self._database.run(_AS_KNOWN)
            bad = sorted(bad + self._taken(good), key=lambda each: each[0])
            if not dry_run and (skip_bad or not bad):
                self._add(actor)
        return bad

    @contextmanager
    def _incoming(self, leads: dict[int, CheckedLead]) -> Iterator[None]:
        """The leads as a table of this connection, in memory."""
        self._database.run(_TABLE)
        self._database.run(_OTHER_SPELLINGS)
        try:
            self._database.many(
                "INSERT INTO incoming (place, name, folded_name, file, number, timezone)"
                " VALUES (:place, :name, :folded_name, :file, :number, :timezone)",
                (
                    {
                        "place": place,
                        "name": lead.name,
                        "folded_name": folded(lead.name),
                        "file": lead.file,
                        "number": lead.number,
                        "timezone": lead.timezone,
                    }
                    for place, lead in leads.items()
                ),
            )
            self._database.many(
                "INSERT INTO other_spellings (number, other) VALUES (:number, :other)"
                " ON CONFLICT DO NOTHING",
                (
                    {"number": lead.number, "other": other}
                    for lead in leads.values()
                    for other in spellings(lead.number)[1:]
                ),
            )
            yield
        finally:
            self._database.run("DROP TABLE incoming")
            self._database.run("DROP TABLE other_spellings")

    def _taken(self, leads: dict[int, CheckedLead]) -> Bad:
        """Those whose file number another lead has; they are taken out of the table."""
        rows = self._database.all(
            "SELECT place, leads.name FROM incoming"
            " CROSS JOIN leads ON leads.file = incoming.file ORDER BY place"
        )
        self._database.run(
            "DELETE FROM incoming WHERE EXISTS"
            " (SELECT 1 FROM leads WHERE leads.file = incoming.file)"
        )
        return [(row["place"], taken(leads[row["place"]].file, row["name"])) for row in rows]

    def _add(self, actor: Actor) -> None:
        for statement in _ADD:
            self._database.run(
                statement,
                now=to_text(self._context.now()),
                user=actor.user.name,
                os_account=os_account(actor),
            )


def _looked_at(
    leads: Sequence[NewLead], own_numbers: Collection[str]
) -> tuple[dict[int, CheckedLead], Bad]:
    """By their places: the leads that are well by themselves and among each other, and the rest."""
    good: dict[int, CheckedLead] = {}
    bad: Bad = []
    first: dict[bytes, CheckedLead] = {}
    for place, lead in enumerate(leads):
        try:
            checked = checked_lead(lead, own_numbers)
            before = first.setdefault(same_file(checked.file), checked)
            if before is not checked:
                raise taken(checked.file, before.name)
            good[place] = checked
        except Invalid as fault:
            bad.append((place, fault))
    return good, bad
