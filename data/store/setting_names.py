"""The settings as people know them: name, what it is for, and under which heading it stands."""

from __future__ import annotations

from dataclasses import dataclass

from data.models import Template


@dataclass(frozen=True, slots=True)
class Named:
    """One setting: `key` as in the store and the command, the words on screen."""

    key: str
    heading: str
    name: str
    words: str


def _text(template: Template, name: str, words: str) -> Named:
    return Named(f"texts.{template.value}", "Automatic texts", name, words)


SETTINGS: tuple[Named, ...] = (
    Named("business_name", "Business", "Business name", "Stands in every automatic text."),
    Named("business_phone", "Business", "Business phone", "Whom a client calls who asks for help."),
    _text(Template.REQUEST, "Request", "Asks a client for authorization."),
    _text(Template.CONFIRMED, "Confirmation", "Answers a YES, once."),
    _text(Template.STOPPED, "After STOP", "Answers a STOP, once, unless the carrier does."),
    _text(Template.HELP, "Help", "Answers HELP, at most once an hour per number."),
    Named("hours_open", "Hours", "Open", "Texts go out from this time on, in the client's day."),
    Named("hours_close", "Hours", "Close", "Texts go out until this time, in the client's day."),
    Named("words.stop", "Words", "STOP", "A whole message that revokes. The US rule's seven stay."),
    Named("words.start", "Words", "START", "A whole message that authorizes after a STOP."),
    Named("words.yes", "Words", "YES", "A whole message that answers a request with yes."),
    Named("words.no", "Words", "NO", "A whole message that answers a request with no."),
    Named("words.help", "Words", "HELP", "A whole message that asks for help."),
    Named("words.strong", "Words", "Strong phrases", "Anywhere in a message, they revoke."),
    Named("reply_stop", "Replies", "Who answers STOP", "This program, the carrier, or nobody."),
    Named("reply_help", "Replies", "Who answers HELP", "This program, the carrier, or nobody."),
    Named(
        "reauthorize_after_stop", "Consent", "Ask after STOP",
        "Whether a client who revoked may be asked again: only with a note of how they asked for"
        " it, freely, or never.",
    ),
    Named("resend_after", "Consent", "Ask again after", "One request per number in this time."),
    Named(
        "request_open_for", "Consent", "YES counts for",
        "How long after an unclear reply a YES still answers the request.",
    ),
    Named("poll_interval", "Polling", "Every", "How often replies are read while someone looks."),
    Named("poll_overlap", "Polling", "Overlap", "How far each reading goes back again."),
    Named(
        "poll_overlap_often", "Polling", "Overlap, often",
        "How far a reading every 2 minutes goes back, for replies that show late; 0: none does.",
    ),
    Named(
        "poll_overlap_wide", "Polling", "Overlap, wide",
        "How far a reading every 15 minutes goes back, for those that show later; 0: none does.",
    ),
    Named(
        "poll_overlap_daily", "Polling", "Overlap, daily",
        "How far a reading once a day goes back, for those that show hours late.",
    ),
    Named("poll_lag", "Polling", "Lag", "How old a reply must be before the carrier shows it."),
    Named(
        "stale_after", "Polling", "Too long ago",
        "Texts wait when replies have not been read for this long: a STOP may be among them.",
    ),
    Named("per_second", "Sending", "Texts a second", "How fast texts leave."),
    Named("too_old_after", "Sending", "Too old after", "A text that waited longer is not sent."),
    Named(
        "idle_after", "Sessions", "Idle after",
        "A session over SSH that nobody touches ends after this time; 0: never.",
    ),
)  # fmt: skip
BY_KEY = {setting.key: setting for setting in SETTINGS}
CHOICE_WORDS = {
    "app": "this program",
    "carrier": "the carrier",
    "none": "nobody",
    "ask": "with a note of how they asked for it",
    "free": "freely",
    "never": "never",
}
