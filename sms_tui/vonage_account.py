"""The credentials and choices a Vonage account is used with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from data.errors import Misconfigured

HOST = "api.nexmo.com"
# Near the sender, for sending alone: reports are handed out by the one above.
# https://developer.vonage.com/en/messages/concepts/regional-api-endpoints
REGIONAL_HOSTS = {"api-eu.vonage.com", "api-us.vonage.com", "api-ap.vonage.com"}
_KEY_REMEDY = (
    "Give VONAGE_PRIVATE_KEY (or private_key under [vonage]) the path of the .key file that "
    "Vonage made for the application, or its text."
)


@dataclass(frozen=True, slots=True)
class VonageAccount:
    """What Vonage is told of us. Secrets stay out of `repr`.

    With an application id, texts are sent with a token signed by `private_key` (a path or PEM
    text); without, with key and secret. Reports take key and secret only, so both always exist.
    `sender` is the firm's number; `api_host` may carry a port.
    """

    api_key: str
    api_secret: str = field(repr=False)
    application_id: str = ""
    private_key: str = field(default="", repr=False)
    sender: str = ""
    api_host: str = HOST
    products: tuple[str, ...] = ("MESSAGES", "SMS")

    @property
    def reports_host(self) -> str:
        """Where records are asked for: the default host, unless texts go to neither of Vonage's."""
        return HOST if self.api_host.lower() in REGIONAL_HOSTS else self.api_host

    @property
    def sending_credentials(self) -> str:
        """What Vonage checks when a text is sent, in words."""
        return "application id or private key" if self.application_id else "API key or secret"

    def pem(self) -> str | None:
        """The private key in the one form the SDK takes (PKCS #8 text); None without application.

        The SDK knows a path only by its extension and refuses `BEGIN RSA PRIVATE KEY`.
        """
        if not self.application_id:
            return None
        if not self.private_key.strip():
            raise Misconfigured("An application id is set, but no private key.", _KEY_REMEDY)
        if "-----BEGIN" in self.private_key:
            # In a variable of the environment line ends are often written as two characters.
            return _pkcs8(self.private_key.replace("\\n", "\n").encode())
        try:
            return _pkcs8(Path(self.private_key).expanduser().read_bytes())
        except (OSError, ValueError):  # ValueError: a NUL in the path
            raise Misconfigured("The private key's file cannot be read.", _KEY_REMEDY) from None

    def redact(self, text: str) -> str:
        """The text without the secret and the private key, for logs and messages."""
        for secret in (self.api_secret, self.private_key):
            if secret.strip():
                text = text.replace(secret, "[secret]")
        return text


def _pkcs8(pem: bytes) -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except Exception:  # many kinds, none of which may show the key
        raise Misconfigured("The private key is not a readable PEM key.", _KEY_REMEDY) from None
    if not isinstance(key, RSAPrivateKey):
        raise Misconfigured("The private key is not an RSA key.", _KEY_REMEDY)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
