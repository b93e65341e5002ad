"""What of a message is the client's own speech. Pure.

Phones send along what nobody typed: the text a reaction or a reply quotes, the name of an effect, a
signature, an automatic answer, a contact card. A quote of our own "Reply START to resume" is no
START, and a card with a name in it is no opt-out. But what is taken off might be the client's own
after all, where it is not one of the known forms: the reader tries it for an opt-out too, and takes
no YES from such a message.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from data.replies.reactions import reaction

# No SMS is longer; an MMS may be, and some steps are not linear. The middle is left out.
READ_AT_MOST = 10_000
_TAIL = 160  # characters at the end in which a signature or an effect stands

_EFFECTS = (
    "slam|loud|gentle|invisible ink|echo|spotlight|balloons|confetti|love|lasers?|fireworks"
    "|celebration|shooting star|sparkles|heart|happy birthday|congratulations|pacman"
)
_EFFECT = re.compile(
    rf"\s*\(sent with (?:an? )?(?:{_EFFECTS})(?: effect)?\)\s*\Z"
    r"|\s*\((?:enviad[oa] con|enviado com|envoyée? avec|gesendet mit|inviato con)"
    r" (?:(?:el|un|le|du|des|l['’]|o|dem) ?)?(?:efecto|effet|efeito|effekt|effetto|lasers|ballons"
    r"|confettis|globos|confeti|láser)[\w’' -]{0,24}\)\s*\Z",
    re.I,
)
_DEVICE = (
    r"(?:(?:my|mi|meu|mon|il mio) )?(?:[\w&+-]{1,12} ){0,2}?(?:iphone|ipad|ipod|apple watch|mac"
    r"|galaxy|android|samsung|pixel|motorola|moto|blackberry|nokia|lg|oneplus|huawei|xiaomi"
    r"|smartphone|cell ?phone|phone|mobile|device|tablet|outlook|yahoo|aol|gmail|mail|t-mobile"
    r"|verizon|at&t|xfinity|cricket|boost|teléfono|celular|móvil|portable|téléphone|telefone)"
    r"(?: (?:s?\d{1,3}\w{0,2}|ultra|plus|pro|max|mini|mail|for|on|app|android|iphone|ios|device"
    r"|mobile|phone)){0,4}"
)
_SIGNATURE = re.compile(
    r"(?:\A|\s)-*\s*(?:sent (?:from|via|with|using)|get outlook for|enviado desde|enviado de"
    r"|enviado do|envoyé de(?:puis)?|envoyé à partir de|inviato da)"
    rf" (?:{_DEVICE}|ios|android)\.?\s*\Z|(?:\A|\s)von meinem [\w -]{{2,20}} gesendet\.?\s*\Z",
    re.I,
)
_MAY_BE_SIGNED = re.compile(r"sent |outlook|enviado|envoyé|inviato|gesendet", re.I)
_CARD = re.compile(
    r"BEGIN:VCARD(?:.*?END:VCARD|(?:\r?\n[A-Z][A-Z0-9;=.,_-]*:[^\n]*)+)", re.I | re.S
)
_AUTO_MARK = re.compile(
    r"\s*(?:[\[(<*]+\s*)?auto(?:matic|mated|-|\s)*\s*(?:reply|response|responder|answer|message)"
    r"\s*[\])>*]*\s*[:\-–—]?\s*",
    re.I,
)
# What phones answer by themselves while their owner drives or sleeps.
_AUTO_ANSWERS = re.compile(
    r"(?:\bi(?:'|’)?m driving with )?do not disturb (?:while driving|mode)(?: (?:is )?turned on)?"
    r"|\bi(?:'|’)?m (?:driving(?! to)|not receiving notifications)|\bi am driving\b"
    r"|reply .urgent. to send a notification|\bif this is urgent|out of (?:the )?office"
    r"|this is an automat\w+ (?:reply|response|message)|see your message when i get"
    r"|conduciendo con|au volant|has focus turned on|(?:has )?notifications silenced",
    re.I,
)
# These hold text that may be the client's own after all.
_SIGNED = re.compile(r"\n--[ \t]*\n[^\n]{0,40}(?:\n[^\n]{0,40})?\s*\Z")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.M)
_WROTE = re.compile(
    r"^on [^\n]{5,80}(?:\d|@)[^\n]{0,80} wrote:[ \t]*$|^-+ ?original message ?-+[ \t]*$",
    re.I | re.M,
)
# Too long to be a client's own "STOP" in quotation marks.
_QUOTE = re.compile('[“"«„][^“”"«»„]{20,}[”"»“]')
_LEAST_OF_OURS = 12  # characters of a sentence of ours that a client does not write by chance
_TAG = re.compile(
    r"</?(?:a|b|body|br|center|div|em|font|html|i|img|li|p|pre|span|strong|table|td|tr|u|ul)"
    r"(?:\s[^<>]{0,80})?\s?/?>",
    re.I,
)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The client's own words.

    `taken` names what was taken off when no word is left. `automatic` is True for what a machine
    answered. `doubted` is the message with all that may be the client's own after all; "" where
    only what surely is not was taken off. `cut` is True when a message was too long to read whole.
    """

    text: str
    taken: str = ""
    automatic: bool = False
    doubted: str = ""
    cut: bool = False


def own_words(body: str, ours: Iterable[str] = ()) -> OwnWords:
    """The message without what its sender did not write; `ours` are texts it may quote."""
    text, cut = _plain(_in_reach(body)), len(body) > READ_AT_MOST
    said = reaction(text)
    if said is not None:
        return OwnWords(said, "" if said else "a reaction")
    mark = _AUTO_MARK.match(text)
    text = text[mark.end() :] if mark else text
    answered = _AUTO_ANSWERS.sub(" ", text)
    automatic = mark is not None or answered != text
    whole = _without_ours(_without_tail(_CARD.sub(" ", answered)), ours)
    own = whole
    if any(sign in whole for sign in (">", "--", "wrote:")):
        own = _WROTE.sub(" ", _QUOTED_LINE.sub(" ", _SIGNED.sub(" ", whole)))
    doubted = whole if own != whole else ""
    if own.strip():
        return OwnWords(own, "", automatic, doubted, cut)
    if automatic:
        return OwnWords("", "an automatic answer", automatic, doubted)
    return OwnWords("", "a quote or a card" if text.strip() else "no words", False, doubted)


def _in_reach(body: str) -> str:
    """The beginning and the end of what is too long to read."""
    if len(body) <= READ_AT_MOST:
        return body
    half = READ_AT_MOST // 2
    return f"{body[:half]}\n{body[-half:]}"


def _plain(text: str) -> str:
    """Without the marks of HTML, which some gateways leave in."""
    if "&" in text and ";" in text:
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return text.replace("%27", "'") if "%27" in text else text


def _without_tail(text: str) -> str:
    """Without effects and signatures at the end, several of them too."""
    text, before = text.rstrip(), ""
    while before != text:
        before = text
        tail = text[-_TAIL:]
        if tail.endswith(")"):
            tail = _EFFECT.sub("", tail)
        if _MAY_BE_SIGNED.search(tail):
            tail = _SIGNATURE.sub("", tail)
        text = (text[:-_TAIL] + tail).rstrip()
    return text


def without_long_quotes(text: str) -> str:
    """The text without what it quotes at length, unless it is nothing but a quote."""
    own = _QUOTE.sub(" ", text)
    return own if own.strip(" \n\t.,!?-–—:;") else text


def _without_ours(text: str, ours: Iterable[str]) -> str:
    """Without what repeats a text of ours, the longest sentences first."""
    sentences, folded = _sentences_of(tuple(ours)), _folded(text)
    for sentence in sentences:
        if sentence in folded:
            text = _cut(text, sentence)
    return text


@lru_cache(maxsize=64)
def _sentences_of(ours: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences of our texts, long enough that nobody writes them by chance."""
    found = set()
    for text in ours:
        for sentence in (text, *re.split(r"(?<=[.!?:])\s+", text)):
            if len(folded := _folded(sentence)) >= _LEAST_OF_OURS:
                found.add(folded)
    return tuple(sorted(found, key=len, reverse=True))


def _folded(text: str) -> str:
    """Only letters and digits, in one case: phones change spaces and quotes."""
    return "".join(map(_folded_character, text))


@lru_cache(maxsize=4096)
def _folded_character(ch: str) -> str:
    plain = unicodedata.normalize("NFKC", ch).casefold()
    return "".join(one for one in plain if one.isalnum())


def _cut(text: str, folded: str) -> str:
    """The text without the stretches that are `folded` when only letters and digits are read."""
    begin = _folded(text).rfind(folded)
    while begin >= 0:
        at = [place for place, ch in enumerate(text) for _ in _folded_character(ch)]
        text = f"{text[: at[begin]]} {text[at[begin + len(folded) - 1] + 1 :]}"
        begin = _folded(text).rfind(folded)
    return text
