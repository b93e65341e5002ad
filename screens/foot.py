"""How a binding stands in the footer: said where the action is declared, beside its key and name.

    Binding("n", "next", "Next to answer", tooltip="…", group=Foot(label="Next"))

Textual hands a binding's group through as it is, and nothing else that could carry this.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding

# The weights of bindings that say none; the lightest are the first to go when there is no room.
OF_FOCUS, OF_SCREEN, OF_APP = 10, 30, 60


@dataclass(frozen=True)
class Foot(Binding.Group):
    """`weight`: smaller stands further left and stays longer; `label`: instead of the name."""

    weight: int | None = None
    label: str = ""


ARROWS = Foot(weight=45, label="Move")
