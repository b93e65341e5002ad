"""The carrier's credentials as systemd hands them to a service: one file each (`LoadCredential=`).

The folder is gone when the service ends, and neither the configuration file nor the environment
holds a secret, so that no session is given one. It is no wall within the account: another process
of it could read the folder, as it could the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data.errors import Misconfigured
from sms_tui.config_reading import CREDENTIALS, Given, Key

FOLDER = "CREDENTIALS_DIRECTORY"


def from_credentials(environ: Mapping[str, str]) -> dict[Key, Given]:
    """What the files `vonage_api_key` and so on say; nothing when not run as such a service."""
    folder = environ.get(FOLDER)
    if not folder:
        return {}
    found: dict[Key, Given] = {}
    for key in CREDENTIALS:
        path = Path(folder) / f"vonage_{key}"
        text = _text(path)
        if text:
            found["vonage", key] = Given(text, str(path), typed=True)
    return found


def _text(path: Path) -> str:
    """The file's text without the line end an editor leaves; empty when there is none."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"The credential {path} cannot be read.", "Look at LoadCredential in the unit."
        ) from error
