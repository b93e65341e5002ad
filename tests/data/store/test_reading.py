"""Who reads clients' data, and what is on record of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.errors import NotFound, Refused
from data.models import Actor, Effect, Permission
from data.store.reading import LISTED, Reading
from firm import Firm

READS: dict[str, Callable[[Reading, Actor, str], object]] = {
    "lead": lambda reading, actor, file: reading.lead(actor, file),
    "leads": lambda reading, actor, file: reading.leads(actor),
    "log": lambda reading, actor, file: reading.log(actor, file),
    "proof": lambda reading, actor, file: reading.proof(actor, "+14155550100"),
    "verify": lambda reading, actor, file: reading.verify(actor),
}


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("permission", [None, *Permission])
def test_reading_needs_any_permission_but_export(
    firm: Firm, name: str, permission: Permission | None
) -> None:
    lead = firm.lead(mobile="+14155550100")
    bob = firm.user("bob", *([permission] if permission else []))
    if permission in (None, Permission.EXPORT):
        for file in (lead.file, "nowhere"):  # the answer does not say which of them there is
            with pytest.raises(Refused, match="You have none of Allow SMS, "):
                READS[name](firm.store.reading, bob, file)
    else:
        READS[name](firm.store.reading, bob, lead.file)


def test_a_refusal_names_the_reasons(firm: Firm) -> None:
    carol = firm.user("carol")
    group = firm.store.groups.add(firm.actor, "Interns")
    firm.store.groups.join(firm.actor, "Interns", carol.user)
    firm.store.people.set_permission(firm.actor, group, Permission.SMS, Effect.DENY)
    with pytest.raises(Refused, match=r"\(denied by group Interns; neither this user nor"):
        firm.store.reading.require(carol)


@pytest.mark.parametrize(
    ("permissions", "recorded"),
    [((Permission.SEARCH,), 1), ((Permission.SMS,), 0), ((Permission.SMS, Permission.SEARCH), 0)],
)
def test_a_log_that_support_reads_is_on_record(
    firm: Firm, permissions: tuple[Permission, ...], recorded: int
) -> None:
    lead = firm.lead()
    bob = firm.user("bob", *permissions)
    list(firm.store.reading.log(bob, lead.file))
    with pytest.raises(NotFound):
        firm.store.reading.log(bob, "nowhere")
    entries = firm.store.audit.entries(kind="log")
    assert [(each.user, each.subject) for each in entries] == [("bob", lead.file)] * recorded


def test_a_list_names_the_first_of_very_many_that_share_a_number(firm: Firm) -> None:
    mobile = firm.mobile()
    for _ in range(LISTED + 5):
        firm.lead(mobile)
    alone = firm.lead()
    listed = {lead.file: files for lead, files in firm.store.reading.leads(firm.actor)}
    assert listed.pop(alone.file) == []
    assert {len(files) for files in listed.values()} == {LISTED}
    assert all(file not in files for file, files in listed.items())
