"""How far the carrier's records are read, and which products cannot be read just now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from data.clock import from_text, to_text
from data.overlaps import Mark
from data.store.context import Context
from data.store.poll_counts import PollCounts
from data.unread_product import UnreadProduct

# How long `doctor` tells that a clock had leapt.
LEAP_TOLD = timedelta(days=7)


class Polls:
    """The marks of each product, what could not be read, and the `counts` of what was."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self.counts = PollCounts(context)

    def marks(self, product: str) -> dict[str, Mark]:
        """How far a product was read, by the name of the overlap."""
        rows = self._database.all(
            "SELECT overlap, through, read_at FROM read_marks WHERE product = :product",
            product=product,
        )
        return {
            row["overlap"]: Mark(from_text(row["through"]), from_text(row["read_at"]))
            for row in rows
        }

    def mark(self, product: str, overlap: str, mark: Mark) -> None:
        """Set a mark, after everything before it is in the store; back, when a clock had leapt."""
        self._database.run(
            "INSERT INTO read_marks (product, overlap, through, read_at)"
            " VALUES (:product, :overlap, :through, :read_at)"
            " ON CONFLICT (product, overlap) DO UPDATE SET through = excluded.through,"
            " read_at = excluded.read_at",
            product=product,
            overlap=overlap,
            through=to_text(mark.through),
            read_at=to_text(mark.read_at),
        )

    def leapt(self, by: timedelta) -> None:
        """A mark was ahead of the carrier's clock by so much."""
        self._database.run(
            "UPDATE worker SET leapt_at = :now, leapt_s = :seconds",
            now=to_text(self._context.now()),
            seconds=round(by.total_seconds()),
        )

    def latest_leap(self) -> tuple[datetime, timedelta] | None:
        """When a mark was last found ahead, within the last week, and by how much."""
        row = self._database.one(
            "SELECT leapt_at, leapt_s FROM worker WHERE leapt_at > :since",
            since=to_text(self._context.now() - LEAP_TOLD),
        )
        return (from_text(row["leapt_at"]), timedelta(seconds=row["leapt_s"])) if row else None

    def failed(self, product: str, problem: str, *, refused: bool) -> None:
        """A product's newest records could not be read, wholly or in part: nothing is sent."""
        self._database.run(
            "INSERT INTO unread_products (product, since, problem, refused)"
            " VALUES (:product, :now, :problem, :refused) ON CONFLICT (product) DO UPDATE"
            " SET problem = excluded.problem, refused = excluded.refused"
            " WHERE problem <> excluded.problem OR refused <> excluded.refused",
            product=product,
            now=to_text(self._context.now()),
            problem=problem,
            refused=int(refused),
        )

    def succeeded(self, product: str) -> None:
        """They were read whole."""
        self._database.run("DELETE FROM unread_products WHERE product = :product", product=product)

    def keep_only(self, products: Collection[str]) -> None:
        """Those that are not configured any more keep nothing back."""
        for unread in self.unread():
            if unread.product not in products:
                self.succeeded(unread.product)

    def unread(self) -> tuple[UnreadProduct, ...]:
        """The products that cannot be read, and since when."""
        rows = self._database.all(
            "SELECT product, since, problem, refused AND NOT EXISTS (SELECT 1 FROM read_marks"
            " WHERE read_marks.product = unread_products.product) AS never_read"
            " FROM unread_products ORDER BY product"
        )
        return tuple(
            UnreadProduct(
                row["product"], from_text(row["since"]), row["problem"], bool(row["never_read"])
            )
            for row in rows
        )
