"""What a lead is made of: each field as it was typed, and as it will be stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from data import phone
from data.errors import Invalid
from data.lead_number import lead_number
from data.storable import storable

NAME_LIMIT, FILE_LIMIT = 200, 64


@dataclass(frozen=True, slots=True)
class NewLead:
    """A lead to be added, as it was typed."""

    name: str
    file: str
    mobile: str
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class CheckedLead:
    """A lead as it will be stored, if nobody has its file number yet."""

    name: str
    file: str
    number: str
    timezone: str | None


def checked_lead(lead: NewLead, own_numbers: Collection[str]) -> CheckedLead:
    """Everything about a new lead that can be known without the database, or Invalid."""
    name, file = checked_name(lead.name), checked_file(lead.file)
    number = lead_number(lead.mobile, own_numbers)
    return CheckedLead(name, file, number, checked_timezone(lead.timezone))


def checked_name(name: str) -> str:
    """A client's name as it will be stored, or Invalid."""
    name = storable(" ".join(name.split()))
    if not name or len(name) > NAME_LIMIT:
        raise Invalid(f"A client's name has 1 to {NAME_LIMIT} characters.")
    return name


def checked_file(file: str) -> str:
    """A file number as it will be stored, or Invalid."""
    file = file.strip()
    if not file or len(file) > FILE_LIMIT or not file.isprintable():
        raise Invalid(f"A file number has 1 to {FILE_LIMIT} printable characters.")
    return file


def checked_timezone(timezone: str | None) -> str | None:
    """A zone of the IANA database, None for none, or Invalid."""
    if not timezone:
        return None
    zone = phone.zone_named(timezone)
    if zone is None:
        raise Invalid(
            f"{timezone} is not a time zone.", "Write it like America/New_York, or leave it empty."
        )
    return zone.key


def same_file(file: str) -> bytes:
    """Equal for file numbers that are one and the same to the database: NOCASE folds A to Z."""
    return file.strip().encode(errors="surrogatepass").lower()


def taken(file: str, by: str) -> Invalid:
    """The refusal of a file number that belongs to another lead."""
    return Invalid(f"File {file} already belongs to {by}.", "Give another number.")
