"""What drawn lines are made of before they have colours."""

from __future__ import annotations

Piece = tuple[str, tuple[str, ...]]
"""Some text and the parts of the stylesheet that colour it, each laid over the one before."""

Line = list[Piece]
