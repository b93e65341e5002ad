"""What can be done now: the bindings in force, as a list for the palette and the help.

A binding is the one declaration of an action. Its key and name stand in the footer, and its tooltip
is the sentence that explains it; bindings without one move cursors and are not listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget


@dataclass(frozen=True)
class Action:
    """An action as people see it, and the node of the screen it belongs to."""

    key: str
    name: str
    words: str
    action: str
    node: DOMNode


def actions_of(screen: Screen[Any]) -> list[Action]:
    """The actions that would do something now, the closest to the focus first."""
    found: dict[tuple[DOMNode, str], Action] = {}
    for node, binding, enabled, tooltip in screen.active_bindings.values():
        if enabled and tooltip and not binding.system:
            key = screen.app.get_key_display(binding)
            action = Action(key, binding.description, tooltip, binding.action, node)
            found.setdefault((node, binding.action), action)
    return list(found.values())


def explanations_of(screen: Screen[Any]) -> list[str]:
    """The help texts of the screen and of what is on it, each once, from top to bottom."""
    widgets: list[Widget] = [screen, *screen.walk_children(Widget)]
    texts = [widget.HELP for widget in widgets if widget.HELP and widget.display]
    return list(dict.fromkeys(texts))
