"""Made-up messages between a firm and its clients: a few common words, many rare ones."""

from __future__ import annotations

from random import Random

_FIRM = {
    "Documents": (
        "Your {document} is ready. You can pick it up from {day} on, between 9 and 5.",
        "We still need your {document} for {month}. A photo of every page is enough.",
        "Please sign page {n} of the {document} and send it back by {day}.",
        "Thank you, we got the {document}. We will look at it by {day}.",
    ),
    "Appointment": (
        "A reminder: your appointment is on {day} at {n}. Reply if you need another time.",
        "Your appointment with {name} is moved to {day}, {n}:30. Is that all right?",
        "{name} can call you on {day} between {n} and 5. Which number is best?",
    ),
    "Payment": (
        "Your payment of ${n}{n}.{n}0 for {month} has arrived. Thank you.",
        "The payment for {month} is {n} days late. Please call us about {word} {rare}.",
        "We sent you a receipt for ${n}5.00, reference {rare}.",
    ),
    "General": (
        "Hello {name}, thanks for your message. We will get back to you on {day}.",
        "The office is closed on {day}. In an emergency please call the number on our letter.",
        "About your file: {word} {word} {rare}. Please let us know if anything is unclear.",
    ),
}
_CLIENT = (
    "Thank you!", "ok", "Yes please", "Thanks, see you on {day}", "Ok 👍", "No problem",
    "Can I drop the {document} off on {day}? I finish at {n}.",
    "Did my payment for {month} go through? The bank shows {n} of them.",
    "I can't make it on {day}, my {word} is ill. Could we do {day} instead?",
    "Hi this is {name}. I have a question about the {document} and the {rare} {word}.",
    "The {document} says {rare} but I think it should be {rare}. What do I do?",
    "My new address is {n}{n}4 {rare} Street. Do you need anything else from me?",
    "sorry for the late reply, was at work. {word} {word} {word} {rare}?",
    "Please call me on {day} after {n}, it's about {month}. Gracias, ¿está bien?",
)  # fmt: skip
_PIECES = {
    "document": (
        "statement", "bank statement", "tax return", "lease", "letter", "application", "passport",
        "pay slip", "contract", "insurance card", "medical report", "utility bill",
    ),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "tomorrow", "the 14th"),
    "month": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    "n": tuple("123456789"),
    "name": ("Maria", "Juan", "Aisha", "Bo", "Chen", "Dana", "Eli", "Farah", "Gus", "Hana"),
}  # fmt: skip
_SYLLABLES = (
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va",
    "we", "xi", "yo", "zu", "bran", "clen", "dril", "flost", "grun", "plim", "stav", "trel",
)  # fmt: skip
CATEGORIES = tuple(_FIRM)


class Texts:
    """Messages from a seeded source; `{word}` is one of 2,000 words, `{rare}` of 50,000."""

    def __init__(self, random: Random) -> None:
        self._random = random
        lexicon = {self._made_up(): None for _ in range(80_000)}
        self._rare = tuple(lexicon)[:50_000]
        self._words = self._rare[:2_000]

    def client(self) -> str:
        """What a client writes."""
        return self._filled(self._random.choice(_CLIENT))

    def firm(self, category: str) -> str:
        """What the firm writes under a category."""
        return self._filled(self._random.choice(_FIRM[category]))

    def _filled(self, template: str) -> str:
        if "{" not in template:
            return template
        # The middle of a format string is a slot's name, by turns.
        parts = template.replace("}", "{").split("{")
        parts[1::2] = map(self._piece, parts[1::2])
        return "".join(parts)

    def _piece(self, slot: str) -> str:
        random = self._random.random
        if slot == "word":
            return self._words[int(2_000 * random() ** 3)]
        if slot == "rare":
            return self._rare[int(len(self._rare) * random())]
        pieces = _PIECES[slot]
        return pieces[int(len(pieces) * random())]

    def _made_up(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4)))
