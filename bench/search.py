"""Search beside `rg -m50`: `python -m bench.search STORE [--runs 9] [--json FILE]`.

Twelve shapes of query, each plain, within one lead (the biggest) and within one category. Both
sides find the newest fifty of the same messages: ours in the store, as whole messages; rg as a
process over a text export, one line per message, newest first. rg is asked with regard to case,
which is quicker. A ratio is the median of our runs over the median of rg's, run in turn; each side
runs once unmeasured before its turn, so that neither pays for the caches the other has emptied.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.messages import BIG_LEAD
from data.query import parse
from data.store import Store

_WARM = 4
FILE, CATEGORY = f"LT-{BIG_LEAD:05}", "Documents"
# Name, what is typed, what rg is asked for. The last word is typed as a beginning where it is one.
SHAPES = (
    ("common", "please", r"\b[Pp]lease\b"),
    ("rare", "{rare}", r"\b{rare}\b"),
    ("prefix of 1", "s*", r"\bs"),
    ("prefix of 2", "st*", r"\bst"),
    ("prefix of 3", "sta*", r"\bsta"),
    ("prefix of 4", "stat*", r"\bstat"),
    ("prefix of 5", "state*", r"\bstate"),
    ("prefix of 6", "statem*", r"\bstatem"),
    ("phrase", '"bank statement"', "bank statement"),
    ("two words", "lease friday", r"\blease\b.*\bFriday\b|\bFriday\b.*\blease\b"),
    ("no hit", "zzyzx", "zzyzx"),
    ("digits", "5550132", "5550132"),
)


@dataclass(frozen=True)
class Row:
    """One shape: median seconds of ours and of rg, and how many each found (at most fifty)."""

    shape: str
    ours: float
    rg: float
    found: int
    found_by_rg: int

    @property
    def ratio(self) -> float:
        return self.ours / self.rg


def export_text(store: Store, target: Path) -> None:
    """One line per message, newest first: time, file, number, direction, category, author, body."""
    rows = store._database.connection.execute(
        "SELECT at, coalesce(file, ''), e164, direction, coalesce(category, ''), author, body"
        " FROM messages JOIN numbers ON numbers.id = messages.number_id"
        " LEFT JOIN leads ON leads.id = messages.lead_id ORDER BY messages.id DESC"
    )
    with target.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write("\t".join(row).replace("\n", " ") + "\n")


def measure(store: Store, text: Path, runs: int) -> list[Row]:
    """Every shape, plain and filtered."""
    return [_row(store, text, runs, *variant) for variant in variants(store)]


def variants(store: Store) -> Iterator[tuple[str, str, str]]:
    """Each shape's name, what is typed, what rg is asked for: plain, in a lead, in a category."""
    rare = _rare_word(store)
    for name, typed, pattern in SHAPES:
        typed, pattern = typed.replace("{rare}", rare), pattern.replace("{rare}", rare)
        yield name, typed, pattern
        yield f"{name}, lead", f"file:{FILE} {typed}", f"\t{FILE}\t.*(?:{pattern})"
        yield f"{name}, category", f"category:{CATEGORY} {typed}", _in_category(pattern)


def _in_category(pattern: str) -> str:
    """The category stands between the number and the text."""
    if pattern.isdigit():
        return f"{pattern}.*\t{CATEGORY}\t|\t{CATEGORY}\t.*{pattern}"
    return f"\t{CATEGORY}\t.*(?:{pattern})"


def _rare_word(store: Store) -> str:
    """A word of the oldest message that has a made-up one: as far as can be from the newest."""
    for (body,) in store._database.connection.execute("SELECT body FROM messages ORDER BY id"):
        for word in reversed(str(body).rstrip("?.!").split()):
            if word.islower() and len(word) >= 8 and store.search.count(word) < 50:
                return word
    raise LookupError("no word is rare in a store as small as this")


def _row(store: Store, text: Path, runs: int, shape: str, typed: str, pattern: str) -> Row:
    found, by_rg = 0, 0
    ours, theirs = [], []

    def search() -> None:
        nonlocal found
        found = len(store.search.find(parse(typed)))

    def rg() -> None:
        nonlocal by_rg
        command = ["rg", "--no-config", "-N", "--no-heading", "-m50", pattern, str(text)]
        by_rg = subprocess.run(command, capture_output=True, check=False).stdout.count(b"\n")

    for _ in range(runs):
        for _ in range(_WARM):
            search()
        ours.append(seconds(search))
        rg()
        theirs.append(seconds(rg))
    return Row(shape, statistics.median(ours), statistics.median(theirs), found, by_rg)


def seconds(task: Callable[[], None]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def report(rows: list[Row]) -> dict[str, float]:
    """Print the table; the worst and the median ratio."""
    print(f"{'shape':24}{'ours ms':>9}{'rg ms':>9}{'ratio':>8}{'found':>7}{'by rg':>7}")
    for row in rows:
        print(
            f"{row.shape:24}{row.ours * 1000:9.2f}{row.rg * 1000:9.2f}{row.ratio:8.3f}"
            f"{row.found:7}{row.found_by_rg:7}"
        )
    summary = {
        "worst": max(row.ratio for row in rows),
        "median": statistics.median(row.ratio for row in rows),
        "worst_ms": max(row.ours for row in rows) * 1000,
        "median_ms": statistics.median(row.ours for row in rows) * 1000,
    }
    print("  ".join(f"{name} {value:.3f}" for name, value in summary.items()))
    return summary


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure search beside rg.")
    parser.add_argument("store", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    store = Store.open(given.store, create=False)
    text = given.store.with_suffix(".txt")
    try:
        if not text.exists():
            export_text(store, text)
        rows = measure(store, text, given.runs)
    finally:
        store.close()
    summary = report(rows)
    if given.json:
        result = {"rows": [asdict(row) for row in rows], **summary}
        given.json.write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
