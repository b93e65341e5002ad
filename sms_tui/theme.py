"""The look: dark and calm, one accent, and colours that stay apart in a terminal of 16."""

from __future__ import annotations

from textual.theme import Theme

# Accent, warning and success are chosen so that their nearest of the sixteen colours are yellow and
# green; a little redder, every key in the footer would be bright red there.
THEME = Theme(
    name="sms-tui",
    primary="#3d8fe0",
    secondary="#2b5f94",
    accent="#e3af4c",
    warning="#e3af4c",
    error="#e06c75",
    success="#5ab873",
    foreground="#d9dde2",
    background="#111417",
    surface="#181c20",
    panel="#222a31",
    dark=True,
    variables={
        # Textual's own $text-muted is a blend that inline styles cannot name.
        "muted": "#8b959f",
        "border": "#3d8fe0",
        "border-blurred": "#3a444d",
        "block-cursor-text-style": "none",
        "footer-background": "#181c20",
        "footer-key-foreground": "#e3af4c",
        "input-selection-background": "#3d8fe0 35%",
        "scrollbar": "#2c353d",
        "scrollbar-hover": "#3a444d",
        "scrollbar-active": "#3d8fe0",
        "scrollbar-background": "#111417",
        "scrollbar-background-hover": "#111417",
        "scrollbar-background-active": "#111417",
    },
)
