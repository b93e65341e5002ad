"""A person's SSH public key, a line of a `.pub` file: read, checked, fingerprinted. Pure.

Only what sshd would take and what is still considered strong: Ed25519, ECDSA, both from a security
key (`sk-…`), and RSA of 3072 bits or more (NIST SP 800-57: 128 bits of strength; a shorter one is
at its end). Options before the key are refused, for the program alone says what a key may do.
The wire format is that of RFC 4253 6.6, RFC 5656, RFC 8709 and OpenSSH's PROTOCOL.u2f.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from data.errors import Invalid
from data.printable import printable

ED25519 = "ssh-ed25519"
RSA = "ssh-rsa"
SK_ED25519 = "sk-ssh-ed25519@openssh.com"
SK_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
# Bytes of one coordinate, by the curve's name.
CURVES = {"nistp256": 32, "nistp384": 48, "nistp521": 66}
ECDSA = {f"ecdsa-sha2-{curve}": curve for curve in CURVES}
TYPES = (ED25519, SK_ED25519, *ECDSA, SK_ECDSA, RSA)

RSA_FROM, RSA_TO = 3072, 16_384
LONGEST = 16_384  # characters; the largest key above takes 2,800
_COMMENT = 100
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}\Z")
_MAKE = "Make one with: ssh-keygen -t ed25519"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A checked key: its type, its base64 text, and what its owner calls it."""

    type: str
    key: str
    comment: str = ""

    @property
    def fingerprint(self) -> str:
        """`SHA256:…` as `ssh-keygen -l` prints it and sshd passes it for `%f`."""
        digest = hashlib.sha256(base64.b64decode(self.key)).digest()
        return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def parse(text: str) -> PublicKey:
    """The one key of a `.pub` file's text, or Invalid with what is wrong and what to do."""
    if len(text) > LONGEST:
        raise Invalid("This is too long for a public key.", "Give the file that ends in .pub.")
    if "PRIVATE KEY" in text:
        raise Invalid(
            "This is a private key, which nobody but its owner may have: it was not read.",
            "Give the file that ends in .pub, and make a new pair if this one has travelled.",
        )
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise Invalid("There is no key.", "Give the file that ends in .pub.")
    if lines[0].startswith("---- BEGIN SSH2"):
        raise Invalid("This is not OpenSSH's format.", "Convert it with: ssh-keygen -i -f FILE")
    if len(lines) > 1:
        raise Invalid("There is more than one key.", "Add one key at a time.")
    return _from_line(lines[0])


def is_fingerprint(text: str) -> bool:
    """Whether it is written as a SHA-256 fingerprint."""
    return _FINGERPRINT.match(text) is not None


def _from_line(line: str) -> PublicKey:
    kind, *rest = line.split(None, 2)
    if kind not in TYPES:
        raise _not_taken(kind, line)
    if not rest:
        raise Invalid("The key is missing after its type.", "Give the whole line.")
    comment = printable(rest[1]).strip()[:_COMMENT] if len(rest) > 1 else ""
    key = rest[0]
    try:
        blob = base64.b64decode(key, validate=True)
        # One key has one text: what decodes alike must not be written differently.
        if base64.b64encode(blob).decode() != key:
            raise _Broken
        _check(kind, _Reader(blob))
    except (binascii.Error, UnicodeError, ValueError, _Broken) as error:
        raise Invalid("The key is damaged.", "Copy the whole line of the .pub file.") from error
    return PublicKey(kind, key, comment)


def _not_taken(kind: str, line: str) -> Invalid:
    if any(f" {known} " in f" {line} " for known in TYPES):
        return Invalid(
            "Options before the key are not taken.", "Give the line from the key's type on."
        )
    if "-cert-" in kind:
        return Invalid("Certificates are not taken.", "Give the plain public key.")
    if kind == "ssh-dss":
        return Invalid("DSA keys are too weak.", _MAKE)
    return Invalid(f"This is not a public key that is taken: {printable(kind)[:40]}.", _MAKE)


class _Broken(Exception):
    """The bytes are not what the type says."""


class _Reader:
    """Reads RFC 4251's strings and integers from a key's bytes."""

    def __init__(self, blob: bytes) -> None:
        self._rest = blob

    def string(self) -> bytes:
        size = int.from_bytes(self._rest[:4])
        if len(self._rest) < 4 + size:
            raise _Broken
        value, self._rest = self._rest[4 : 4 + size], self._rest[4 + size :]
        return value

    def positive(self) -> int:
        """A positive integer in its shortest form."""
        value = self.string()
        number = int.from_bytes(value)
        if not number or len(value) != number.bit_length() // 8 + 1:
            raise _Broken
        return number

    def demand(self, holds: bool) -> None:
        if not holds:
            raise _Broken

    def end(self) -> None:
        self.demand(not self._rest)


def _check(kind: str, reader: _Reader) -> None:
    """Refuse bytes that are not a strong key of that type and nothing else."""
    reader.demand(reader.string() == kind.encode())
    if kind in (ED25519, SK_ED25519):
        reader.demand(len(reader.string()) == 32)
    elif kind == RSA:
        _check_rsa(reader)
    else:
        _check_point(reader, ECDSA.get(kind, "nistp256"))
    if kind in (SK_ED25519, SK_ECDSA):
        reader.demand(reader.string().startswith(b"ssh:"))
    reader.end()


def _check_point(reader: _Reader, curve: str) -> None:
    reader.demand(reader.string() == curve.encode())
    point = reader.string()
    reader.demand(len(point) == 1 + 2 * CURVES[curve] and point[0] == 4)


def _check_rsa(reader: _Reader) -> None:
    exponent, modulus = reader.positive(), reader.positive()
    reader.demand(exponent > 2 and exponent % 2 == 1 and modulus % 2 == 1)
    bits = modulus.bit_length()
    if not RSA_FROM <= bits <= RSA_TO:
        raise Invalid(f"An RSA key of {bits} bits is not taken: {RSA_FROM} is the least.", _MAKE)
