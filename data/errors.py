"""What can go wrong, said so that a person can act on it.

Every error carries what happened (and what was kept) and, where there is one, what to do next.
Screens show both; the commands print `error: what. remedy` and leave with the error's exit code.
"""


class Problem(Exception):
    """The base of every error the program raises on purpose."""

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class Refused(Problem):
    """The rules do not allow it: a permission, the gate, the last Admin."""


class Invalid(Problem):
    """What was typed cannot be taken as it is; nothing was changed."""


class Conflict(Problem):
    """Somebody else changed it since it was looked at; nothing was changed."""


class NotFound(Problem):
    """No such lead, user, group, category or number."""


class Misconfigured(Problem):
    """The configuration file, the environment or a credential is wrong."""

    exit_code = 2


class StoreProblem(Problem):
    """The database cannot be used: unreadable, foreign, newer, full, locked, read-only."""


class OtherFile(StoreProblem):
    """The database's path leads to another file than was opened, or the file has two names.

    `in_short` says so in the few words a header has room for.
    """

    def __init__(self, what: str, remedy: str, in_short: str) -> None:
        super().__init__(what, remedy)
        self.in_short = in_short


class Interrupted(Problem):
    """The query was stopped from another thread; a later one is what is wanted."""
