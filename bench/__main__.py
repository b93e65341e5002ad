"""The budgets, measured side by side: `python -m bench [--messages N] [--only ROW …]`.

Each row runs in turn with what it is compared with. Results are kept under bench/results.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import sysconfig
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.claiming import claim
from bench.echo import echo, filter_inbox
from bench.ground import RESULTS, Ground, ground, kept_store
from bench.line_bytes import line_bytes
from bench.opening import open_lead
from bench.receiving import record
from bench.searching import search_beside_rg, search_large
from bench.seat import ROOT
from bench.standing_by import idle, latency
from bench.starting import memory, start
from bench.table import HEAD, Row, line, summary
from bench.writing import writers

ROWS: dict[str, Callable[[Ground], list[Row]]] = {
    "start": start,
    "memory": memory,
    "open": open_lead,
    "echo": echo,
    "filter": filter_inbox,
    "search": search_beside_rg,
    "large": search_large,
    "claim": claim,
    "record": record,
    "writers": writers,
    "idle": idle,
    "latency": latency,
    "bytes": line_bytes,
}


def compile_all() -> None:
    """Both sides run byte-compiled: without .pyc files a start takes four times as long."""
    for folder in ("sms_tui", "screens", "data", "bench", sysconfig.get_path("purelib")):
        compileall.compile_dir(ROOT / folder, quiet=2)


def measure(at: Ground, names: list[str]) -> list[Row]:
    """These rows, each printed as it is there."""
    print(HEAD)
    rows = []
    for name in names:
        for row in ROWS[name](at):
            rows.append(row)
            print(line(row), flush=True)
    print(summary(rows))
    return rows


def save(rows: list[Row], file: Path, messages: int | None) -> None:
    """Everything measured, and on what."""
    file.parent.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    result = {"messages": messages, "cores": os.cpu_count(), "load": load}
    file.write_text(json.dumps({**result, "rows": [row.as_dict() for row in rows]}, indent=2))


def main() -> None:
    given = _arguments()
    names = given.only or [name for name in ROWS if name != "large" or given.large]
    compile_all()
    store = given.store or kept_store(given.messages)
    with ground(store, given.runs, given.seconds) as at:
        rows = measure(at, names)
    now = datetime.now(UTC)
    file = given.json or RESULTS / f"{now:%Y%m%d-%H%M%S}.json"
    save(rows, file, None if given.store else given.messages)
    print(f"Kept in {file}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure the budgets.")
    parser.add_argument("--messages", type=int, default=20_000, help="in the store measured on")
    parser.add_argument("--store", type=Path, help="a store of bench.make_store, instead of a new")
    parser.add_argument("--runs", type=int, default=9, help="of each side")
    parser.add_argument("--seconds", type=float, default=20, help="of what takes its time")
    parser.add_argument("--only", nargs="+", choices=ROWS, metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--large", action="store_true", help="also 5,000,000 messages")
    parser.add_argument("--json", type=Path, help="where to keep the results")
    return parser.parse_args()


if __name__ == "__main__":
    main()
