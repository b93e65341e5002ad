"""What of a message is the client's own speech. Pure.

Phones send along what nobody typed: the text a reaction or a reply quotes, the name of an effect, a
signature, the mark of an automatic answer, a contact card. A quote of our own "Reply START to
resume" is no START, and a card with a name in it is no opt-out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# No SMS is longer; an MMS may be, and some steps are not linear.
READ_AT_MOST = 10_000

# Quotation marks as phones of several countries write them; invisible characters stand around
# some of them in the reactions of Google's Messages.
_OPEN, _CLOSE = "“”„«»‟〝「『", "“”«»‟〞」』"
_SPACE = r"[\s\u200a-\u200f\u2060\ufeff]*"
_QUOTED = rf"(?:\"[^\"]+\"|[{_OPEN}].+[{_CLOSE}])"

_UNQUOTED = r"[^“”«»„\"]{0,40}"
# How reactions begin in front of the quoted text, in the languages of the two makers' phones.
_REACTED = (
    "liked", "loved", "disliked", "laughed at", "emphasized", "emphasised", "questioned",
    "exclaimed at", "reacted", r"reacted [^\w\s]\S* to", r"reacted with .{1,40}? to", "removed",
    r"removed (?:an?|the) [\w ]{1,30} from", r"removed [^\w\s]\S* from", r"reacted to",
    # Spanish, French, German, Portuguese, Italian
    r"(?:ya )?(?:no )?le (?:gust\w+|encant\w+|dio risa(?: a)?|hace gracia|sorprend\w+)",
    r"se ri[óo] de", r"ri[óo] con",
    r"(?:enfatiz|destac|cuestion|pregunt|exclam|dud)[óoa](?: por| sobre)?",
    rf"(?:reaccion[óo]|elimin[óo]|quit[óo]|dej[óo]|se ha|se quit[óo])\b{_UNQUOTED}",
    r"(?:n['’]a pas|a) (?:aimé|adoré|ri|souligné|questionné|interrogé)(?: de| à)?",
    r"a mis en évidence", r"a (?:attribué|ajouté|réagi|retiré|supprimé)\b[^“”„\"]{1,50}?",
    r"(?:gefällt(?: nicht)?|liebt|lacht\w* über|betont|hinterfragt|hervorgehoben)",
    rf"(?:reagiert|hat)\b{_UNQUOTED}", r"(?:não )?(?:gostou de|curtiu|adorou|amou)",
    r"riu de", r"achou graça de", r"enfatizou", r"questionou", rf"(?:reagiu|removeu)\b{_UNQUOTED}",
    rf"ha (?:aggiunto|reagito|rimosso)\b{_UNQUOTED}", r"(?:non )?(?:piace|ama|trova divertente)",
    # Russian, Vietnamese, Chinese
    rf"(?:понравилось|не понравилось|посмеялись над|отмечено|отреагировал){_UNQUOTED}",
    rf"đã (?:thích|yêu thích|không thích|cười|nhấn mạnh|hỏi|tương tác){_UNQUOTED}",
    r"(?:喜欢|喜歡|惊叹|驚嘆|强调|強調|不喜欢|不喜歡|大笑|疑问|对|對)",
    r"用[^“”「」]{1,6}(?:回应|回應)了?",
)  # fmt: skip
_AFTER_QUOTE = r"(?:表示\S{1,4}|にいいねしました)?"
_REACTION = re.compile(
    rf"{_SPACE}(?:{'|'.join(_REACTED)}|(?=「)):?{_SPACE}{_QUOTED}{_SPACE}{_AFTER_QUOTE}{_SPACE}",
    re.I | re.S,
)
_REACTION_TO_FILE = re.compile(
    r"\s*(?:[^“”«»„\"]{1,40} (?:una? imagen|une image|ein bild|uma imagem|un['’]immagine)|"
    r"(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted \S+ to|removed .{1,40}"
    r" from|reacted to) (?:an?|the|your) (?:image|photo|picture|movie|video|attachment|sticker"
    r"|message|audio message|voice message|contact|location|link|gif))\.?\s*",
    re.I,
)
# `👍 to “…”`: Google's Messages to phones that know no reactions.
_EMOJI_TO = re.compile(
    rf"(?P<mark>[^\w\s“\"]{{1,12}}){_SPACE}(?:to|a|à|zu|für|para|em){_SPACE}{_QUOTED}{_SPACE}",
    re.I | re.S,
)
_STOP_SIGNS = frozenset("🛑✋⛔🚫🖕")

_EFFECT = re.compile(
    r"\s*\((?:sent with|enviado con|enviada con|enviado com|envoyé avec|envoyée avec|gesendet mit"
    r"|mit .{1,30} gesendet|inviato con)[^()]{0,60}\)\s*\Z",
    re.I,
)
_DEVICE = r"(?:(?:my|mi|meu|mon|meinem|il mio) )?[\w’'+. -]{2,40}"
_SIGNATURE = re.compile(
    r"(?:\A|\s)-*\s*(?:sent from|sent via|sent by|get outlook for|enviado desde|enviado de"
    rf"|enviado do|envoyé de(?:puis)?|envoyé à partir de|inviato da) {_DEVICE}\.?\s*\Z"
    r"|(?:\A|\s)von meinem .{2,40} gesendet\.?\s*\Z",
    re.I,
)
_SIGNED = re.compile(r"\n--[ \t]*\n.*\Z", re.S)

_TAIL = 160  # characters at the end in which a signature or an effect stands

_CARD = re.compile(r"BEGIN:VCARD.*?(?:END:VCARD|\Z)", re.I | re.S)
_AUTO_MARK = re.compile(
    r"\s*(?:[\[(<*]+\s*)?auto(?:matic|mated|-|\s)*\s*(?:reply|response|responder|answer|message)"
    r"\s*[\])>*]*\s*[:\-–—]?\s*",
    re.I,
)
# Clauses of what phones answer by themselves while their owner drives or sleeps.
_AUTO_ANSWERS = re.compile(
    r"do not disturb (?:while driving|on|turned on|is on|enabled|mode)"
    r"|\bi(?:'|’)?m driving\b(?! to)|\bi am driving\b|not receiving notifications"
    r"|reply .urgent.|\bif this is urgent"
    r"|out of (?:the )?office|this is an automat\w+ (?:reply|response|message)"
    r"|see your message when i get|conduciendo con|au volant|has focus turned on"
    r"|has notifications silenced|notifications silenced",
    re.I,
)
_CLAUSE = re.compile(r"[^.!?,;\n]+[.!?,;\n]*")

_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.M)
_WROTE = re.compile(r"^(?:on .{5,80} wrote|-+ ?original message ?-+).*\Z", re.I | re.S | re.M)
# Too long to be a client's own "STOP" in quotation marks.
_QUOTE = re.compile('[“"«„][^“”"«»„]{20,}[”"»“]')
_LEAST_OF_OURS = 12  # characters of a sentence of ours that a client does not write by chance


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The client's own words.

    `taken` names what was taken off when no word is left. `automatic` is True for what a machine
    answered: an opt-out in it counts, but it gives no consent.
    """

    text: str
    taken: str = ""
    automatic: bool = False


def own_words(body: str, ours: Iterable[str] = ()) -> OwnWords:
    """The message without what its sender did not write; `ours` are texts it may quote."""
    text = body[:READ_AT_MOST]
    automatic = False
    if mark := _AUTO_MARK.match(text):
        text, automatic = text[mark.end() :], True
    if _AUTO_ANSWERS.search(text):
        text, automatic = _CLAUSE.sub(_without_auto_answer, text), True
    if (reaction := _reaction(text)) is not None:
        return OwnWords(reaction, "" if reaction else "a reaction")
    own = _without_quotes(_without_tail(_without_cards(text)), ours)
    if own.strip():
        return OwnWords(own, automatic=automatic)
    if automatic:
        return OwnWords("", "an automatic answer", automatic=True)
    return OwnWords("", "a quote or a card" if text.strip() else "no words")


def _without_auto_answer(clause: re.Match[str]) -> str:
    return " " if _AUTO_ANSWERS.search(clause[0]) else clause[0]


def _reaction(text: str) -> str | None:
    """What a reaction says by itself: nothing, or its stop sign; None for no reaction."""
    if _REACTION.fullmatch(text) or _REACTION_TO_FILE.fullmatch(text):
        before = re.split(f'[{_OPEN}"]', text, maxsplit=1)[0]
        return "".join(ch for ch in before if ch in _STOP_SIGNS)
    if (found := _EMOJI_TO.fullmatch(text.strip())) is not None:
        return "".join(ch for ch in found["mark"] if ch in _STOP_SIGNS)
    return None


def _without_cards(text: str) -> str:
    return _CARD.sub(" ", text) if "vcard" in text.casefold() else text


def _without_tail(text: str) -> str:
    """Without effects and signatures at the end, several of them too."""
    text, before = _SIGNED.sub("", text).rstrip(), ""
    while before != text:
        before = text
        tail = _SIGNATURE.sub("", _EFFECT.sub("", text[-_TAIL:]))
        text = (text[:-_TAIL] + tail).rstrip()
    return text


def _without_quotes(text: str, ours: Iterable[str]) -> str:
    """Without quoted lines, and without what repeats a text of ours."""
    text = _WROTE.sub("", _QUOTED_LINE.sub("", text))
    for sentence in sorted(_sentences_of(ours), key=len, reverse=True):
        text = _cut(text, sentence)
    return text


def without_long_quotes(text: str) -> str:
    """The text without what it quotes at length, unless it is nothing but a quote."""
    own = _QUOTE.sub(" ", text)
    return own if own.strip(" \n\t.,!?-–—:;") else text


def _sentences_of(ours: Iterable[str]) -> set[str]:
    """The sentences of our texts, long enough that nobody writes them by chance."""
    found = set()
    for text in ours:
        for sentence in (text, *re.split(r"(?<=[.!?:])\s+", text)):
            if len(folded := _folded(sentence)) >= _LEAST_OF_OURS:
                found.add(folded)
    return found


def _folded(text: str) -> str:
    """Only letters and digits, in one case: phones change spaces and quotes."""
    return "".join(map(_folded_character, text))


@lru_cache(maxsize=4096)
def _folded_character(ch: str) -> str:
    plain = unicodedata.normalize("NFKC", ch).casefold()
    return "".join(one for one in plain if one.isalnum())


def _cut(text: str, folded: str) -> str:
    """The text without the stretch that is `folded` when only letters and digits are looked at."""
    begin = _folded(text).find(folded)
    if begin < 0:
        return text
    at = [place for place, ch in enumerate(text) for _ in _folded_character(ch)]
    return f"{text[: at[begin]]} {text[at[begin + len(folded) - 1] + 1 :]}"
