"""What phones send along with a client's words is taken off before they are read."""

from __future__ import annotations

import pytest

from data.replies.own_words import own_words

OURS = "Acme Relief: may we text you about your file? Reply YES to agree. STOP to opt out."


@pytest.mark.parametrize(
    "body",
    [
        "Liked “See you at nine”", 'Loved "See you at nine"', "Disliked “See you at nine”",
        "Laughed at “See you at nine”", "Emphasized “See you at nine”", "Questioned “STOP”",
        "Removed a heart from “See you at nine”", "Reacted 🙃 to “See you at nine”",
        "Removed 🙃 from “See you at nine”", "👍 to “See you at nine”",
        "\u200b👍\u200b to “\u200aSee you at nine\u200a”", "Liked an image", "Laughed at a video",
        "Le gustó “Nos vemos a las nueve”", "Reaccionó con 👍 a “Nos vemos”",
        "A aimé « À demain »", "A réagi 👍 à « À demain »", "Gefällt „Bis morgen“",
        "Curtiu “Até amanhã”", "Ha reagito con 👍 a “A domani”", "喜欢“明天见”",
    ],
)  # fmt: skip
def test_a_reaction_has_no_words_of_the_client(body: str) -> None:
    own = own_words(body)
    assert (own.text, own.taken) == ("", "a reaction")


def test_a_stop_sign_as_a_reaction_is_kept() -> None:
    assert own_words("Reacted 🛑 to “See you at nine”").text == "🛑"


@pytest.mark.parametrize(
    "body",
    [
        'Loved "our talk" but stop texting me now', "I said “STOP TEXTING ME AT ONCE”",
        "Liked it, stop", "Questioned by my boss. Stop texting", "“STOP”", "I'm driving to you",
        "who sent this",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_left_alone(body: str) -> None:
    assert own_words(body).text.strip()


@pytest.mark.parametrize(
    "tail",
    [
        " (Sent with Slam Effect)", " (Sent with Invisible Ink)", "\nSent from my iPhone",
        " Sent from my Galaxy S24", "\n\nGet Outlook for Android", "\nEnviado desde mi iPhone",
        "\nEnvoyé de mon iPhone", "\nVon meinem iPhone gesendet", "\n-- \nDemo Client",
        " (Sent with Echo)\nSent from my phone", " (envoyé avec des lasers)",
    ],
)  # fmt: skip
def test_effects_and_signatures_are_taken_off(tail: str) -> None:
    assert own_words(f"STOP{tail}").text.strip() == "STOP"


@pytest.mark.parametrize(
    "body",
    [
        OURS, f"“{OURS}”", f"> {OURS}", OURS.replace(" ", "\u00a0"),
        "BEGIN:VCARD\nVERSION:3.0\nN:End;Stop\nEND:VCARD", "BEGIN:VCARD\nFN:Stop",
    ],
)  # fmt: skip
def test_our_own_words_and_cards_are_nobodys_answer(body: str) -> None:
    own = own_words(body, [OURS])
    assert own.text.strip(" .“”:") == ""


def test_what_stands_under_a_quote_of_ours_is_kept() -> None:
    assert own_words(f"{OURS}\nSTOP", [OURS]).text.strip(" .\n") == "STOP"
    assert own_words("> See you at nine\nYes", [OURS]).text.strip() == "Yes"


@pytest.mark.parametrize(
    "body",
    [
        "[Auto Reply] I am away", "Auto-reply: back on Monday", "Automatic reply: ok",
        "I’m driving with Do Not Disturb While Driving turned on. I’ll see your message when I get"
        " where I’m going.",
        "(I’m not receiving notifications. If this is urgent, reply “urgent” to send one.)",
    ],
)  # fmt: skip
def test_what_a_machine_answers_is_known_as_such(body: str) -> None:
    assert own_words(body).automatic


def test_an_opt_out_next_to_an_automatic_answer_is_kept() -> None:
    own = own_words("I'm driving, stop texting me")
    assert own.automatic
    assert "stop texting me" in own.text
