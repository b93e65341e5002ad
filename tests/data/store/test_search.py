"""Finding messages: the language over a store, logs that share a number, hostile texts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.make_store import make
from brute_force import Searcher
from data.errors import Interrupted, Refused
from data.models import Message, Permission
from data.query import BadQuery, parse
from data.store import Store
from firm import Firm, Moment

HOSTILE = (
    "[/b] [@click=app.quit]tap[/] hostile",
    "\x1b]52;c;ZXZpbA==\x07 hostile",
    "\u202eevil\u202c hostile",
    'hostile " OR 1=1 --',
    "hostile' ; DROP TABLE messages",
    "hostile* NEAR(a b) {body tags} : ^x -y",
    "\ue000\ue000\ue000\ue000lead1 \ue000\ue000\ue000\ue000dirin hostile",
    "lead1 number1 dirin category1 author1 tel hostile",
    "lone \ud800 surrogate and \0 nul hostile",
    "a" + "\u0301" * 500 + " hostile",
    "🙏👩‍👩‍👧‍👦 hostile",
    "x" * 60_000 + " hostile",
    "",
)
OPENINGS = ("Can I drop", "Your", "Señora, the", "Did the", "Please sign the", "About the")
THINGS = ("papers", "lease", "bank statement", "payment of 415 dollars", "letter", "paperwork")
ENDINGS = (
    "off today?",
    "is ready.",
    "on Friday - ok?",
    "for LT-10482",
    "go through",
    "¿está bien?",
)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """A firm with a few leads, two of them sharing a number, and some 200 messages."""
    firm = Firm.open(tmp_path_factory.mktemp("searched") / "firm.db", Moment())
    _fill(firm, Random(4))
    yield firm
    firm.store.close()


def _fill(firm: Firm, random: Random) -> None:
    bob = firm.user("bob", Permission.SMS)
    names = ("Maria Lopez", "Juan Maria", "Aisha Demo", "Bo Núñez", "Bobby Tables")
    mobiles = ("+14155550140", "+14155550141", "+12125550154", "+442079460123", None)
    leads = [
        firm.authorized(mobile, name=name, file=f"LT-{n}")
        for n, (name, mobile) in enumerate(zip(names, mobiles, strict=True), start=1)
    ]
    for opening, thing, ending in itertools.product(OPENINGS, THINGS, ENDINGS):
        if random.random() < 0.2:
            firm.clock.passes(hours=random.randint(1, 20))
        if len(leads) == 5 and random.random() < 0.02:
            leads.append(firm.lead(leads[0].number, name="Juan Lopez", file="LT-6"))
        lead = random.choice(leads)
        body = f"{opening} {thing} {ending}"
        if random.random() < 0.5:
            late = timedelta(seconds=random.choice((0, 5, 90_000)))
            firm.says(lead.number, body, at=firm.clock() - late)
        else:
            category = random.choice(("General", "Documents"))
            actor = random.choice((firm.actor, bob))
            firm.store.outbox.enqueue_text(actor, lead.id, body, category)
    firm.says("+13035550199", "Who are you? papers")  # in nobody's log


def found(firm: Firm, query: str) -> set[str]:
    return {message.body for message in firm.store.search.find(query)}


def ids(messages: list[Message]) -> list[int]:
    return [message.id for message in messages]


def test_a_thousand_random_searches_find_what_a_look_at_every_message_finds(searched: Firm) -> None:
    searcher, random = Searcher.of(searched.store), Random(17)
    everything = set(ids(searched.store.search.find("", limit=1000)))
    [unknown] = everything - set(searcher.messages)  # what came from a number nobody has
    hits = 0
    for _ in range(1000):
        query = searcher.random(random)
        expected = searcher.ids(query)
        there = [n for n in ids(searched.store.search.find(query, limit=1000)) if n != unknown]
        assert there == expected, query
        assert searched.store.search.count(query) - len(expected) in {0, 1}, query
        hits += bool(expected)
    assert hits > 300


@pytest.mark.long
def test_a_thousand_random_searches_agree_in_a_store_of_thousands(tmp_path: Path) -> None:
    make(tmp_path / "big.db", 20_000, leads=400)
    store = Store.open(tmp_path / "big.db")
    searcher, random = Searcher.of(store), Random(18)
    for _ in range(1000):
        query = searcher.random(random)
        expected = searcher.ids(query)
        assert store.search.count(query) == len(expected), query
        assert ids(store.search.find(query)) == expected[:50], query
    store.close()


def test_a_lead_is_searched_as_its_log_stands(searched: Firm) -> None:
    store, searcher = searched.store, Searcher.of(searched.store)
    for lead_id, word in itertools.product(searcher.leads, ("pap", "lease", "in:", "-the", "")):
        log = {message.id: message for message in store.log.newest(lead_id, 1000)}
        there = store.search.in_lead(lead_id, word)
        wanted = set(searcher.ids(parse(word, prefix_last=True))) & set(log)
        assert there == [message for n, message in log.items() if n in wanted]
        assert store.search.count(parse(word, prefix_last=True), lead_id=lead_id) == len(there)


def test_a_reply_on_a_shared_number_is_shown_as_of_the_file_asked_for(firm: Firm) -> None:
    maria = firm.lead("+14155550140", name="Maria", file="LT-1")
    juan = firm.lead("+14155550140", name="Juan", file="LT-2")
    firm.says(maria.number, "papers")
    for file, name in (("LT-1", "Maria"), ("LT-2", "Juan")):
        [message] = firm.store.search.find(f"file:{file} papers")
        assert (message.file, message.client, message.author) == (file, name, name)
    assert len(firm.store.search.find("papers")) == 1
    later = firm.lead("+14155550140", name="Late", file="LT-3")
    assert firm.store.search.in_lead(later.id, "papers") == []
    assert firm.store.search.find("file:LT-1 file:LT-2 papers from:juan from:maria")
    assert not firm.store.search.find("papers -file:LT-2")
    assert not firm.store.search.find("papers from:late")
    assert firm.store.search.find("papers -from:late")
    assert juan.id != later.id


def test_pages_go_by_key_to_the_end(searched: Firm) -> None:
    everything = searched.store.search.find("the", limit=1000)
    pages: list[Message] = []
    while page := searched.store.search.find(
        "the", before_id=pages[-1].id if pages else None, limit=7
    ):
        pages += page
    assert pages == everything == list(searched.store.search.each("the"))
    assert list(searched.store.search.each("the", limit=9)) == everything[:9]
    assert len(everything) == searched.store.search.count("the") > 20


def test_a_name_that_was_changed_is_still_found(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead, "papers")
    firm.store.people.rename_user(firm.actor, "ann", "anna")
    firm.store.people.rename_user(firm.actor, "anna", "Annette")
    firm.store.categories.rename(firm.actor, "General", "Other")
    for query in ("from:ann papers", "from:annette papers", "category:general", "category:other"):
        assert found(firm, query) == {"papers"}, query
    firm.store.people.add_user(firm.actor, "ann")
    assert found(firm, "from:ann papers") == set(), "whoever has the name now"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("file:none", "There is no lead with file none."),
        ("category:none", "There is no category none. There are General, Documents,"),
        ("from:nobody", "There is no user nobody, nor a client."),
        ("to:nobody", "There is no client nobody."),
    ],
)
def test_a_name_that_nobody_has_is_said_with_its_place(
    store: Store, query: str, words: str
) -> None:
    with pytest.raises(BadQuery) as refused:
        store.search.find(f"x {query}")
    assert str(refused.value).startswith(words)
    assert (refused.value.start, refused.value.end) == (2, 2 + len(query))


def test_a_name_that_hundreds_have_needs_more_letters(firm: Firm) -> None:
    for _ in range(201):
        firm.lead()
    with pytest.raises(BadQuery, match="More than 200 clients have a name like demo"):
        firm.store.search.find("from:demo")
    firm.says(firm.store.leads.known("F-0001").number, "hello")
    assert found(firm, 'from:"demo client 1"') == {"hello"}, "the one who is called just so"


def test_names_are_no_patterns(firm: Firm) -> None:
    firm.lead(name="100% Demo_Client")
    assert found(firm, "to:100%") == set()
    for query in ("to:%", "to:_", "to:1_0%", "to:\\"):
        with pytest.raises(BadQuery, match="There is no client"):
            firm.store.search.find(query)


def test_a_client_may_write_anything_and_is_found(firm: Firm) -> None:
    lead = firm.lead()
    for body in HOSTILE:
        firm.says(lead.number, body)
        firm.clock.passes(minutes=3)
    assert firm.store.search.count("hostile") == len(HOSTILE) - 1
    assert firm.store.search.count(f"file:{lead.file}") == len(HOSTILE)
    assert firm.store.search.count("") == len(HOSTILE)


def test_no_text_passes_for_a_filter_and_no_word_for_a_tag(firm: Firm) -> None:
    lead, other = firm.lead(), firm.lead()
    firm.says(other.number, HOSTILE[6])
    firm.says(other.number, HOSTILE[7])
    assert firm.store.search.count(f"file:{lead.file}") == 0
    assert firm.store.search.count("out:") == 0
    signs = "\ue000" * 4
    assert firm.store.search.count("number1") == firm.store.search.count("tel") == 1
    assert firm.store.search.count(f'"{signs}dirin"') == 1
    assert firm.store.search.count("number2") == firm.store.search.count("tags") == 0


@given(st.text(st.characters(exclude_categories=()), max_size=40), st.booleans())
@settings(max_examples=300)
def test_nothing_typed_reaches_the_index_as_syntax(
    searched: Firm, typed: str, operators: bool
) -> None:
    typed = f'papers" OR {typed} NOT in: "' if operators else typed
    try:
        searched.store.search.find(parse(typed, prefix_last=True))
        searched.store.search.count(typed)
    except BadQuery:
        pass


def test_beginnings_of_any_length_find_the_same(searched: Firm) -> None:
    counts = [searched.store.search.count(f"{'paperwork'[:n]}*") for n in range(1, 10)]
    assert counts == sorted(counts, reverse=True)
    exact = searched.store.search.count
    assert counts[4] == exact("papers") + exact("paperwork") and counts[-1] == exact("paperwork")
    assert exact("paperworks*") == 0


def test_a_beginning_of_very_many_words_finds_them_all(firm: Firm) -> None:
    lead = firm.lead()
    for n in range(40):
        firm.says(lead.number, f"begin{chr(97 + n % 26)}{n}")
    assert firm.store.search.count("begin*") == 40
    assert firm.store.search.count("begina*") == 2


def test_digits_that_very_many_numbers_have_find_them_all(firm: Firm) -> None:
    for n in range(70):
        firm.says(f"+1303555{n:04}", "hello")
    assert firm.store.search.count("303555") == 70
    assert firm.store.search.count("to:+1303") == 0
    assert firm.store.search.count("from:+1303") == firm.store.search.count("from:303") == 70
    assert firm.store.search.count("from:+303") == 0
    assert firm.store.search.count("35550069") == firm.store.search.count("0069") == 1


def test_a_search_can_be_stopped(searched: Firm) -> None:
    store = searched.store
    connection = store._database.connection
    connection.set_progress_handler(store.interrupt, 100)
    try:
        with pytest.raises(Interrupted):
            store.search.count("the")
    finally:
        connection.set_progress_handler(None, 100)
    assert store.search.count("the")


def test_a_settled_search_is_on_record_once_and_needs_search_logs(firm: Firm) -> None:
    reader = firm.user("reader", Permission.SEARCH)
    firm.store.searches.settled(reader, parse(" papers in: "))
    [entry] = firm.store.audit.entries(kind="search")
    assert (entry.user, entry.subject, entry.os_account) == ("reader", "papers in:", "ann")
    stranger = firm.user("stranger", Permission.SMS)
    with pytest.raises(Refused, match="You do not have Search Logs"):
        firm.store.searches.settled(stranger, parse("papers"))
    with pytest.raises(Refused, match="You do not have Export"):
        firm.store.searches.exported(reader, parse("papers"), "x.csv", 1)
    assert len(firm.store.audit.entries(kind="search")) == 1


def test_a_rare_status_and_a_common_one_are_found_with_words(searched: Firm) -> None:
    assert searched.store.search.count("status:queued the")
    assert searched.store.search.count("status:received the") == searched.store.search.count(
        "in: the"
    )
    assert searched.store.search.count("status:uncertain the") == 0
