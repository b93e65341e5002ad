"""Reactions as phones send them to phones that know none: a verb, and the text reacted to. Pure.

The forms are those of Apple's Messages and of Google's Messages, in the languages they are seen in.
Each is written out: a client's own "I remove my consent “now”" must not be taken for one.
"""

from __future__ import annotations

import re

from data.replies.signs import STOP_SIGNS

# Spaces and what cannot be seen, of which Google's Messages put some around the marks.
_BLANK = "\u200a\u200b\u200c\u200d\u200e\u200f\u2060\ufeff \t\r\n\u00a0"
_SPACE = rf"[{_BLANK}]{{0,4}}"
# One picture, no letter and no mark: `!“al` in front of "to" is not one.
_EMOJI = r"[^\w\s\x00-\xff\u2010-\u205e][^\w\s\x00-\xff\u2010-\u203a]{0,11}"
_KIND = (
    r"(?:an? |the )?(?:like|heart|love|dislike|laugh|exclamation(?: mark| point)?s?|question mark)"
)

_VERBS = (
    # English
    "liked", "loved", "disliked", "laughed at", "emphasized", "emphasised", "questioned",
    "exclaimed at", rf"reacted (?:with )?{_EMOJI} to", rf"removed (?:{_KIND}|{_EMOJI}) from",
    rf"added (?:{_KIND}|{_EMOJI}) to",
    # Spanish
    r"(?:ya )?(?:no )?le (?:gust[óao]|gusta|encant[óao]|dio risa(?: a)?|hace gracia|sorprende)",
    r"se rió de", r"rió con", r"(?:enfatizó|destacó|cuestionó)", r"(?:preguntó|exclamó) por",
    r"dud[óa] sobre", rf"(?:reaccionó|se ha reaccionado) con {_EMOJI} a",
    rf"(?:se ha añadido|añadió) {_EMOJI} a",
    rf"(?:eliminó|quitó|se quitó|se ha quitado) {_EMOJI} (?:de|a)",
    r"dejó de (?:no )?(?:gustarle|encantarle|darle risa(?: a)?|exclamar por|dudar sobre)",
    # French
    r"(?:n['’]a pas|a) (?:aimé|adoré|souligné|questionné|interrogé)", r"a ri (?:de|à)",
    r"a mis en évidence", rf"a réagi (?:avec )?{_EMOJI} à",
    r"a attribué la mention « ?[^»]{1,20}» à", r"a ajouté (?:un|une|des) [\w’' ]{2,24} à",
    rf"a (?:retiré|supprimé) (?:la réaction {_EMOJI}|(?:la mention|son) « ?[^»]{{1,20}}») (?:de|à)",
    # German, Portuguese, Italian
    r"gefällt(?: nicht)?", "liebt", r"lacht(?:e)? über", "betont", "hinterfragt", "hervorgehoben",
    rf"(?:hat |reagiert(?:e)? )mit {_EMOJI} (?:auf )?", r"(?:não )?(?:gostou de|curtiu)", "adorou",
    "amou", "riu de", "achou graça de", "enfatizou", "questionou", rf"reagiu com {_EMOJI} a",
    rf"removeu {_EMOJI} (?:de|da)", r"ha aggiunto (?:un|una|il|i) [\w ]{2,24} a",
    rf"ha reagito con {_EMOJI} a", rf"ha rimosso {_EMOJI} da", r"ha messo mi piace a",
    r"(?:non )?(?:piace|trova divertente)",
    # Russian, Vietnamese, Tagalog, Haitian Creole, Chinese
    r"(?:не )?понравилось", "посмеялись над", "отмечено",
    rf"отреагировал(?:\u0430|\(\u0430\))? {_EMOJI} на сообщение",
    rf"đã (?:thích|yêu thích|không thích|cười|nhấn mạnh|hỏi|tương tác {_EMOJI})",
    r"ni-like ang", rf"nag-react ng {_EMOJI} sa", "renmen",
    r"(?:不?喜欢|不?喜歡|惊叹|驚嘆|强调|強調|大笑|疑问|点赞了?)", rf"用{_EMOJI}(?:回应|回應)了?",
)  # fmt: skip
_VERB = re.compile(rf"{_SPACE}(?:{'|'.join(_VERBS)}):?{_SPACE}(?=[“\"«„「『'])", re.I)
_EMOJI_TO = re.compile(
    rf"{_SPACE}(?P<mark>{_EMOJI}){_SPACE}(?:to|a|à|zu|für|para|em){_SPACE}(?=[“\"«„])", re.I
)
_SUFFIXED = re.compile(
    rf"{_SPACE}(?:对|對)?[「“](?P<quote>.+)[」”](?:表示\S{{1,4}}|にいいねしました){_SPACE}", re.S
)
_FILE = re.compile(
    rf"{_SPACE}(?:{'|'.join(_VERBS)}|reacted to) (?:an?|the|una?|une|ein|uma|un['’])"
    r" ?(?:image|photo|picture|movie|video|attachment|sticker|audio message|voice message|contact"
    r"|location|link|gif|imagen|bild|imagem|immagine|foto)\.?\s*",
    re.I,
)
_QUOTES = (
    re.compile(r"“[^“”]*”"), re.compile(r"„[^„“”]*[“”]"), re.compile(r"«[^«»]*»"),
    re.compile(r"「[^「」]*」"), re.compile(r"『[^『』]*』"), re.compile(r'"[^"]*"'),
)  # fmt: skip
# Two quotes one after the other: the second may be the client's own.
_TWO_QUOTES = re.compile(r"[”»」][ \n]*[“«「]|\"[ \n]+\"")
_UNCLOSED = re.compile(r"[“«„「『][^”»“」』]*\Z", re.S)


def reaction(text: str) -> str | None:
    """What a reaction says by itself: nothing, or its stop sign; None for what is no reaction."""
    text = text.strip(_BLANK)
    if _FILE.fullmatch(text) or _SUFFIXED.fullmatch(text):
        return ""
    begin = _VERB.match(text) or _EMOJI_TO.match(text)
    if begin is None or _TWO_QUOTES.search(text):
        return None
    if any(ch.isalnum() for ch in _outside(text[begin.end() :])):
        return None
    return "".join(ch for ch in begin[0] if ch in STOP_SIGNS)


def _outside(text: str) -> str:
    """What stands outside all quotation marks; a quote that is cut off ends with the text."""
    before = ""
    while before != text:
        before = text
        for quote in _QUOTES:
            text = quote.sub(" ", text)
    return _UNCLOSED.sub(" ", text)
