"""Every published code has its class, in an answer and in a record, and a sentence."""

from __future__ import annotations

import pytest

from data.refusal_codes import MESSAGES, NAMES, RECEIPTS, UNPROCESSABLE, UNPROCESSABLE_TITLES
from data.refusals import UNKNOWN, Code, Refusal, of_answer, of_record

# https://developer.vonage.com/en/api-errors/messages
PUBLISHED = """
    1000 1010 1020 1021 1022 1030 1040 1050 1060 1070 1080 1090 1100 1110 1120 1130 1140 1150 1160
    1170 1180 1190 1200 1210 1220 1230 1240 1241 1242 1250 1251 1260 1270 1280 1282 1290 1300 1310
    1320 1330 1331 1340 1350 1360 1370 1380 1381 1382 1400 1410 1420 1430 1431 1440 1450 1451 1460
    1461 1470 1472 1473 1476 1480 1481 1482 1483 1484 1490 2001
"""
# https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts
PUBLISHED_RECEIPTS = [*map(str, range(16)), "50", "51", "52", "53", "54", "99"]
R = Refusal
BY_RULE = {
    (R.ACCOUNT, R.ACCOUNT): "1010 1060 1070 1080 1110 1120 1140 1150 1160 1242 1400 1410 1420 1431"
    " 1440 1450 1460 1476 1480 1481 1484",
    (R.TEMPORARY, R.TEMPORARY): "1000 1241 1472",
    (R.TEMPORARY, R.AGAIN): "1100 1331",
    (R.AGAIN, R.AGAIN): "1180 1220 1230",
    (R.NUMBER, R.NUMBER): "1170 1190 1250 1300 1430",
    (R.BLOCKED, R.BLOCKED): "1050 1210 1282 2001",
    (R.UNCERTAIN, R.UNCERTAIN): "1030 1320 1490",
    (R.OPTED_OUT, R.OPTED_OUT): "1240",
    (R.WEAK_SIGN, R.WEAK_SIGN): "1483",
    (R.ACCOUNT, R.MESSAGE): "1020 1021 1022 1130",
}
RECEIPTS_BY_RULE = {
    R.AGAIN: "2 7 8",
    R.NUMBER: "3 11 12",
    R.BLOCKED: "6",
    R.OPTED_OUT: "9",
    R.WEAK_SIGN: "53",
    R.ACCOUNT: "50 51 54",
}


def test_every_published_code_is_in_the_table_and_no_other() -> None:
    assert sorted(MESSAGES) == sorted(PUBLISHED.split())
    assert sorted(RECEIPTS) == sorted(PUBLISHED_RECEIPTS)


@pytest.mark.parametrize("known", [*MESSAGES.items(), *RECEIPTS.items()], ids=lambda pair: pair[0])
def test_each_has_a_sentence_of_our_own(known: tuple[str, Code]) -> None:
    words = known[1].words
    assert words[0].isupper()
    assert words.endswith(".")
    assert len(words) <= 100


def test_each_class_has_the_codes_of_the_rule() -> None:
    classes = {code: pair for pair, codes in BY_RULE.items() for code in codes.split()}
    for code, known in MESSAGES.items():
        assert (known.answer, known.record) == classes.get(code, (R.MESSAGE, R.MESSAGE)), code
    receipts = {code: each for each, codes in RECEIPTS_BY_RULE.items() for code in codes.split()}
    for code, known in RECEIPTS.items():
        assert known.record is receipts.get(code, R.MESSAGE), code


def test_what_an_admin_can_mend_says_how() -> None:
    mends = ("Ask", "Top", "Check", "See", "Take", "Make", "report", "credentials")
    for code, known in MESSAGES.items():
        if (known.answer, known.record) == (R.ACCOUNT, R.ACCOUNT):
            assert any(word in known.words for word in mends), code
    assert all(any(word in words for word in mends) for words in NAMES.values())


def test_the_second_numbering_leads_into_the_first_list() -> None:
    assert {*UNPROCESSABLE.values(), *UNPROCESSABLE_TITLES.values()} <= set(MESSAGES)


@pytest.mark.parametrize(
    ("product", "code", "described", "expected"),
    [
        ("SMS", "9", "", R.OPTED_OUT),
        ("SMS", "9", "Illegal Number", R.OPTED_OUT),
        ("SMS", "9", "Partner quota exceeded", R.ACCOUNT),
        ("SMS", "9", "Not enough CREDIT", R.ACCOUNT),
        ("MESSAGES", "9", "", R.MESSAGE),
        ("SMS", "1240", "", R.OPTED_OUT),
        ("MESSAGES", "1240", "", R.OPTED_OUT),
        ("SMS", "53", "", R.WEAK_SIGN),
        ("MESSAGES", "53", "", R.MESSAGE),
        ("SMS", "4711", "", R.MESSAGE),
        ("SMS", "", "", R.MESSAGE),
    ],
)
def test_a_code_in_a_record_is_read_by_its_product(
    product: str, code: str, described: str, expected: Refusal
) -> None:
    assert of_record(product, code, described).record is expected


def test_a_code_that_is_not_published_holds_as_an_answer() -> None:
    assert of_answer("4711") is UNKNOWN
    assert UNKNOWN.answer is R.ACCOUNT
