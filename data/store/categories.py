"""The categories a text can carry: a short list in the admins' order.

A message keeps the name its category had; an archived category only leaves the dropdown.
"""

from __future__ import annotations

from data.errors import Invalid, NotFound
from data.models import Actor, Category, Permission
from data.store.audit import Audit
from data.store.context import Context
from data.store.people import People

_NAME_LIMIT = 40


class Categories:
    """The operations on categories; changing the list needs Admin and is audited."""

    def __init__(self, context: Context, audit: Audit, people: People) -> None:
        self._database = context.database
        self._audit = audit
        self._people = people

    def list(self, *, archived: bool = False) -> list[Category]:
        """The categories in order; with `archived`, those too that are no longer offered."""
        rows = self._database.all(
            "SELECT id, name, archived FROM categories WHERE archived = 0 OR :archived"
            " ORDER BY position, id",
            archived=int(archived),
        )
        return [Category(row["id"], row["name"], bool(row["archived"])) for row in rows]

    def find(self, name: str) -> Category | None:
        """The category of that name, archived or not, upper and lower case alike."""
        row = self._database.one(
            "SELECT id, name, archived FROM categories WHERE name = :name", name=name.strip()
        )
        return None if row is None else Category(row["id"], row["name"], bool(row["archived"]))

    def get(self, category_id: int) -> Category:
        """The category of that row; categories are never deleted."""
        row = self._database.one(
            "SELECT id, name, archived FROM categories WHERE id = :id", id=category_id
        )
        if row is None:
            raise NotFound("There is no such category.")
        return Category(row["id"], row["name"], bool(row["archived"]))

    def known(self, name: str) -> Category:
        """The category of that name, or NotFound with the names there are."""
        category = self.find(name)
        if category is None:
            names = ", ".join(known.name for known in self.list())
            raise NotFound(f"There is no category {name}.", f"The categories are: {names}.")
        return category

    def usable(self, name: str) -> Category:
        """A category a new text may carry."""
        category = self.known(name)
        if category.archived:
            raise Invalid(f"The category {category.name} is archived.", "Choose another one.")
        return category

    def add(self, actor: Actor, name: str) -> Category:
        """A new category at the end of the list."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            name = self._free_name(name)
            category_id = self._database.insert(
                "INSERT INTO categories (name, position)"
                " SELECT :name, coalesce(max(position), 0) + 1 FROM categories",
                name=name,
            )
            self._audit.add(actor, "category", name, after="added")
        return Category(category_id, name)

    def rename(self, actor: Actor, name: str, new_name: str) -> Category:
        """The category under a new name; messages keep the old one."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            category = self.known(name)
            new_name = self._free_name(new_name, besides=category)
            self._database.run(
                "UPDATE categories SET name = :name WHERE id = :id", name=new_name, id=category.id
            )
            self._audit.add(actor, "category", category.name, before=category.name, after=new_name)
        return Category(category.id, new_name, category.archived)

    def archive(self, actor: Actor, name: str, *, archived: bool = True) -> Category:
        """Take a category out of the dropdown, or (archived=False) put it back."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            category = self.known(name)
            if archived and not category.archived and len(self.list()) == 1:
                raise Invalid("The last category cannot be archived.", "Add another one first.")
            self._database.run(
                "UPDATE categories SET archived = :archived WHERE id = :id",
                archived=int(archived),
                id=category.id,
            )
            after = "archived" if archived else "in use"
            self._audit.add(actor, "category", category.name, after=after)
        return Category(category.id, category.name, archived)

    def move(self, actor: Actor, name: str, by: int) -> None:
        """Move a category up (by < 0) or down the list."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            order = [category.id for category in self.list(archived=True)]
            category = self.known(name)
            place = order.index(category.id)
            order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
            for position, category_id in enumerate(order, start=1):
                self._database.run(
                    "UPDATE categories SET position = :position WHERE id = :id",
                    position=position,
                    id=category_id,
                )
            self._audit.add(actor, "category", category.name, after=f"moved by {by}")

    def _free_name(self, name: str, besides: Category | None = None) -> str:
        name = " ".join(name.split())
        if not name or len(name) > _NAME_LIMIT or not name.isprintable():
            raise Invalid(f"A category's name has 1 to {_NAME_LIMIT} printable characters.")
        other = self.find(name)
        if other is not None and (besides is None or other.id != besides.id):
            raise Invalid(f"There is already a category {other.name}.", "Choose another name.")
        return name
