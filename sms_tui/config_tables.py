"""The tables of the configuration, one struct each: names, types, defaults and what is allowed.

Each key's `description` is what an error message says is allowed. Durations are whole seconds. An
empty text means "not set". Defaults are those of `data.rules.Rules`, said in the file's own units.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

_A_DAY = 86_400
_A_YEAR = 365 * _A_DAY

Name = Annotated[
    str, Meta(pattern=r"^[^\x00-\x1f\x7f]{1,100}\Z", description="a name in quotes, on one line")
]
Phone = Annotated[
    str,
    Meta(
        pattern=r"^\+?[0-9][0-9 ().-]{3,24}\Z",
        description='a phone number in quotes: digits, like "+1 800 555 0100"',
    ),
]
Sender = Annotated[
    str,
    Meta(
        pattern=r"^\+?[0-9][0-9 ().-]{3,24}\Z",
        description='the sending number in quotes: digits, like "15559870000"',
    ),
]
Senders = Annotated[
    tuple[Annotated[str, Meta(pattern=r"^\+?[0-9][0-9 ().-]{3,24}\Z")], ...],
    Meta(description='a list of numbers in quotes: digits, like ["15559870001"]'),
]
Text = Annotated[str, Meta(min_length=1, description="a text in quotes")]
Host = Annotated[
    str,
    Meta(
        pattern=r"^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?\Z",
        description='a host name without "https://", like "api.nexmo.com"',
    ),
]
Products = Annotated[
    tuple[Literal["MESSAGES", "SMS"], ...],
    Meta(min_length=1, description='a list with "MESSAGES", "SMS" or both'),
]
Interval = Annotated[int, Meta(ge=1, le=_A_DAY, description=f"whole seconds from 1 to {_A_DAY}")]
WithinADay = Annotated[int, Meta(ge=0, le=_A_DAY, description=f"whole seconds from 0 to {_A_DAY}")]
AWeek = Annotated[
    int, Meta(ge=_A_DAY, le=7 * _A_DAY, description=f"whole seconds from {_A_DAY} to {7 * _A_DAY}")
]
Seconds = Annotated[int, Meta(ge=1, le=_A_YEAR, description=f"whole seconds from 1 to {_A_YEAR}")]
Wait = Annotated[int, Meta(ge=0, le=_A_YEAR, description=f"whole seconds from 0 to {_A_YEAR}")]
Rate = Annotated[
    float, Meta(gt=0, le=100, description="a number of messages, more than 0 and at most 100")
]
Opening = Annotated[
    str,
    Meta(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z",
        description='a time in quotes from "00:00" to "23:59"',
    ),
]
Closing = Annotated[
    str,
    Meta(
        pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z",
        description='a time in quotes from "00:01" to "24:00"',
    ),
]
Answers = Annotated[
    Literal["app", "carrier", "none"], Meta(description='"app", "carrier" or "none"')
]
Reauthorize = Annotated[
    Literal["ask", "free", "never"], Meta(description='"ask", "free" or "never"')
]
Command = Annotated[
    tuple[Annotated[str, Meta(min_length=1)], ...],
    Meta(description='a list of a program and its arguments, like ["dial", "{number}"]'),
]


class Business(Struct, frozen=True, forbid_unknown_fields=True):
    """The firm, as the automatic messages name it."""

    name: Name = ""
    phone: Phone = ""


# Of the account, what is no secret.
_SHOWN = ("from_", "also", "api_host", "products")


class Vonage(Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """The carrier's account; `also` are other numbers of this firm, former ones or further ones.

    What must stay secret is shown neither by `repr` nor by Rich.
    """

    api_key: Text = ""
    api_secret: Text = ""
    application_id: Text = ""
    private_key: Text = ""
    from_: Sender = ""
    also: Senders = ()
    api_host: Host = "api.nexmo.com"
    products: Products = ("MESSAGES", "SMS")

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"Vonage({shown})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, name)) for name in _SHOWN]


class Poll(Struct, frozen=True, forbid_unknown_fields=True):
    """How often the carrier is asked, and how old its last answer may be.

    Records show late, so what was read is read again: `overlap` at each poll, `overlap_often` every
    2 minutes, `overlap_wide` every 15 minutes, `overlap_daily` once a day. Of the two in the middle
    0 reads none. Each record costs money each time it is read.
    """

    interval: Interval = 15
    overlap: WithinADay = 180
    overlap_often: WithinADay = 900
    overlap_wide: WithinADay = 8_400
    overlap_daily: AWeek = 93_600
    lag: WithinADay = 30
    stale_after: Seconds = 900


class Sending(Struct, frozen=True, forbid_unknown_fields=True):
    """How fast texts leave, and when a held one is too old to."""

    per_second: Rate = 1.0
    too_old_after: Seconds = 43_200


class Hours(Struct, frozen=True, forbid_unknown_fields=True):
    """When a client may be texted, in the client's own time."""

    open: Opening = "08:00"
    close: Closing = "21:00"


class Replies(Struct, frozen=True, forbid_unknown_fields=True):
    """Who answers STOP and HELP: this program, the carrier, or nobody."""

    stop: Answers = "app"
    help: Answers = "app"


class Consent(Struct, frozen=True, forbid_unknown_fields=True):
    """How soon, and after a STOP how, a client may be asked again."""

    resend_after: Wait = _A_DAY
    reauthorize_after_stop: Reauthorize = "ask"


class App(Struct, frozen=True, forbid_unknown_fields=True):
    """The screens: the program that dials a number, as an argument list without a shell, and after
    how long an untouched session over SSH ends (0: never)."""

    call_command: Command = ()
    idle_after: Wait = 3600


class Tables(Struct, frozen=True, forbid_unknown_fields=True):
    """All tables of a configuration, complete with their defaults."""

    business: Business = field(default_factory=Business)
    vonage: Vonage = field(default_factory=Vonage)
    poll: Poll = field(default_factory=Poll)
    sending: Sending = field(default_factory=Sending)
    hours: Hours = field(default_factory=Hours)
    replies: Replies = field(default_factory=Replies)
    consent: Consent = field(default_factory=Consent)
    app: App = field(default_factory=App)
