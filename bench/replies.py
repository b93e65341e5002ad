"""How the reader of replies fares with texts of real people: `make replies TEXTS=FOLDER`.

The folder holds `optout-phrasings.tsv` (expected, text: each an opt-out that must be Revoked or
at least weak) and `everyday-texts.txt` (a line a text, none an opt-out). `--rightly 37,131` names
lines of the latter that are opt-outs to a reader all the same: they do not count as mistakes.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

from data.replies.meaning import Meaning
from data.replies.reader import Reading, read_reply
from data.rules import WordLists

OPT_OUTS, ORDINARY = "optout-phrasings.tsv", "everyday-texts.txt"
REVOKES = {Meaning.STOP, Meaning.STRONG}
AGREES = {Meaning.YES, Meaning.START}
WORST = 20
MEASURED = 50_000
_SHOWN = 70


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the folder: its line in the file, its words, and what it is read as."""

    line: int
    body: str
    reading: Reading


def main() -> None:
    """Print the counts, the speed, and the worst mistakes."""
    asked = argparse.ArgumentParser(prog="python -m bench.replies", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--rightly", default="", help="lines of the ordinary texts, with commas")
    given = asked.parse_args()
    rightly = {int(line) for line in given.rightly.split(",") if line.strip()}
    opt_outs = [text for text in _read(given.folder / OPT_OUTS) if text.body]
    ordinary = [text for text in _read(given.folder / ORDINARY) if text.line not in rightly]
    _report(opt_outs, ordinary, len(rightly))
    print(_speed([text.body for text in ordinary]))


def _read(file: Path) -> list[Text]:
    """The texts of a file; in one of columns the text is the last."""
    words = WordLists()
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.startswith("#"):
            body = line.rpartition("\t")[2]
            found.append(Text(number, body, read_reply(body, words)))
    return found


def _report(opt_outs: list[Text], ordinary: list[Text], rightly: int) -> None:
    missed = [text for text in opt_outs if text.reading.meaning not in {*REVOKES, Meaning.WEAK}]
    revoked = [text for text in ordinary if text.reading.meaning in REVOKES]
    weak = [text for text in ordinary if text.reading.meaning is Meaning.WEAK]
    agreed = [text for text in ordinary if text.reading.meaning in AGREES]
    agreed_no = [text for text in opt_outs if text.reading.meaning in AGREES]
    print(_share("opt-outs missed", missed, opt_outs, "1 %"))
    print(_share("opt-outs that agree", agreed_no, opt_outs, "0"))
    print(_share("ordinary texts revoked", revoked, ordinary, "1 in 2,000"))
    print(_share("composers closed", weak, ordinary, "1 in 100"))
    print(_share("read as YES or START", agreed, ordinary, "only such words"))
    if rightly:
        print(f"{rightly} of the ordinary texts not counted: a reader would take them for opt-outs")
    print("\nThe worst mistakes, and what else agrees:")
    for text in [*agreed_no, *missed, *revoked, *weak, *agreed][:WORST]:
        meaning, rule = text.reading.meaning, text.reading.rule
        print(f"  line {text.line:>4}  {meaning:<9}  {text.body[:_SHOWN]:<{_SHOWN}}  {rule[:60]}")


def _share(what: str, some: list[Text], all_: list[Text], budget: str) -> str:
    percent = 100 * len(some) / len(all_) if all_ else 0
    return f"{what:<24} {len(some):>5} of {len(all_):>6,}  {percent:6.2f} %   to be: {budget}"


def _speed(bodies: list[str]) -> str:
    """How long so many messages take, in seconds of this process's time."""
    words = WordLists()
    begin = time.process_time()
    for n in range(MEASURED):
        read_reply(bodies[n % len(bodies)], words)
    seconds = time.process_time() - begin
    return f"\n{MEASURED:,} messages in {seconds:.1f} s   to be: 15"


if __name__ == "__main__":
    main()
