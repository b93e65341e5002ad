"""Where things lie unless someone says otherwise: the user's own folders, by the platform's rules.

`platformdirs` is imported inside each function, because a command that is told its paths does not
need it.
"""

from __future__ import annotations

from pathlib import Path

_NAME = "sms-tui"


def default_database() -> Path:
    """The database in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path(_NAME) / "sms-tui.db"


def default_config() -> Path:
    """The configuration in the user's configuration folder; it need not exist."""
    from platformdirs import user_config_path

    return user_config_path(_NAME) / "config.toml"


def default_log() -> Path:
    """The log file in the user's state folder."""
    from platformdirs import user_state_path

    return user_state_path(_NAME) / "sms-tui.log"
